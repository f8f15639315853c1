//! Reviews for thalweg: the monthly flow review, the quarterly strategy review and the all-hands digest.
//!
//! You probably want the face, the crate `thalweg`, which re-exports all of this.
//!
//! A review is plain data made from [`Evidence`](thalweg_model::Evidence) and a playbook's
//! [`Evaluation`](thalweg_playbook::Evaluation), and written out as Markdown, as one self-contained HTML file, or as JSON:
//!
//! - [`FlowReview`]: delivery trends with their intervals, what people say, the improvement backlog, the constraint of each
//!   value stream, the playbook's verdicts with their reasons, and the next best actions; for the whole and for each team.
//! - [`StrategyReview`]: objectives and the investments that support them, capacity planned and used, the signals of
//!   success, and what leaders decided on.
//! - [`AllHands`]: which behaviour was recognised, and what was learned.
//! - [`Asset`]: forms to fill in, blank or with what is known, each read back as records.
//!
//! ```
//! use thalweg_model::{Catalog, Evidence, Tz, Window};
//! use thalweg_playbook::Playbook;
//! use thalweg_review::{FlowReview, Parts};
//!
//! let month = Window::month(2026, 9, Tz::UTC)?;
//! let evidence = Evidence::new(Window::quarter(2026, 3, 1, Tz::UTC)?, month.end());
//! let evaluation = Playbook::leadership_for_flow().evaluate(&evidence);
//! let review = FlowReview::new(&month, &evidence, &Catalog::default(), &evaluation, Parts::default());
//! assert!(review.to_markdown()?.contains("There is no delivery data for this month."));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What it does not do: it computes no metric and no verdict, ranks no team, shows nothing about one person, and loads
//! nothing from anywhere: a page has no script, no font and no request of its own.

mod all_hands;
mod asset;
mod backlog;
mod error;
mod figure;
mod flow;
mod intake;
mod page;
mod picture;
mod playbook;
mod render;
mod strategy;
mod stream;
mod trend;

pub use all_hands::{AllHands, ExperimentRow, RecognisedRow, RepairRow, SharingRow};
pub use asset::Asset;
pub use backlog::{Backlog, BacklogItem, OpenBlocker};
pub use error::RenderError;
pub use figure::Figure;
pub use flow::{FlowReview, Parts};
pub use intake::Intake;
pub use page::{Judged, Page, Signal};
pub use playbook::{Need, Tally};
pub use strategy::{
    CapacityMonth, CapacityRow, Decisions, InvestmentRow, KeyResultRow, ObjectiveRow, StrategyReview,
};
pub use stream::{Constraint, NamedFigure, Stage, Stream};
pub use trend::{Point, Trend};
