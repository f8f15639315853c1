//! The ledger as text: one line for every released group, to be appended to and kept where the answers are kept.

use std::collections::BTreeSet;
use std::fmt::Write;

use thalweg_model::answer::Respondent;
use thalweg_model::{ItemId, WaveId};

use super::census::Answered;
use super::ledger::{Entry, Ledger};
use super::policy::Statistic;
use crate::error::{Problems, SurveyError};

impl Ledger {
    /// The ledger as text: wave, statistic, number of items, the items and the members, with tabs between.
    ///
    /// It tells who was in which group by the hashes of the respondents: keep it where the answers are kept.
    #[must_use]
    pub fn to_text(&self) -> String {
        self.entries.iter().fold(String::new(), |mut text, entry| {
            write_entry(&mut text, entry);
            text
        })
    }

    /// Reads what [`Ledger::to_text`] wrote.
    ///
    /// # Errors
    /// Every line that does not fit, by its number; never a respondent.
    pub fn from_text(text: &str) -> Result<Self, Problems> {
        let (mut entries, mut problems) = (Vec::new(), Vec::new());
        for (at, line) in text.lines().enumerate() {
            match read_entry(line) {
                Ok(entry) => entries.push(entry),
                Err(reason) => problems.push(SurveyError::BadLedger { line: at + 1, reason }),
            }
        }
        Problems::none_or(problems)?;
        Ok(Self { entries })
    }
}

fn write_entry(text: &mut String, entry: &Entry) {
    // Writing into a string cannot fail.
    let _ = write!(text, "{}\t{}\t{}", entry.wave, entry.statistic.name(), entry.items.len());
    for item in &entry.items {
        let _ = write!(text, "\t{item}");
    }
    for (who, answered) in &entry.members {
        text.push('\t');
        for byte in who.hash() {
            let _ = write!(text, "{byte:02x}");
        }
        if let Answered::Only(items) = answered {
            let places = entry.items.iter().enumerate().filter(|it| items.contains(it.1));
            places.for_each(|(at, _)| {
                let _ = write!(text, ",{at}");
            });
        }
    }
    text.push('\n');
}

fn read_entry(line: &str) -> Result<Entry, &'static str> {
    let mut fields = line.split('\t');
    let wave = WaveId::new(fields.next().unwrap_or_default()).map_err(|_| "the wave is no id")?;
    let statistic = Statistic::named(fields.next().unwrap_or_default()).ok_or("no such statistic")?;
    let count: usize =
        fields.next().and_then(|it| it.parse().ok()).ok_or("the number of items is no number")?;
    let items: Vec<ItemId> = fields
        .by_ref()
        .take(count)
        .map(|it| ItemId::new(it).map_err(|_| "an item is no id"))
        .collect::<Result<_, _>>()?;
    if items.len() < count {
        return Err("there are fewer items than said");
    }
    let mut members = fields.map(|it| read_member(it, &items)).collect::<Result<Vec<_>, _>>()?;
    members.sort();
    Ok(Entry { wave, statistic, items: items.into_iter().collect(), members })
}

fn read_member(field: &str, items: &[ItemId]) -> Result<(Respondent, Answered), &'static str> {
    let mut parts = field.split(',');
    let hash = read_hash(parts.next().unwrap_or_default()).ok_or("a member is no hash of 32 digits")?;
    let places: Vec<&str> = parts.collect();
    if places.is_empty() {
        return Ok((Respondent::of_hash(hash), Answered::Every));
    }
    let item = |place: &str| place.parse::<usize>().ok().and_then(|at| items.get(at)).cloned();
    let some: Option<BTreeSet<ItemId>> = places.into_iter().map(item).collect();
    some.map(|it| (Respondent::of_hash(hash), Answered::Only(it)))
        .ok_or("a member names an item that is not there")
}

fn read_hash(text: &str) -> Option<[u8; 16]> {
    let valid = text.len() == 32 && text.bytes().all(|it| it.is_ascii_hexdigit());
    valid.then(|| u128::from_str_radix(text, 16).ok().map(u128::to_be_bytes))?
}
