//! The rules of team topology, TT001 to TT020: data with thresholds, sources and reasons, evaluated as of any date.
//!
//! ```
//! use thalweg_topology::{Topology, rules::{Rules, Situation}};
//! let topology = Topology::from_toml(r#"
//!     teams = [{ id = "shop", kind = "stream-aligned" }, { id = "cloud", kind = "platform" }]
//!     services = [{ id = "cart" }]
//!     interactions = [{ team = "shop", with = "cloud", mode = "x-as-a-service" }]
//! "#)?;
//! let audit = Rules::builtin().evaluate(&Situation::new(&topology, "2026-10-07T10:00:00Z".parse()?));
//! let told: Vec<String> = audit.findings.iter().map(ToString::to_string).collect();
//! assert_eq!(told[0], "TT005 warning: team:cloud: no team uses it as a service");
//! assert!(told.iter().any(|it| it.starts_with("TT013 error: service:cart")));
//! // What cannot be judged is told as well; it has not passed.
//! assert!(audit.unknown.iter().any(|it| it.rule == "TT019"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod audit;
mod check;
mod finding;
mod rule;
mod set;
mod situation;

pub use audit::{Audit, Unjudged};
pub use finding::{Finding, Severity, Subject};
pub use rule::{Rule, RuleFile, Threshold};
pub use set::Rules;
pub use situation::Situation;

pub use crate::observed::{CoChange, CoChanges};
