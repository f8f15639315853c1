//! The slopes of all pairs of points: written down while they are few, counted where they are not.

use super::order::{each_falling, falling_pairs};
use crate::bisect::between;

/// Up to this many points every slope is written down.
const FEW: usize = 1500;
/// A bracket with this many slopes is written down.
const LISTED: u32 = 500_000;

type Point = (f64, f64);

pub(super) enum Slopes {
    Listed(Vec<f64>),
    Counted(Counted),
}

impl Slopes {
    /// The slopes of all pairs at different times; `None` where there are none, or one is beyond any number.
    pub(super) fn of(points: &[Point], pairs_at_one_time: u64) -> Option<Self> {
        if points.len() > FEW {
            return Counted::new(points, pairs_at_one_time).map(Self::Counted);
        }
        let mut slopes = Vec::new();
        for (position, a) in points.iter().enumerate() {
            let later = points.iter().skip(position + 1).filter(|b| b.0 != a.0);
            slopes.extend(later.map(|b| slope(a, b)));
        }
        slopes.sort_unstable_by(f64::total_cmp);
        let finite = slopes.iter().all(|s| s.is_finite());
        (finite && !slopes.is_empty()).then_some(Self::Listed(slopes))
    }

    pub(super) fn count(&self) -> u64 {
        match self {
            Self::Listed(slopes) => slopes.len() as u64,
            Self::Counted(counted) => counted.slopes,
        }
    }

    pub(super) fn middle(&mut self) -> f64 {
        let count = self.count();
        let low = self.kth(count.div_ceil(2));
        if count % 2 == 1 { low } else { f64::midpoint(low, self.kth(count / 2 + 1)) }
    }

    /// The slope of a rank from 1 to [`count`](Self::count).
    pub(super) fn kth(&mut self, k: u64) -> f64 {
        match self {
            Self::Listed(slopes) => nth(slopes, k),
            Self::Counted(counted) => counted.kth(k),
        }
    }
}

fn nth(sorted: &[f64], k: u64) -> f64 {
    let position = usize::try_from(k).unwrap_or(usize::MAX).saturating_sub(1);
    sorted.get(position).or(sorted.last()).copied().unwrap_or(f64::NAN)
}

fn slope(a: &Point, b: &Point) -> f64 {
    (b.1 - a.1) / (b.0 - a.0)
}

/// A slope, and how many slopes are at most so great.
#[derive(Clone, Copy)]
struct Mark {
    slope: f64,
    at_most: u64,
}

/// Points in the order of time, then value; times from the first one on.
pub(super) struct Counted {
    points: Vec<Point>,
    /// Pairs with the same time and the same value, which every count meets.
    same: u64,
    slopes: u64,
    /// What earlier searches have counted, in ascending order.
    marks: Vec<Mark>,
    /// A bracket with at most so many slopes is written down.
    listed: u32,
}

impl Counted {
    fn new(points: &[Point], pairs_at_one_time: u64) -> Option<Self> {
        let start = points.iter().map(|p| p.0).min_by(f64::total_cmp)?;
        let mut points: Vec<Point> = points.iter().map(|&(t, y)| (t - start, y)).collect();
        points.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let equal = |a: &Point, b: &Point| a.0 >= b.0 && a.1 >= b.1 && b.1 >= a.1;
        let same = points.chunk_by(equal).map(|tied| pairs(tied.len())).sum();
        let slopes = pairs(points.len()) - pairs_at_one_time;
        let steepest = steepest(&points).filter(|&s| slopes > 0 && s.is_finite())?;
        let ends = [Mark { slope: -steepest, at_most: 0 }, Mark { slope: steepest, at_most: slopes }];
        Some(Self { points, same, slopes, marks: ends.into(), listed: LISTED })
    }

    fn kth(&mut self, k: u64) -> f64 {
        let mut halve = true;
        loop {
            let above = self.marks.partition_point(|m| m.at_most < k).clamp(1, self.marks.len() - 1);
            let (Some(&low), Some(&high)) = (self.marks.get(above - 1), self.marks.get(above)) else {
                return f64::NAN;
            };
            let middle = if halve { between(low.slope, high.slope) } else { aim(low, high, k) };
            if high.at_most - low.at_most <= u64::from(self.listed) || middle.is_none() {
                return self.among(low, high, k);
            }
            if let Some(slope) = middle {
                let at_most = self.at_most(slope).clamp(low.at_most, high.at_most);
                self.marks.insert(above, Mark { slope, at_most });
            }
            // Aiming is faster where slopes lie evenly, halving where they do not.
            halve = !halve || high.slope - low.slope > 0.5 * high.slope.abs().min(low.slope.abs());
        }
    }

