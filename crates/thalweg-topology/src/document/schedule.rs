//! Who is on call when.

use std::fmt;

use serde::{Deserialize, Serialize};
use thalweg_model::{PersonId, RecordId};

use super::moment::{Lasting, Moment, Span, Zone, one_text};
use crate::format::{record, words};

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Weekday {
    /// Monday.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}

impl Weekday {
    /// All days from Monday.
    pub const ALL: [Self; 7] = [Self::Mon, Self::Tue, Self::Wed, Self::Thu, Self::Fri, Self::Sat, Self::Sun];
}

/// A time of day to the minute, from 00:00 to 24:00.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay(u16);

impl TimeOfDay {
    /// Minutes since midnight.
    #[must_use]
    pub const fn minutes(self) -> u16 {
        self.0
    }
}

impl std::str::FromStr for TimeOfDay {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once(':').and_then(|(hour, minute)| Some((two(hour)?, two(minute)?)));
        parts
            .filter(|(hour, minute)| *minute < 60 && hour * 60 + minute <= 24 * 60)
            .map(|(hour, minute)| Self(hour * 60 + minute))
            .ok_or_else(|| {
                let shown: String = text.chars().take(16).collect();
                format!("`{shown}` is no time of day: write it as `09:00`")
            })
    }
}

/// A number of exactly two digits.
fn two(digits: &str) -> Option<u16> {
    digits.parse().ok().filter(|_| digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

one_text! {
    TimeOfDay "a time of day as 09:00; 24:00 is the end of a day";
}

words!(Weekday, TimeOfDay);

record! {
    /// Hours of the week; over midnight where `until` is not after `from`.
    Shift "shift"
    must {
        /// The first minute.
        from: TimeOfDay,
        /// The first minute after.
        until: TimeOfDay,
    }
    may {
        /// The days on which it begins; every day where none is named.
        days: Vec<Weekday>,
    }
}

record! {
    /// A rota: people who take turns.
    Layer "layer" lasts
    must {
        /// The people, in the order of their turns.
        people: Vec<PersonId>,
    }
    may {
        /// When the first turn begins; turns pass on by the clock of the schedule's zone.
        start: Option<Moment>,
        /// How many hours a turn takes; 168 where none is given, a week.
        turn_hours: Option<u32>,
        /// The hours of the week it covers; all where none is named.
        shifts: Vec<Shift>,
    }
}

record! {
    /// Somebody who stands in for whoever would be on call.
    Override "override" lasts
    must {
        /// Who stands in.
        person: PersonId,
    }
    may {}
}

record! {
    /// Who is on call: the last layer that has somebody at an hour decides, and an override decides over all.
    Schedule "schedule" lasts
    must {
        /// Its id.
        id: RecordId,
    }
    may {
        /// The zone of its clock; the topology's where none is given.
        zone: Option<Zone>,
        /// The rotas, the later over the earlier.
        layers: Vec<Layer>,
        /// Who stands in when.
        overrides: Vec<Override>,
    }
}
