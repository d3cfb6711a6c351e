"""Timers: many due at one instant, and many spread evenly.

A timer has fired when its message is in the message log, which stands for the provider: the time
the gateway writes into a line is earlier, that of the decision.
"""

from suite.ingest import EVENTS
from suite.load import SCENARIOS, Load
from suite.progress import say
from suite.rounds import median
from suite.servers import Gateway
from suite.verdict import Result

JOURNEY = SCENARIOS / "journeys" / "load-timers.yaml"
PATIENCE_S = 60


class Timers:
    """Measures one gateway after the other, each with timers of its own beside live events."""

    def __init__(self, workshop, customers):
        self.workshop, self.customers, self.load = workshop, customers, Load(workshop)

    def run(self, name, live_rate, phases, **timers):
        """The report of a run; `phases` are names and seconds, `timers` as in a scenario."""
        scenario = self.load.scenario(
            scenario=name, form="unary", customers={"count": self.customers}, **EVENTS,
            journeys=[str(JOURNEY)], warmup="2s",
            timers={"journey": JOURNEY.stem, "event": "Timer Set",
                    "patience": f"{PATIENCE_S}s"} | timers,
            phases=[{"name": phase, "duration": f"{seconds}s", "rate": live_rate}
                    for phase, seconds in phases])
        with Gateway(self.workshop) as gateway:
            return self.load.run(scenario, gateway, verify=True, message_log=gateway.message_log)


class Burst:
    """Timers due at one instant, in the middle of other events."""

    def __init__(self, workshop, count=20_000, live_rate=2_000, before_s=10, during_s=3,
                 customers=100_000):
        self.timers = Timers(workshop, customers)
        self.count, self.live_rate = count, live_rate
        self.before_s, self.during_s = before_s, during_s

    def measure(self):
        # The instant is not known to better than a second before the run, so it is put one second
        # into the phase that is looked at.
        return self.timers.run(
            "timer-burst", self.live_rate,
            [("before", self.before_s), ("during", self.during_s), ("after", 5)],
            count=self.count, due_after=f"{self.before_s + 1}s")


class Spread:
    """So many timers a second, for some seconds, with few other events."""

    def __init__(self, workshop, per_s=1000, seconds=20, live_rate=100, customers=100_000):
        self.timers = Timers(workshop, customers)
        self.per_s, self.seconds, self.live_rate = per_s, seconds, live_rate

    def measure(self):
        return self.timers.run(
            "timer-spread", self.live_rate, [("measured", self.seconds + 5)],
            count=self.per_s * self.seconds, due_after="3s", spread=f"{self.seconds}s")


def burst_row(burst, rounds):
    reports = []
    for number in range(rounds):
        reports.append(burst.measure())
        say(f"round {number + 1}: {burst.count} timers: last after "
            f"{reports[-1].timers['last_s']:.2f} s, {faults(reports[-1])}; live p99 "
            f"{p99_ms(reports[-1], 'before'):.1f} ms, then {p99_ms(reports[-1], 'during'):.1f} ms")
    samples = [report.timers["last_s"] for report in reports]
    before = median([p99_ms(report, "before") for report in reports])
    during = median([p99_ms(report, "during") for report in reports])
    return Result(
        "timer_burst_s", median(samples), samples,
        [f"p99 of {burst.live_rate} live events/s: {before:.1f} ms before, {during:.1f} ms in the "
         f"{burst.during_s} s around", *sorted({faults(report) for report in reports})],
        must_holds=not any(report.broken for report in reports), goal_holds=during <= 2 * before)


def spread_row(spread, rounds):
    reports = []
    for number in range(rounds):
        reports.append(spread.measure())
        say(f"round {number + 1}: {spread.per_s} timers a second: lateness p99 "
            f"{reports[-1].timers['lateness_ms']['p99']:.1f} ms, {faults(reports[-1])}")
    samples = [report.timers["lateness_ms"]["p99"] for report in reports]
    p50 = median([report.timers["lateness_ms"]["p50"] for report in reports])
    worst = max(report.timers["lateness_ms"]["max"] for report in reports)
    return Result(
        "timer_lateness_p99_ms", median(samples), samples,
        [f"p50 {p50:.1f} ms, worst {worst:.1f} ms",
         *sorted({faults(report) for report in reports})],
        must_holds=not any(report.broken for report in reports))


def p99_ms(report, phase):
    return report.phase(phase)["latency_us"]["p99"] / 1000


def faults(report):
    text = f"{report.timers['early']} early, {report.timers['missing']} missing"
    return f"{text}, broken: {', '.join(report.broken)}" if report.broken else text