    /// A later point is less steep than `slope` above an earlier one where it lies lower after tilting.
    fn at_most(&self, slope: f64) -> u64 {
        let mut tilted: Vec<f64> = self.points.iter().rev().map(|(t, y)| y - slope * t).collect();
        pairs(tilted.len()) - falling_pairs(&mut tilted) - self.same
    }

    /// The slopes of pairs whose order turns between two tilts, the lower bound's own slope left out.
    fn among(&self, low: Mark, high: Mark, k: u64) -> f64 {
        let tilt = |slope: f64| move |p: &Point| p.1 - slope * p.0;
        let (before, after) = (tilt(low.slope), tilt(high.slope));
        let mut points = self.points.clone();
        points.sort_by(|a, b| before(a).total_cmp(&before(b)).then(b.0.total_cmp(&a.0)));
        let mut slopes = Vec::new();
        each_falling(&mut points, &after, &mut |above, later| {
            let room = 2 * usize::try_from(self.listed).unwrap_or(usize::MAX / 2);
            slopes.extend(
                above
                    .iter()
                    .filter(|p| p.0 < later.0)
                    .map(|p| slope(p, later))
                    .take(room.saturating_sub(slopes.len())),
            );
        });
        slopes.sort_unstable_by(f64::total_cmp);
        let rank = k.saturating_sub(low.at_most).max(1);
        if rank > slopes.len() as u64 { high.slope } else { nth(&slopes, rank) }
    }
}

/// Where rank k lies if the slopes between two marks lie evenly; `None` where no number lies between.
fn aim(low: Mark, high: Mark, k: u64) -> Option<f64> {
    let share = (k - low.at_most) as f64 / (high.at_most - low.at_most).max(1) as f64;
    let slope = low.slope + share * (high.slope - low.slope);
    if low.slope < slope && slope < high.slope { Some(slope) } else { between(low.slope, high.slope) }
}

fn pairs(n: usize) -> u64 {
    let n = n as u64;
    n * n.saturating_sub(1) / 2
}

/// No slope is steeper than the whole range of values over the shortest time.
fn steepest(points: &[Point]) -> Option<f64> {
    let times = points.iter().zip(points.iter().skip(1)).map(|(a, b)| b.0 - a.0);
    let shortest = times.filter(|&t| t > 0.0).min_by(f64::total_cmp)?;
    let values = || points.iter().map(|p| p.1);
    let range = values().max_by(f64::total_cmp)? - values().min_by(f64::total_cmp)?;
    Some(range / shortest * (1.0 + 1e-9) + f64::MIN_POSITIVE)
}

#[cfg(test)]
mod tests {
    use super::{Counted, Point, Slopes, pairs};

    /// Whole numbers, so that tilting is exact: many ties of times, values and slopes.
    fn points(n: u32, times: u32, values: u32) -> Vec<Point> {
        let number = |i: u32, m: u32| f64::from(i.wrapping_mul(2_654_435_761) >> 7 & 0xffff) % f64::from(m);
        (0..n).map(|i| (number(i, times), number(i + n, values))).collect()
    }

    #[test]
    fn counted_slopes_are_the_listed_ones() {
        for (n, times, values) in [(2, 9, 9), (40, 1000, 1000), (60, 7, 5), (50, 40, 2), (30, 3, 1)] {
            let points = points(n, times, values);
            let at_one_time =
                (0..times).map(|t| pairs(points.iter().filter(|p| p.0 == f64::from(t)).count())).sum();
            let (Some(mut listed), Some(counted)) =
                (Slopes::of(&points, at_one_time), Counted::new(&points, at_one_time))
            else {
                panic!("points at different times");
            };
            let mut counted = Slopes::Counted(Counted { listed: 3, ..counted });
            assert_eq!(counted.count(), listed.count());
            for k in 1..=listed.count() {
                let (got, expected) = (counted.kth(k), listed.kth(k));
                assert!((got - expected).abs() <= 1e-12, "{n} {times} {values}: {k}: {got} {expected}");
            }
        }
    }
}
