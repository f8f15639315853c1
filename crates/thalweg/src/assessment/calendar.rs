//! Which month is reviewed, and which quarter is judged.

use thalweg_model::{Instant, Tz, Window};

use super::error::AssessmentError;

/// The months and quarters of an assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Calendar {
    /// The month under review.
    pub(super) month: Window,
    /// The quarter that the playbook judges: the latest that ended with that month or before it.
    pub(super) period: Window,
    /// The instant as of which everything is computed.
    pub(super) as_of: Instant,
}

impl Calendar {
    /// The calendar of a month, or of the latest that was complete by an instant.
    pub(super) fn of(month: Option<Window>, as_of: Instant, zone: Tz) -> Result<Self, AssessmentError> {
        let no_month = || AssessmentError::NoMonth { as_of: as_of.to_string() };
        let month = match month {
            Some(month) => month,
            None => Window::month_of(as_of, zone).ok().and_then(|it| it.previous()).ok_or_else(no_month)?,
        };
        if month.start() >= as_of {
            return Err(AssessmentError::Ahead { month: month.label(), as_of: as_of.to_string() });
        }
        let quarter = Window::quarter_of(month.start(), 1, zone).map_err(|_| no_month())?;
        let period = if quarter.end() <= month.end() { Some(quarter) } else { quarter.previous() };
        Ok(Self { month, period: period.ok_or_else(no_month)?, as_of })
    }

    /// The windows of what is shown month by month, and the quarters that are compared.
    pub(super) fn windows(&self, months: usize) -> Vec<Window> {
        let mut all = self.month.trailing(months);
        all.extend(self.period.previous());
        all.push(self.period);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar(month: Option<(i32, u32)>, as_of: &str) -> Result<(String, String), AssessmentError> {
        let month = month.map(|(year, month)| Window::month(year, month, Tz::Europe__Berlin).unwrap());
        let found = Calendar::of(month, as_of.parse().unwrap(), Tz::Europe__Berlin)?;
        Ok((found.month.label(), found.period.label()))
    }

    #[test]
    fn the_latest_complete_month_and_quarter_are_taken() {
        let told = |as_of| calendar(None, as_of).unwrap();
        assert_eq!(told("2026-10-08T22:00:00Z"), ("2026-09".into(), "2026-Q3".into()));
        assert_eq!(told("2026-11-02T00:00:00Z"), ("2026-10".into(), "2026-Q3".into()));
        // In Berlin it is October already.
        assert_eq!(told("2026-09-30T22:00:00Z"), ("2026-09".into(), "2026-Q3".into()));
        assert_eq!(told("2026-09-30T21:59:59Z"), ("2026-08".into(), "2026-Q2".into()));
    }

    #[test]
    fn a_month_that_has_not_begun_is_refused() {
        assert!(calendar(Some((2026, 11)), "2026-10-08T22:00:00Z").is_err());
        assert!(calendar(Some((2026, 10)), "2026-10-08T22:00:00Z").is_ok(), "one that has begun is partial");
    }
}
