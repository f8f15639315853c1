//! The bivariate normal distribution: probability of a quadrant and density.

use std::f64::consts::PI;

use thalweg_stats::special::Normal;

/// Abscissae and weights of ten-point Gauss–Legendre quadrature on [−1, 1], the positive half.
const GAUSS: [(f64, f64); 5] = [
    (0.148_874_338_981_631_2, 0.295_524_224_714_752_9),
    (0.433_395_394_129_247_2, 0.269_266_719_309_996_36),
    (0.679_409_568_299_024_4, 0.219_086_362_515_982_04),
    (0.865_063_366_688_984_5, 0.149_451_349_150_580_6),
    (0.973_906_528_517_171_7, 0.066_671_344_308_688_14),
];

/// Stretches of the quadrature.
const PANELS: u32 = 12;

/// P(X ≤ h, Y ≤ k) for correlation ρ: Φ(h)Φ(k) + 1/2π·∫₀^{asin ρ} exp(−(h² + k² − 2hk·sin θ)/(2cos² θ)) dθ.
///
/// An end may be infinite.
pub(super) fn quadrant(h: f64, k: f64, rho: f64) -> f64 {
    let below = |z: f64| match z {
        f64::INFINITY => 1.0,
        f64::NEG_INFINITY => 0.0,
        z => Normal.lower(z).unwrap_or(0.0),
    };
    let independent = below(h) * below(k);
    if !h.is_finite() || !k.is_finite() {
        return independent;
    }
    let curve = |theta: f64| {
        let (sin, cos) = theta.sin_cos();
        (-(h * h + k * k - 2.0 * h * k * sin) / (2.0 * cos * cos)).exp()
    };
    independent + integral(curve, rho.asin()) / (2.0 * PI)
}

fn integral(curve: impl Fn(f64) -> f64, end: f64) -> f64 {
    let half = end / (2.0 * f64::from(PANELS));
    let panel = |number: u32| {
        let middle = half * f64::from(2 * number + 1);
        GAUSS
            .iter()
            .map(|(at, weight)| weight * (curve(middle - half * at) + curve(middle + half * at)))
            .sum::<f64>()
    };
    half * (0..PANELS).map(panel).sum::<f64>()
}

/// The density at (h, k), 0 at infinity: it is also the derivative of the quadrant's probability by ρ.
pub(super) fn density(h: f64, k: f64, rho: f64) -> f64 {
    if !h.is_finite() || !k.is_finite() {
        return 0.0;
    }
    let left = 1.0 - rho * rho;
    (-(h * h + k * k - 2.0 * rho * h * k) / (2.0 * left)).exp() / (2.0 * PI * left.sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// scipy 1.17.1: `multivariate_normal([0, 0], [[1, r], [r, 1]]).cdf([h, k])`, and the closed form ¼ + asin(ρ)/2π.
    #[test]
    fn quadrants_agree_with_closed_forms() {
        for rho in [-0.95_f64, -0.5, 0.0, 0.3, 0.9, 0.999] {
            let exact = 0.25 + rho.asin() / (2.0 * PI);
            assert!((quadrant(0.0, 0.0, rho) - exact).abs() < 1e-14, "{rho}");
        }
        let one = Normal.lower(0.7).unwrap();
        assert!((quadrant(0.7, f64::INFINITY, 0.4) - one).abs() < 1e-15);
        // ρ → 1: P(X ≤ h, Y ≤ k) → Φ(min).
        assert!((quadrant(0.7, 1.9, 0.9999) - one).abs() < 1e-6);
    }
}
