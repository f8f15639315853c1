//! One entity in one wave: each construct's score and favourable share, and the response rate.

use thalweg_model::{Basis, Entity, Gap, Quantity, Reading, Unit};

use super::change::change;
use super::held::Held;
use super::reading::{favourable_reading, score_reading};
use super::result::{ConstructScore, EntityScores};
use super::setting::Setting;
use crate::confidentiality::{Rate, Released};
use crate::instrument::Construct;

pub(super) fn entity_scores(
    wave: &Held,
    earlier: &[Held],
    entity: &Entity,
    setting: &Setting,
) -> EntityScores {
    let constructs = wave.asked.instrument.constructs().iter();
    let scores = constructs
        .map(|construct| (construct.id.clone(), construct_score(wave, earlier, entity, construct, setting)));
    EntityScores { constructs: scores.collect(), response_rate: response_rate(wave, entity) }
}

fn construct_score(
    wave: &Held,
    earlier: &[Held],
    entity: &Entity,
    construct: &Construct,
    setting: &Setting,
) -> ConstructScore {
    ConstructScore {
        score: released(wave, entity, || score_reading(wave, entity, construct, setting)),
        favourable: released(wave, entity, || favourable_reading(wave, entity, construct, setting)),
        change: change(wave, earlier, entity, construct, setting),
    }
}

/// The reading where the plan lets means out. A wave that nobody answered at all hides nothing: it has no data.
fn released(wave: &Held, entity: &Entity, compute: impl FnOnce() -> Reading) -> Reading {
    if wave.columns.rows() == 0 {
        return Reading::unknown(Gap::NoData, Basis::default());
    }
    wave.reading(entity, compute)
}

/// The rate of those invited. A wave that does not say who was invited has none, and is not passed over for an older one.
fn response_rate(wave: &Held, entity: &Entity) -> Option<Reading> {
    let unsaid =
        || (*entity == Entity::Organisation).then(|| Reading::unknown(Gap::NotRecorded, Basis::default()));
    wave.rates.get(entity).map(|(rate, asked)| rate_reading(rate, *asked)).or_else(unsaid)
}

fn rate_reading(rate: &Released<Rate>, asked: u64) -> Reading {
    let share = rate.value().and_then(|rate| rate.share());
    let quantity = share.and_then(|share| Quantity::new(share.value(), Unit::Share));
    quantity.map_or_else(Reading::withheld, |value| Reading::known(value, Basis::of(asked)))
}
