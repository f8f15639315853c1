//! What would supply what is missing, in a sentence: records of a kind, readings of metrics, or time.

use std::collections::BTreeSet;

use thalweg_model::MetricId;
use thalweg_model::record::RecordKind;

use crate::outcome::Missing;
use crate::plan::Plan;
use crate::told;

/// The supply of what only the end of the period can bring.
pub(crate) const TIME: &str = "time";

/// What is to be supplied, by sort.
#[derive(Default)]
struct Supplies {
    time: bool,
    kinds: BTreeSet<String>,
    metrics: BTreeSet<String>,
    classes: BTreeSet<String>,
    other: BTreeSet<String>,
}

impl Plan {
    /// What to do so that the evidence tells.
    pub(crate) fn supplied<'m>(&self, missing: impl IntoIterator<Item = &'m Missing>) -> String {
        let mut supplies = Supplies::default();
        for it in missing {
            self.sort(it, &mut supplies);
        }
        let list = |names: &BTreeSet<String>| told::few(&names.iter().collect::<Vec<_>>());
        let Supplies { time, kinds, metrics, classes, other } = &supplies;
        let mut said = Vec::new();
        if *time {
            said.push("Wait until the period is over.".to_owned());
        }
        if !kinds.is_empty() {
            let logs = if kinds.len() == 1 { "that log is" } else { "those logs are" };
            said.push(format!("Record the {}, and declare over which days {logs} complete.", list(kinds)));
        }
        if !metrics.is_empty() {
            said.push(format!("Measure {}.", list(metrics)));
        }
        if !classes.is_empty() {
            said.push(format!("Say in the catalog what sort of quantity {} measures.", list(classes)));
        }
        if !other.is_empty() {
            said.push(format!("Supply what {} reads.", list(other)));
        }
        said.join(" ")
    }

    fn sort(&self, missing: &Missing, supplies: &mut Supplies) {
        let supply = missing.supply.as_str();
        if supply == TIME {
            supplies.time = true;
        } else if RecordKind::named(supply).is_some() {
            supplies.kinds.insert(told::words(supply));
        } else if missing.what.starts_with("what ") {
            supplies.classes.insert(format!("`{supply}`"));
        } else if MetricId::new(supply).is_ok() {
            supplies.metrics.insert(told::uncapital(&self.measures.called(supply)));
        } else {
            supplies.other.insert(format!("`{supply}`"));
        }
    }
}
