"""Reference values of distributions, by mpmath at 50 digits or scipy: python3 special.py > special.csv
Made with mpmath 1.3 and scipy 1.17.1. Columns: what, parameters joined by a blank, argument, value."""
import mpmath as mp
from scipy import stats

mp.mp.dps = 40


def row(what, parameters, x, value):
    print(what, " ".join(repr(float(p)) for p in parameters), repr(float(x)), mp.nstr(mp.mpf(value), 18), sep=",")


print("what,parameters,argument,value")
for z in (-37, -10, -5, -1.96, -0.1, 0, 0.5, 3, 8):
    row("normal.lower", (), z, mp.ncdf(z))
for p in (1e-300, 1e-20, 1e-6, 0.025, 0.3, 0.5, 0.9, 0.975, 0.9999):
    row("normal.quantile", (), p, mp.sqrt(2) * mp.erfinv(2 * mp.mpf(p) - 1) if p > 1e-15 else stats.norm.ppf(p))



def gamma_tail(a, x, upper):
    """by quadrature of the density: scipy's own is wrong at large shapes (8 times too small at 1e10, five deviations out)"""
    if upper == (x < a):
        return 1 - gamma_tail(a, x, not upper)
    a, x, norm = mp.mpf(a), mp.mpf(x), mp.loggamma(mp.mpf(a))
    d = mp.sqrt(a)
    ends = [x + i * d * 2 for i in range(16)] if upper else [max(x - i * d * 2, mp.mpf(0)) for i in range(15, -1, -1)]
    return mp.quad(lambda t: mp.exp((a - 1) * mp.log(t) - t - norm), ends)


def gamma_quantile(a, p):
    if a < 1e4:
        return stats.gamma.ppf(p, a)
    norm = mp.loggamma(mp.mpf(a))
    x = mp.mpf(stats.norm.ppf(p) * a ** 0.5 + a)
    for _ in range(6):
        x -= (gamma_tail(a, x, False) - mp.mpf(p)) / mp.exp((a - 1) * mp.log(x) - x - norm)
    return x


GAMMA = (0.001, 0.01, 0.1, 0.5, 1, 2.5, 10, 100, 1e4, 1e6)
for a in GAMMA:
    for f in (0.01, 0.5, 0.97, 1.0, 1.03, 2):
        x = a * f if a < 1e4 else a + (f - 0.97) * 5 * a ** 0.5
        row("gamma.lower", (a,), x, mp.gammainc(a, 0, mp.mpf(x), regularized=True) if a < 1e4 else gamma_tail(a, x, False))
        row("gamma.upper", (a,), x, mp.gammainc(a, mp.mpf(x), mp.inf, regularized=True) if a < 1e4 else gamma_tail(a, x, True))
for a in GAMMA + (1e8, 1e10):
    for p in (1e-6, 0.005, 0.025, 0.5, 0.975, 0.999):
        value = gamma_quantile(a, p)
        if value > 1e-300:
            row("gamma.quantile", (a,), p, value)
for a in (1e7 + 1, 1e8, 1e10):
    for z in (-5, -1, 0, 1, 5):
        x = a + z * a ** 0.5
        row("gamma.lower", (a,), x, gamma_tail(a, x, False))
        row("gamma.upper", (a,), x, gamma_tail(a, x, True))

BETA = ((0.001, 1), (0.01, 5), (0.5, 0.5), (1, 1), (3, 8), (0.5, 1e5), (40, 60), (1e3, 3), (5e5, 5e5), (10, 1e6), (1e5, 9e5))
for a, b in BETA:
    for p in (1e-6, 0.005, 0.025, 0.5, 0.975, 0.999):
        q = stats.beta.ppf(p, a, b)
        if q > 1e-300:
            row("beta.quantile", (a, b), p, q)
        if 0 < q < 1:
            row("beta.lower", (a, b), q, stats.beta.cdf(q, a, b))
            row("beta.upper", (a, b), q, stats.beta.sf(q, a, b))
for a, b in ((2e7, 2e7), (2e7, 8e8), (1e10, 3e10)):
    for z in (-5, -1, -1e-3, 0, 1e-3, 1, 5):
        x = a / (a + b) + z * (a / (a + b) * b / (a + b) / (a + b)) ** 0.5
        row("beta.lower", (a, b), x, stats.beta.cdf(x, a, b))

for df in (0.5, 1, 2, 5, 30, 1e3, 1e5, 1e6, 1e7, 2e7, 1e9, 1e12, 1e18):
    for p in (1e-10, 0.001, 0.025, 0.4, 0.975, 0.9999):
        row("student.quantile", (df,), p, stats.t.ppf(p, df))
    for t in (-40, -2, -0.01, 0, 1, 12):
        row("student.lower", (df,), t, stats.t.cdf(t, df))
for df in (0.5, 1, 3, 30, 1e3, 1e6):
    for p in (1e-6, 0.025, 0.5, 0.975):
        row("chi.quantile", (df,), p, stats.chi2.ppf(p, df))
for d1, d2 in ((1, 1), (2, 10), (5, 30), (100, 7), (7, 35), (1e3, 1e5)):
    for p in (1e-6, 0.025, 0.5, 0.975):
        row("f.quantile", (d1, d2), p, stats.f.ppf(p, d1, d2))
    for x in (0.1, 1, 3, 50):
        row("f.upper", (d1, d2), x, stats.f.sf(x, d1, d2))
for n, p in ((1, 0.3), (10, 0.5), (100, 0.01), (1000, 0.9), (10**6, 0.25)):
    for k in sorted({0, 1, n // 100, n // 4, n // 2, n * 9 // 10, n}):
        row("binomial.mass", (n, p), k, mp.binomial(n, k) * mp.mpf(p) ** k * (1 - mp.mpf(p)) ** (n - k))
        row("binomial.lower", (n, p), k, stats.binom.cdf(k, n, p))
        row("binomial.upper", (n, p), k, stats.binom.sf(k, n, p))
for m in (0.01, 1, 4.5, 100, 1e6):
    for k in (0, 1, 3, 10, 90, 1000100):
        row("poisson.mass", (m,), k, mp.exp(k * mp.log(mp.mpf(m)) - m - mp.loggamma(k + 1)))
        row("poisson.lower", (m,), k, stats.poisson.cdf(k, m))
        row("poisson.upper", (m,), k, stats.poisson.sf(k, m))
for a, b, n in ((4, 4, 4), (10, 90, 20), (500, 500, 100), (10**5, 10**6, 1000)):
    for k in (0, 1, 3, 50, 95):
        row("hypergeometric.mass", (a, b, n), k, stats.hypergeom.pmf(k, a + b, a, n))
