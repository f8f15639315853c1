//! From answers to readings: every wave scored, and only what a release plan lets out (survey.md sections 2 and 3).

mod assemble;
mod careless;
mod change;
mod drivers;
mod entity;
mod evidence;
mod held;
mod reading;
mod result;
mod setting;
mod spans;
mod waves;
mod weighted;

pub use result::{
    ConstructDrivers, ConstructScore, EntityScores, FavourableChange, Scored, ScoredWave, Suspect, Weighted,
    WeightedScore, WithoutCareless,
};
pub use setting::Setting;
pub use spans::Spans;

use thalweg_model::answer::Answers;
use thalweg_model::record::SurveyWave;

use crate::confidentiality::Ledger;
use crate::error::Problems;
use crate::instrument::Instrument;

/// Scores every wave: the organisation, its groups and teams, and the spans of managers, each number only where a release
/// plan lets it out. What it does not let out is a withheld reading, without count and reason.
///
/// For scores that go with what was released before, use [`score_with`] and keep the ledger.
///
/// # Errors
/// All [`Problems`] at once: a wave without its instrument, a wave twice or without days, a group at two places.
///
/// ```
/// use thalweg_model::answer::Answers;
/// use thalweg_model::{Entity, Evidence, Gap, Tz, Window};
/// use thalweg_survey::{Instrument, Setting, score};
/// let scored = score(&Answers::default(), &[], &Instrument::built_in(), &Setting::new(Tz::UTC))?;
/// let month = Window::month(2026, 9, Tz::UTC)?;
/// let evidence = scored.into_evidence(Evidence::new(month, month.end()));
/// assert_eq!(evidence.findings().count(), 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn score(
    answers: &Answers,
    waves: &[SurveyWave],
    instruments: &[Instrument],
    setting: &Setting,
) -> Result<Scored, Problems> {
    score_with(&mut Ledger::default(), answers, waves, instruments, setting)
}

/// [`score`] against a ledger of everything that was released before; what is released now is entered.
///
/// # Errors
/// As [`score`].
pub fn score_with(
    ledger: &mut Ledger,
    answers: &Answers,
    waves: &[SurveyWave],
    instruments: &[Instrument],
    setting: &Setting,
) -> Result<Scored, Problems> {
    let asked = waves::asked(waves, instruments, setting)?;
    let mut problems = Vec::new();
    let mut held = Vec::with_capacity(asked.len());
    for wave in asked {
        match held::Held::of(wave, answers, ledger, setting) {
            Ok(wave) => held.push(wave),
            Err(found) => problems.extend(found.all().iter().cloned()),
        }
    }
    Problems::none_or(problems)?;
    let unknown = waves::without_record(answers, waves);
    Ok(result::Scored { waves: assemble::scored(&held, setting), refused: unknown })
}
