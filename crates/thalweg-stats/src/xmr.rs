//! Noise or signal: charts of individual values and moving ranges.

use crate::bounds::Bounds;

/// 3 / 1.128: three standard deviations from a mean moving range of two.
const LIMIT: f64 = 2.66;
/// The upper limit of a moving range, as a multiple of its mean.
const RANGE_LIMIT: f64 = 3.268;
/// Fewer values make no chart.
pub const FEWEST: usize = 6;
/// Limits from fewer values than this are provisional.
pub const SETTLED: usize = 17;
/// So many in a row on one side are a signal.
const RUN: usize = 8;

/// The scale on which values scatter evenly.
///
/// Pure noise on the wrong scale looks like signals: a chart of twelve log-normal durations shows a false one in a third of
/// all cases, their logarithms in 3 %.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Scale {
    /// As they are.
    #[default]
    Linear,
    /// Logarithms: for durations, which must be positive.
    Log,
    /// √(x + ⅜): for small counts, which must not be negative.
    Root,
}

impl Scale {
    fn forth(self, x: f64) -> f64 {
        match self {
            Self::Linear => x,
            Self::Log => x.ln(),
            Self::Root => (x + 0.375).sqrt(),
        }
    }

    fn back(self, y: f64) -> f64 {
        match self {
            Self::Linear => y,
            Self::Log => y.exp(),
            Self::Root => y.max(0.0).powi(2) - 0.375,
        }
    }
}

/// Why there is no chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoChart {
    /// Too few values.
    #[error("{have} values make no chart: at least {FEWEST} are needed")]
    TooFew {
        /// How many there are.
        have: usize,
    },
    /// All values are equal, so that nothing is known of their noise.
    #[error("all values are equal, which makes no limits")]
    Constant,
    /// A value is not finite, or not on the scale.
    #[error("value {position} is not on the scale of the chart")]
    OffScale {
        /// Its position from 0.
        position: usize,
    },
}

/// A chart of individual values: its centre and its natural limits.
///
/// ```
/// use thalweg_stats::xmr::{Scale, Xmr};
///
/// let chart = Xmr::fit(&[8.0, 7.0, 9.0, 8.0, 10.0, 9.0], Scale::Linear).unwrap();
/// assert!((chart.limits.lower - 4.776).abs() < 1e-9 && (chart.limits.upper - 12.224).abs() < 1e-9);
/// assert!(chart.provisional);
/// assert!(Xmr::fit(&[5.0; 12], Scale::Linear).is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Xmr {
    /// The mean, on the values' own scale.
    pub centre: f64,
    /// centre ± 2.66 · mean moving range, brought back to the values' own scale.
    pub limits: Bounds,
    /// The mean moving range, on the chart's scale.
    pub mean_range: f64,
    /// 3.268 · mean moving range, on the chart's scale.
    pub range_limit: f64,
    /// Whether fewer than 17 values made the limits.
    pub provisional: bool,
    scale: Scale,
    inner_centre: f64,
    inner_reach: f64,
}

/// Which side of the centre.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Above it.
    Above,
    /// Below it.
    Below,
}

/// Which rule saw a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// A value outside the limits; on a limit is inside.
    Outside,
    /// Eight or more in a row on one side; on the centre is on neither.
    Run,
    /// Three of four in a row nearer a limit than the centre, on one side.
    ThreeOfFour,
    /// A moving range above its limit: the step to the value at the position.
    Range,
}

/// A departure from noise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signal {
    /// The rule that saw it.
    pub rule: Rule,
    /// The position of its first value, from 0.
    pub from: usize,
    /// The position of its last value.
    pub to: usize,
    /// The side it is on; for a range, where the step leads.
    pub side: Side,
}

