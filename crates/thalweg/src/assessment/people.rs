//! What people say in surveys, as far as it may be shown.

use thalweg_model::record::SurveyWave;
use thalweg_model::{Evidence, local_date};
use thalweg_sources::Organisation;
use thalweg_survey::{Instrument, Setting, Spans, score};

use super::calendar::Calendar;

/// Evidence on every wave that had closed, and notes on what could not be scored.
pub(super) fn people(
    evidence: Evidence,
    organisation: &Organisation,
    calendar: &Calendar,
) -> (Evidence, Vec<String>) {
    let today = local_date(calendar.as_of, organisation.zone);
    let closed = organisation.records.survey_waves.iter().filter(|it| it.closed <= today).cloned();
    let waves: Vec<SurveyWave> = closed.collect();
    let mut notes = Vec::new();
    let spans = Spans::of_records(&organisation.records).unwrap_or_else(|problems| {
        notes.push(format!("No span of a manager is shown: {problems}"));
        Spans::default()
    });
    let setting = Setting::new(organisation.zone).with_spans(spans);
    match score(&organisation.answers, &waves, &Instrument::built_in(), &setting) {
        Ok(scored) => (scored.into_evidence(evidence), notes),
        Err(problems) => {
            notes.push(format!("The survey was not scored: {problems}"));
            (evidence, notes)
        }
    }
}
