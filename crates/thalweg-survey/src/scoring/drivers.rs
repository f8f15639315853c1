//! What goes along with one construct among the others, over the whole organisation.

use thalweg_model::{ConstructId, Entity};

use super::held::Held;
use super::result::ConstructDrivers;
use crate::confidentiality::Statistic;
use crate::drivers::{Sharing, drivers_of};

/// The drivers, where spreads of the whole may be shown and the instrument has the construct and others without subscales.
pub(super) fn drivers(wave: &Held, outcome: &ConstructId) -> Option<ConstructDrivers> {
    let instrument = wave.asked.instrument;
    instrument.construct(outcome.as_str())?;
    if !wave.shows(Statistic::Spreads, &Entity::Organisation) {
        return None;
    }
    let others = instrument.constructs().iter().filter(|it| it.subscales.is_empty() && it.id != *outcome);
    let predictors: Vec<ConstructId> = others.map(|it| it.id.clone()).collect();
    let names: Vec<&str> = predictors.iter().map(ConstructId::as_str).collect();
    let found = drivers_of(&wave.columns, outcome.as_str(), &names, Sharing::AllOrders);
    Some(ConstructDrivers { outcome: outcome.clone(), predictors, found })
}
