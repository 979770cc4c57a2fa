"""Scores of forecasts and tests of their differences, beside what NumPy and SciPy say.

    scores_oracle.py SCORE_CASES   the test program of that name; prints each offence and exits 1 if there is one

An offence is a number off by more than 1e-12 of itself. Each is found here another way: CRPS by integrating
(F(x) - 1{actual <= x})^2, a long-run variance as a quadratic form, slow waves by a cosine transform, exact bounds
by quantiles of the beta distribution.
"""

import subprocess
import sys

import numpy
from scipy import fft, integrate, special, stats

NEAR = 1e-12


def integral(f, cuts):
    """Over each stretch between cuts by itself, where f is smooth."""
    return sum(integrate.quad(f, a, b, epsabs=0, epsrel=2e-14)[0] for a, b in zip(cuts, cuts[1:]) if a < b)


def crps_of_draws(actual, draws):
    steps = numpy.sort([actual, *draws])
    return integral(lambda x: (numpy.mean(draws <= x) - (actual <= x)) ** 2, steps)


def crps_of_normal(mean, deviation, actual):
    z = (actual - mean) / deviation
    below = [z - 40, *numpy.arange(-40, 41, 0.5), z]
    below = sorted(cut for cut in below if -40 <= cut <= z)
    above = sorted([z, *(cut for cut in numpy.arange(-40, 41, 0.5) if cut > z)])
    squares = integral(lambda x: special.ndtr(x) ** 2, below) + integral(lambda x: special.ndtr(-x) ** 2, above)
    return deviation * squares


def point_scores(triples):
    forecast, actual, scale = triples[~numpy.isnan(triples[:, :2]).any(axis=1)].T
    error = forecast - actual
    far = (actual != 0) & (numpy.abs(actual) >= numpy.abs(actual).mean() / 100)
    both = (actual[far] > 0).any() and (actual[far] < 0).any()
    if both:
        far[:] = False
    percentage = (numpy.abs(error[far]) / numpy.abs(actual[far])).mean() * 100 if far.any() else numpy.nan
    whole = numpy.abs(actual) + numpy.abs(forecast)
    symmetric = 200 * numpy.abs(error) / numpy.where(whole == 0, 1, whole)
    scaled = scale > 0
    return [
        len(error),
        numpy.mean(error),
        numpy.mean(numpy.abs(error)),
        numpy.sqrt(numpy.mean(error**2)),
        percentage,
        numpy.sum(~far),
        2 if both else 0 if far.all() else 1,
        symmetric.mean(),
        numpy.mean(numpy.abs(error)[scaled] / scale[scaled]),
        numpy.sum(~scaled),
    ]


def diebold_mariano(h, pairs):
    d = pairs[:, 0] - pairs[:, 1]
    there = ~numpy.isnan(d)
    n, mean = there.sum(), d[there].mean()
    centred = numpy.where(there, d - mean, 0)
    apart = numpy.abs(numpy.subtract.outer(numpy.arange(len(d)), numpy.arange(len(d))))
    variance = centred @ (apart < h) @ centred / n
    bartlett = variance <= 0
    if bartlett:
        variance = centred @ numpy.maximum(0, 1 - apart / h) @ centred / n
    error = numpy.sqrt(variance / n) / numpy.sqrt((n + 1 - 2 * h + h * (h - 1) / n) / n)
    half = stats.t.ppf(0.975, n - 1) * error
    return [mean, mean - half, mean + half, 2 * stats.t.sf(abs(mean / error), n - 1), bartlett]


def few_origins(pairs):
    d = pairs[:, 0] - pairs[:, 1]
    low, high = stats.t.interval(0.95, len(d) - 1, d.mean(), stats.sem(d))
    return [d.mean(), low, high, numpy.nan, 0]


def cosine_difference(h, pairs):
    d = pairs[:, 0] - pairs[:, 1]
    n, waves = len(d), len(d) - 1 if h == 1 else len(d) // (2 * h)
    along = fft.dct(d, type=2, norm="ortho")[1 : waves + 1]
    error = numpy.sqrt(numpy.mean(along**2) / n)
    half = stats.t.ppf(0.975, waves) * error
    return [d.mean(), d.mean() - half, d.mean() + half, 2 * stats.t.sf(abs(d.mean() / error), waves), waves]


def coverage(held, count):
    low = stats.beta.ppf(0.025, held, count - held + 1) if held else 0
    return [low, stats.beta.ppf(0.975, held + 1, count - held) if held < count else 1]


def holm(p):
    """Rejected at a level exactly when that level is the corrected p or more: by steps, as Holm 1979 has it."""
    order = sorted(range(len(p)), key=lambda i: p[i])
    return [
        min(1, max((len(p) - place) * p[order[place]] for place in range(order.index(i) + 1))) for i in range(len(p))
    ]


