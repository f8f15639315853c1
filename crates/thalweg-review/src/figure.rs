//! A reading as words: the value, how sure it is, what it rests on; or why there is none.

use serde::Serialize;
use thalweg_model::{Gap, Interval, NaiveDate, Quantity, Reading, Unit, Window};

/// A reading in the form in which a report shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figure {
    /// The value, if it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Quantity>,
    /// The value in words, or the reason why there is none.
    pub text: String,
    /// The interval in words, such as `20.1 to 51.0 h`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<String>,
    /// How the interval was made, and its level.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// The number of observations; absent where it is confidential.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n: Option<u64>,
    /// What a reader has to know, in words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

impl Figure {
    /// The words for a reading in a unit; the unit serves the ends of its interval.
    #[must_use]
    pub fn of(reading: &Reading, unit: Unit) -> Self {
        if reading.gap() == Some(Gap::Withheld) {
            return Self::bare(Gap::Withheld.to_string());
        }
        let basis = reading.basis();
        let flags = basis.flags.iter().map(|flag| flag.meaning().to_owned());
        let left_out = basis.left_out.iter().map(|(why, n)| format!("{n} left out: {}", why.reason()));
        Self {
            value: reading.value().copied(),
            text: reading.value().map_or_else(|| gap(reading), ToString::to_string),
            range: reading.interval().map(|it| range(it, unit)),
            method: reading.interval().map(|it| format!("{:.0} %, {}", it.level * 100.0, it.method.name())),
            n: Some(basis.n),
            notes: flags.chain(left_out).collect(),
        }
    }

    /// Words without a reading.
    #[must_use]
    pub fn bare(text: impl Into<String>) -> Self {
        Self { value: None, text: text.into(), range: None, method: None, n: None, notes: Vec::new() }
    }
}

fn gap(reading: &Reading) -> String {
    reading.gap().map_or_else(String::new, |gap| gap.to_string())
}

/// Both ends in words; an open end is named as such.
fn range(interval: &Interval, unit: Unit) -> String {
    let end = |x: Option<f64>| x.and_then(|x| Quantity::new(x, unit)).map(|it| it.to_string());
    match (end(interval.lower), end(interval.upper)) {
        (Some(lower), Some(upper)) => format!("{} to {upper}", without_unit_of(&lower, &upper)),
        (Some(lower), None) => format!("{lower} or more"),
        (None, Some(upper)) => format!("at most {upper}"),
        (None, None) => "no bound".to_owned(),
    }
}

/// A lower end without its unit, where the upper end names the same one.
fn without_unit_of<'t>(lower: &'t str, upper: &str) -> &'t str {
    let unit = upper.split_once(' ').map_or("", |(_, unit)| unit);
    let number = lower.strip_suffix(unit).map(str::trim_end);
    number.filter(|it| !unit.is_empty() && !it.is_empty() && !it.contains(' ')).unwrap_or(lower)
}

/// The months of a window in words: `September 2026`, `July to September 2026`, `November 2026 to January 2027`.
pub(crate) fn months(window: &Window) -> String {
    let (first, last) = (window.first_day(), window.last_day());
    let told = |day: NaiveDate, how: &str| day.format(how).to_string();
    let end = told(last, "%B %Y");
    if told(first, "%B %Y") == end {
        end
    } else if told(first, "%Y") == told(last, "%Y") {
        format!("{} to {end}", told(first, "%B"))
    } else {
        format!("{} to {end}", told(first, "%B %Y"))
    }
}

#[cfg(test)]
mod tests {
    use thalweg_model::{Basis, Method, Share};

    use super::*;

    #[test]
    fn a_withheld_figure_tells_no_count() {
        let figure = Figure::of(&Reading::withheld(), Unit::Score);
        assert_eq!((figure.text.as_str(), figure.n), ("withheld", None));
    }

    #[test]
    fn an_interval_reads_in_the_unit_of_its_value() {
        let interval = Interval::new(0.071_479, 0.590_725, 0.95, Method::Wilson);
        let reading = Reading::share(2, 8, Some(interval), Basis::of(8)).map(|it: Share| {
            use thalweg_model::Measured;
            it.quantity()
        });
        let figure = Figure::of(&reading, Unit::Share);
        assert_eq!((figure.text.as_str(), figure.range.as_deref()), ("25.0 %", Some("7.1 to 59.1 %")));
        assert_eq!(figure.method.as_deref(), Some("95 %, Wilson"));
    }
}
