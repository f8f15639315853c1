//! Words for people: dates, stretches, shares, lists and names of files as one would say them.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use thalweg_model::{Calendar, Quantity, Unit, Window};

/// A name of files as words: `value_stream_mapping` as "value-stream mapping".
pub(crate) fn words(name: &str) -> String {
    match name {
        "all_hands" => "all-hands".to_owned(),
        "value_stream_mapping" => "value-stream mapping".to_owned(),
        "value_stream_maps" => "value-stream maps".to_owned(),
        "recognised_for_behaviour" => "team recognised for a named behaviour".to_owned(),
        "lead_hours" => "lead time".to_owned(),
        "capacity" => "capacity entries".to_owned(),
        "coaching" => "coaching sessions".to_owned(),
        "ownership" => "ownership entries".to_owned(),
        "metric_status" => "metric status entries".to_owned(),
        "post_incident_reviews" => "post-incident reviews".to_owned(),
        "post_incident_actions" => "post-incident actions".to_owned(),
        name => name.replace('_', " "),
    }
}

/// A metric's id as words, where nobody gave it a name: `survey.response_rate` as "response rate".
pub(crate) fn metric(id: &str) -> String {
    words(id.rsplit('.').next().unwrap_or(id))
}

/// A day, as "13 August 2026".
pub(crate) fn date(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

/// Days from the first to the last.
pub(crate) fn dates(first: NaiveDate, last: NaiveDate) -> String {
    if first == last { date(first) } else { format!("{} to {}", date(first), date(last)) }
}

/// A window, as "August 2026" or "the third quarter of 2026".
pub(crate) fn window(window: &Window) -> String {
    const NTH: [&str; 4] = ["first", "second", "third", "fourth"];
    match window.calendar() {
        Calendar::Month { .. } => window.first_day().format("%B %Y").to_string(),
        Calendar::Quarter { year, quarter, starts } => {
            let place = usize::try_from(quarter).ok().and_then(|it| NTH.get(it.checked_sub(1)?));
            let of = if starts == 1 { "quarter" } else { "fiscal quarter" };
            place.map_or_else(|| window.label(), |nth| format!("the {nth} {of} of {year}"))
        }
        _ => dates(window.first_day(), window.last_day()),
    }
}

/// A share in per cent, with a decimal where it has one.
pub(crate) fn per_cent(share: f64) -> String {
    let hundredth = share * 100.0;
    if (hundredth - hundredth.round()).abs() < 1e-9 {
        format!("{hundredth:.0} %")
    } else {
        format!("{hundredth:.1} %")
    }
}

/// A number in its unit.
pub(crate) fn number(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Share => per_cent(value),
        Unit::PersonDays => format!("{} person-days", bare(value)),
        Unit::ShareDifference if value == 0.0 => "0 points".to_owned(),
        Unit::Count | Unit::Persons | Unit::Days if value.fract() == 0.0 => format!("{value:.0}"),
        _ => Quantity::new(value, unit).map_or_else(String::new, |it| it.to_string()),
    }
}

/// A number without its unit.
pub(crate) fn bare(value: f64) -> String {
    if value.fract() == 0.0 { format!("{value:.0}") } else { format!("{value:.1}") }
}

/// How many, and of what: "3 maps", "1 map", "no map".
pub(crate) fn some(count: usize, nouns: &str) -> String {
    match count {
        0 => format!("no {}", singular(nouns)),
        1 => format!("1 {}", singular(nouns)),
        _ => format!("{count} {nouns}"),
    }
}

