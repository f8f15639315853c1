//! Labels of answers: mapped by their text, never by their position, since the order of anchors flips between years.

use std::collections::BTreeMap;

use thalweg_model::answer::{Absence, Answer};

/// The words that every format understands for an absent answer.
pub(super) const ABSENCES: [(&str, Absence); 14] = [
    ("dont_know", Absence::DontKnow),
    ("don't know", Absence::DontKnow),
    ("do not know", Absence::DontKnow),
    ("not_applicable", Absence::NotApplicable),
    ("not applicable", Absence::NotApplicable),
    ("n/a", Absence::NotApplicable),
    ("prefer_not_to_say", Absence::PreferNotToSay),
    ("prefer not to say", Absence::PreferNotToSay),
    ("prefer not to answer", Absence::PreferNotToSay),
    ("skipped", Absence::Skipped),
    ("no answer", Absence::Skipped),
    ("not_asked", Absence::NotAsked),
    ("not asked", Absence::NotAsked),
    ("{question_not_shown}", Absence::NotAsked),
];

/// What labels mean.
#[derive(Clone, Debug, Default)]
pub(super) struct Labels(BTreeMap<String, Answer>);

impl Labels {
    /// Adds a label; `false` where it means something else already.
    pub(super) fn add(&mut self, label: &str, answer: Answer) -> bool {
        *self.0.entry(plain(label)).or_insert(answer) == answer
    }

    /// What a label means, where it is known.
    pub(super) fn known(&self, cell: &str) -> Option<Answer> {
        if self.0.is_empty() { None } else { self.0.get(&plain(cell)).copied() }
    }

    /// What a cell says: a point, a label that is known, or nothing at all.
    pub(super) fn answer(&self, cell: &str) -> Option<Answer> {
        let cell = cell.trim();
        if cell.is_empty() {
            return Some(Answer::Absent(Absence::Skipped));
        }
        self.known(cell).or_else(|| point(cell).map(Answer::Value)).or_else(|| absence(cell))
    }
}

/// The absence of that name.
pub(super) fn absence(word: &str) -> Option<Answer> {
    let word = plain(word);
    ABSENCES.iter().find(|(name, _)| *name == word).map(|(_, absence)| Answer::Absent(*absence))
}

/// The words of the absences, for a message.
pub(super) fn absences() -> String {
    let words =
        ABSENCES.iter().map(|(word, _)| *word).filter(|word| word.contains('_') && !word.contains('{'));
    words.chain(["skipped"]).map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// A whole number, also as a spreadsheet writes one (`7.0`).
fn point(cell: &str) -> Option<i32> {
    let whole = cell.split_once('.').map_or(Some(cell), |(whole, rest)| {
        (!rest.is_empty() && rest.bytes().all(|byte| byte == b'0')).then_some(whole)
    });
    whole?.parse().ok()
}

/// A label without what typesetting does to it: case, blanks, curly quotation marks.
pub(super) fn plain(label: &str) -> String {
    let straight = label.replace(['\u{2018}', '\u{2019}'], "'").replace(['\u{201c}', '\u{201d}'], "\"");
    straight.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_found_by_text_section_4() {
        let mut labels = Labels::default();
        assert!(labels.add("Strongly agree", Answer::Value(7)));
        assert!(!labels.add("strongly  AGREE", Answer::Value(1)));
        assert!(labels.answer(" strongly agree ") == Some(Answer::Value(7)));
        assert!(labels.answer("Don\u{2019}t know") == Some(Answer::Absent(Absence::DontKnow)));
        assert!(labels.answer("7.0") == Some(Answer::Value(7)));
        assert!(labels.answer("") == Some(Answer::Absent(Absence::Skipped)));
        for no_answer in ["agree", "7.5", "7.", "99999999999", "NaN"] {
            assert!(labels.answer(no_answer).is_none(), "{no_answer}");
        }
    }
}
