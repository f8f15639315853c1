//! How a survey is scored: confidentiality, calendar, spans, level and threads.

use std::num::NonZeroUsize;

use thalweg_model::Tz;

use super::spans::Spans;
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
}
