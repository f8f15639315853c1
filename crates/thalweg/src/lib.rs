//! Leadership for flow, computed.
//!
//! From what an organisation already has (deployments, changes, incidents, survey answers, ownership, work, meetings) thalweg computes
//! delivery metrics that can be trusted and audited, scores surveys without giving anyone away, shows who owns what and where work
//! waits, judges a leadership playbook against that evidence, and writes the reviews.
//!
//! ```no_run
//! use thalweg::{Assessment, sources};
//! let read = sources::organisation("testdata/organisation".as_ref())?;  // what was read, and what was refused with its place
//! let assessment = Assessment::of(&read)?;                               // all pillars, joined and judged
//! std::fs::write("review.html", assessment.flow_review().to_html()?)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Or one pillar by itself, from your own records:
//!
//! ```
//! use thalweg::dora::{Definition, measure};
//! use thalweg::model::{Deployment, EventLog, Tz, Window};
//! let deployment = Deployment::new("D1".parse()?, "api".parse()?, "production".parse()?, "2026-03-05T14:00:00Z".parse()?);
//! let log = EventLog::of_records([deployment], [], []).value;
//! let march = Window::month(2026, 3, Tz::Europe__Berlin)?;
//! let delivery = measure(&log.as_of("2026-04-10T00:00:00Z".parse()?).within(&march), &Definition::default());
//! assert_eq!(delivery.deployment_frequency.per_week.basis().n, 1);
//! assert!(delivery.change_lead_time.median.gap().is_some(), "no data is never zero");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The nouns
//!
//! [`model`] has them all: records, windows, the event log and its views, readings and gaps, evidence. Above it stand the pillars,
//! none of which knows another: [`sources`], [`dora`], [`survey`], [`topology`], [`valuestream`], [`playbook`]; and [`review`], which writes
//! up what they found. [`catalog()`] lists every metric; [`Assessment`] joins the pillars.
//!
//! The [`guide`] shows whole tasks: your own rows to a team's month, an audit, a dashboard, ownership, a survey; and every metric.
//!
//! # What it does not do
//!
//! It ranks no team and says nothing about one person, guesses no number, keeps no data, runs no server, and asks the network for
//! nothing. Nothing below [`sources`] reads a file or a clock.

mod assessment;
mod catalog;
pub mod guide;
mod history;
#[cfg(feature = "git")]
mod repository;

pub use thalweg_dora as dora;
pub use thalweg_model as model;
pub use thalweg_playbook as playbook;
pub use thalweg_review as review;
pub use thalweg_sources as sources;
pub use thalweg_stats as stats;
pub use thalweg_survey as survey;
pub use thalweg_topology as topology;
pub use thalweg_valuestream as valuestream;

pub use assessment::{Assessment, AssessmentError, Choices};
pub use catalog::catalog;
pub use history::of_history;
#[cfg(feature = "git")]
pub use repository::of_repository;
