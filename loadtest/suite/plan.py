"""Which measurements are made, and how large they are."""

import dataclasses

from suite import ingest, limits, overload, sleeping, timers
from suite.processes import Failure
from suite.progress import say
from suite.rounds import median
from suite.servers import Gateway
from suite.verdict import IDS

RATE_ROWS = {"unary_rate_ratio": "unary", "batch_cpu_ratio": "batch",
             "batch_rate_ratio": "batch", "stream_cpu_ratio": "stream"}


@dataclasses.dataclass
class Measured:
    """What came out of it: rows, and the samples of gateways and limits by name."""

    results: list = dataclasses.field(default_factory=list)
    samples: dict = dataclasses.field(default_factory=dict)


def measure_rows(workshop, rounds, wanted=IDS, sleepers=1_000_000):
    """Measures the rows `wanted` of the table."""
    out = Measured()
    events = ingest.Ingest(workshop)
    forms = sorted({RATE_ROWS[row] for row in wanted if row in RATE_ROWS}
                   | ({"unary"} if "unary_p99_ratio" in wanted else set()), reverse=True)
    if forms:
        say(f"rates and costs of {', '.join(forms)}")
        results, out.samples = ingest.rate_rows(events, rounds, forms)
        out.results += [result for result in results if result.id in wanted]
    if "unary_p99_ratio" in wanted:
        peak = median([report.rate for report in out.samples["gateway unary"]])
        out.results.append(ingest.p99_row(events, rounds, peak / 2))
    if "timer_burst_s" in wanted:
        out.results.append(timers.burst_row(timers.Burst(workshop), rounds))
    if "timer_lateness_p99_ms" in wanted:
        out.results.append(timers.spread_row(timers.Spread(workshop), rounds))
    if {"overload_goodput", "overload_recovery_s"} & set(wanted):
        out.results += overload.measure(overload.Overload(events), rounds, wanted)
    if {"sleeping_bytes", "idle_cpu", "restart_first_event_s"} & set(wanted):
        say(f"{sleepers} sleeping journeys")
        out.results += sleeping.measure(workshop, sleepers, rounds, wanted)
    return out


def measure_limits(workshop, rounds, known=None):
    """Measures what is not among `known`."""
    say("limits")
    return limits.measure(ingest.Ingest(workshop), rounds, known)


# Small enough for a test, which must not take long and says nothing about speed.
QUICK = ingest.Size(customers=2_000, fill_s=1, warmup_s=0.5, measure_s=2)


def check(workshop):
    """Runs everything once and small; a Failure when something does not run or does not verify."""
    events = ingest.Ingest(workshop, QUICK)
    with Gateway(workshop) as gateway:
        for form in ("unary", "batch", "stream"):
            report = events.load.run("ingest", gateway, form=form, duration="2s", rate=500,
                                     customers=QUICK.customers, verify=True,
                                     message_log=gateway.message_log)
            if report.broken:
                raise Failure(f"{form}: broken: {', '.join(report.broken)}")
            say(f"verified {report.acknowledged} events, {form}")
    results, samples = ingest.rate_rows(events, 1, ("unary", "batch", "stream"))
    peak = median([report.rate for report in samples["gateway unary"]])
    results.append(ingest.p99_row(events, 1, peak / 4))
    limits.measure(events, 1, samples)
    results.append(timers.burst_row(timers.Burst(workshop, count=500, live_rate=100, before_s=3,
                                                 customers=QUICK.customers), 1))
    results.append(timers.spread_row(timers.Spread(workshop, per_s=200, seconds=3,
                                                   customers=QUICK.customers), 1))
    results += overload.measure(overload.Overload(events, turns=1, before_s=5, over_s=4, after_s=4), 1, IDS)
    results += sleeping.measure(workshop, 2_000, 1, IDS, idle_s=2)
    missing = set(IDS) - {result.id for result in results}
    if missing:
        raise Failure(f"not measured: {', '.join(sorted(missing))}")
    # Correctness holds at any speed.
    wrong = [result.id for result in results if not result.must_holds]
    if wrong:
        raise Failure(f"broken: {', '.join(wrong)}")
