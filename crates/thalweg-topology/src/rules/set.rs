//! The built-in rules, how users change them, and what they say of a situation.

use std::collections::BTreeMap;
use std::sync::Arc;

use thalweg_model::{Fate, nearest};

use super::audit::Audit;
use super::check::CHECKS;
use super::finding::Subject;
use super::rule::{Rule, RuleFile};
use super::situation::Situation;
use crate::error::TopologyError;
use crate::format::{Decode, Format, Reader, tree};

/// The rules of team topology, by id.
#[derive(Clone, Debug, PartialEq)]
pub struct Rules {
    rules: BTreeMap<String, Rule>,
}

impl Rules {
    /// The built-in rules as text: the file to copy from.
    pub const BUILTIN: &str = include_str!("builtin.toml");

    /// The built-in rules.
    #[must_use]
    pub fn builtin() -> Self {
        let source: Arc<str> = Arc::from("the built-in rules");
        let mut reader = Reader::new(Arc::clone(&source));
        let file = tree(Self::BUILTIN, Format::Toml, &source)
            .ok()
            .and_then(|node| RuleFile::decode(node, &mut reader));
        let rules = file.map(|file| file.rules).unwrap_or_default();
        Self { rules: rules.into_iter().map(|rule| (rule.id.clone(), rule)).collect() }
    }

    /// The rules in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.rules.values()
    }

    /// A rule by its id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Rule> {
        self.rules.get(id)
    }

    /// The rules with the changes of a file of the same shape: each names a rule, what is changed of it, and the reason.
    ///
    /// ```
    /// use thalweg_topology::{Format, rules::Rules};
    /// let ours = Rules::builtin().changed(r#"
    ///     [[rules]]
    ///     id = "TT012"
    ///     reason = "our teams are on call, and so they are larger"
    ///     thresholds = [{ name = "most", value = 12 }]
    /// "#, Format::Toml)?;
    /// let most = ours.get("TT012").and_then(|rule| rule.threshold("most"));
    /// assert_eq!(most.map(|it| it.value), Some(12.0));
    /// assert!(Rules::builtin().changed("[[rules]]\nid = 'TT021'", Format::Toml).is_err());
    /// # Ok::<(), thalweg_topology::TopologyError>(())
    /// ```
    ///
    /// # Errors
    /// [`TopologyError::Rules`] with every problem and its place: a rule or a threshold that there is none of, a change
    /// without a reason, a field that is not known, a number that is none.
    pub fn changed(mut self, text: &str, format: Format) -> Result<Self, TopologyError> {
        let source: Arc<str> = Arc::from("rules");
        let mut reader = Reader::new(Arc::clone(&source));
        let file = RuleFile::decode(tree(text, format, &source)?, &mut reader);
        let file = file.unwrap_or_else(|| RuleFile { rules: Vec::new(), extra: BTreeMap::new() });
        unknown(&file.extra, &["rules"], "set of rules", 0, &mut reader);
        let lines = reader.lines("rules");
        for (place, change) in file.rules.into_iter().enumerate() {
            self.change(change, lines.get(place).copied().unwrap_or(0), &mut reader);
        }
        let (problems, _) = reader.finish();
        if problems.rejects.is_empty() {
            Ok(self)
        } else {
            Err(TopologyError::Rules { problems: problems.rejects })
        }
    }

    fn change(&mut self, change: Rule, line: u64, reader: &mut Reader) {
        let known: Vec<&str> = self.rules.keys().map(String::as_str).collect();
        let missing = missing("rule", &change.id, &known);
        let Some(rule) = self.rules.get_mut(&change.id) else {
            return reader.problem(line, Fate::Refused, missing);
        };
        let about = format!("rule `{}`", change.id);
        unknown(&change.extra, &RULE_FIELDS, &about, line, reader);
        if change.reason.trim().is_empty() {
            let reason = format!("{about}: a change needs a `reason`, since a threshold is an opinion");
            reader.problem(line, Fate::Refused, reason);
        }
        for threshold in change.thresholds {
            unknown(&threshold.extra, &["name", "value", "unit", "meaning"], &about, line, reader);
            let names: Vec<String> = rule.thresholds.iter().map(|it| it.name.clone()).collect();
            match rule.thresholds.iter_mut().find(|it| it.name == threshold.name) {
                Some(known) => known.value = threshold.value,
                None => {
                    let names: Vec<&str> = names.iter().map(String::as_str).collect();
                    let reason = format!("{about}: {}", self::missing("threshold", &threshold.name, &names));
                    reader.problem(line, Fate::Refused, reason);
                }
            }
        }
        rule.off = change.off;
        rule.reason = change.reason;
        said(&mut rule.title, change.title);
        said(&mut rule.source, change.source);
        said(&mut rule.resolve, change.resolve);
    }

    /// Everything the rules find, and everything they cannot judge for lack of evidence.
    pub fn evaluate(&self, situation: &Situation<'_>) -> Audit {
        let mut audit = Audit::default();
        for (id, need, check) in CHECKS {
            let Some(rule) = self.rules.get(*id).filter(|rule| !rule.off) else { continue };
            match need.missing(situation) {
                Some(missing) => audit.unknown(rule, Subject::Organisation, missing),
                None => check(situation, rule, &mut audit),
            }
        }
        audit.sorted()
    }
}

const RULE_FIELDS: [&str; 7] = ["id", "title", "reason", "source", "resolve", "off", "thresholds"];

fn said(text: &mut String, change: String) {
    if !change.is_empty() {
        *text = change;
    }
}

fn missing(what: &str, name: &str, known: &[&str]) -> String {
    let shown: String = name.chars().take(64).collect();
    match nearest(name, known.iter().copied()) {
        Some(near) => format!("there is no {what} `{shown}`; did you mean `{near}`?"),
        None => format!("there is no {what} `{shown}`"),
    }
}

/// In rules, unlike in topologies, a field that is not known is a mistake: it would change nothing in silence.
fn unknown(
    extra: &BTreeMap<String, serde_json::Value>,
    known: &[&str],
    about: &str,
    line: u64,
    reader: &mut Reader,
) {
    for name in extra.keys() {
        reader.problem(line, Fate::Refused, format!("{about}: {}", missing("field", name, known)));
    }
}

#[cfg(test)]
mod tests {
    use super::super::rule::Threshold;
    use super::*;

    #[test]
    fn every_rule_has_its_look_and_its_data_section_3() {
        let rules = Rules::builtin();
        let ids: Vec<&str> = rules.iter().map(|rule| rule.id.as_str()).collect();
        assert_eq!(ids, CHECKS.iter().map(|(id, _, _)| *id).collect::<Vec<_>>());
        assert_eq!(ids.len(), 20);
        for rule in rules.iter() {
            let texts = [&rule.title, &rule.reason, &rule.source, &rule.resolve];
            assert!(texts.iter().all(|text| !text.is_empty()) && rule.extra.is_empty(), "{}", rule.id);
            let sound = |it: &Threshold| !it.unit.is_empty() && !it.meaning.is_empty();
            assert!(rule.thresholds.iter().all(sound), "{}", rule.id);
        }
    }
}
