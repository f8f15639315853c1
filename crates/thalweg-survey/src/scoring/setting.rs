//! How a survey is scored: confidentiality, calendar, spans, level and threads.

use std::num::NonZeroUsize;

use thalweg_model::{ConstructId, Tz};

use super::spans::Spans;
use crate::careless::CarelessRules;
use crate::change::Judgement;
use crate::confidentiality::Confidentiality;

/// How answers are scored and what may be shown.
///
/// ```
/// use thalweg_model::Tz;
/// use thalweg_survey::{Setting, confidentiality::Confidentiality};
/// let setting = Setting::new(Tz::Europe__Berlin).with_confidentiality(Confidentiality::default().with_margin(1)?);
/// # let _ = setting;
/// # Ok::<(), thalweg_survey::Problems>(())
/// ```
#[derive(Clone, Debug)]
pub struct Setting {
    pub(super) zone: Tz,
    pub(super) confidentiality: Confidentiality,
    pub(super) spans: Spans,
    pub(super) judgement: Judgement,
    pub(super) threads: NonZeroUsize,
    pub(super) careless: Option<CarelessRules>,
    pub(super) trim: Option<f64>,
    pub(super) outcome: Option<ConstructId>,
}

impl Setting {
    /// The usual setting: five respondents for scores, 95 % intervals, a change of five points matters, one thread.
    #[must_use]
    pub fn new(zone: Tz) -> Self {
        Self {
            zone,
            confidentiality: Confidentiality::default(),
            spans: Spans::default(),
            judgement: Judgement::high_is_good(0.05),
            threads: NonZeroUsize::MIN,
            careless: None,
            trim: None,
            outcome: None,
        }
    }

    /// With another policy of confidentiality.
    #[must_use]
    pub fn with_confidentiality(self, confidentiality: Confidentiality) -> Self {
        Self { confidentiality, ..self }
    }

    /// With readings of managers' spans.
    #[must_use]
    pub fn with_spans(self, spans: Spans) -> Self {
        Self { spans, ..self }
    }

    /// With another smallest change that matters, in shares, and another confidence level. The polarity is that of shares:
    /// more is better.
    #[must_use]
    pub fn with_judgement(self, meaningful: f64, level: f64) -> Self {
        Self { judgement: Judgement { meaningful, level, ..self.judgement }, ..self }
    }

    /// With so many threads; results are the same for any number.
    #[must_use]
    pub fn with_threads(self, threads: NonZeroUsize) -> Self {
        Self { threads, ..self }
    }

    /// With a second look at the whole organisation without the sheets that the rules call careless
    /// ([`ScoredWave::careless`](super::ScoredWave::careless)). The scores themselves keep every sheet.
    #[must_use]
    pub fn with_careless_rules(self, rules: CarelessRules) -> Self {
        Self { careless: Some(rules), ..self }
    }

    /// With scores of the organisation in which every team counts with those invited, and no respondent with more than `most`
    /// times the median weight ([`ScoredWave::weighted`](super::ScoredWave::weighted)).
    #[must_use]
    pub fn with_weights_up_to(self, most: f64) -> Self {
        Self { trim: Some(most), ..self }
    }

    /// With what goes along with a construct among the others of its instrument
    /// ([`ScoredWave::drivers`](super::ScoredWave::drivers)): association, not cause.
    #[must_use]
    pub fn with_drivers_of(self, outcome: ConstructId) -> Self {
        Self { outcome: Some(outcome), ..self }
    }
}
