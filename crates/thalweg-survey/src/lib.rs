//! Survey scoring for thalweg: named psychometrics and proven confidentiality.
//!
//! *You probably want the face, the crate `thalweg`, which re-exports this one as `survey`.*
//!
//! ```
//! use std::collections::BTreeMap;
//! use thalweg_model::answer::{Answer, AnswerSheet, Answers, GroupPath, Respondent};
//! use thalweg_model::record::SurveyWave;
//! use thalweg_model::{Entity, GroupId, NaiveDate, TeamId, Tz, WaveId};
//! use thalweg_survey::{Instrument, Setting, score};
//!
//! let pulse = Instrument::leadership_experimentation();
//! let mut answers = Answers::default();
//! for (team, size) in [("payments", 9), ("search", 6), ("identity", 3)] {
//!     for n in 0..size {
//!         let mut hash = [n; 16]; // the reader's keyed hash of whoever answered
//!         hash[0] = team.as_bytes()[0];
//!         answers.insert(AnswerSheet {
//!             wave: WaveId::new("2026-q3")?,
//!             respondent: Respondent::of_hash(hash),
//!             group: GroupPath::new(vec![GroupId::new("org")?, GroupId::new(team)?]).ok_or("a path")?,
//!             answers: pulse.items().iter().map(|item| (item.id.clone(), Answer::Value(5))).collect(),
//!         }).map_err(|_| "nobody answers twice")?;
//!     }
//! }
//! let wave = SurveyWave {
//!     id: WaveId::new("2026-q3")?, instrument: pulse.edition().id.clone(), version: 1,
//!     opened: NaiveDate::from_ymd_opt(2026, 8, 31).ok_or("a day")?, closed: NaiveDate::from_ymd_opt(2026, 9, 11).ok_or("a day")?,
//!     invited: BTreeMap::new(), responded: BTreeMap::new(),
//! };
//! let scored = score(&answers, &[wave], &[pulse], &Setting::new(Tz::Europe__Berlin))?;
//! let of = |team: &str| -> Result<_, Box<dyn std::error::Error>> {
//!     let entity = Entity::Team(TeamId::new(team)?);
//!     Ok(scored.waves()[0].entities[&entity].constructs["leadership_experimentation"].score.value().copied())
//! };
//! assert!(of("payments")?.is_some());
//! assert!(of("identity")?.is_none(), "three people: withheld");
//! assert!(of("search")?.is_none(), "withheld too, or the three would be what is left of the whole");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! - [`Instrument`]: one version of a questionnaire with its keys, its constructs and where every text comes from; checked when
//!   loaded, exported to SurveyJS and LimeSurvey.
//! - [`score`] → [`Scored`]: every wave, for the organisation, its teams and the spans of managers, as readings and evidence; on
//!   request without careless sheets ([`WithoutCareless`]), with weights ([`Weighted`]) and with drivers ([`ConstructDrivers`]).
//! - [`confidentiality`]: which groups of a wave may be shown, proven against every combination of what was shown before.
//! - [`Columns`] → [`Table`]: every construct and item in every group in one pass over columns, in whole numbers.
//! - [`reliability`]: alpha with Feldt's interval, Guttman's bounds, split halves, omega, ordinal alpha, suspicious keys.
//! - [`agreement`]: ICC, rwg(j) against two null distributions, average deviation, and whether scores may be averaged.
//! - [`change`]: two waves of different people, of the same, and of both; verdicts; families of tests.
//! - [`favourable`], [`inference`], [`weights`], [`drivers`], [`careless`]: shares, populations and clusters, raking, association,
//!   and careless answering.
//!
//! Every statistic names its convention and stands in the tests beside R or Python. A statistic that has no value for these
//! answers says why ([`NotEstimable`]); nothing is NaN.
//!
//! # How little small groups say
//! Alpha .80 with six items has the interval [.46, .95] at eight respondents, and [.66, .89] at thirty. A balance of promoters is
//! ± 50 at eight. Three people against three can never show a change at 5 %: the smallest exact p is .10; nor can five pairs
//! (.0625). So a verdict can be [`change::ChangeVerdict::CannotReachSignificance`], and an inconclusive one says what could have
//! been seen.
//!
//! # What it does not do
//! It reads no file of answers, ranks no teams and says nothing about one person. It reverses no item by guess, drops no careless
//! sheet in silence, and puts no two versions into one trend unless they are declared comparable. It holds no text that is not
//! free: lay your own over ([`Texts`]). It computes no causes: drivers are association. Statistics in [`reliability`], [`agreement`],
//! [`change`] and the like are for whoever holds the answers; what leaves goes through [`score`] or a
//! [`confidentiality::ReleasePlan`].

pub mod agreement;
mod answered;
mod bootstrap;
pub mod careless;
pub mod change;
mod columns;
pub mod confidentiality;
mod count;
pub mod drivers;
mod error;
pub mod favourable;
pub mod inference;
mod instrument;
mod matrix;
mod metrics;
mod not_estimable;
pub mod reliability;
mod scoring;
mod table;
pub mod weights;

pub use answered::ItemAnswers;
pub use columns::{Columns, Gathered};
pub use error::{Problems, SurveyError};
pub use instrument::{
    AbsenceName, Comparability, Construct, Edition, Frame, Instrument, Item, Key, Labels, LimeSurvey,
    MAX_ITEMS, MissingRule, Polarity, Scale, ScoreRule, Source, Texts, Wording,
};
pub use metrics::METRICS;
pub use not_estimable::NotEstimable;
pub use scoring::{
    ConstructDrivers, ConstructScore, EntityScores, FavourableChange, Scored, ScoredWave, Setting, Spans,
    Suspect, Weighted, WeightedScore, WithoutCareless, score, score_with,
};
pub use table::{Cell, ItemCell, Table};
