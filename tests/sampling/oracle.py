"""Quantiles, moments and the normal distribution, beside what SciPy says.

    oracle.py QUANTILES   the test program of that name; prints each offence and exits 1 if there is one

An offence is a quantile off by more than 1e-9 of max(|x - median|, quartile distance), a slope by more
than 1e-8 of itself or of that distance, an inverse normal by more than 1e-14 of itself, a normal
probability by more than 1e-14 of itself (and z² / 50 of that more in a tail). SciPy's own quantiles are polished
by its cdf and pdf where they are coarser than that.
"""

import subprocess
import sys

import numpy
from scipy import integrate, special, stats

U = [1e-15, 1e-12, 1e-9, 1e-6, 1e-3, 0.01, 0.1, 0.25, 0.3173, 0.5, 0.6, 0.75, 0.9, 0.975, 0.999]
U += [1 - 2.0**-20, 1 - 2.0**-30, 1 - 2.0**-40]


def beta(a, b, low, high):
    return stats.beta(a, b, low, high - low)


def pert(low, mode, high, shape=4):
    return beta(1 + shape * (mode - low) / (high - low), 1 + shape * (high - mode) / (high - low), low, high)


def lognormal(mean, sd):
    s2 = numpy.log1p((sd / mean) ** 2)
    return stats.lognorm(numpy.sqrt(s2), scale=mean * numpy.exp(-s2 / 2))


def triangular(low, mode, high):
    return stats.triang((mode - low) / (high - low), low, high - low)


# What the program is told, the distribution SciPy has, and the ends of a truncation.
CASES = [
    ("normal mean 3.2 sd 1.2", stats.norm(3.2, 1.2), None),
    ("normal mean 0 sd 1 within 1 2", stats.norm(), (1, 2)),
    ("normal mean 0 sd 1 within -4 inf", stats.norm(), (-4, numpy.inf)),
    ("normal mean 0 sd 1 within 3 5", stats.norm(), (3, 5)),
    ("lognormal mean 100 sd 30", lognormal(100, 30), None),
    ("lognormal mean 1 sd 0.001", lognormal(1, 0.001), None),
    ("lognormal mean 100 sd 30 within 80 150", lognormal(100, 30), (80, 150)),
    ("triangular low 0.85 mode 1 high 1.15", triangular(0.85, 1, 1.15), None),
    ("triangular low 0 mode 0 high 3", triangular(0, 0, 3), None),
    ("triangular low 0 mode 1 high 3 within 0.5 2.5", triangular(0, 1, 3), (0.5, 2.5)),
    ("uniform low -1 high 4", stats.uniform(-1, 5), None),
    ("uniform low -1 high 4 within 0 2", stats.uniform(-1, 5), (0, 2)),
    ("pert low 0 mode 1 high 4", pert(0, 1, 4), None),
    ("pert low 0 mode 1 high 4 shape 20", pert(0, 1, 4, 20), None),
    ("pert low 80 mode 100 high 140 within 90 120", pert(80, 100, 140), (90, 120)),
    ("beta shape 2 shape 3 low 0 high 1", beta(2, 3, 0, 1), None),
    ("beta shape 0.5 shape 0.5 low 0 high 1", beta(0.5, 0.5, 0, 1), None),
    ("beta shape 0.3 shape 5 low -1 high 1", beta(0.3, 5, -1, 1), None),
    ("beta shape 400 shape 900 low 0 high 1", beta(400, 900, 0, 1), None),
    ("beta mean 0.4 sd 0.2 low 0 high 1", beta(2, 3, 0, 1), None),
    ("student_t freedom 1 mean 0 scale 1", stats.t(1), None),
    ("student_t freedom 2.5 mean 1 scale 3", stats.t(2.5, 1, 3), None),
    ("student_t freedom 4 mean 0 scale 1", stats.t(4), None),
    ("student_t freedom 300 mean 0 scale 1", stats.t(300), None),
    ("student_t freedom 4 mean 0 scale 1 within -2 3", stats.t(4), (-2, 3)),
    ("student_t freedom 4 mean 0 scale 1 within 0.5 inf", stats.t(4), (0.5, numpy.inf)),
    ("normal p10 -1.2815515655446004 p90 1.2815515655446004", stats.norm(), None),
    ("normal p10 1 p50 2", stats.norm(2, 1 / special.ndtri(0.9)), None),
    ("uniform p50 2 p90 4", stats.uniform(-0.5, 5), None),
    ("uniform mean 2 sd 1", stats.uniform(2 - 3**0.5, 12**0.5), None),
]
# Distributions said by percentiles, with which the answer must agree.
PERCENTILES = [
    ("triangular p10 1 p50 2.3 p90 4", {0.1: 1, 0.5: 2.3, 0.9: 4}),
    ("pert p10 1 p50 2 p90 4", {0.1: 1, 0.5: 2, 0.9: 4}),
    ("pert p10 1 p50 2.4 p90 4 shape 2", {0.1: 1, 0.5: 2.4, 0.9: 4}),
    ("lognormal p10 80 p90 130", {0.1: 80, 0.9: 130}),
    ("lognormal p50 100 p90 130", {0.5: 100, 0.9: 130}),
    ("lognormal p10 -5 p50 2 p90 14", {0.1: -5, 0.5: 2, 0.9: 14}),
    ("student_t freedom 3 p10 -1 p90 2", {0.1: -1, 0.9: 2}),
]


