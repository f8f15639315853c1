//! ICC(1) and ICC(2): how much of the spread lies between groups, and how steady a group's mean is.

use thalweg_stats::special::F;

use crate::count;
use crate::not_estimable::NotEstimable;

/// ICC(1) and ICC(2) of scores in groups, by the size that stands for "the" group size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Icc {
    /// The mean square between groups.
    pub between: f64,
    /// The mean square within groups.
    pub within: f64,
    /// ICC(1) = (MSB − MSW)/(MSB + (n̄ − 1)·MSW) with the mean group size n̄.
    pub one_mean_size: f64,
    /// ICC(1) with n₀ = (N − Σn²/N)/(G − 1) in the place of the mean size.
    pub one_n0: f64,
    /// ICC(2) = (MSB − MSW)/MSB, the reliability of a mean of n̄ (or n₀) answers; none where MSB is 0.
    pub two: Option<f64>,
    /// F = MSB/MSW with its upper p; none where MSW is 0.
    pub test: Option<(f64, f64)>,
    /// The same from a random-effects model by restricted maximum likelihood.
    pub reml: MixedModel,
    /// How many groups there are.
    pub groups: u32,
    /// How many scores there are.
    pub n: u64,
}

/// A random-effects model of scores in groups, by restricted maximum likelihood.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MixedModel {
    /// The variance between groups, 0 or more.
    pub between: f64,
    /// The variance within groups.
    pub within: f64,
    /// ICC(1): between/(between + within).
    pub one: f64,
    /// ICC(2): between/(between + within/n̄), with the mean group size.
    pub two: f64,
}

/// Sums of one group.
struct Group {
    n: f64,
    mean: f64,
}

/// ICC(1) and ICC(2) of one-way groups (Bliese 2000), in all forms side by side. Groups without a score are left out.
///
/// # Errors
/// [`NotEstimable`] below two groups with scores, where no group has two, and where nothing varies.
///
/// ```
/// use thalweg_survey::agreement::icc;
/// let teams = [vec![1.0, 2.0, 1.5], vec![4.0, 5.0, 4.5], vec![2.0, 3.0, 2.5]];
/// let found = icc(&teams)?;
/// assert!((found.one_mean_size - found.one_n0).abs() < 1e-12, "equal sizes");
/// assert!(found.one_mean_size > 0.8);
/// # Ok::<(), thalweg_survey::NotEstimable>(())
/// ```
pub fn icc(groups: &[Vec<f64>]) -> Result<Icc, NotEstimable> {
    let scores: Vec<&Vec<f64>> = groups.iter().filter(|group| !group.is_empty()).collect();
    let sums: Vec<Group> =
        scores.iter().map(|group| Group { n: count::of(group.len()), mean: mean(group) }).collect();
    let n: f64 = sums.iter().map(|group| group.n).sum();
    let classes = count::of(sums.len());
    if sums.len() < 2 {
        return Err(NotEstimable::TooFewGroups);
    }
    if n <= classes {
        return Err(NotEstimable::TooFewRespondents);
    }
    let grand = sums.iter().map(|group| group.n * group.mean).sum::<f64>() / n;
    let spread: f64 = scores.iter().zip(&sums).map(|(group, sum)| squares(group, sum.mean)).sum();
    let between =
        sums.iter().map(|group| group.n * (group.mean - grand).powi(2)).sum::<f64>() / (classes - 1.0);
    let within = spread / (n - classes);
    if between <= 0.0 && within <= 0.0 {
        return Err(NotEstimable::NoVariance);
    }
    let one = |size: f64| (between - within) / (between + (size - 1.0) * within);
    let n0 = (n - sums.iter().map(|group| group.n * group.n).sum::<f64>() / n) / (classes - 1.0);
    let test = F::new(classes - 1.0, n - classes).filter(|_| within > 0.0).and_then(|f| {
        let ratio = between / within;
        Some((ratio, f.upper(ratio)?))
    });
    Ok(Icc {
        between,
        within,
        one_mean_size: one(n / classes),
        one_n0: one(n0),
        two: (between > 0.0).then(|| (between - within) / between),
        test,
        reml: reml(&sums, spread),
        groups: u32::try_from(sums.len()).unwrap_or(u32::MAX),
        n: scores.iter().map(|group| group.len() as u64).sum(),
    })
}

/// Restricted maximum likelihood of the one-way model. The likelihood depends on t = σ²b/(σ²b + σ²w) alone once the mean
/// and the scale are solved for; its greatest place is found on a grid and by golden section around it.
fn reml(groups: &[Group], spread: f64) -> MixedModel {
    let deviance = |t: f64| Profile::at(groups, spread, t).deviance;
    let steps = 200_u32;
    let grid = (0..steps).map(|i| f64::from(i) / f64::from(steps));
    let best = grid.min_by(|a, b| deviance(*a).total_cmp(&deviance(*b))).unwrap_or(0.0);
    let width = 1.0 / f64::from(steps);
    let t = golden(deviance, (best - width).max(0.0), (best + width).min(1.0 - 1e-12));
    // The search nears the edge and never meets it.
    let t = if deviance(0.0) <= deviance(t) { 0.0 } else { t };
    let scale = Profile::at(groups, spread, t).within;
    let between = scale * t / (1.0 - t);
    let size = groups.iter().map(|group| group.n).sum::<f64>() / count::of(groups.len());
    let of = |below: f64| if below > 0.0 { between / below } else { 0.0 };
    MixedModel { between, within: scale, one: of(between + scale), two: of(between + scale / size) }
}

struct Profile {
    deviance: f64,
    within: f64,
}

impl Profile {
    fn at(groups: &[Group], spread: f64, t: f64) -> Self {
        let ratio = t / (1.0 - t);
        let weight = |group: &Group| group.n / (1.0 + group.n * ratio);
        let weights: f64 = groups.iter().map(weight).sum();
        let mean = groups.iter().map(|group| weight(group) * group.mean).sum::<f64>() / weights;
        let residual = spread + groups.iter().map(|g| weight(g) * (g.mean - mean).powi(2)).sum::<f64>();
        let freedom = groups.iter().map(|group| group.n).sum::<f64>() - 1.0;
        let within = residual / freedom;
        let groups_part: f64 = groups.iter().map(|group| (group.n * ratio).ln_1p()).sum();
        Self { deviance: freedom * within.max(f64::MIN_POSITIVE).ln() + groups_part + weights.ln(), within }
    }
}

/// The least place of a function with one valley between two ends.
fn golden(f: impl Fn(f64) -> f64, mut low: f64, mut high: f64) -> f64 {
    let part = (5.0_f64.sqrt() - 1.0) / 2.0;
    for _ in 0..90 {
        let (left, right) = (high - part * (high - low), low + part * (high - low));
        if f(left) <= f(right) { high = right } else { low = left }
    }
    f64::midpoint(low, high)
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / count::of(values.len())
}

fn squares(values: &[f64], around: f64) -> f64 {
    values.iter().map(|value| (value - around).powi(2)).sum()
}
