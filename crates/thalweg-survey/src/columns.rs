//! The answers of one wave in columns: one byte an answer, in the order of the respondents.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use thalweg_model::answer::{AnswerSheet, Answers, GroupPath};
use thalweg_model::{ItemId, WaveId, nearest};

use crate::error::{Problems, SurveyError};
use crate::instrument::{Instrument, Key};

/// The answers of one wave, one column an item and one row a respondent; each row lies in one group.
///
/// An answer is held as a code: 0 for any absence, else 1 for the lowest point of the item's scale, and so on. Raw answers
/// neither print nor serialise (survey.md section 3).
///
/// ```
/// use thalweg_survey::{Columns, Instrument};
/// let recommend = Instrument::built_in().into_iter().find(|i| i.edition().to_string() == "recommend@1").expect("built in");
/// let columns = Columns::from_codes(&recommend, vec![0, 0, 1], vec![vec![11, 0, 9]])?;
/// assert_eq!((columns.rows(), columns.groups()), (3, 2));
/// assert_eq!(format!("{columns:?}"), "Columns(hidden)");
/// # Ok::<(), thalweg_survey::Problems>(())
/// ```
#[derive(Clone)]
pub struct Columns {
    instrument: Instrument,
    group: Vec<u32>,
    groups: usize,
    codes: Vec<Vec<u8>>,
}

impl fmt::Debug for Columns {
    /// Names the type and nothing of its content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Columns(hidden)")
    }
}

impl Columns {
    /// Columns of codes, in the order of the instrument's items; `group` holds the number of each row's group.
    ///
    /// # Errors
    /// All columns that are missing, too many, of another length than `group`, or with a code beyond their scale. A group
    /// number may be at most the number of rows: groups without a row need no number.
    pub fn from_codes(
        instrument: &Instrument,
        group: Vec<u32>,
        codes: Vec<Vec<u8>>,
    ) -> Result<Self, Problems> {
        let mut problems = Vec::new();
        let mut bad = |place: String, reason| problems.push(SurveyError::BadAnswer { place, reason });
        if codes.len() != instrument.items().len() {
            bad("the columns".into(), "there is not one column an item");
        }
        for (item, column) in instrument.items().iter().zip(&codes) {
            let place = format!("item `{}`", item.id);
            if column.len() != group.len() {
                bad(place, "the column has not one answer a respondent");
            } else if column.iter().any(|code| *code > item.scale.points()) {
                bad(place, "an answer lies outside the scale");
            }
        }
        let groups = group.iter().max().map_or(0, |last| *last as usize + 1);
        if groups > group.len() {
            bad("the groups".into(), "a group has a number above the number of respondents");
        }
        Problems::none_or(problems)?;
        Ok(Self { instrument: instrument.clone(), group, groups, codes })
    }

    /// The columns of one wave, with the paths of its groups in order, and what was not taken in: answers to items that the
    /// instrument lacks or outside their scale, named once an item. Such answers count as absent.
    #[must_use]
    pub fn of_wave(answers: &Answers, wave: &WaveId, instrument: &Instrument) -> Gathered {
        let paths: BTreeMap<&GroupPath, u32> = number(answers.of_wave(wave).map(|sheet| &sheet.group));
        let mut gather = Gather::new(instrument, wave);
        let mut group = Vec::new();
        for sheet in answers.of_wave(wave) {
            group.push(paths.get(&sheet.group).copied().unwrap_or(0));
            gather.sheet(sheet);
        }
        let paths: Vec<GroupPath> = paths.into_keys().cloned().collect();
        let columns =
            Self { instrument: instrument.clone(), group, groups: paths.len(), codes: gather.codes };
        Gathered { columns, paths, refused: gather.refused.into_values().collect() }
    }

    /// The instrument that was answered.
    #[must_use]
    pub const fn instrument(&self) -> &Instrument {
        &self.instrument
    }

    /// How many respondents there are.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.group.len()
    }

    /// How many groups are numbered.
    #[must_use]
    pub const fn groups(&self) -> usize {
        self.groups
    }

    /// The group of each row.
    pub(crate) fn group_of(&self) -> &[u32] {
        &self.group
    }

    /// The codes of an item, each with the key applied: code c of a reversed item is `points + 1 − c`, which is the code of
    /// `min + max − value`.
    pub(crate) fn keyed(&self, item: &str) -> Option<(&[u8], [u8; 256])> {
        let at = self.instrument.items().iter().position(|i| i.id.as_str() == item)?;
        let item = self.instrument.items().get(at)?;
        Some((self.codes.get(at)?, keying(item.key, item.scale.points())))
    }
}

