//! The guide: how to do a whole thing, page by page, with code that compiles.
//!
//! - [`embedding`]: from your own rows to numbers, verdicts and a page.
//! - [`auditing`]: which records count, two definitions side by side, and whether it got better.
//! - [`dashboards`]: many teams, many months, events as they come, and what each way costs.
//! - [`ownership`]: CODEOWNERS, team topology, escalation.
//! - [`surveys`]: scores that single nobody out.
//! - [`metrics`]: every metric with its unit, its direction and its source.

#[doc = include_str!("../docs/embedding.md")]
pub mod embedding {}

#[doc = include_str!("../docs/auditing.md")]
pub mod auditing {}

#[doc = include_str!("../docs/dashboards.md")]
pub mod dashboards {}

#[doc = include_str!("../docs/ownership.md")]
pub mod ownership {}

#[doc = include_str!("../docs/surveys.md")]
pub mod surveys {}

#[doc = include_str!("../docs/metrics.md")]
pub mod metrics {}
