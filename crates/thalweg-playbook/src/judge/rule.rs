//! Rules made of rules, and the way from a rule to what it comes to.

use std::collections::{BTreeMap, BTreeSet};

use super::Scene;
use super::outcome::Outcome;
use crate::form::WhenNone;
use crate::outcome::MemberVerdict;
use crate::plan::Rule;
use crate::told;
use crate::truth::Truth;
use crate::verdict::Verdict;

impl Scene<'_, '_> {
    /// What a rule comes to.
    pub(crate) fn judge(&self, rule: &Rule) -> Outcome {
        match rule {
            Rule::All(rules) => self.all(rules),
            Rule::Any(rules) => self.any(rules),
            Rule::Not(rule) => self.not(rule),
            Rule::Verdicts(nodes) => self.verdicts(nodes),
            Rule::Every(every) => self.every(every),
            Rule::Share(share) => self.share(share),
            Rule::Count(count) => self.count(count),
            Rule::EachMonth(each) => self.each_month(each),
            Rule::EachValue(each) => self.each_value(each),
            Rule::Ratio(ratio) => self.ratio(ratio),
            Rule::Change(change) => self.change(change),
            Rule::ShareChange(change) => self.share_change(change),
            Rule::RateChange(change) => self.rate_change(change),
            Rule::Metric(rule) => self.metric(rule),
            #[cfg(feature = "cel")]
            Rule::Cel(expression) => self.cel(expression),
            Rule::Own(check) => self.own(check.as_ref()),
            Rule::NotApplicable(why) => Outcome::new(Verdict::NotApplicable, why.clone()),
        }
    }

    fn all(&self, rules: &[Rule]) -> Outcome {
        let parts: Vec<Outcome> = rules.iter().map(|it| self.judge(it)).collect();
        let verdict = Verdict::of_conditions(parts.iter().map(|it| it.verdict));
        let wants: BTreeSet<String> =
            parts.iter().zip(1..).flat_map(|(part, place)| own_wants(part, place)).collect();
        let mut outcome = joined(verdict, parts, "; ");
        outcome.members = merged(outcome.members);
        outcome.sort_members();
        outcome.wanting(wants)
    }

    fn any(&self, rules: &[Rule]) -> Outcome {
        let parts: Vec<Outcome> = rules.iter().map(|it| self.judge(it)).collect();
        let has = |wanted: Verdict| parts.iter().any(|it| it.verdict == wanted);
        let order = [Verdict::Met, Verdict::Unknown, Verdict::Partial, Verdict::NotMet];
        let verdict = order.into_iter().find(|it| has(*it)).unwrap_or(Verdict::NotApplicable);
        let open = parts.iter().filter(|it| it.is_open());
        let wants = open.map(|it| it.wants.clone()).min_by_key(BTreeSet::len).unwrap_or_default();
        let between = if verdict == Verdict::Unknown { ", or " } else { ", and " };
        joined(verdict, parts, between).wanting(wants)
    }

    fn not(&self, rule: &Rule) -> Outcome {
        let outcome = self.judge(rule);
        let verdict = match outcome.verdict {
            Verdict::Met => Verdict::NotMet,
            Verdict::NotMet | Verdict::Partial => Verdict::Met,
            other => other,
        };
        let wants = verdict == Verdict::NotMet || verdict == Verdict::Unknown;
        Outcome { verdict, wants: wants.then(|| "it".to_owned()).into_iter().collect(), ..outcome }
    }

    fn verdicts(&self, nodes: &[usize]) -> Outcome {
        let taken = nodes.iter().filter_map(|it| Some((self.plan.nodes.get(*it)?, (*self.taken.get(*it)?)?)));
        let taken: Vec<_> = taken.collect();
        let verdict = Verdict::of_all(taken.iter().filter(|(_, it)| it.counts).map(|(_, it)| it.verdict));
        let counted: Vec<(&crate::plan::Node, Verdict)> =
            taken.iter().filter(|(_, it)| it.counts).map(|(node, it)| (*node, it.verdict)).collect();
        let said = combined(&counted);
        let member = |(node, it): &(&crate::plan::Node, super::Taken)| MemberVerdict {
            entity: format!("check:{}", node.id),
            name: format!("“{}”", node.title),
            verdict: it.verdict,
            because: it.verdict.words().to_owned(),
            evidence: Vec::new(),
            exempted_by: None,
        };
        let mut outcome = Outcome::new(verdict, said);
        outcome.members = taken.iter().map(member).collect();
        outcome
    }

    fn own(&self, check: &dyn crate::custom::Check) -> Outcome {
        let found = check.judge(self.ledger.evidence, self.subject);
        let mut outcome = Outcome::new(found.verdict, found.because);
        outcome.evidence.extend(found.evidence);
        outcome.missing.extend(found.missing);
        outcome.numbers = found.numbers;
        outcome.members = found.members;
        outcome
    }
}

