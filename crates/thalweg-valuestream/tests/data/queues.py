"""Queues simulated customer by customer, as a check of the waiting formulas that shares nothing with them: numpy 2.4.6,
python3 queues.py. Each line: case, mean wait, half width of its 95 % interval over 30 batches."""
import heapq
import numpy as np


def draw(rng, kind, mean, n):
    """Times of a squared coefficient of variation: 0 fixed, 1 exponential, 0.5 Erlang of two, 2 hyperexponential."""
    if kind == 0:
        return np.full(n, mean)
    if kind == 1:
        return rng.exponential(mean, n)
    if kind == 0.5:
        return rng.gamma(2, mean / 2, n)
    p = 0.5 * (1 + np.sqrt((kind - 1) / (kind + 1)))  # balanced means
    first = rng.random(n) < p
    return np.where(first, rng.exponential(mean / (2 * p), n), rng.exponential(mean / (2 * (1 - p)), n))


def simulate(arrivals, work, servers, ca, cs, n=1_200_000, seed=1):
    rng = np.random.default_rng(seed)
    came = np.cumsum(draw(rng, ca, 1 / arrivals, n))
    takes = draw(rng, cs, work, n)
    free = [0.0] * servers
    waits = np.empty(n)
    for i in range(n):
        start = max(came[i], heapq.heappop(free))
        waits[i] = start - came[i]
        heapq.heappush(free, start + takes[i])
    batches = waits[n // 10 :].reshape(30, -1).mean(axis=1)
    return batches.mean(), 2.045 * batches.std(ddof=1) / np.sqrt(30)


for case in [(0.8, 1, 1, 1, 1), (0.8, 1, 1, 1, 0), (0.8, 1, 1, 1, 2), (0.7, 1, 1, 0.5, 0.5), (1.6, 1, 2, 1, 1),
             (3.4, 1, 4, 1, 1), (3.4, 1, 4, 1, 0.5), (7.2, 1, 8, 1, 2)]:
    print(case, *("%.4f" % it for it in simulate(*case)))

# Work that comes back: a stage is done anew until it comes out right, so that its effort is geometric.
rng = np.random.default_rng(2)
tries = rng.geometric(0.85, 2_000_000)
print("effort of 16 h at 85 %%: %.4f, +- %.4f" % (16 * tries.mean(), 2 * 16 * tries.std() / np.sqrt(len(tries))))
print("rolled 90 %%, 85 %%: %.4f" % np.mean((rng.random(2_000_000) < 0.9) & (rng.random(2_000_000) < 0.85)))
