//! What scoring gives: only numbers that a release plan let out.

use std::collections::BTreeMap;

use serde::Serialize;
use thalweg_model::{ConstructId, Entity, Reading, WaveId, Window};

use crate::change::ChangeVerdict;
use crate::confidentiality::Level;
use crate::error::SurveyError;
use crate::instrument::Edition;
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
    /// The share of those invited who answered, in steps of 5 %; absent where nobody was said to be invited.
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
