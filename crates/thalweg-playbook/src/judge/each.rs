//! A rule in each month of the period, or for each of some values.

use thalweg_model::Unit;

use super::Scene;
use super::metric::{per_cent, share_words};
use super::outcome::{Outcome, few};
use super::rule::of_truth;
use super::tally::Tally;
use crate::outcome::{MemberVerdict, Number};
use crate::plan::Each;
use crate::truth::Truth;
use crate::verdict::Verdict;

impl Scene<'_, '_> {
    /// Two in one month do not make up for another (playbook.md section 3).
    pub(super) fn each_month(&self, each: &Each) -> Outcome {
        let months = self.window.months();
        let parts = months.into_iter().map(|month| {
            let scene = Self { window: month, ..*self };
            (format!("month:{}", month.label()), scene.judge(&each.rule))
        });
        self.each(each, "months", parts.collect())
    }

    pub(super) fn each_value(&self, each: &Each) -> Outcome {
        let parts = each.values.iter().map(|value| {
            let scene = Scene { member: Some(value), ..*self };
            (format!("{}:{value}", each.noun), scene.judge(&each.rule))
        });
        self.each(each, &each.nouns, parts.collect())
    }

    fn each(&self, each: &Each, noun: &str, parts: Vec<(String, Outcome)>) -> Outcome {
        let counted = parts.iter().filter(|(entity, _)| !self.exempted.contains_key(entity));
        let counted: Vec<(&str, Verdict)> =
            counted.map(|(entity, it)| (entity.as_str(), it.verdict)).collect();
        let tally: Tally = counted.iter().filter_map(|(_, it)| truth(*it)).collect();
        let verdict = match (&each.needs, tally.share()) {
            (Some(needs), Some((low, high))) => of_truth(needs.judge(low, high)),
            _ => Verdict::of_conditions(counted.iter().map(|(_, it)| *it)),
        };
        let mut outcome = Outcome::new(verdict, said(each, noun, tally, &counted));
        for (entity, part) in parts {
            self.take(&mut outcome, entity, part);
        }
        if verdict != Verdict::Unknown {
            outcome.missing.clear();
        }
        outcome.sort_members();
        let wants: Vec<String> = outcome.lagging().map(str::to_owned).collect();
        outcome.wanting(wants).counting(number(each, noun, tally))
    }

    /// Makes a part a member; the numbers say which member they are about, and the part's own members are not told again.
    fn take(&self, outcome: &mut Outcome, entity: String, part: Outcome) {
        let exempted_by = self.exempted.get(&entity).cloned();
        let about = |it: Number| Number { about: entity.clone(), ..it };
        outcome.numbers.extend(part.numbers.into_iter().map(about));
        outcome.evidence.extend(part.evidence.iter().cloned());
        if part.verdict == Verdict::Unknown {
            outcome.missing.extend(part.missing);
        }
        let (verdict, because) = (part.verdict, part.said);
        let evidence = part.evidence.into_iter().collect();
        outcome.members.push(MemberVerdict { entity, verdict, because, evidence, exempted_by });
    }
}

const fn truth(verdict: Verdict) -> Option<Truth> {
    match verdict {
        Verdict::Met => Some(Truth::True),
        Verdict::Partial | Verdict::NotMet => Some(Truth::False),
        Verdict::Unknown => Some(Truth::Unknown),
        Verdict::NotApplicable => None,
    }
}

fn said(each: &Each, noun: &str, tally: Tally, counted: &[(&str, Verdict)]) -> String {
    let named = |wanted: &[Verdict]| -> Vec<&str> {
        counted.iter().filter(|(_, it)| wanted.contains(it)).map(|(entity, _)| *entity).collect()
    };
    let mut said = format!("{} of {} {noun} {}", tally.holds, tally.all(), each.says);
    let fails = named(&[Verdict::NotMet, Verdict::Partial]);
    let unknown = named(&[Verdict::Unknown]);
    if !fails.is_empty() {
        said = format!("{said}, against it {}", few(&fails));
    }
    if !unknown.is_empty() {
        said = format!("{said}, unknown for {}", few(&unknown));
    }
    match (&each.needs, tally.share()) {
        (Some(needs), Some((low, _))) => format!("{said}: {}, {}", per_cent(low), share_words(needs)),
        _ => said,
    }
}

fn number(each: &Each, noun: &str, tally: Tally) -> Number {
    let value = (tally.unknown == 0).then(|| tally.sure());
    let name = format!("{noun} that {}", each.says);
    let (lower, upper) = (Some(tally.sure()), Some(tally.most()));
    Number { name, about: String::new(), value, unit: Unit::Count, lower, upper }
}
