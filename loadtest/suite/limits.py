"""What the machine allows at most: a null handler, bare commits, messages among actors."""

import json

from suite.progress import say
from suite.rounds import in_turn, median, spread

BATCHES = (1, 16, 64)


class BareCommit:
    """The commit script with nothing around it (usher-bare-commit)."""

    def __init__(self, workshop, size):
        self.workshop, self.size = workshop, size

    def measure(self, batch):
        return json.loads(self.workshop.run([
            self.workshop.program("usher-bare-commit"), "--batch", batch,
            "--seconds", self.size.measure_s, "--customers", self.size.customers]))


class ActorMessages:
    """Messages among as many actors as there are customers (usher-actor-messages)."""

    def __init__(self, workshop, size):
        self.workshop, self.size = workshop, size

    def measure(self):
        return json.loads(self.workshop.run([
            self.workshop.program("usher-actor-messages"),
            "--seconds", self.size.measure_s, "--customers", self.size.customers]))


def describe_commit(commit):
    return (f"{commit['commits_per_s']:.0f}/s, CPU a commit: Redis "
            f"{commit['redis_cpu_us_per_commit']:.1f} us, client "
            f"{commit['client_cpu_us_per_commit']:.1f} us")


def measure(ingest, rounds, known=None):
    """All limits, by name a list of one measurement a round. `known` are some that were measured
    already."""
    bare = BareCommit(ingest.workshop, ingest.size)
    actors = ActorMessages(ingest.workshop, ingest.size)
    wanted = {f"null {form}": lambda form=form: ingest.null(form)
              for form in ("unary", "batch", "stream")}
    wanted |= {f"bare commit {batch}": lambda batch=batch: bare.measure(batch)
               for batch in BATCHES}
    wanted["actor messages"] = actors.measure
    known = {name: values for name, values in (known or {}).items() if name in wanted}
    missing = {name: function for name, function in wanted.items() if name not in known}

    def tell(name, number, value):
        say(f"round {number + 1}: {name}: {_pace(name, value)[0]:.0f}/s")

    return known | in_turn(rounds, missing, tell)


def _pace(name, value):
    """Rate, and CPU in microseconds, of one event, commit or message."""
    if name.startswith("null"):
        return value.rate, value.cpu_us("usher-null")
    if name.startswith("bare"):
        return value["commits_per_s"], value["redis_cpu_us_per_commit"]
    return value["messages_per_s"], value["cpu_us_per_message"]


def summary(measured):
    """One object for each limit: medians and spreads, for reports."""
    lines = []
    for name, values in measured.items():
        rates, costs = zip(*(_pace(name, value) for value in values))
        lines.append({"limit": name, "per_s": median(rates), "per_s_spread": spread(rates),
                      "cpu_us": median(costs), "cpu_us_spread": spread(costs),
                      "rounds": len(values)})
    return lines


def beside(measured, gateway):
    """Each result of the gateway beside its limits: (what, result, limit, ratio)."""
    lines = []
    def add(what, result, limit):
        lines.append({"what": what, "result": result, "limit": limit, "ratio": result / limit})

    def pace(name, index):
        return median([_pace(name, value)[index] for value in measured[name]])

    for form in ("unary", "batch", "stream"):
        reports = gateway.get(f"gateway {form}")
        if not reports:
            continue
        rate = median([report.rate for report in reports])
        usherd = median([report.cpu_us("usherd") for report in reports])
        redis = median([report.cpu_us("redis") for report in reports])
        add(f"{form}: events/s / null handler's", rate, pace(f"null {form}", 0))
        add(f"{form}: usherd CPU us / null handler's", usherd, pace(f"null {form}", 1))
        add(f"{form}: events/s / bare commits/s at 64", rate, pace("bare commit 64", 0))
        add(f"{form}: Redis CPU us / bare commit's at 64", redis, pace("bare commit 64", 1))
    return lines
