//! Flow as readings: what goes into evidence.

use thalweg_model::record::{RecordKind, WorkItem};
use thalweg_model::{Basis, Entity, Gap, Groups, Instant, MetricId, Reading, Readings, Sources, Window};

use super::definition::FlowDefinition;
use super::little::LittlesLaw;
use super::measure::{Flow, Passages};
use crate::metrics::named;

/// The flow of one window for the whole organisation, each team, what no team owns, and each stream.
///
/// Counts (velocity, load, debt) need a complete log: where `sources` do not declare work items complete for the days of the
/// window that have passed, they are *not recorded*.
///
/// ```
/// use thalweg_model::{Evidence, Records, Sources, Tz, Window};
/// use thalweg_valuestream::flow::{FlowDefinition, readings};
/// let month = Window::month(2026, 9, Tz::Europe__Berlin)?;
/// let (records, sources) = (Records::default(), Sources::default());
/// let mut evidence = Evidence::new(month, month.end());
/// for (entity, flow) in &readings(&records.work_items, &FlowDefinition::default(), &sources, &[month], month.end()) {
///     for (window, flow) in flow {
///         evidence = evidence.about(entity, *window, flow);
///     }
/// }
/// # Ok::<(), thalweg_model::WindowError>(())
/// ```
#[must_use]
pub fn readings(
    items: &[WorkItem],
    definition: &FlowDefinition,
    sources: &Sources,
    windows: &[Window],
    as_of: Instant,
) -> Groups<Entity, Vec<(Window, Flow)>> {
    let complete: Vec<bool> = windows.iter().map(|window| is_complete(sources, window, as_of)).collect();
    let measured = |passages: &Passages| {
        let each = windows.iter().zip(&complete);
        each.map(|(window, complete)| (*window, passages.measure(window, *complete))).collect()
    };
    let entities = Passages::by_entity(items, definition, as_of);
    entities.into_iter().map(|(entity, passages)| (entity, measured(&passages))).collect()
}

/// Whether the log of work items is complete for the part of the window that has passed.
fn is_complete(sources: &Sources, window: &Window, as_of: Instant) -> bool {
    let passed = Window::between(window.start(), window.end().min(as_of), window.zone());
    passed.is_ok_and(|passed| sources.cover(RecordKind::WorkItems, &passed))
}

impl Readings for Flow {
    fn readings(&self) -> Vec<(MetricId, Reading)> {
        let [feature, defect, risk, debt] = &self.distribution;
        let mut all = named([
            ("valuestream.flow_velocity", self.velocity.clone()),
            ("valuestream.throughput", self.throughput.clone()),
            ("valuestream.flow_distribution.feature", feature.quantity()),
            ("valuestream.flow_distribution.defect", defect.quantity()),
            ("valuestream.flow_distribution.risk", risk.quantity()),
            ("valuestream.flow_distribution.debt", debt.quantity()),
            ("valuestream.flow_time", self.flow_time.clone()),
            ("valuestream.flow_time_p85", self.flow_time_p85.clone()),
            ("valuestream.flow_efficiency", self.efficiency.clone()),
            ("valuestream.flow_load", self.load.clone()),
            ("valuestream.cycle_time", self.cycle_time.clone()),
            ("valuestream.cycle_time_p85", self.cycle_time_p85.clone()),
            ("valuestream.work_in_progress", self.in_progress.clone()),
            ("valuestream.work_item_age", self.age.clone()),
            ("valuestream.oldest_work_item", self.oldest.clone()),
            ("valuestream.flow_debt", self.debt.clone()),
        ]);
        let kept = self.attainment.iter().map(Reading::quantity);
        all.extend(kept.flat_map(|kept| named([("valuestream.service_level_attainment", kept)])));
        let law = |of: fn(&LittlesLaw) -> &Reading| match &self.littles_law {
            Some(law) => of(law).clone(),
            None => Reading::unknown(Gap::NotRecorded, Basis::default()),
        };
        all.extend(named([
            ("valuestream.flow_debt_time", law(|law| &law.debt)),
            ("valuestream.littles_law_ratio", law(|law| &law.ratio)),
        ]));
        all
    }
}
