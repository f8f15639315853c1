//! The waves in order, each with its instrument and its days.

use std::collections::BTreeSet;

use thalweg_model::answer::Answers;
use thalweg_model::record::SurveyWave;
use thalweg_model::{Window, midnight, nearest};

use super::setting::Setting;
use crate::error::{Problems, SurveyError};
use crate::instrument::Instrument;

/// A wave with what it asked and when.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) record: &'a SurveyWave,
    pub(super) instrument: &'a Instrument,
    pub(super) window: Window,
}

/// The waves in the order of their first day, or everything that is wrong with them.
pub(super) fn asked<'a>(
    waves: &'a [SurveyWave],
    instruments: &'a [Instrument],
    setting: &Setting,
) -> Result<Vec<Asked<'a>>, Problems> {
    let mut problems = Vec::new();
    let mut seen = BTreeSet::new();
    let mut asked = Vec::with_capacity(waves.len());
    for record in waves {
        if !seen.insert(&record.id) {
            problems
                .push(SurveyError::Twice { place: "the survey waves".into(), name: record.id.to_string() });
        }
        match (instrument(record, instruments), window(record, setting)) {
            (Ok(instrument), Ok(window)) => asked.push(Asked { record, instrument, window }),
            (found, days) => problems.extend(found.err().into_iter().chain(days.err())),
        }
    }
    Problems::none_or(problems)?;
    asked.sort_by_key(|wave| (wave.record.opened, wave.record.id.clone()));
    Ok(asked)
}

fn instrument<'a>(record: &SurveyWave, instruments: &'a [Instrument]) -> Result<&'a Instrument, SurveyError> {
    let asked =
        |i: &&Instrument| i.edition().id == record.instrument && i.edition().version == record.version;
    instruments.iter().find(asked).ok_or_else(|| SurveyError::UnknownInstrument {
        wave: record.id.to_string(),
        instrument: record.instrument.to_string(),
        version: record.version,
    })
}

/// From the midnight before the first day to the midnight after the last.
fn window(record: &SurveyWave, setting: &Setting) -> Result<Window, SurveyError> {
    let (opened, closed) = (record.opened, record.closed);
    let start = midnight(opened, setting.zone);
    let end = closed.succ_opt().and_then(|day| midnight(day, setting.zone));
    let window = start.zip(end).and_then(|(start, end)| Window::between(start, end, setting.zone).ok());
    window.ok_or_else(|| SurveyError::BadWave { wave: record.id.to_string(), opened, closed })
}

/// Waves that were answered although no record tells what they asked.
pub(super) fn without_record(answers: &Answers, waves: &[SurveyWave]) -> Vec<SurveyError> {
    let known: BTreeSet<&str> = waves.iter().map(|wave| wave.id.as_str()).collect();
    let unknown = answers.waves().filter(|wave| !known.contains(wave.as_str()));
    let problem = |name: &str| SurveyError::Undeclared {
        place: "the answers".into(),
        name: name.to_owned(),
        nearest: nearest(name, known.iter().copied()).map(str::to_owned),
    };
    unknown.map(|wave| problem(wave.as_str())).collect()
}
