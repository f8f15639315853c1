//! Tables in one pass: many groups and many windows from columns, for dashboards over millions of deployments.
//!
//! [`Columns`] borrows what a warehouse or a stream holds. [`Columns::facts`] sorts it once and resolves every link once;
//! [`Facts::table`] then answers for any windows, groups and roll-ups, in parallel, with the same bytes for any number
//! of threads. Cost: building is linear in deployments, changes and incidents that come spread over time, O(n log n) in
//! deployments at worst; a table finds its cells by two binary searches for every group in each 8,192 deployments that a
//! window touches, and reads each deployment of its windows once, each lead time once for every level of grouping. Memory: about 8 bytes a lead time and 21 a deployment to production;
//! while building, 19 a deployment more.
//!
//! What is computed is the job of warehouses and dashboards ("peers-job" among the definitions): frequency from
//! successful deployments, failures from linked incidents or the mark, recovery from the deployment's finish to the
//! incident's end. Each departs from DORA in that an open incident is counted beside the recoveries, not censored.
//!
//! ```
//! use std::num::NonZeroUsize;
//! use thalweg_dora::table::{Carry, ChangeColumns, Columns, DeploymentColumns, IncidentColumns, Marks, Request, Tick};
//! use thalweg_model::{Tz, Window};
//!
//! let hour = 3600;
//! let start = 1_767_225_600; // 2026-01-01T00:00:00Z
//! let good = Marks::PRODUCTION.and(Marks::SUCCESSFUL);
//! let columns = Columns {
//!     tick: Tick::Second,
//!     deployments: DeploymentColumns {
//!         ids: &[11, 12],
//!         services: &[0, 0],
//!         groups: &[7, 7],
//!         finished_at: &[start + 10 * hour, start + 20 * hour],
//!         marks: &[good, good],
//!     },
//!     changes: ChangeColumns { deployments: &[11, 12], committed_at: &[start + 2 * hour, start + 16 * hour] },
//!     incidents: IncidentColumns { deployments: &[12], restored_at: &[start + 21 * hour] },
//! };
//! let facts = columns.facts(Carry::Forward, "2026-02-10T00:00:00Z".parse()?, NonZeroUsize::MIN)?;
//! let windows = [Window::month(2026, 1, Tz::UTC)?];
//! let cells = facts.table(&Request {
//!     windows: &windows,
//!     probabilities: &[0.5],
//!     roll_ups: &[],
//!     threads: NonZeroUsize::MIN,
//! });
//! let cell = cells.first().expect("one group deployed in January");
//! assert_eq!((cell.group, cell.counts.deployments, cell.counts.failed), (7, 2, 1));
//! assert_eq!(Tick::Second.hours(cell.lead_times[0]), 6.0); // the median of 8 h and 4 h
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod build;
mod carry;
mod columns;
mod counts;
mod dense;
mod desk;
mod facts;
mod index;
mod level;
mod link;
mod monthly;
mod order;
mod piles;
mod pool;
mod quantiles;
mod query;
mod readings;
mod rows;
mod runs;
mod select;
mod share;

pub use carry::Carry;
pub use columns::{
    ChangeColumns, Columns, ColumnsError, DeploymentColumns, IncidentColumns, Marks, OPEN, Tick,
};
pub use counts::Counts;
pub use facts::{Facts, LeftOut};
pub use monthly::{Monthly, Table};
pub use quantiles::Quantiles;
pub use query::{Cell, Request};
pub use readings::Measured;

pub(crate) use select::quantiles;
