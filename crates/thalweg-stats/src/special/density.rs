//! Prefactors of the incomplete functions, by Loader's saddle points: exact where differences of `ln_gamma` are not.

use std::f64::consts::TAU;

use statrs::function::gamma::ln_gamma;

/// What Stirling's formula leaves out of ln Γ(n + 1).
fn stirling_error(n: f64) -> f64 {
    if n < 16.0 {
        return ln_gamma(n + 1.0) - (n + 0.5) * n.ln() + n - 0.5 * TAU.ln();
    }
    let m = n * n;
    (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - (1.0 / 1680.0 - 1.0 / 1188.0 / m) / m) / m) / m) / n
}

/// x ln(x/m) + m − x, without cancellation where x is near m.
pub(super) fn deviance(x: f64, m: f64) -> f64 {
    let (difference, sum) = (x - m, x + m);
    if difference.abs() > 0.1 * sum {
        return x * (x / m).ln() + m - x;
    }
    let v = difference / sum;
    let square = v * v;
    let mut power = 2.0 * x * v;
    let mut total = difference * v;
    for j in 1..60 {
        power *= square;
        let next = total + power / f64::from(2 * j + 1);
        if next.to_bits() == total.to_bits() {
            break;
        }
        total = next;
    }
    total
}

/// The logarithm of xᵃ e⁻ˣ / Γ(a + 1).
pub(super) fn ln_poisson_term(a: f64, x: f64) -> f64 {
    -stirling_error(a) - deviance(a, x) - 0.5 * (TAU.ln() + a.ln())
}

/// The logarithm of Γ(a + b + 1) / (Γ(a + 1) Γ(b + 1)) · xᵃ yᵇ, where x + y = 1.
pub(super) fn ln_binomial_term(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let n = a + b;
    let errors = stirling_error(n) - stirling_error(a) - stirling_error(b);
    let deviances = deviance(a, n * x) + deviance(b, n * y);
    errors - deviances + 0.5 * ((n / a / b).ln() - TAU.ln())
}
