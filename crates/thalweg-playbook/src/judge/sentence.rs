//! How many of how many, in a sentence, with those of which it does not hold.

use super::outcome::Outcome;
use super::tally::Tally;
use crate::outcome::MemberVerdict;
use crate::told;
use crate::verdict::Verdict;

/// What is said of members: what they are called, what holds of several, and of one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Said<'p> {
    pub(super) noun: &'p str,
    pub(super) says: &'p str,
    pub(super) one: &'p str,
    /// Whether it is wanted of them.
    pub(super) wanted: bool,
}

impl Said<'_> {
    /// How many of the members it holds of, and of which not; with the share and what is needed of it, where a share is asked.
    pub(super) fn sentence(self, tally: Tally, share: Option<&str>, told: &Outcome) -> String {
        let of = |verdicts: &[Verdict]| -> Vec<&MemberVerdict> {
            let members = told.members.iter().filter(|it| it.exempted_by.is_none());
            members.filter(|it| verdicts.contains(&it.verdict)).collect()
        };
        let (fails, unknown) = (of(&[Verdict::NotMet, Verdict::Partial]), of(&[Verdict::Unknown]));
        if tally.all() == 0 {
            return self.nothing(told);
        }
        if tally.all() == 1 {
            return self.single(&[of(&[Verdict::Met]), fails, unknown].concat());
        }
        let share = share.map_or_else(String::new, |it| format!(" ({it})"));
        let mut said = format!("{}{share}", self.many(tally));
        if !fails.is_empty() {
            let lead = if !self.wanted {
                "namely"
            } else if tally.holds == 0 {
                "such as"
            } else {
                "but not"
            };
            said = format!("{said}, {lead} {}", named(&fails));
        }
        if !unknown.is_empty() && unknown.len() < tally.all() {
            said = format!("{said}, undecided for {}", named(&unknown));
        } else if let Some(first) = unknown.first() {
            said = format!("{said}: {} for {}", first.because, first.name);
        }
        said
    }

    fn many(self, tally: Tally) -> String {
        let Self { noun, says, .. } = self;
        let (holds, all) = (tally.holds, tally.all());
        if tally.unknown == all {
            return format!("it is not known of any of the {all} {noun} whether they {says}");
        }
        match holds {
            0 => format!("none of the {all} {noun} {says}"),
            _ if holds == all => format!("all {all} {noun} {says}"),
            _ => format!("{holds} of {all} {noun} {says}"),
        }
    }

    /// The only one there is.
    fn single(self, members: &[&MemberVerdict]) -> String {
        match members.first() {
            None => self.many(Tally { holds: 1, ..Tally::default() }),
            Some(it) if it.verdict == Verdict::Met && self.wanted => format!("{} {}", it.name, self.one),
            Some(it) => format!("{}: {}", it.name, it.because),
        }
    }

    fn nothing(self, told: &Outcome) -> String {
        if told.members.is_empty() {
            format!("there is no {} to judge", told::singular(self.noun))
        } else {
            format!("none of the {} can be judged", self.noun)
        }
    }
}

/// Up to three members with why, and how many more there are.
fn named(members: &[&MemberVerdict]) -> String {
    let because = |it: &MemberVerdict| it.because.replace('(', "[").replace(')', "]");
    let named: Vec<String> = members.iter().map(|it| format!("{} ({})", it.name, because(it))).collect();
    told::few(&named)
}
