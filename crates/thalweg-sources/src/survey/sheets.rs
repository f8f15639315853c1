//! Answer sheets while they are gathered: one for each respondent in a wave.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use thalweg_model::answer::{Answer, AnswerSheet, Answers, GroupPath, Respondent};
use thalweg_model::{GroupId, ItemId, Reject, WaveId};

use crate::source::Source;

/// Sheets by wave and respondent, with the row on which each began.
#[derive(Debug, Default)]
pub(crate) struct Sheets {
    sheets: BTreeMap<(WaveId, Respondent), (u64, AnswerSheet)>,
}

/// Whose sheet it is.
pub(super) struct Owner {
    pub(super) wave: WaveId,
    pub(super) respondent: Respondent,
    pub(super) group: GroupPath,
}

impl Sheets {
    /// Adds a whole sheet; a second one of the respondent is refused with the row of the first.
    pub(super) fn add(
        &mut self,
        line: u64,
        owner: Owner,
        answers: BTreeMap<ItemId, Answer>,
    ) -> Result<(), String> {
        let Owner { wave, respondent, group } = owner;
        match self.sheets.entry((wave.clone(), respondent)) {
            Entry::Occupied(first) => Err(twice(first.get().0)),
            Entry::Vacant(place) => {
                place.insert((line, AnswerSheet { wave, respondent, group, answers }));
                Ok(())
            }
        }
    }

    /// Adds one answer to the sheet of a respondent.
    pub(super) fn add_answer(
        &mut self,
        line: u64,
        owner: Owner,
        item: ItemId,
        answer: Answer,
    ) -> Result<(), (&'static str, String)> {
        let Owner { wave, respondent, group } = owner;
        let sheet = self.sheets.entry((wave.clone(), respondent)).or_insert_with(|| {
            (line, AnswerSheet { wave, respondent, group: group.clone(), answers: BTreeMap::new() })
        });
        if sheet.1.group != group {
            let reason =
                format!("the respondent belongs to another group since line {}: one group a wave", sheet.0);
            return Err(("group", reason));
        }
        match sheet.1.answers.entry(item) {
            Entry::Occupied(_) => Err(("respondent", twice(sheet.0))),
            Entry::Vacant(place) => {
                place.insert(answer);
                Ok(())
            }
        }
    }

    /// The sheets joined to answers that are there already.
    pub(crate) fn join(self, answers: &mut Answers, source: &mut Source) {
        for (line, sheet) in self.sheets.into_values() {
            if answers.insert(sheet).is_err() {
                let reason = "the respondent has answers in this wave already, in another file";
                source
                    .loaded
                    .reject(Reject::refused(Some(source.place(line)), reason).in_field("respondent"));
            }
        }
    }
}

fn twice(line: u64) -> String {
    format!("the respondent is twice in this wave, first on line {line}: only the first counts")
}

/// A path of groups from its text, `org/products/payments`.
pub(super) fn path(text: &str) -> Result<GroupPath, String> {
    if text.trim().is_empty() {
        return Err("the cell is empty".to_owned());
    }
    let groups: Result<Vec<GroupId>, _> = text.split('/').map(|group| GroupId::new(group.trim())).collect();
    let groups = groups.map_err(|error| format!("a group path is written `org/department/team`: {error}"))?;
    GroupPath::new(groups).ok_or_else(|| "a group path has at most 64 levels".to_owned())
}
