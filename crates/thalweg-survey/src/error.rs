//! What can be wrong with a definition: all problems of it at once, each naming the offending item.

use std::fmt;

/// One problem of an instrument, an overlay, a hierarchy or a release.
///
/// No variant holds an answer, a count of respondents or a group's size.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SurveyError {
    /// The text is not TOML of the expected shape.
    #[error("the instrument cannot be read: {message}")]
    Unreadable {
        /// The reader's message, with line and column.
        message: String,
    },
    /// A text is no id.
    #[error("{place}: {reason}")]
    BadId {
        /// Where it stands.
        place: String,
        /// Why it is none.
        reason: thalweg_model::IdError,
    },
    /// Something has to be there and is not.
    #[error("{place} has no {what}")]
    Absent {
        /// Where it is missed.
        place: String,
        /// What is missed.
        what: &'static str,
    },
    /// A name stands twice where it may stand once.
    #[error("{place} names `{name}` twice")]
    Twice {
        /// Where.
        place: String,
        /// What.
        name: String,
    },
    /// A name is used that nothing declares.
    #[error("{place} names `{name}`, which is not declared{}", hint(.nearest.as_deref()))]
    Undeclared {
        /// Where.
        place: String,
        /// The name as given.
        name: String,
        /// The declared name that is nearest.
        nearest: Option<String>,
    },
    /// A scale does not run upwards, or has more points than answers are kept for.
    #[error("{place}: a scale from {min} to {max} does not have 2 to 250 points")]
    BadScale {
        /// Where.
        place: String,
        /// The declared lower end.
        min: i32,
        /// The declared upper end.
        max: i32,
    },
    /// A key is neither 1 nor −1.
    #[error("item `{item}`: the key {key} is neither 1 nor -1")]
    BadKey {
        /// The item.
        item: String,
        /// The key as given.
        key: i32,
    },
    /// An anchor labels a point outside the scale, or two points have one label.
    #[error("{place}: the anchor `{anchor}` is no point of the scale or labels another point too")]
    BadAnchor {
        /// Where.
        place: String,
        /// The label.
        anchor: String,
    },
    /// An item belongs to no construct, so its key would never be used.
    #[error("item `{item}` belongs to no construct")]
    Unscored {
        /// The item.
        item: String,
    },
    /// The items of a construct are on different scales.
    #[error("construct `{construct}`: item `{item}` is on another scale than the items before it")]
    MixedScales {
        /// The construct.
        construct: String,
        /// The first item that differs.
        item: String,
    },
    /// A rule asks for what the construct cannot give.
    #[error("construct `{construct}`: {rule}")]
    BadRule {
        /// The construct.
        construct: String,
        /// What is wrong.
        rule: String,
    },
    /// A reference to an instrument version is not of the form `id@version`.
    #[error("`{reference}` is not of the form `instrument@version`")]
    BadReference {
        /// The reference as given.
        reference: String,
    },
    /// Item texts are given without saying under which licence.
    #[error("item texts are given, but no licence of them")]
    NoLicence,
    /// A wave names an instrument version that was not given.
    #[error("wave `{wave}` asks `{instrument}` version {version}, which was not given")]
    UnknownInstrument {
        /// The wave.
        wave: String,
        /// The instrument.
        instrument: String,
        /// The version.
        version: u32,
    },
    /// A wave ends before it begins, or lies outside the calendar.
    #[error("wave `{wave}` has no days: it opens on {opened} and closes on {closed}")]
    BadWave {
        /// The wave.
        wave: String,
        /// The first day.
        opened: thalweg_model::NaiveDate,
        /// The last day.
        closed: thalweg_model::NaiveDate,
    },
    /// A row of answers does not fit the table.
    #[error("{place}: {reason}")]
    BadAnswer {
        /// Wave, item or row; never a respondent.
        place: String,
        /// What does not fit.
        reason: &'static str,
    },
    /// A group lies below itself.
    #[error("group `{group}` lies below itself")]
    Cycle {
        /// The group.
        group: String,
    },
    /// A group stands at two places of the hierarchy, or is a slice here and part of the hierarchy there.
    #[error("group `{group}` lies below {first} and below {second}")]
    TwoPlaces {
        /// The group.
        group: String,
        /// The place named first.
        first: String,
        /// The place that differs.
        second: String,
    },
    /// A hierarchy has more groups than a plan is made for.
    #[error("{groups} groups are more than the {most} that a release is planned for")]
    TooManyGroups {
        /// How many there are.
        groups: usize,
        /// How many there may be.
        most: usize,
    },
    /// A minimum of the confidentiality policy is outside what protects, or what can be planned.
    #[error("the minimum for {what} is {given}: it has to be {least} to {most}")]
    BadMinimum {
        /// Which minimum.
        what: &'static str,
        /// As given.
        given: u32,
        /// The least accepted.
        least: u32,
        /// The greatest accepted.
        most: u32,
    },
    /// A line of a ledger of releases cannot be read.
    #[error("line {line} of the ledger: {reason}")]
    BadLedger {
        /// The line, from 1.
        line: usize,
        /// What does not fit; never a respondent.
        reason: &'static str,
    },
    /// A respondent was counted twice in one wave.
    #[error("a respondent stands twice in wave `{wave}`")]
    TwiceInWave {
        /// The wave.
        wave: String,
    },
}

fn hint(nearest: Option<&str>) -> String {
    nearest.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default()
}

/// Everything that is wrong with one definition.
///
/// ```
/// let problems = thalweg_survey::Instrument::from_toml("id = 3").unwrap_err();
/// assert_eq!(problems.all().len(), 1);
/// assert!(problems.to_string().contains("cannot be read"));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Problems(Vec<SurveyError>);

impl Problems {
    /// `Ok` where there are none.
    pub(crate) fn none_or(problems: Vec<SurveyError>) -> Result<(), Self> {
        if problems.is_empty() { Ok(()) } else { Err(Self(problems)) }
    }

    /// The problems in the order of the definition; never empty.
    #[must_use]
    pub fn all(&self) -> &[SurveyError] {
        &self.0
    }
}

impl From<SurveyError> for Problems {
    fn from(problem: SurveyError) -> Self {
        Self(vec![problem])
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, problem) in self.0.iter().enumerate() {
            write!(f, "{}{problem}", if i == 0 { "" } else { "\n" })?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}