/// How many of the verdicts are met, and what the others are.
pub(crate) fn combined(counted: &[(&crate::plan::Node, Verdict)]) -> String {
    let named = |wanted: Verdict| -> Vec<String> {
        let of = counted.iter().filter(|(_, it)| *it == wanted);
        of.map(|(node, _)| format!("“{}”", node.title)).collect()
    };
    let all = counted.iter().filter(|(_, it)| *it != Verdict::NotApplicable).count();
    if all == 0 {
        return "nothing below applies".to_owned();
    }
    let rest = [Verdict::NotMet, Verdict::Partial, Verdict::Unknown].into_iter().filter_map(|verdict| {
        let titles = named(verdict);
        (!titles.is_empty()).then(|| format!("{}: {}", verdict.words(), told::few(&titles)))
    });
    let met = format!("{} of {all} met", named(Verdict::Met).len());
    std::iter::once(met).chain(rest).collect::<Vec<_>>().join("; ")
}

/// One member of what several parts say of the same entity.
fn merged(members: Vec<MemberVerdict>) -> Vec<MemberVerdict> {
    let mut by_entity: BTreeMap<String, MemberVerdict> = BTreeMap::new();
    for member in members {
        match by_entity.get_mut(&member.entity) {
            None => {
                by_entity.insert(member.entity.clone(), member);
            }
            Some(it) => {
                it.because = both(it, &member);
                it.verdict = Verdict::of_conditions([it.verdict, member.verdict]);
                it.evidence.extend(member.evidence);
                it.evidence.sort_unstable();
                it.evidence.dedup();
            }
        }
    }
    by_entity.into_values().collect()
}

/// Why, of what two parts say of the same entity: what decides, and nothing twice.
fn both(one: &MemberVerdict, other: &MemberVerdict) -> String {
    let verdict = Verdict::of_conditions([one.verdict, other.verdict]);
    match (one.verdict == verdict, other.verdict == verdict) {
        (true, false) => one.because.clone(),
        (false, true) => other.because.clone(),
        _ if one.because.contains(&other.because) => one.because.clone(),
        _ => format!("{}; {}", one.because, other.because),
    }
}

/// What a part wants; what is no member's is the part's own.
fn own_wants(part: &Outcome, place: usize) -> Vec<String> {
    let named: BTreeSet<&str> = part.lagging().collect();
    let own =
        |want: &String| if named.contains(want.as_str()) { want.clone() } else { format!("{place}: {want}") };
    part.wants.iter().map(own).collect()
}

/// Parts told as one: what decided the verdict, and no more than three of it.
fn joined(verdict: Verdict, parts: Vec<Outcome>, between: &str) -> Outcome {
    let decides = |it: &&Outcome| match verdict {
        Verdict::NotMet | Verdict::Partial => matches!(it.verdict, Verdict::NotMet | Verdict::Partial),
        _ => it.verdict == verdict,
    };
    let deciding: Vec<&Outcome> = parts.iter().filter(decides).collect();
    let stated = deciding.iter().all(|it| !it.statements.is_empty());
    let statements: Vec<(String, String)> =
        deciding.iter().filter(|_| stated).flat_map(|it| it.statements.iter().cloned()).collect();
    let mut said: Vec<String> = Vec::new();
    for it in deciding.iter().filter(|it| !stated && !it.said.is_empty()) {
        if said.len() < 3 && !said.contains(&it.said) {
            said.push(it.said.clone());
        }
    }
    said.extend(alike(&statements));
    let mut outcome = Outcome::new(verdict, said.join(between));
    outcome.statements = statements;
    for part in parts {
        outcome.absorb(part);
    }
    if verdict != Verdict::Unknown {
        outcome.missing.clear();
    }
    outcome.sort_members();
    outcome
}

/// Statements, with what is said alike of several things said of all of them at once.
fn alike(statements: &[(String, String)]) -> Vec<String> {
    let mut alike: Vec<(&str, Vec<&str>)> = Vec::new();
    for (subject, says) in statements {
        match alike.iter_mut().find(|(it, _)| it == says) {
            Some((_, subjects)) if subjects.contains(&subject.as_str()) => {}
            Some((_, subjects)) => subjects.push(subject),
            None => alike.push((says, vec![subject])),
        }
    }
    alike.iter().map(|(says, subjects)| format!("{} {says}", told::list(subjects))).collect()
}

/// The verdict of a condition; a withheld value leaves it unknown.
pub(super) const fn of_truth(truth: Truth) -> Verdict {
    match truth {
        Truth::True => Verdict::Met,
        Truth::False => Verdict::NotMet,
        Truth::Unknown | Truth::Withheld => Verdict::Unknown,
    }
}

/// The verdict where there is nothing to check: never met.
pub(super) const fn nothing(none: WhenNone) -> Verdict {
    match none {
        WhenNone::NotApplicable => Verdict::NotApplicable,
        WhenNone::Unknown => Verdict::Unknown,
        WhenNone::NotMet => Verdict::NotMet,
    }
}