def moving(random, count, h):
    """Absolute errors of forecasts that share h - 1 of h periods."""
    shocks = random.standard_normal(count + h)
    return numpy.abs(numpy.convolve(shocks, numpy.ones(h), "valid")[:count])


def score_questions(random):
    for count in (1, 2, 3, 7, 40, 300):
        draws = random.normal(100, 20, count)
        for actual in (*random.normal(100, 20, 3), 0.0, 500.0, draws[0]):
            yield "draws", [actual, *draws], lambda actual=actual, draws=draws: [crps_of_draws(actual, draws)]
    for z in (-30, -8.3, -2, -1e-3, 0, 0.4, 1.1, 5, 12, 39):
        for mean, deviation in ((0, 1), (-50, 0.25), (1e6, 1e4)):
            case = [mean, deviation, mean + z * deviation]
            yield "normal", case, lambda case=case: [crps_of_normal(*case)]
    for level in (0.025, 0.1, 0.5, 0.9, 0.975):
        value, actual = random.normal(0, 3, 2)
        loss = max(level * (actual - value), (level - 1) * (actual - value))
        yield "pinball", [level, value, actual], lambda loss=loss: [loss]
    for count in (1, 2, 5, 12, 20, 57, 400):
        for held in {0, 1, count // 2, round(count * 0.8), count - 1, count}:
            yield "coverage", [held, count], lambda held=held, count=count: coverage(held, count)
    for count in (1, 5, 30):
        for mean in (100, -100, 2):
            triples = numpy.column_stack([random.normal(mean, 30, (count, 2)), random.exponential(9, count)])
            triples[count // 2, 2] = 0 if count > 1 else 1
            if count == 30:
                triples[3, 0] = triples[4, 1] = triples[5, 2] = numpy.nan
                triples[6, :2] = 0, 0
                triples[7, 1] = 0.01
            yield "points", triples.ravel(), lambda triples=triples: point_scores(triples)


def difference_questions(random):
    for count in (8, 9, 12, 20, 60):
        for h in (1, 2, 3, 4, 7):
            for better in (1, 3):
                pairs = numpy.column_stack([moving(random, count, h) * better, moving(random, count, h)])
                given = [h, *pairs.ravel()]
                yield "difference", given, lambda h=h, pairs=pairs: diebold_mariano(h, pairs)
                if h == 1 or count >= 2 * h:
                    yield "cosine", given, lambda h=h, pairs=pairs: cosine_difference(h, pairs)
                gaps = pairs.copy()
                if count > 9:
                    gaps[[2, 5, 6], [0, 1, 0]] = numpy.nan
                    yield "difference", [h, *gaps.ravel()], lambda h=h, gaps=gaps: diebold_mariano(h, gaps)
    for count in (2, 3, 7):
        pairs = random.exponential(10, (count, 2))
        yield "difference", [1, *pairs.ravel()], lambda pairs=pairs: few_origins(pairs)
    for count in (1, 2, 6, 15):
        p = list(random.uniform(0, 0.3, count))
        yield "holm", p, lambda p=p: holm(p)


def offences(word, given, found, expected):
    if len(found) != len(expected):
        yield f"{word} {given[:12]}: {len(found)} numbers, not {len(expected)}"
    scale = max(map(abs, expected)) if word in ("difference", "cosine") else 0
    for i, (one, other) in enumerate(zip(found, expected)):
        if numpy.isnan(one) and numpy.isnan(other):
            continue
        # The ends of an interval are known as well as what it is made of, not relative to a 0 they lie near.
        size = scale if i < 3 and scale else abs(other)
        if not abs(one - other) <= NEAR * size:
            yield f"{word} {[float(x) for x in given[:12]]}: number {i} is {one!r}, not {float(other)!r}"


def main(program):
    random = numpy.random.default_rng(20240229)
    questions = [*score_questions(random), *difference_questions(random)]
    lines = [" ".join([word, *(repr(float(x)) for x in given)]) for word, given, _ in questions]
    answer = subprocess.run([program], input="\n".join(lines) + "\n", capture_output=True, text=True, check=True)
    rows = answer.stdout.splitlines()
    found = [] if len(rows) == len(questions) else [f"{len(rows)} answers to {len(questions)} questions"]
    bartlett = 0
    for (word, given, expected), row in zip(questions, rows):
        numbers = expected()
        bartlett += word == "difference" and numbers[4]
        found += offences(word, given, list(map(float, row.split())), numbers)
    if not 0 < bartlett < len(questions):
        found.append("no variance was taken again with Bartlett's weights")
    print("\n".join(found[:60]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
