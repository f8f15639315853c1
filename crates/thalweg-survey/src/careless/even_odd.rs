//! Even–odd consistency: whether a respondent's half scales go together over constructs.

use crate::count;
use crate::instrument::{Instrument, Key, Scale};

/// The items of each construct without subscales, with their places, keys and scales.
pub(super) struct Halves {
    constructs: Vec<Vec<(usize, Key, Scale)>>,
}

impl Halves {
    pub(super) fn of(instrument: &Instrument) -> Self {
        let place = |id: &str| {
            let found = instrument.items().iter().enumerate().find(|(_, item)| item.id.as_str() == id);
            found.map(|(at, item)| (at, item.key, item.scale))
        };
        let plain = instrument.constructs().iter().filter(|c| c.subscales.is_empty() && c.items.len() >= 2);
        Self {
            constructs: plain.map(|c| c.items.iter().filter_map(|id| place(id.as_str())).collect()).collect(),
        }
    }

    /// The correlation over constructs of the mean of the first, third … keyed item with that of the second, fourth …,
    /// stepped up to full length by 2r/(1 + r) and no less than −1. None below three constructs with both halves answered,
    /// and where a half does not vary.
    pub(super) fn consistency(&self, sheet: &[Option<i32>]) -> Option<f64> {
        let halves = self.constructs.iter().filter_map(|items| {
            let half = |odd: usize| {
                let values: Vec<f64> = (items.iter().skip(odd).step_by(2))
                    .filter_map(|(at, key, scale)| scale.keyed(sheet.get(*at).copied().flatten()?, *key))
                    .map(f64::from)
                    .collect();
                (!values.is_empty()).then(|| values.iter().sum::<f64>() / count::of(values.len()))
            };
            half(0).zip(half(1))
        });
        let halves: Vec<(f64, f64)> = halves.collect();
        let r = correlation(&halves).filter(|_| halves.len() >= 3)?;
        Some(if r <= -0.5 { -1.0 } else { (2.0 * r / (1.0 + r)).max(-1.0) })
    }
}

fn correlation(pairs: &[(f64, f64)]) -> Option<f64> {
    let n = count::of(pairs.len());
    let (mx, my) = (pairs.iter().map(|p| p.0).sum::<f64>() / n, pairs.iter().map(|p| p.1).sum::<f64>() / n);
    let (mut xy, mut xx, mut yy) = (0.0, 0.0, 0.0);
    for (x, y) in pairs {
        xy += (x - mx) * (y - my);
        xx += (x - mx).powi(2);
        yy += (y - my).powi(2);
    }
    (xx > 1e-12 && yy > 1e-12).then(|| xy / (xx * yy).sqrt())
}
