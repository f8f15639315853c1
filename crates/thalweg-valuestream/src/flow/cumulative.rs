//! Cumulative flow: how many items have come how far by the end of each day.

use serde::Serialize;
use thalweg_model::{Instant, NaiveDate, Window, midnight};

use super::measure::{Passages, Span};
use super::progress::Progress;

/// The days of a window, each with what has come how far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CumulativeFlow {
    /// The days in order, as far as they have begun.
    pub days: Vec<DayOfFlow>,
}

/// Counts since the beginning of the log, by the end of a local day or by the instant of the computation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct DayOfFlow {
    /// The day.
    pub day: NaiveDate,
    /// Items that have entered the stream.
    pub entered: u64,
    /// Items on which work has begun.
    pub started: u64,
    /// Items finished.
    pub finished: u64,
    /// Items in the stream: entered, and neither finished nor given up.
    pub in_stream: u64,
    /// Items in progress: started, and neither finished nor given up.
    pub in_progress: u64,
}

/// The cumulative flow over the days of a window.
///
/// ```
/// use thalweg_model::{Tz, Window};
/// use thalweg_valuestream::flow::{FlowDefinition, Passages, cumulative_flow};
/// let week = Window::iso_week(2026, 37, Tz::UTC)?;
/// let passages = Passages::of(&[], &FlowDefinition::default(), week.end());
/// let flow = cumulative_flow(&passages, &week);
/// assert_eq!((flow.days.len(), flow.days.iter().map(|day| day.finished).max()), (7, Some(0)));
/// # Ok::<(), thalweg_model::WindowError>(())
/// ```
#[must_use]
pub fn cumulative_flow(passages: &Passages, window: &Window) -> CumulativeFlow {
    let span = Span::of(window, passages.as_of());
    let (stream, progress) = (passages.in_stream(), passages.progress());
    let finished = Progress::of(passages.passages().iter().filter_map(|it| Some((it.finished?, None))));
    let at_end_of = |(day, end): (NaiveDate, Instant)| DayOfFlow {
        day,
        entered: stream.begun(end),
        started: progress.begun(end),
        finished: finished.begun(end),
        in_stream: stream.under_way(end),
        in_progress: progress.under_way(end),
    };
    CumulativeFlow { days: days(window, span).map(at_end_of).collect() }
}

/// Each local day that has begun, and the first instant after what is known of it.
fn days(window: &Window, span: Span) -> impl Iterator<Item = (NaiveDate, Instant)> {
    let zone = window.zone();
    let days = std::iter::successors(Some(window.first_day()), NaiveDate::succ_opt);
    days.map_while(move |day| {
        let (begin, end) = (midnight(day, zone)?, midnight(day.succ_opt()?, zone)?);
        (begin < span.to).then(|| (day, end.min(span.to)))
    })
}
