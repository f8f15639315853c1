//! A metric of one entity, month by month.

use serde::Serialize;
use thalweg_model::{
    Better, Calendar, Entity, Evidence, Flag, Gap, MetricId, MetricSpec, Reading, Unit, Window,
};

use crate::figure::Figure;

/// One month of a trend.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Point {
    /// The month, as `2026-09`.
    pub month: String,
    /// The value in the metric's unit, if there is one.
    pub value: Option<f64>,
    /// The lower end of the interval.
    pub lower: Option<f64>,
    /// The upper end of the interval.
    pub upper: Option<f64>,
    /// Whether the value may still change, or rests on too little for a comparison.
    pub soft: bool,
    /// The month in words.
    pub figure: Figure,
}

impl Point {
    fn of(window: &Window, reading: &Reading, unit: Unit) -> Self {
        let soft = [Flag::Partial, Flag::Provisional, Flag::DescriptiveOnly];
        let interval = reading.interval().filter(|_| reading.value().is_some());
        Self {
            month: window.label(),
            value: reading.value().map(|it| it.value()),
            lower: interval.and_then(|it| it.lower),
            upper: interval.and_then(|it| it.upper),
            soft: soft.iter().any(|flag| reading.basis().flags.contains(flag)),
            figure: Figure::of(reading, unit),
        }
    }
}

/// A metric month by month, with what the latest months say.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Trend {
    /// The metric and the entity in one word, unique in a review.
    pub key: String,
    /// The metric's id.
    pub metric: String,
    /// Its name for people.
    pub name: String,
    /// What it says, in a sentence.
    pub meaning: String,
    /// Its unit.
    pub unit: Unit,
    /// Which way is better, in words.
    pub better: &'static str,
    /// The months, oldest first.
    pub points: Vec<Point>,
    /// The month under review.
    pub current: Figure,
    /// The same month a year before, where its value is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year_before: Option<Figure>,
    /// What the series as a whole shows, where it was judged and any month has a value.
    pub outlook: String,
}

/// How many months a picture shows.
pub(crate) const MONTHS: usize = 24;

impl Trend {
    /// The trend of a metric about an entity up to a month; `None` where the evidence has no monthly reading of it.
    pub(crate) fn of(
        evidence: &Evidence,
        entity: &Entity,
        spec: &MetricSpec,
        month: &Window,
    ) -> Option<Self> {
        let id = MetricId::new(spec.id).ok()?;
        let monthly = |window: &Window| matches!(window.calendar(), Calendar::Month { .. });
        let all: Vec<(&Window, &Reading)> = evidence
            .series(&id, entity)
            .filter(|(window, _)| monthly(window) && window.end() <= month.end())
            .collect();
        let months = all.get(all.len().saturating_sub(MONTHS)..).unwrap_or(&[]);
        let of = |wanted: &Window| all.iter().find(|(window, _)| *window == wanted).map(|(_, it)| *it);
        let earlier = month.trailing(13).first().copied().filter(|it| it != month);
        let current =
            of(month).map_or_else(|| Figure::bare(Gap::NoData.to_string()), |it| Figure::of(it, spec.unit));
        let known = months.iter().any(|(_, it)| it.value().is_some());
        (!months.is_empty()).then(|| Self {
            key: format!("{} {entity}", spec.id),
            metric: spec.id.to_owned(),
            name: spec.name.to_owned(),
            meaning: spec.meaning.to_owned(),
            unit: spec.unit,
            better: better(spec.better),
            points: months.iter().map(|(window, it)| Point::of(window, it, spec.unit)).collect(),
            current,
            year_before: earlier
                .as_ref()
                .and_then(of)
                .filter(|it| it.value().is_some())
                .map(|it| Figure::of(it, spec.unit)),
            outlook: if known { outlook(evidence, entity, spec.id) } else { String::new() },
        })
    }

    /// Whether any month has a value, so that there is something to draw.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.points.iter().any(|it| it.value.is_some())
    }

    /// The month under review in a sentence.
    pub(crate) fn sentence(&self) -> String {
        let (name, now) = (&self.name, &self.current);
        let range = now.range.as_ref().map_or_else(String::new, |it| format!(" ({it})"));
        let outlook = Some(&self.outlook).filter(|it| !it.is_empty());
        match (now.value, outlook) {
            (Some(_), Some(outlook)) => format!("{name} {}{range}: {outlook}.", now.text),
            (Some(_), None) => format!("{name} {}{range}.", now.text),
            (None, Some(outlook)) => format!("{name}: {} this month; {outlook}.", now.text),
            (None, None) => format!("{name}: {}.", now.text),
        }
    }

    /// The values as small bars of text; a month without a value is a dot.
    #[must_use]
    pub fn sparkline(&self) -> String {
        const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
        let most = self.points.iter().filter_map(|it| it.value).fold(0.0, f64::max);
        let bar = |value: f64| {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 7")]
            let step = if most > 0.0 { (value / most * 7.0).clamp(0.0, 7.0).round() as usize } else { 0 };
            BARS.get(step).copied().unwrap_or('·')
        };
        self.points.iter().map(|it| it.value.map_or('·', bar)).collect()
    }
}

const fn better(better: Better) -> &'static str {
    match better {
        Better::Higher => "more is better",
        Better::Lower => "less is better",
        _ => "neither way is better",
    }
}

/// What dora.md section 7 says of the series, from its reading of the metric's outlook.
fn outlook(evidence: &Evidence, entity: &Entity, metric: &str) -> String {
    let Some(name) = metric.strip_prefix("dora.") else { return String::new() };
    let Ok(id) = MetricId::new(format!("dora.outlook.{name}")) else { return String::new() };
    let latest = evidence.series(&id, entity).filter(|(window, _)| window.end() <= evidence.as_of()).last();
    let Some((_, reading)) = latest else { return String::new() };
    match reading.value().map(|it| it.value()) {
        Some(score) if score > 0.0 => "improved, and stayed so".to_owned(),
        Some(score) if score < 0.0 => "became worse".to_owned(),
        Some(_) => "no lasting improvement".to_owned(),
        None => "too early to tell".to_owned(),
    }
}
