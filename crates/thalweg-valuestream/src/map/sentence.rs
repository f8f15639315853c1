//! The constraint in one sentence.

use std::fmt;

use super::constraint::{Constraint, Held, Loaded, NoConstraint};

impl fmt::Display for Constraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Single { held, loaded } => {
                write!(
                    f,
                    "{} is the constraint: it {held} and is the most utilised stage ({loaded})",
                    quoted(&held.stage)
                )
            }
            Self::Contested { longest, busiest } => contested(f, longest, busiest),
            Self::Unproven { longest, unknown } => {
                holders(f, longest)?;
                let stages = listed(unknown.iter().map(String::as_str));
                write!(
                    f,
                    "; how utilised {stages} {} is not recorded, so no constraint is claimed",
                    are(unknown.len())
                )
            }
            Self::Unknown(why) => write!(f, "the map names no constraint: {why}"),
        }
    }
}

fn contested(f: &mut fmt::Formatter<'_>, longest: &[Held], busiest: &[Loaded]) -> fmt::Result {
    f.write_str("no single constraint: ")?;
    holders(f, longest)?;
    let Some(most) = busiest.first() else { return f.write_str(", and nothing arrives at any stage") };
    let stages = listed(busiest.iter().map(|it| it.stage.as_str()));
    write!(f, ", while {stages} {} the most utilised ({most})", are(busiest.len()))
}

/// Who holds most of the lead time, one stage or several alike.
fn holders(f: &mut fmt::Formatter<'_>, longest: &[Held]) -> fmt::Result {
    match longest {
        [one] => write!(f, "{} {one}", quoted(&one.stage)),
        several => {
            let stages = listed(several.iter().map(|it| it.stage.as_str()));
            let hours: f64 = several.iter().map(|it| it.hours).sum();
            let of = several.first().map_or(0.0, |it| it.of_hours);
            write!(
                f,
                "{stages} hold about equally much of the lead time ({hours:.0} h of {of:.0} h together)"
            )
        }
    }
}

impl fmt::Display for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { hours, of_hours, wait_hours, .. } = self;
        let share = self.share() * 100.0;
        write!(
            f,
            "holds most of the lead time ({hours:.0} h of {of_hours:.0} h, {share:.0} %; {wait_hours:.0} h of it waiting)"
        )
    }
}

impl fmt::Display for Loaded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.0} %", self.utilisation * 100.0)?;
        if self.utilisation >= 1.0 { f.write_str(", more than it can do") } else { Ok(()) }
    }
}

impl fmt::Display for NoConstraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoStages => f.write_str("it has no stages"),
            Self::UnusableHours { stages } => {
                write!(f, "the hours of {} cannot be", listed(stages.iter().map(String::as_str)))
            }
            Self::NoTime => f.write_str("no stage takes any time"),
        }
    }
}

fn quoted(stage: &str) -> String {
    format!("`{stage}`")
}

fn listed<'a>(stages: impl Iterator<Item = &'a str>) -> String {
    let mut names: Vec<String> = stages.map(quoted).collect();
    match names.pop() {
        Some(last) if !names.is_empty() => format!("{} and {last}", names.join(", ")),
        last => last.unwrap_or_default(),
    }
}

fn are(count: usize) -> &'static str {
    if count == 1 { "is" } else { "are" }
}
