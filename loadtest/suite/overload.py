"""Overload: twice what the gateway can take, and how soon it is as before afterwards.

Events come in large batches. With single calls, and still with batches of 100, the load tester's
own calls take what is missing: one that is refused costs it, and gRPC, as much as one that is taken.
"""

from statistics import mean

from suite.ingest import EVENTS
from suite.load import Load
from suite.processes import Failure
from suite.progress import say
from suite.rounds import first_back, median
from suite.verdict import Result

BATCH = 500
BEFORE_S, OVER_S, AFTER_S = 8, 10, 12
# Seconds of the timeline that count as before: the first are warm-up.
SETTLED_AFTER_S = 3


class Overload:
    """Measures one gateway after the other: peak and twice the peak in turn, then half, twice and
    half of it."""

    def __init__(self, ingest, turns=3, before_s=BEFORE_S, over_s=OVER_S, after_s=AFTER_S):
        self.ingest, self.load, self.turns = ingest, Load(ingest.workshop), turns
        self.before_s, self.over_s, self.after_s = before_s, over_s, after_s

    def _scenario(self, name, phases):
        return self.load.scenario(
            scenario=name, form="batch", batch=BATCH,
            customers={"count": self.ingest.size.customers}, **EVENTS,
            phases=[{"name": name, "duration": f"{seconds}s", "of_capacity": share}
                    for name, seconds, share in phases])

    def _peak(self, gateway):
        """Events/s of a gateway that is kept busy."""
        size = self.ingest.size
        return self.load.run("ingest", gateway, form="batch", batch=BATCH, concurrency=4,
                             connections=4, customers=size.customers,
                             duration=f"{size.measure_s}s", warmup=f"{size.warmup_s}s").rate

    def _twice(self, gateway, peak):
        """Report of twice the peak."""
        scenario = self._scenario("overload", [("over", self.over_s, 2)])
        return self.load.run(scenario, gateway, capacity=peak,
                             warmup=f"{self.ingest.size.warmup_s}s")

    def _recovery(self, gateway, peak):
        """p99 before an overload, and seconds until it was as before; None if never."""
        report = self.load.run(self._scenario("overload-and-release", [
            ("before", self.before_s, 0.5), ("over", self.over_s, 2),
            ("after", self.after_s, 0.5)]), gateway, capacity=peak)
        # Ticks are told by their end; one without any reply has no p99, and is no recovery.
        p99 = [(tick["t_s"] - 1, tick["p99_us"]) for tick in report.timeline
               if tick["ok_per_s"] > 0]
        before = [us for second, us in p99 if SETTLED_AFTER_S <= second < self.before_s]
        if not before:
            raise Failure(f"no event was answered at half of {peak:.0f}/s, before the overload")
        calm = median(before)
        return calm, first_back(p99, self.before_s + self.over_s, 2 * calm)

    def measure(self):
        """Goodput as a share of the peak, and the recovery."""
        with self.ingest.filled_gateway() as gateway:
            peaks, twice = [self._peak(gateway)], []
            for _ in range(self.turns):
                twice.append(self._twice(gateway, mean(peaks)))
                peaks.append(self._peak(gateway))
            peak = mean(peaks)
            calm, recovery = self._recovery(gateway, peak)
        return {"peak": round(peak), "goodput": mean([report.rate for report in twice]) / peak,
                "shed": sum(report.shed for report in twice), "calm_p99_us": round(calm),
                "recovery_s": recovery}


def measure(overload, rounds, wanted):
    """Results of the rows `wanted` among overload_goodput and overload_recovery_s."""
    runs = []
    for number in range(rounds):
        runs.append(overload.measure())
        say(f"round {number + 1}: overload: {runs[-1]}")
    goodput = [run["goodput"] for run in runs]
    # One that never recovered took at least as long as was looked.
    recovery = [overload.after_s if run["recovery_s"] is None else run["recovery_s"]
                for run in runs]
    peak = median([run["peak"] for run in runs])
    results = [
        Result("overload_goodput", median(goodput), goodput,
               [f"peak {peak:.0f}/s; offered {2 * peak:.0f}/s, {overload.turns} times for "
                f"{overload.over_s} s, {median([run['shed'] for run in runs]):.0f} shed"]),
        Result("overload_recovery_s", median(recovery), recovery,
               [f"p99 before {median([run['calm_p99_us'] for run in runs]):.0f} us"]),
    ]
    return [result for result in results if result.id in wanted]