def expected_quantile(of, ends, u):
    """The quantile and the density there, of what the truncation leaves."""
    low, high = ends or of.support()
    below, above = of.cdf(low), of.sf(high)
    mass = of.sf(low) - above if of.sf(low) < 0.5 else of.cdf(high) - below
    p, s = below + u * mass, above + (1 - u) * mass
    x = of.ppf(p) if p < s else of.isf(s)
    for _ in range(3):
        density = of.pdf(x)
        if not (numpy.isfinite(density) and density > 0):
            break
        step = (p - of.cdf(x)) / density if p < s else (of.sf(x) - s) / density
        if abs(step) < 1e-6 * max(abs(x), of.ppf(0.75) - of.ppf(0.25)):
            x += step
    return x, of.pdf(x) / mass


def expected_moments(of, ends):
    if ends is None:
        return of.mean(), of.std()
    low, high = ends
    inner = [point for point in of.ppf([0.001, 0.1, 0.5, 0.9, 0.999]) if low < point < high]
    cuts = [low, *inner, high]
    def integral(f):
        return sum(integrate.quad(f, a, b, epsabs=0, epsrel=1e-12)[0] for a, b in zip(cuts, cuts[1:]))
    mass = integral(of.pdf)
    mean = integral(lambda x: x * of.pdf(x)) / mass
    return mean, numpy.sqrt(integral(lambda x: (x - mean) ** 2 * of.pdf(x)) / mass)


def compare(case, of, ends, numbers):
    spread = of.ppf(0.75) - of.ppf(0.25)
    centre = of.ppf(0.5)
    for name, found, expected in zip(("mean", "sd"), numbers, expected_moments(of, ends)):
        if numpy.isfinite(expected) != numpy.isfinite(found) or (
            numpy.isfinite(expected) and abs(found - expected) > 1e-9 * max(abs(expected), spread)
        ):
            yield f"{case}: {name} {found}, SciPy {expected}"
    for i, u in enumerate(U):
        quantile, by_score, slope = numbers[4 + 3 * i : 7 + 3 * i]
        x, density = expected_quantile(of, ends, u)
        for found in (quantile, by_score):
            if not abs(found - x) <= 1e-9 * max(abs(x - centre), spread):
                yield f"{case}: at {u} {found}, SciPy {x}"
        if density > 0 and numpy.isfinite(density) and 1e-9 < u < 1 - 1e-9:
            rise = stats.norm.pdf(special.ndtri(u)) / density
            if not abs(slope - rise) <= 1e-8 * max(rise, spread):
                yield f"{case}: slope at {u} {slope}, SciPy {rise}"


def normal_questions():
    u = numpy.concatenate([10.0 ** -numpy.arange(1, 300), numpy.arange(1, 999) / 999, 1 - 2.0 ** -numpy.arange(1, 54)])
    z = numpy.concatenate([numpy.arange(-37, 9, 0.0371), [-0.67448975, 0.67448975, -(32**0.5), 32**0.5, 0.0]])
    return u, z


def compare_normal(u, z, scores, below):
    x = special.ndtri(u)
    for at, found, expected in zip(u, scores, x):
        if not abs(found - expected) <= 1e-14 * max(abs(expected), 0.01):
            yield f"score of {at}: {found}, SciPy {expected}"
    for at, found, expected in zip(z, below, special.ndtr(z)):
        # The tail exp(-z²/2) carries z² roundings of z² into a relative error.
        if not abs(found - expected) <= 1e-14 * (1 + at * at / 50) * expected:
            yield f"below {at}: {found}, SciPy {expected}"


def main(program):
    u, z = normal_questions()
    lines = [" ".join(map(repr, U))]
    lines += [case for case, _, _ in CASES] + [case for case, _ in PERCENTILES]
    lines += ["score " + " ".join(map(repr, map(float, u))), "below " + " ".join(map(repr, map(float, z)))]
    answer = subprocess.run([program], input="\n".join(lines) + "\n", capture_output=True, text=True, check=True)
    rows = answer.stdout.splitlines()
    offences = []
    for (case, of, ends), row in zip(CASES, rows):
        offences += compare(case, of, ends, list(map(float, row.split())))
    for (case, percentiles), row in zip(PERCENTILES, rows[len(CASES) :]):
        numbers = list(map(float, row.split()))
        for at, value in percentiles.items():
            found = numbers[4 + 3 * U.index(at)]
            if abs(found - value) > 1e-9 * abs(value):
                offences.append(f"{case}: at {at} {found}, not {value}")
    offences += compare_normal(u, z, *(list(map(float, row.split())) for row in rows[-2:]))
    if len(rows) != len(CASES) + len(PERCENTILES) + 2:
        offences.append(f"{len(rows)} answers")
    print("\n".join(offences[:60]))
    return 1 if offences else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
