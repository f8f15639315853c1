//! CODEOWNERS files: one engine, the exact dialect of each host, three answers.
//!
//! ```
//! use thalweg_topology::codeowners::{CodeOwners, Dialect, Ownership};
//!
//! let file = CodeOwners::parse(b"*.rs @org/core\n/docs/ @ada\n/docs/legal/\n", Dialect::GitHub);
//! assert!(file.diagnostics().is_empty());
//! match file.owners("docs/guide/intro.rs") {
//!     Ownership::Owned { rule, owners } => {
//!         assert_eq!(rule.place().line, 2);
//!         assert_eq!(owners[0].as_str(), "@ada");
//!     }
//!     other => panic!("{other:?}"),
//! }
//! assert!(matches!(file.owners("docs/legal/terms.md"), Ownership::Unowned { .. }));
//! assert!(matches!(file.owners("Makefile"), Ownership::Unmatched));
//! ```
//!
//! Prow's OWNERS files, one in every directory, are read by [`OwnersFiles`].
//!
//! What it does not do: it never asks a host whether an owner exists, may review, or belongs to a team.

mod answer;
mod coverage;
mod diagnostic;
mod dialect;
mod diff;
mod engine;
mod explain;
mod file;
mod lint;
mod matcher;
mod minimise;
mod owner;
mod prow;
mod resolver;
mod rule;
mod syntax;

pub use answer::{Ownership, SectionAnswer};
pub use coverage::Coverage;
pub use diagnostic::{Diagnostic, Fix, Place, Problem, Severity};
pub use dialect::Dialect;
pub use diff::{Consent, OwnershipChange, OwnershipDiff, diff};
pub use explain::{Elsewhere, Explanation, NearMiss};
pub use file::CodeOwners;
pub use minimise::Minimised;
pub use owner::{Owner, OwnerKind};
pub use prow::{Approval, OwnersFiles, OwnersReading};
pub use resolver::Resolver;
pub use rule::{Rule, Section};

/// What a file says where implementations disagree: in TOML, each ruling with the host, a file, the answers, who sees it otherwise, and
/// the reason.
///
/// ```
/// assert!(thalweg_topology::codeowners::RULINGS.contains("id = \"github-children-only\""));
/// ```
pub const RULINGS: &str = include_str!("rulings.toml");
