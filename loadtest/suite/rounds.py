"""Medians, spreads, and measuring this and that in turn.

A machine that others share is faster at one time than at another. So what is compared is measured
in turn (A B A B), and what counts is the median.
"""

import statistics


def median(samples):
    if not samples:
        raise ValueError("nothing was measured")
    return statistics.median(samples)


def spread(samples):
    """The samples' range as a share of their median; 0 for a median of 0."""
    middle = median(samples)
    return (max(samples) - min(samples)) / abs(middle) if middle else 0.0


def in_turn(rounds, measurements, tell=lambda name, number, value: None):
    """Runs each of `measurements` (name to function) once a round; gives name to list of values.

    Every other round goes backwards, so that none always comes after the same other.
    """
    values = {name: [] for name in measurements}
    for number in range(rounds):
        names = list(measurements)
        for name in names if number % 2 == 0 else reversed(names):
            value = measurements[name]()
            values[name].append(value)
            tell(name, number, value)
    return values


def ratio(above, below):
    """Ratio of the medians, and the ratios of the rounds."""
    return median(above) / median(below), [a / b for a, b in zip(above, below)]


def first_back(series, from_second, bound):
    """Seconds from `from_second` until a value of `series`, pairs of second and value, is at most
    `bound` and so is the next; None if that never happens."""
    after = [(second, value) for second, value in series if second >= from_second]
    for (second, value), (_, following) in zip(after, after[1:]):
        if value <= bound and following <= bound:
            return second - from_second
    return None
