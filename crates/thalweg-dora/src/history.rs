//! Change sets from the commit graph: which deployment carried which commit first (definitions.md, "Change sets").
//!
//! [`Graph`] interns the commits of a repository; [`deployments()`] sweeps it once for all deployments of each repository, service and
//! environment; [`releases()`] does both for a repository whose releases are its deployments. What comes out goes into an event log
//! as it is.
//!
//! A commit is carried by the first deployment that descends from it, whatever the dates say: choosing commits by time window
//! instead gives other sets wherever two lines of work overlap. The first deployment of all carries the whole history; by
//! default that is left out and counted ([`FirstDeployment`](crate::FirstDeployment)). A deployment of a commit that went out before is a rollback or a repetition
//! ([`Content`]) and carries nothing.
//!
//! Where several services share a repository, [`Paths`] says which path belongs to which, and a deployment carries only the
//! commits of its range that touch a path of its service.
//!
//! Broken graphs are told, never refused as a whole: missing parents (a shallow clone), contradictory or repeated commits, cycles.

mod claims;
mod concerned;
mod cycle;
mod deliver;
mod delivered;
mod desk;
mod graph;
mod parents;
mod paths;
mod range;
mod releases;
mod sweep;

pub use deliver::deployments;
pub use delivered::{Clock, Delivered, Deployed, Policy};
pub use graph::{Graph, Oddities};
pub use paths::Paths;
pub use range::Ranges;
pub use releases::{Released, releases};
pub use sweep::Content;
