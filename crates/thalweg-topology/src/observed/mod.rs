//! Ownership as observed: who really changes what, from commits and the files that they touched (topology.md section 5).
//!
//! Put the touches of a history into a [`ChangeLog`], then ask it:
//!
//! - [`ChangeLog::authorship`]: the degree of authorship of every file, and who counts as an author.
//! - [`Authorship::truck_factor`]: how few people could leave before most files have no author left.
//! - [`ChangeLog::shares`] and [`ChangeLog::fragmentation`]: how changes spread over people.
//! - [`ChangeLog::coupling`]: files that change together.
//! - [`ChangeLog::co_changes`]: whose files change together, for rule TT017.
//! - [`ChangeLog::coordination`]: which teams have to talk, and whether they do.
//! - [`ChangeLog::boundaries`]: declared against observed ownership, boundary by boundary.
//!
//! ```
//! use thalweg_topology::observed::{ChangeLog, Exclude};
//! use thalweg_model::record::Touch;
//! let touch = |sha: &str, author: &str, day: u32, path: &str| Touch {
//!     sha: sha.to_owned(), author: Some(author.to_owned()), path: path.to_owned(), added: Some(1), deleted: Some(0),
//!     at: format!("2026-03-{day:02}T09:00:00Z").parse().expect("an instant"),
//! };
//! let log = ChangeLog::new(&[
//!     touch("c1", "ann", 1, "src/pay.rs"), touch("c2", "ann", 2, "src/pay.rs"), touch("c3", "bob", 3, "src/web.rs"),
//! ], &Exclude::default());
//! let factor = log.authorship().truck_factor().expect("there are files");
//! assert_eq!(factor.people, 2, "without ann half of the files still have an author, and half is enough");
//! ```
//!
//! Results stop at counts and teams; the methods whose names end in `_by_person` name the opaque ids, for who asks. Renames are
//! not followed: a file under a new name is a new file, created by who moved it.

mod authorship;
mod boundary;
mod co_change;
mod coordination;
mod coupling;
mod exclude;
mod log;
mod shares;
mod truck;

pub use authorship::{Authorship, degree};
pub use boundary::{Boundary, BoundaryKey};
pub use co_change::{CoChange, CoChanges};
pub use coordination::{Congruence, Coordination, requirements};
pub use coupling::{Coupled, Coupling, CouplingRules};
pub use exclude::{Exclude, Excluded};
pub use log::ChangeLog;
pub use shares::{Shares, fragmentation};
pub use truck::TruckFactor;
