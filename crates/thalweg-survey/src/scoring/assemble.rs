//! Every wave put together from its entities, with the reliability of its constructs.

use std::collections::BTreeMap;

use thalweg_model::{ConstructId, Entity};

use super::drivers::drivers;
use super::entity::entity_scores;
use super::held::Held;
use super::result::{ScoredWave, Suspect};
use super::setting::Setting;
use super::weighted::weighted;
use crate::answered::ItemAnswers;
use crate::confidentiality::Statistic;
use crate::reliability::{Alpha, Missing, alpha, suspicious_keys};

pub(super) fn scored(held: &[Held], setting: &Setting) -> Vec<ScoredWave> {
    held.iter()
        .enumerate()
        .map(|(at, wave)| scored_wave(wave, held.get(..at).unwrap_or_default(), setting))
        .collect()
}

fn scored_wave(wave: &Held, earlier: &[Held], setting: &Setting) -> ScoredWave {
    let entities = wave
        .entities()
        .into_iter()
        .map(|entity| (entity.clone(), entity_scores(wave, earlier, entity, setting)));
    let entities = entities.collect();
    ScoredWave {
        wave: wave.asked.record.id.clone(),
        edition: wave.asked.instrument.edition().clone(),
        window: wave.asked.window,
        entities,
        reliability: reliability(wave, setting),
        suspects: suspects(wave),
        refused: wave.refused.clone(),
        level: wave.level(),
        careless: wave.careless.clone(),
        weighted: setting.trim.and_then(|most| weighted(wave, most)),
        drivers: setting.outcome.as_ref().and_then(|outcome| drivers(wave, outcome)),
    }
}

/// The answers to each construct, where spreads of the whole may be shown.
fn shown_answers<'a>(wave: &'a Held) -> impl Iterator<Item = (&'a ConstructId, ItemAnswers)> {
    let shown = wave.shows(Statistic::Spreads, &Entity::Organisation);
    let constructs = wave.asked.instrument.constructs().iter().filter(move |_| shown);
    constructs.filter_map(|c| Some((&c.id, ItemAnswers::of(&wave.columns, c.id.as_str(), |_| true)?)))
}

fn reliability(wave: &Held, setting: &Setting) -> BTreeMap<ConstructId, Alpha> {
    let found = shown_answers(wave).filter_map(|(id, answers)| {
        Some((id.clone(), alpha(&answers, Missing::Listwise, setting.judgement.level).ok()?))
    });
    found.collect()
}

fn suspects(wave: &Held) -> Vec<Suspect> {
    let found = shown_answers(wave).filter_map(|(id, answers)| {
        let items = &wave.asked.instrument.construct(id.as_str())?.items;
        let suspect = suspicious_keys(&answers, items).ok().flatten()?;
        Some(Suspect { construct: id.clone(), suspect })
    });
    found.collect()
}
