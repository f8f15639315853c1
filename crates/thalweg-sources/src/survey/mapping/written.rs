//! A mapping as it is written, and what can be wrong with it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use thalweg_model::answer::{Answer, GroupPath};
use thalweg_model::{ItemId, WaveId};

use super::{Given, Mapping};
use crate::fault::{Fault, shown};
use crate::lines::LineIndex;
use crate::survey::column::is_personal;
use crate::survey::label::{Labels, absence, absences, plain};
use crate::survey::sheets::path;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    respondent: Option<String>,
    wave: Option<String>,
    wave_id: Option<String>,
    group: Option<String>,
    group_path: Option<String>,
    #[serde(default)]
    groups: BTreeMap<String, String>,
    #[serde(default)]
    items: BTreeMap<String, String>,
    #[serde(default)]
    labels: BTreeMap<String, Meaning>,
    #[serde(default)]
    labels_of: BTreeMap<String, BTreeMap<String, Meaning>>,
}

/// A point of the scale or the word of an absence.
#[derive(Deserialize)]
#[serde(untagged)]
enum Meaning {
    Point(i32),
    Absent(String),
}

pub(super) fn read(text: &str) -> Result<Mapping, Vec<String>> {
    let written = parse(text).map_err(|problem| vec![problem])?;
    let mut problems = Vec::new();
    let mapping = checked(written, &mut problems);
    if problems.is_empty() { Ok(mapping) } else { Err(problems) }
}

fn parse(text: &str) -> Result<Written, String> {
    let mut track = serde_path_to_error::Track::new();
    let toml = ::toml::Deserializer::parse(text);
    let read =
        toml.and_then(|toml| Written::deserialize(serde_path_to_error::Deserializer::new(toml, &mut track)));
    read.map_err(|error| {
        let fault = Fault::at(&track.path().to_string(), error.message().trim());
        let line = error.span().map_or(0, |span| LineIndex::new(text).of(span.start));
        let field = fault.field.map_or_else(String::new, |field| format!("`{field}`: "));
        format!("line {line}: {field}{}", fault.reason)
    })
}

fn checked(written: Written, problems: &mut Vec<String>) -> Mapping {
    let default = Mapping::default();
    let mut keep = |problem: String| problems.push(problem);
    let wave = given(written.wave, written.wave_id, ("wave", "wave_id"), &mut keep, |id| {
        WaveId::new(id).map_err(|e| e.to_string())
    });
    let group = given(written.group, written.group_path, ("group", "group_path"), &mut keep, path);
    let groups = groups(written.groups, &mut keep);
    let items = items(written.items, written.respondent.as_deref(), &mut keep);
    let labels = labels("labels", written.labels, &mut keep);
    let labels_of = labels_of(written.labels_of, &items, &mut keep);
    Mapping {
        respondent: written.respondent,
        wave: wave.unwrap_or(default.wave),
        group: group.unwrap_or(default.group),
        groups,
        items,
        labels,
        labels_of,
    }
}

fn groups(written: BTreeMap<String, String>, keep: &mut impl FnMut(String)) -> BTreeMap<String, GroupPath> {
    let mut groups = BTreeMap::new();
    for (label, text) in written {
        match path(&text) {
            Ok(path) => drop(groups.insert(plain(&label), path)),
            Err(why) => keep(format!("groups: `{}`: {why}", shown(&label))),
        }
    }
    groups
}

fn labels_of(
    written: BTreeMap<String, BTreeMap<String, Meaning>>,
    items: &BTreeMap<String, ItemId>,
    keep: &mut impl FnMut(String),
) -> BTreeMap<ItemId, Labels> {
    let known: BTreeSet<&ItemId> = items.values().collect();
    let mut all = BTreeMap::new();
    for (item, written) in written {
        let of = labels(&format!("labels_of.{}", shown(&item)), written, keep);
        match ItemId::new(&item) {
            Ok(id) if items.is_empty() || known.contains(&id) => drop(all.insert(id, of)),
            _ => keep(format!("labels_of: no column holds the item `{}`", shown(&item))),
        }
    }
    all
}

/// A column or one value for all; never both.
fn given<T>(
    column: Option<String>,
    always: Option<String>,
    (of_column, of_value): (&str, &str),
    keep: &mut impl FnMut(String),
    read: impl Fn(&str) -> Result<T, String>,
) -> Option<Given<T>> {
    match (column, always) {
        (None, None) => None,
        (Some(column), None) => Some(Given::Column(column)),
        (None, Some(text)) => {
            read(&text).map_err(|why| keep(format!("{of_value}: {why}"))).ok().map(Given::Always)
        }
        (Some(_), Some(_)) => {
            keep(format!("give `{of_column}`, a column, or `{of_value}`, one for all rows, and not both"));
            None
        }
    }
}

fn items(
    written: BTreeMap<String, String>,
    link: Option<&str>,
    keep: &mut impl FnMut(String),
) -> BTreeMap<String, ItemId> {
    let mut items: BTreeMap<String, ItemId> = BTreeMap::new();
    for (column, item) in written {
        let id = match ItemId::new(&item) {
            Ok(id) => id,
            Err(why) => {
                keep(format!("items: `{}`: {why}", shown(&column)));
                continue;
            }
        };
        if is_personal(&column) || link == Some(column.as_str()) {
            keep(format!("items: `{}` holds data of persons: it is no item", shown(&column)));
        } else if items.values().any(|other| *other == id) {
            keep(format!("items: `{}` stands for two columns", shown(&item)));
        } else {
            items.insert(column, id);
        }
    }
    items
}

fn labels(of: &str, written: BTreeMap<String, Meaning>, keep: &mut impl FnMut(String)) -> Labels {
    let mut labels = Labels::default();
    for (label, meaning) in written {
        let answer = match meaning {
            Meaning::Point(point) => Some(Answer::Value(point)),
            Meaning::Absent(word) => absence(&word).or_else(|| {
                keep(format!(
                    "{of}: `{}` is no point and no absence: write a whole number or one of {}",
                    shown(&word),
                    absences()
                ));
                None
            }),
        };
        if answer.is_some_and(|answer| !labels.add(&label, answer)) {
            keep(format!("{of}: the label `{}` means two things", shown(&label)));
        }
    }
    labels
}