impl Xmr {
    /// Makes limits from values in the order of time.
    ///
    /// # Errors
    /// [`NoChart`] for fewer than six values, equal ones, or ones that are not on the scale.
    pub fn fit(values: &[f64], scale: Scale) -> Result<Self, NoChart> {
        let inner = on_scale(values, scale)?;
        let have = inner.len();
        if have < FEWEST {
            return Err(NoChart::TooFew { have });
        }
        let inner_centre = mean(&inner);
        let mean_range = mean(&ranges(&inner));
        let inner_reach = LIMIT * mean_range;
        let back = |y: f64| scale.back(y);
        if mean_range <= 0.0 {
            return Err(NoChart::Constant);
        }
        let limits = Bounds::checked(back(inner_centre - inner_reach), back(inner_centre + inner_reach));
        Ok(Self {
            centre: back(inner_centre),
            limits: limits.ok_or(NoChart::OffScale { position: 0 })?,
            mean_range,
            range_limit: RANGE_LIMIT * mean_range,
            provisional: have < SETTLED,
            scale,
            inner_centre,
            inner_reach,
        })
    }

    /// The same chart with a lower limit of at least 0, for what cannot be negative.
    #[must_use]
    pub fn not_negative(mut self) -> Self {
        self.limits.lower = self.limits.lower.max(0.0);
        self
    }

    /// The signals in values against these limits, which may come from other values: rule by rule, in the order of time.
    ///
    /// # Errors
    /// [`NoChart::OffScale`] where a value is not on the scale.
    pub fn signals(&self, values: &[f64]) -> Result<Vec<Signal>, NoChart> {
        let inner = on_scale(values, self.scale)?;
        let from_centre: Vec<f64> = inner.iter().map(|y| y - self.inner_centre).collect();
        let mut signals = self.outside(&from_centre);
        signals.extend(runs(&from_centre));
        signals.extend(self.three_of_four(&from_centre));
        signals.extend(self.wide_ranges(&inner));
        Ok(signals)
    }

    fn outside(&self, from_centre: &[f64]) -> Vec<Signal> {
        let far = |d: f64| d.abs() > self.inner_reach * (1.0 + 1e-12);
        let positions = from_centre.iter().enumerate().filter(|(_, d)| far(**d));
        positions.map(|(at, d)| Signal { rule: Rule::Outside, from: at, to: at, side: side(*d) }).collect()
    }

    fn three_of_four(&self, from_centre: &[f64]) -> Vec<Signal> {
        let mut found: Vec<Signal> = Vec::new();
        for side in [Side::Above, Side::Below] {
            let far = |d: &&f64| signed(**d, side) > self.inner_reach / 2.0;
            let windows =
                from_centre.windows(4).enumerate().filter(|(_, w)| w.iter().filter(far).count() >= 3);
            for (from, _) in windows {
                match found.last_mut() {
                    Some(last) if last.side == side && from <= last.to => last.to = from + 3,
                    _ => found.push(Signal { rule: Rule::ThreeOfFour, from, to: from + 3, side }),
                }
            }
        }
        found.sort_by_key(|signal| signal.from);
        found
    }

    fn wide_ranges(&self, inner: &[f64]) -> Vec<Signal> {
        let steps = inner.iter().zip(inner.iter().skip(1)).map(|(a, b)| b - a).enumerate();
        let wide = steps.filter(|(_, step)| step.abs() > self.range_limit * (1.0 + 1e-12));
        wide.map(|(at, step)| Signal { rule: Rule::Range, from: at, to: at + 1, side: side(step) }).collect()
    }
}

fn runs(from_centre: &[f64]) -> Vec<Signal> {
    let mut found = Vec::new();
    let mut from = 0;
    for run in from_centre.chunk_by(|a, b| a * b > 0.0) {
        let first = run.first().copied().unwrap_or_default();
        if run.len() >= RUN {
            found.push(Signal { rule: Rule::Run, from, to: from + run.len() - 1, side: side(first) });
        }
        from += run.len();
    }
    found
}

fn side(distance: f64) -> Side {
    if distance > 0.0 { Side::Above } else { Side::Below }
}

fn signed(distance: f64, side: Side) -> f64 {
    if side == Side::Above { distance } else { -distance }
}

fn on_scale(values: &[f64], scale: Scale) -> Result<Vec<f64>, NoChart> {
    let inner: Vec<f64> = values.iter().map(|&x| scale.forth(x)).collect();
    let bad = inner.iter().position(|y| !y.is_finite());
    bad.map_or(Ok(inner), |position| Err(NoChart::OffScale { position }))
}

fn ranges(values: &[f64]) -> Vec<f64> {
    values.iter().zip(values.iter().skip(1)).map(|(a, b)| (b - a).abs()).collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}
