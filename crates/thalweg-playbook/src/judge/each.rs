//! A rule in each month of the period, or for each of some values.

use thalweg_model::Unit;

use super::Scene;
use super::metric::share_words;
use super::outcome::Outcome;
use super::rule::of_truth;
use super::sentence::Said;
use super::tally::Tally;
use crate::outcome::{MemberVerdict, Number};
use crate::plan::Each;
use crate::told;
use crate::truth::Truth;
use crate::verdict::Verdict;

impl Scene<'_, '_> {
    /// Two in one month do not make up for another (playbook.md section 3).
    pub(super) fn each_month(&self, each: &Each) -> Outcome {
        let months = self.window.months();
        let parts = months.into_iter().map(|month| {
            let scene = Self { window: month, ..*self };
            Part {
                entity: format!("month:{}", month.label()),
                name: told::window(&month),
                outcome: scene.judge(&each.rule),
            }
        });
        self.each(each, "months", parts.collect())
    }

    pub(super) fn each_value(&self, each: &Each) -> Outcome {
        let parts = each.values.iter().map(|value| {
            let scene = Scene { member: Some(value), ..*self };
            Part {
                entity: format!("{}:{value}", each.noun),
                name: told::words(value),
                outcome: scene.judge(&each.rule),
            }
        });
        self.each(each, &each.nouns, parts.collect())
    }

    fn each(&self, each: &Each, noun: &str, parts: Vec<Part>) -> Outcome {
        let counted = parts.iter().filter(|it| !self.exempted.contains_key(&it.entity));
        let counted: Vec<Verdict> = counted.map(|it| it.outcome.verdict).collect();
        let tally: Tally = counted.iter().filter_map(|it| truth(*it)).collect();
        let verdict = match (&each.needs, tally.share()) {
            (Some(needs), Some((low, high))) => of_truth(needs.judge(low, high)),
            _ => Verdict::of_conditions(counted),
        };
        let mut outcome = Outcome::new(verdict, String::new());
        for part in parts {
            self.take(&mut outcome, part);
        }
        if verdict != Verdict::Unknown {
            outcome.missing.clear();
        }
        outcome.sort_members();
        outcome.said = said(each, noun, tally, &outcome);
        let wants: Vec<String> = outcome.lagging().map(str::to_owned).collect();
        outcome.wanting(wants).counting(number(each, noun, tally))
    }

    /// Makes a part a member; the numbers say which member they are about, and the part's own members are not told again.
    fn take(&self, outcome: &mut Outcome, Part { entity, name, outcome: part }: Part) {
        let exempted_by = self.exempted.get(&entity).cloned();
        let about = |it: Number| Number { about: entity.clone(), ..it };
        outcome.numbers.extend(part.numbers.into_iter().map(about));
        outcome.evidence.extend(part.evidence.iter().cloned());
        if part.verdict == Verdict::Unknown {
            outcome.missing.extend(part.missing);
        }
        let (verdict, because) = (part.verdict, part.said);
        let evidence = part.evidence.into_iter().collect();
        outcome.members.push(MemberVerdict { entity, name, verdict, because, evidence, exempted_by });
    }
}

/// A month or a value with what the rule comes to in it.
struct Part {
    entity: String,
    name: String,
    outcome: Outcome,
}

const fn truth(verdict: Verdict) -> Option<Truth> {
    match verdict {
        Verdict::Met => Some(Truth::True),
        Verdict::Partial | Verdict::NotMet => Some(Truth::False),
        Verdict::Unknown => Some(Truth::Unknown),
        Verdict::NotApplicable => None,
    }
}

fn said(each: &Each, noun: &str, tally: Tally, told: &Outcome) -> String {
    let share = each.needs.as_ref().zip(tally.share());
    let share = share.map(|(needs, (low, _))| format!("{}, {}", told::per_cent(low), share_words(needs)));
    let says = &each.says;
    Said { noun, says, one: &told::of_one(says), wanted: true }.sentence(tally, share.as_deref(), told)
}

fn number(each: &Each, noun: &str, tally: Tally) -> Number {
    let value = (tally.unknown == 0).then(|| tally.sure());
    let name = format!("{noun} that {}", each.says);
    let (lower, upper) = (Some(tally.sure()), Some(tally.most()));
    Number { name, about: String::new(), value, unit: Unit::Count, lower, upper }
}
