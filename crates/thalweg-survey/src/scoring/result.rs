//! What scoring gives: only numbers that a release plan let out.

use std::collections::BTreeMap;

use serde::Serialize;
use thalweg_model::{ConstructId, Entity, Reading, WaveId, Window};

use crate::careless::CarelessRules;
use crate::change::ChangeVerdict;
use crate::confidentiality::{Level, Released};
use crate::drivers::Drivers;
use crate::error::SurveyError;
use crate::instrument::Edition;
use crate::not_estimable::NotEstimable;
use crate::reliability::{Alpha, KeyingSuspect};

/// All waves scored.
#[derive(Clone, Debug)]
#[must_use]
pub struct Scored {
    pub(super) waves: Vec<ScoredWave>,
    pub(super) refused: Vec<SurveyError>,
}

impl Scored {
    /// The waves in the order of their first day.
    #[must_use]
    pub fn waves(&self) -> &[ScoredWave] {
        &self.waves
    }

    /// What was not taken in, over all waves: answers of unknown waves, to unknown items, and outside their scale, each named
    /// once, without who or how many.
    pub fn refused(&self) -> impl Iterator<Item = &SurveyError> {
        self.refused.iter().chain(self.waves.iter().flat_map(|wave| &wave.refused))
    }
}

/// One wave scored.
#[derive(Clone, Debug)]
pub struct ScoredWave {
    /// The wave.
    pub wave: WaveId,
    /// What was asked.
    pub edition: Edition,
    /// The days of asking.
    pub window: Window,
    /// The readings of every entity that was asked or answered.
    pub entities: BTreeMap<Entity, EntityScores>,
    /// The reliability of each construct over all respondents, where spreads may be shown.
    pub reliability: BTreeMap<ConstructId, Alpha>,
    /// Constructs whose keys look wrong over all respondents, where spreads may be shown.
    pub suspects: Vec<Suspect>,
    /// What was not taken in.
    pub refused: Vec<SurveyError>,
    /// How crossing groups were kept from combining; `None` where nothing was planned.
    pub level: Option<Level>,
    /// The whole without careless sheets, where the setting has rules for them.
    pub careless: Option<WithoutCareless>,
    /// The whole with every team as heavy as those invited, where the setting asks for it and they are known.
    pub weighted: Option<Weighted>,
    /// What goes along with the construct that the setting names, where spreads of the whole may be shown.
    pub drivers: Option<ConstructDrivers>,
}

/// The whole organisation without the sheets that rules call careless, beside the scores with all sheets.
///
/// Whose sheet is flagged follows from answers, so this is a release of its own: it is planned and entered in the ledger as a
/// group more, and withheld where the flagged are fewer than the minimum but not none.
#[derive(Clone, Debug, PartialEq)]
pub struct WithoutCareless {
    /// The rules.
    pub rules: CarelessRules,
    /// How many sheets they flag.
    pub flagged: Released<u64>,
    /// The mean scores of the others, by construct.
    pub scores: BTreeMap<ConstructId, Reading>,
    /// The reliability over the others, where spreads may be shown.
    pub reliability: BTreeMap<ConstructId, Alpha>,
}

/// The whole organisation with every team that is shown, and all others together, as heavy as those invited of them.
///
/// It is made of means that are shown anyway, or that a reader can subtract, and so tells nothing more.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighted {
    /// By construct.
    pub scores: BTreeMap<ConstructId, WeightedScore>,
    /// At most how many times the median weight a respondent counts.
    pub most: f64,
}

/// One construct's weighted mean score.
#[derive(Clone, Debug, PartialEq)]
pub struct WeightedScore {
    /// The mean score. No answer where a part that was invited has no score, or the weights cannot be trimmed.
    pub score: Reading,
    /// What the weights multiply the variance by (Kish); none without a score.
    pub design_effect: Option<f64>,
}

/// What goes along with a construct among the others of its instrument: association, not cause.
#[derive(Clone, Debug, PartialEq)]
pub struct ConstructDrivers {
    /// The construct.
    pub outcome: ConstructId,
    /// The others, in the order of the shares.
    pub predictors: Vec<ConstructId>,
    /// The shares, or why there are none.
    pub found: Result<Drivers, NotEstimable>,
}

/// A construct whose keys look wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Suspect {
    /// The construct.
    pub construct: ConstructId,
    /// Its items that run against the others.
    pub suspect: KeyingSuspect,
}

/// The readings of one entity in one wave.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EntityScores {
    /// By construct.
    pub constructs: BTreeMap<ConstructId, ConstructScore>,
    /// The share of those invited who answered, in steps of 5 %; where nobody was said to be invited, not recorded for the
    /// organisation and absent for its parts.
    pub response_rate: Option<Reading>,
}

/// One construct of one entity.
#[derive(Clone, Debug, PartialEq)]
pub struct ConstructScore {
    /// The mean score, as the construct's rule says; with an interval where spreads may be shown.
    pub score: Reading,
    /// The share of favourable respondents, inside [c, 1 − c], with Wilson's interval.
    pub favourable: Reading,
    /// The change against the previous wave of the same instrument, where there is one.
    pub change: Option<FavourableChange>,
}

/// The change of a favourable share against the previous wave of the same instrument.
#[derive(Clone, Debug, PartialEq)]
pub struct FavourableChange {
    /// The previous wave.
    pub previous: WaveId,
    /// The difference of the shares with its interval.
    pub reading: Reading,
    /// The verdict; none where the change is withheld or there is no answer.
    pub verdict: Option<ChangeVerdict>,
    /// The change if everybody who did not answer had answered so as to make it smallest, and largest; only over the whole
    /// organisation, and where those invited are known.
    pub response_bounds: Option<(f64, f64)>,
}
