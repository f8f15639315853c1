//! Instruments: versioned data with the provenance of every text (survey.md section 1).

mod built_in;
mod check;
mod compare;
mod file;
mod limesurvey;
mod overlay;
mod questions;
mod rule;
mod scale;
mod surveyjs;

use std::collections::BTreeSet;
use std::fmt;

use serde::Serialize;
use thalweg_model::{ConstructId, InstrumentId, ItemId, Stamp};

pub use compare::Comparability;
pub use limesurvey::LimeSurvey;
pub use overlay::Texts;
pub use rule::{Frame, MAX_ITEMS, MissingRule, Polarity, ScoreRule};
pub use scale::{AbsenceName, Key, Labels, Scale};

use crate::error::Problems;

/// Where an instrument comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Source {
    /// The publication that the constructs and keys follow.
    pub citation: String,
    /// Where it can be read.
    pub url: Option<String>,
}

/// Whose words the item texts are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wording {
    /// Worded here after the construct; not the published items.
    Paraphrase,
    /// Our own items.
    Own,
    /// The published items, laid over by who may use them.
    Official,
    /// There are none: only the scoring key is here.
    KeyOnly,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Item {
    /// Its id.
    pub id: ItemId,
    /// Its text, where it is here.
    pub text: Option<String>,
    /// Whose words the text is.
    pub wording: Wording,
    /// Which way it counts.
    pub key: Key,
    /// The points it can be answered with.
    pub scale: Scale,
    /// The labels of its points.
    pub labels: Labels,
}

/// What a set of items measures, and how it is scored.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Construct {
    /// Its id; the metric is `survey.<id>`.
    pub id: ConstructId,
    /// Its items in order; a construct of subscales has all items of these.
    pub items: Vec<ItemId>,
    /// The constructs it is made of, where it has subscales.
    pub subscales: Vec<ConstructId>,
    /// Whether a high score is good.
    pub polarity: Polarity,
    /// What the score is.
    pub score: ScoreRule,
    /// When there is one although items are unanswered.
    pub missing: MissingRule,
    /// The fewest items that may be answered, whatever the rule says.
    pub minimum_items: u16,
}

impl Construct {
    /// How many items a respondent has to answer to have a score.
    #[must_use]
    pub fn need(&self) -> usize {
        self.missing.need(self.items.len()).max(usize::from(self.minimum_items))
    }
}

/// The id and version of an instrument, written `id@version`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Edition {
    /// The instrument.
    pub id: InstrumentId,
    /// Its version.
    pub version: u32,
}

impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.id, self.version)
    }
}

/// One version of a questionnaire: items, keys, constructs and where they come from, all checked.
///
/// ```
/// use thalweg_survey::{Instrument, Key};
/// let pulse = Instrument::leadership_experimentation();
/// assert_eq!(pulse.edition().to_string(), "leadership-experimentation@1");
/// assert_eq!(pulse.items().iter().filter(|item| item.key == Key::Reversed).count(), 1);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Instrument {
    edition: Edition,
    title: String,
    frame: Frame,
    recall: Option<String>,
    validated: bool,
    derived_from: Option<String>,
    comparable_with: BTreeSet<Edition>,
    source: Source,
    text_licence: Option<String>,
    items: Vec<Item>,
    constructs: Vec<Construct>,
}

impl Instrument {
    /// Reads and checks an instrument of TOML.
    ///
    /// # Errors
    /// All [`Problems`] at once, each with the item, construct or line it is about.
    pub fn from_toml(text: &str) -> Result<Self, Problems> {
        check::checked(file::parse(text)?)
    }

    /// Id and version.
    #[must_use]
    pub const fn edition(&self) -> &Edition {
        &self.edition
    }

    /// The name for people.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Whom the items speak of.
    #[must_use]
    pub const fn frame(&self) -> Frame {
        self.frame
    }

    /// The time that the items ask about, such as "the last three months".
    #[must_use]
    pub fn recall(&self) -> Option<&str> {
        self.recall.as_deref()
    }

    /// Whether its measurement properties were shown in a publication.
    #[must_use]
    pub const fn validated(&self) -> bool {
        self.validated
    }

    /// What it was made from.
    #[must_use]
    pub fn derived_from(&self) -> Option<&str> {
        self.derived_from.as_deref()
    }

    /// Where it comes from.
    #[must_use]
    pub const fn source(&self) -> &Source {
        &self.source
    }

    /// The licence of the item texts, where there are texts.
    #[must_use]
    pub fn text_licence(&self) -> Option<&str> {
        self.text_licence.as_deref()
    }

    /// The items in the order of asking.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The constructs.
    #[must_use]
    pub fn constructs(&self) -> &[Construct] {
        &self.constructs
    }

    /// The item of that id.
    #[must_use]
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id.as_str() == id)
    }

    /// The construct of that id.
    #[must_use]
    pub fn construct(&self, id: &str) -> Option<&Construct> {
        self.constructs.iter().find(|construct| construct.id.as_str() == id)
    }

    /// The items of a construct in its order.
    pub fn items_of<'a>(&'a self, construct: &'a Construct) -> impl Iterator<Item = &'a Item> {
        construct.items.iter().filter_map(|id| self.item(id.as_str()))
    }

    /// The scale that the items of a construct share.
    #[must_use]
    pub fn scale_of(&self, construct: &Construct) -> Option<Scale> {
        self.items_of(construct).next().map(|item| item.scale)
    }

    /// The edition and a hash of all that decides a score: items, keys, scales, constructs and rules, not the texts.
    #[must_use]
    pub fn stamp(&self) -> Stamp {
        let keys = self.items.iter().map(|item| (&item.id, item.key, item.scale));
        let said = format!("{:?} {:?}", keys.collect::<Vec<_>>(), self.constructs);
        Stamp { name: self.edition.to_string(), hash: fnv1a(said.as_bytes()) }
    }
}

/// The 64-bit FNV-1a hash in hexadecimal: it tells definitions apart and guards nothing.
fn fnv1a(bytes: &[u8]) -> String {
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{hash:016x}")
}
