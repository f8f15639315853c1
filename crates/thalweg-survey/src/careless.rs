//! Careless answering: flags by row and a re-run without them, never a silent drop (survey.md section 2).

mod even_odd;
mod mahalanobis;

use std::fmt;

use serde::Serialize;
use thalweg_stats::special::ChiSquared;

use crate::columns::Columns;
use crate::count;
use crate::error::Problems;
use crate::not_estimable::NotEstimable;

/// When an answer sheet looks careless. Each rule is a hint; thresholds are conventions, so they are values.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct CarelessRules {
    /// The longest run of one and the same answer reaches this share of the items (Curran 2016).
    pub longest_run_share: f64,
    /// The intra-individual response variability, the standard deviation of the raw answers with n − 1, is below this (Dunn et
    /// al. 2018).
    pub least_variability: f64,
    /// The Mahalanobis distance has a p below this.
    pub mahalanobis_p: f64,
    /// The even–odd consistency, Spearman–Brown corrected, is below this (Meade and Craig 2012).
    pub least_even_odd: f64,
    /// The seconds an item are below this (Huang et al. 2012).
    pub least_seconds: f64,
}

impl Default for CarelessRules {
    fn default() -> Self {
        Self {
            longest_run_share: 0.5,
            least_variability: 0.25,
            mahalanobis_p: 0.001,
            least_even_odd: 0.30,
            least_seconds: 2.0,
        }
    }
}

/// What is measured of one answer sheet; `None` where it cannot be.
#[derive(Clone, Copy, Default, PartialEq)]
pub struct SheetSigns {
    /// The longest run of one and the same raw answer in the order of asking.
    pub longest_run: u32,
    /// The standard deviation of the raw answers, with n − 1.
    pub variability: Option<f64>,
    /// The squared Mahalanobis distance from the mean of the complete sheets.
    pub mahalanobis: Option<f64>,
    /// Its upper p under χ² with one degree of freedom an item.
    pub mahalanobis_p: Option<f64>,
    /// The correlation of half-scale means over constructs, Spearman–Brown corrected.
    pub even_odd: Option<f64>,
    /// The seconds an item, where they were recorded.
    pub seconds: Option<f64>,
}

impl fmt::Debug for SheetSigns {
    /// Names the type and nothing of its content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SheetSigns(hidden)")
    }
}

impl SheetSigns {
    /// Whether any rule flags the sheet, given how many items there are.
    #[must_use]
    pub fn flagged(&self, rules: &CarelessRules, items: usize) -> bool {
        let below = |sign: Option<f64>, least: f64| sign.is_some_and(|sign| sign < least);
        let run = f64::from(self.longest_run) >= rules.longest_run_share * count::of(items).max(4.0);
        run || below(self.variability, rules.least_variability)
            || below(self.mahalanobis_p, rules.mahalanobis_p)
            || below(self.even_odd, rules.least_even_odd)
            || below(self.seconds, rules.least_seconds)
    }
}

/// What was measured of every sheet of a wave, row by row.
///
/// It speaks of single respondents and so neither prints nor serialises; how many were flagged leaves with a release only.
#[derive(Clone)]
pub struct Screening {
    signs: Vec<SheetSigns>,
    items: usize,
}

impl fmt::Debug for Screening {
    /// Names the type and nothing of its content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Screening(hidden)")
    }
}

impl Screening {
    /// Looks at every sheet; `seconds` holds each respondent's whole time, where it was recorded.
    ///
    /// # Errors
    /// [`NotEstimable::Misshapen`] where `seconds` has not one number a row.
    ///
    /// ```
    /// use thalweg_survey::{Columns, Instrument, careless::{CarelessRules, Screening}};
    /// let pulse = Instrument::leadership_experimentation();
    /// let codes: Vec<Vec<u8>> = [[6, 4], [5, 4], [7, 4], [6, 4], [4, 4], [6, 4], [2, 4]].map(|column| column.to_vec()).to_vec();
    /// let columns = Columns::from_codes(&pulse, vec![0, 0], codes)?;
    /// let screening = Screening::of(&columns, None)?;
    /// assert_eq!(screening.flagged(&CarelessRules::default()), [false, true], "the second gave one answer throughout");
    /// assert_eq!(screening.without_flagged(&columns, &CarelessRules::default())?.rows(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of(columns: &Columns, seconds: Option<&[f64]>) -> Result<Self, NotEstimable> {
        if seconds.is_some_and(|seconds| seconds.len() != columns.rows()) {
            return Err(NotEstimable::Misshapen);
        }
        let items = columns.instrument().items().len();
        let sheets = columns.sheets();
        let far = mahalanobis::distances(&sheets);
        let halves = even_odd::Halves::of(columns.instrument());
        let chi = u32::try_from(items).ok().and_then(|k| ChiSquared::new(f64::from(k)));
        let signs = sheets.iter().zip(&far).enumerate().map(|(row, (sheet, distance))| SheetSigns {
            longest_run: longest_run(sheet),
            variability: variability(sheet),
            mahalanobis: *distance,
            mahalanobis_p: distance.and_then(|d| chi?.upper(d)),
            even_odd: halves.consistency(sheet),
            seconds: seconds.and_then(|s| s.get(row)).map(|s| s / count::of(items.max(1))),
        });
        Ok(Self { signs: signs.collect(), items })
    }

    /// What was measured of each row.
    #[must_use]
    pub fn signs(&self) -> &[SheetSigns] {
        &self.signs
    }

    /// Which rows the rules flag.
    #[must_use]
    pub fn flagged(&self, rules: &CarelessRules) -> Vec<bool> {
        self.signs.iter().map(|signs| signs.flagged(rules, self.items)).collect()
    }

    /// The columns without the flagged rows, to be scored again beside the whole.
    ///
    /// # Errors
    /// As [`Columns::from_codes`], where the columns are not those that were screened.
    pub fn without_flagged(&self, columns: &Columns, rules: &CarelessRules) -> Result<Columns, Problems> {
        columns.kept(&self.flagged(rules).iter().map(|flagged| !flagged).collect::<Vec<_>>())
    }
}

/// The longest run of one answer; an absence ends a run.
fn longest_run(sheet: &[Option<i32>]) -> u32 {
    let mut longest = 0;
    let (mut run, mut last) = (0, None);
    for answer in sheet {
        run = if answer.is_none() {
            0
        } else if *answer == last {
            run + 1
        } else {
            1
        };
        last = *answer;
        longest = longest.max(run);
    }
    longest
}

fn variability(sheet: &[Option<i32>]) -> Option<f64> {
    let values: Vec<f64> = sheet.iter().flatten().copied().map(f64::from).collect();
    if values.len() < 2 {
        return None;
    }
    let n = count::of(values.len());
    let mean = values.iter().sum::<f64>() / n;
    Some((values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt())
}
