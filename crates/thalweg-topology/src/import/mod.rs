//! Escalation paths and schedules of other tools as documents of the topology: PagerDuty, Grafana OnCall, Opsgenie (topology.md section 4).
//!
//! Each reader takes what the tool's API answers (JSON), one text with all lists in it, and gives a [`Document`](crate::Document) to
//! [`join`](crate::catalog::join) with others. Nobody is asked over the network. What cannot be used is named with its line.
//!
//! ```
//! use thalweg_topology::{Format, import};
//! let text = r#"{"escalation_policies": [{"id": "P1", "teams": [{"id": "T1", "summary": "payments"}], "escalation_rules": [
//!     {"escalation_delay_in_minutes": 15, "targets": [{"id": "U1", "type": "user_reference"}]},
//!     {"escalation_delay_in_minutes": 30, "targets": [{"id": "S1", "type": "schedule_reference"}]}]}]}"#;
//! let read = import::pagerduty(text, Format::Json, "policies.json")?;
//! let path = read.value.escalation_paths.first().expect("one policy");
//! assert_eq!((path.team.as_str(), path.steps.len()), ("payments", 2));
//! # Ok::<(), thalweg_topology::TopologyError>(())
//! ```

mod answer;
mod grafana;
mod grafana_shift;
mod opsgenie;
mod opsgenie_rota;
mod pagerduty;
mod rota;

pub use grafana::grafana_oncall;
pub use opsgenie::opsgenie;
pub use pagerduty::pagerduty;