/// One of several: the noun that stands before the first "with", "of", "that" or the like, without its s.
pub(crate) fn singular(nouns: &str) -> String {
    const AFTER: [&str; 10] =
        [" with ", " of ", " that ", " across ", " in ", " by ", " due", " on ", " to ", " for "];
    let end = AFTER.iter().filter_map(|it| nouns.find(it)).min().unwrap_or(nouns.len());
    let (head, rest) = nouns.split_at_checked(end).unwrap_or((nouns, ""));
    let one = match (head.strip_suffix("ies"), head.strip_suffix('s')) {
        _ if head == "all-hands" => head.to_owned(),
        (Some(stem), _) => format!("{stem}y"),
        (None, Some(stem)) => stem.to_owned(),
        (None, None) => head.to_owned(),
    };
    format!("{one}{rest}")
}

/// What is said of several, said of one: "have a manager" as "has a manager".
pub(crate) fn of_one(says: &str) -> String {
    let (verb, rest) = says.split_once(' ').unwrap_or((says, ""));
    let one = match verb {
        "have" => "has",
        "are" => "is",
        "were" => "was",
        "do" => "does",
        verb => verb,
    };
    format!("{one} {rest}")
}

/// Words with a capital at the beginning; an id or code that stands there is left as it is.
pub(crate) fn capital(said: &str) -> String {
    let word = said.split_whitespace().next().unwrap_or_default().trim_end_matches([',', ':', ';']);
    let mut letters = said.chars();
    match letters.next() {
        Some(first) if word.chars().all(char::is_alphabetic) => {
            format!("{}{}", first.to_uppercase(), letters.as_str())
        }
        _ => said.to_owned(),
    }
}

/// A name within a sentence: without its capital, where it is a word and no abbreviation.
pub(crate) fn uncapital(name: &str) -> String {
    let mut letters = name.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            format!("{}{}", first.to_lowercase(), letters.as_str())
        }
        _ => name.to_owned(),
    }
}

/// Names with commas and an "and".
pub(crate) fn list<S: AsRef<str>>(names: &[S]) -> String {
    match names {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

/// Up to three different names, and how many more there are.
pub(crate) fn few<S: AsRef<str>>(names: &[S]) -> String {
    let mut different: Vec<&str> = Vec::new();
    for name in names.iter().map(AsRef::as_ref) {
        if different.len() < 3 && !different.contains(&name) {
            different.push(name);
        }
    }
    let all: BTreeSet<&str> = names.iter().map(AsRef::as_ref).collect();
    match all.len().saturating_sub(different.len()) {
        0 => list(&different),
        more => format!("{} and {more} more", different.join(", ")),
    }
}

/// That something is missing, or not known.
pub(crate) fn lacking(what: &str) -> String {
    if what.starts_with("wh") { format!("it is not known {what}") } else { format!("{what} is missing") }
}

/// The beginning of a text in quotation marks, short enough to be read in passing.
pub(crate) fn quoted(text: &str) -> String {
    const LONG: usize = 72;
    let text = text.trim().trim_end_matches('.');
    if text.chars().count() <= LONG {
        return format!("“{text}”");
    }
    let cut: String = text.chars().take(LONG).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(it, _)| it);
    format!("“{whole} …”")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_several() {
        for (several, one) in [
            ("flow reviews with all three parts", "flow review with all three parts"),
            ("entries of the ledger", "entry of the ledger"),
            ("all-hands", "all-hands"),
            ("actions due", "action due"),
            ("days on which the rule calls an all-hands", "day on which the rule calls an all-hands"),
        ] {
            assert_eq!(singular(several), one);
        }
        assert_eq!(
            (some(0, "maps"), some(1, "maps"), some(2, "maps")),
            ("no map".into(), "1 map".into(), "2 maps".into())
        );
    }

    #[test]
    fn a_share_just_below_a_threshold_does_not_read_like_it() {
        assert_eq!(
            (per_cent(0.9), per_cent(0.896), per_cent(2.0 / 3.0)),
            ("90 %".into(), "89.6 %".into(), "66.7 %".into())
        );
    }

    #[test]
    fn a_long_text_is_cut_between_words() {
        assert_eq!(quoted(" Short. "), "“Short”");
        assert!(quoted(&"word ".repeat(40)).ends_with("word …”"));
    }
}
