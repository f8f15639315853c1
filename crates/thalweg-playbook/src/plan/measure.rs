//! What sort of quantity a metric measures: by the catalog, by the playbook's own table, or by the unit of a goal.

use std::collections::BTreeMap;

use thalweg_model::{Catalog, MeasureClass};

/// A metric's id, all of an area, or a name in any area.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Pattern {
    /// Exactly this id.
    Exact(String),
    /// Every id that begins so.
    Area(String),
    /// Every id that ends so, and the name by itself.
    Name(String),
}

impl Pattern {
    /// The pattern of a text.
    pub(crate) fn of(text: &str) -> Self {
        match (text.strip_suffix('*'), text.strip_prefix('*')) {
            (Some(area), _) => Self::Area(area.to_owned()),
            (None, Some(name)) => Self::Name(name.to_owned()),
            (None, None) => Self::Exact(text.to_owned()),
        }
    }

    fn matches(&self, id: &str) -> bool {
        match self {
            Self::Exact(text) => id == text,
            Self::Area(area) => id.starts_with(area.as_str()),
            Self::Name(name) => id.ends_with(name.as_str()) || name.strip_prefix('.') == Some(id),
        }
    }
}

/// What a playbook says of metrics.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Measure {
    /// Of which metrics.
    pub(crate) pattern: Pattern,
    /// Their class.
    pub(crate) class: &'static str,
    /// What they are about.
    pub(crate) theme: Option<String>,
    /// Their counter-metrics.
    pub(crate) counter: Vec<Pattern>,
}

/// Everything that is known of the sort of quantities.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Measures {
    /// By metric, in the playbook's order: the first that matches counts.
    pub(crate) metrics: Vec<Measure>,
    /// By the unit of a goal, where the metric says nothing.
    pub(crate) units: BTreeMap<&'static str, &'static str>,
    /// By the catalog, before anything else.
    pub(crate) catalog: BTreeMap<String, &'static str>,
    /// The names for people, by the catalog.
    pub(crate) names: BTreeMap<String, String>,
}

impl Measures {
    /// Takes in the classes of a catalog.
    pub(crate) fn learn(&mut self, catalog: &Catalog) {
        self.catalog.extend(catalog.iter().map(|spec| (spec.id.to_owned(), class_name(spec.class))));
        self.names.extend(catalog.iter().map(|spec| (spec.id.to_owned(), spec.name.to_owned())));
    }

    fn of(&self, id: &str) -> impl Iterator<Item = &Measure> {
        self.metrics.iter().filter(move |it| it.pattern.matches(id))
    }

    /// A metric as people call it: by the catalog, or by the last word of its id.
    pub(crate) fn called(&self, id: &str) -> String {
        self.names.get(id).cloned().unwrap_or_else(|| crate::told::metric(id))
    }

    /// The class of a metric or, where nothing is known of it, of a unit.
    pub(crate) fn class(&self, metric: Option<&str>, unit: Option<&str>) -> Option<&'static str> {
        let by_catalog = metric.and_then(|id| self.catalog.get(id).copied());
        let by_table = || metric.and_then(|id| self.of(id).next().map(|it| it.class));
        let by_unit = || unit.and_then(|it| self.units.get(it).copied());
        by_catalog.or_else(by_table).or_else(by_unit)
    }

    /// What a metric is about.
    pub(crate) fn theme(&self, metric: &str) -> Option<&str> {
        self.of(metric).find_map(|it| it.theme.as_deref())
    }

    /// Whether one metric shows when the other is bought at its cost.
    pub(crate) fn counters(&self, metric: &str, by: &str) -> bool {
        self.of(metric).flat_map(|it| &it.counter).any(|it| it.matches(by))
    }
}

const fn class_name(class: MeasureClass) -> &'static str {
    match class {
        MeasureClass::Outcome => "outcome",
        MeasureClass::Output => "output",
        MeasureClass::Activity => "activity",
        MeasureClass::Effort => "effort",
        _ => "other",
    }
}
