"""Rates, costs and latencies of events on their way in.

100,000 customers, 300-byte events, every event changes its customer's record, Redis flushes its log
every second. Rates and costs are of a closed loop that keeps the server busy.
"""

import dataclasses

from suite import limits
from suite.load import Load
from suite.progress import say
from suite.rounds import in_turn, median, ratio
from suite.servers import Gateway, NullServer
from suite.verdict import Result

# Calls under way (events with streams) that keep a server busy, and connections they share.
BUSY = {"unary": {"concurrency": 256, "connections": 4},
        "batch": {"concurrency": 16, "connections": 4, "batch": 100},
        "stream": {"concurrency": 4000, "connections": 4}}

# What scenarios written here publish: events as large as those of the scenario `ingest`.
EVENTS = {"payload_bytes": 300,
          "events": [{"name": "Product Viewed", "properties": {"product_id": "p-1042"}}]}


@dataclasses.dataclass(frozen=True)
class Size:
    """How much is measured."""

    customers: int = 100_000
    fill_s: float = 6
    warmup_s: float = 2
    measure_s: float = 8


class Ingest:
    """Measures gateways and null servers, each started for one measurement."""

    def __init__(self, workshop, size=Size()):
        self.workshop, self.size, self.load = workshop, size, Load(workshop)

    def _closed(self, server, form, seconds, warmup_s):
        return self.load.run("ingest", server, form=form, duration=f"{seconds}s",
                             warmup=f"{warmup_s}s", customers=self.size.customers, **BUSY[form])

    def _open(self, server, rate):
        return self.load.run("ingest", server, form="unary", rate=round(rate),
                             duration=f"{self.size.measure_s}s", warmup=f"{self.size.warmup_s}s",
                             customers=self.size.customers, connections=4)

    def filled_gateway(self):
        """A gateway that knows its customers already."""
        gateway = Gateway(self.workshop).wait()
        self._closed(gateway, "batch", self.size.fill_s, 0)
        return gateway

    def busy(self, server, form):
        """Report of a server that is kept busy."""
        return self._closed(server, form, self.size.measure_s, self.size.warmup_s)

    def gateway(self, form):
        with self.filled_gateway() as gateway:
            return self.busy(gateway, form)

    def null(self, form):
        with NullServer(self.workshop) as server:
            return self.busy(server, form)

    def gateway_at(self, rate):
        """Report of a gateway at a given rate, unary."""
        with self.filled_gateway() as gateway:
            return self._open(gateway, rate)

    def null_at(self, rate):
        with NullServer(self.workshop) as server:
            return self._open(server, rate)


def gateway_cpu_us(report):
    """CPU of usherd and Redis for each event."""
    return report.cpu_us("usherd", "redis")


def rate_rows(ingest, rounds, forms):
    """Rates and costs of `forms`, each beside its limit; gives the rows and the limits measured."""
    bare = limits.BareCommit(ingest.workshop, ingest.size)
    measurements = {}
    for form in forms:
        measurements[f"gateway {form}"] = lambda form=form: ingest.gateway(form)
        measurements[f"null {form}"] = lambda form=form: ingest.null(form)
    if "batch" in forms or "stream" in forms:
        measurements["bare commit 64"] = lambda: bare.measure(64)

    def tell(name, number, value):
        say(f"round {number + 1}: {name}: {describe(name, value)}")

    measured = in_turn(rounds, measurements, tell)
    results = []
    if "unary" in forms:
        value, samples = ratio(*rates_of(measured, "gateway unary", "null unary"))
        results.append(Result("unary_rate_ratio", value, samples, [
            f"gateway {median_rate(measured, 'gateway unary'):.0f}/s, "
            f"null handler {median_rate(measured, 'null unary'):.0f}/s"]))
    for form in ("batch", "stream"):
        if form in forms:
            results.append(cpu_row(measured, form))
    if "batch" in forms:
        commits = [commit["commits_per_s"] for commit in measured["bare commit 64"]]
        value, samples = ratio([report.rate for report in measured["gateway batch"]], commits)
        results.append(Result("batch_rate_ratio", value, samples, [
            f"gateway {median_rate(measured, 'gateway batch'):.0f}/s, "
            f"bare commit {median(commits):.0f}/s"]))
    return results, measured


def cpu_row(measured, form):
    """CPU for each event beside what Redis alone needs for a bare commit."""
    commits = measured["bare commit 64"]
    redis_us = [commit["redis_cpu_us_per_commit"] for commit in commits]
    both_us = [us + commit["client_cpu_us_per_commit"] for us, commit in zip(redis_us, commits)]
    reports = measured[f"gateway {form}"]
    events_us = [gateway_cpu_us(report) for report in reports]
    value, samples = ratio(events_us, redis_us)
    return Result(f"{form}_cpu_ratio", value, samples, [
        f"usherd {median([report.cpu_us('usherd') for report in reports]):.1f} us + Redis "
        f"{median([report.cpu_us('redis') for report in reports]):.1f} us an event, bare commit "
        f"{median(redis_us):.1f} us of Redis",
        f"{median(events_us) / median(both_us):.2f} when the bare client's CPU counts as well"])


def p99_row(ingest, rounds, rate):
    """p99 of gateway and null handler at the same rate, open loop."""
    def tell(name, number, value):
        say(f"round {number + 1}: {name} at {rate:.0f}/s: p99 {value.latency_us():.0f} us")

    measured = in_turn(rounds, {"gateway": lambda: ingest.gateway_at(rate),
                                "null": lambda: ingest.null_at(rate)}, tell)
    p99 = {name: [report.latency_us() for report in reports] for name, reports in measured.items()}
    value, samples = ratio(p99["gateway"], p99["null"])
    return Result("unary_p99_ratio", value, samples, [
        f"gateway {median(p99['gateway']):.0f} us, null handler {median(p99['null']):.0f} us "
        f"at {rate:.0f}/s"])


def rates_of(measured, *names):
    return [[report.rate for report in measured[name]] for name in names]


def median_rate(measured, name):
    return median([report.rate for report in measured[name]])


def describe(name, value):
    if name.startswith("bare"):
        return limits.describe_commit(value)
    if name.startswith("null"):
        return f"{value.rate:.0f}/s, {value.cpu_us('usher-null'):.1f} us of CPU an event"
    return (f"{value.rate:.0f}/s, CPU an event: usherd {value.cpu_us('usherd'):.1f} us, "
            f"Redis {value.cpu_us('redis'):.1f} us")