/// The columns as sheets, and a part of the rows.
impl Columns {
    /// The raw answers row by row, in the order of the items, in points of each scale.
    pub(crate) fn sheets(&self) -> Vec<Vec<Option<i32>>> {
        let lows = self.instrument.items().iter().map(|item| item.scale.min());
        let columns: Vec<(i32, &Vec<u8>)> = lows.zip(&self.codes).collect();
        let answer = |row: usize, low: i32, column: &[u8]| {
            column.get(row).filter(|code| **code > 0).map(|code| low + i32::from(*code) - 1)
        };
        (0..self.rows())
            .map(|row| columns.iter().map(|(low, column)| answer(row, *low, column)).collect())
            .collect()
    }

    /// The items that somebody answered.
    pub(crate) fn answered(&self) -> impl Iterator<Item = &ItemId> {
        let columns = self.instrument.items().iter().zip(&self.codes);
        columns.filter(|(_, column)| column.iter().any(|code| *code > 0)).map(|(item, _)| &item.id)
    }

    /// The rows for which `keep` holds; the groups keep their numbers.
    pub(crate) fn kept(&self, keep: &[bool]) -> Result<Self, Problems> {
        if keep.len() != self.rows() {
            let place = "the rows to keep".to_owned();
            return Err(SurveyError::BadAnswer { place, reason: "there is not one mark a respondent" }.into());
        }
        fn chosen<T: Copy>(values: &[T], keep: &[bool]) -> Vec<T> {
            values.iter().zip(keep).filter(|(_, keep)| **keep).map(|(value, _)| *value).collect()
        }
        Ok(Self {
            instrument: self.instrument.clone(),
            group: chosen(&self.group, keep),
            groups: self.groups,
            codes: self.codes.iter().map(|column| chosen(column, keep)).collect(),
        })
    }
}

/// What code each code becomes under a key.
fn keying(key: Key, points: u8) -> [u8; 256] {
    std::array::from_fn(|code| match u8::try_from(code) {
        Ok(code) if code > 0 && key == Key::Reversed => points.saturating_sub(code).saturating_add(1),
        Ok(code) => code,
        Err(_) => 0,
    })
}

/// The columns of a wave with what belongs to them.
#[derive(Clone, Debug)]
pub struct Gathered {
    /// The columns.
    pub columns: Columns,
    /// The path of each group number.
    pub paths: Vec<GroupPath>,
    /// What was not taken in, once an item, without who or how often.
    pub refused: Vec<SurveyError>,
}

fn number<'a>(paths: impl Iterator<Item = &'a GroupPath>) -> BTreeMap<&'a GroupPath, u32> {
    let paths: BTreeSet<&GroupPath> = paths.collect();
    paths.into_iter().zip(0..).collect()
}

struct Gather<'a> {
    instrument: &'a Instrument,
    wave: &'a WaveId,
    places: BTreeMap<&'a str, usize>,
    codes: Vec<Vec<u8>>,
    refused: BTreeMap<String, SurveyError>,
}

impl<'a> Gather<'a> {
    fn new(instrument: &'a Instrument, wave: &'a WaveId) -> Self {
        let items = instrument.items();
        Self {
            instrument,
            wave,
            places: items.iter().enumerate().map(|(at, item)| (item.id.as_str(), at)).collect(),
            codes: vec![Vec::new(); items.len()],
            refused: BTreeMap::new(),
        }
    }

    fn sheet(&mut self, sheet: &AnswerSheet) {
        for (item, column) in self.instrument.items().iter().zip(&mut self.codes) {
            let value = sheet.answers.get(&item.id).and_then(|answer| answer.value());
            let code = value.map(|value| (value, item.scale.contains(value)));
            column.push(match code {
                Some((value, true)) => u8::try_from(value - item.scale.min() + 1).unwrap_or(0),
                _ => 0,
            });
            if let Some((_, false)) = code {
                let place = format!("wave `{}`, item `{}`", self.wave, item.id);
                let problem = SurveyError::BadAnswer { place, reason: "an answer lies outside the scale" };
                self.refused.insert(item.id.to_string(), problem);
            }
        }
        for item in sheet.answers.keys().filter(|item| !self.places.contains_key(item.as_str())) {
            self.refused.entry(item.to_string()).or_insert_with(|| SurveyError::Undeclared {
                place: format!("wave `{}`", self.wave),
                name: item.to_string(),
                nearest: nearest(item.as_str(), self.places.keys().copied()).map(str::to_owned),
            });
        }
    }
}
