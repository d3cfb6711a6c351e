"""The table: what is measured, what must hold, and what is the goal."""

import dataclasses
import math

GOAL, MUST, MISSED = "goal", "must", "missed"


@dataclasses.dataclass(frozen=True)
class Row:
    """A line of the table; `higher` says which values are better."""

    id: str
    what: str
    unit: str
    must: float
    goal: float
    higher: bool = False

    def reaches(self, value, bound):
        return value >= bound if self.higher else value <= bound


ROWS = (
    Row("unary_rate_ratio", "unary: throughput / null handler", "ratio", 0.55, 0.75, higher=True),
    Row("batch_cpu_ratio", "batch of 100: CPU per event / bare commit", "ratio", 4, 2),
    Row("stream_cpu_ratio", "stream: CPU per event / bare commit", "ratio", 4, 2),
    Row("batch_rate_ratio", "batch of 100: throughput / bare commit", "ratio", 0.35, 0.6,
        higher=True),
    Row("unary_p99_ratio", "unary at half rate: p99 / null handler", "ratio", 4, 2),
    Row("sleeping_bytes", "a sleeping journey", "bytes", 500, 300),
    Row("restart_first_event_s", "restart: first event served after", "s", 3, 0.5),
    Row("timer_burst_s", "20,000 timers at one instant: all sent after", "s", 3, 1),
    Row("timer_lateness_p99_ms", "1,000 timers a second: p99 of lateness", "ms", 100, 20),
    Row("overload_goodput", "2x overload: goodput / peak", "ratio", 0.9, 0.95, higher=True),
    Row("overload_recovery_s", "p99 as before after the overload ends", "s", 10, 3),
    Row("idle_cpu", "idle with sleeping journeys", "% of a core", 2, 0.5),
)
IDS = tuple(row.id for row in ROWS)


def judge(row, value, must_holds=True, goal_holds=True):
    """GOAL, MUST or MISSED. `must_holds` and `goal_holds` tell of conditions besides the value."""
    if value is None or math.isnan(value) or not must_holds or not row.reaches(value, row.must):
        return MISSED
    return GOAL if goal_holds and row.reaches(value, row.goal) else MUST


@dataclasses.dataclass
class Result:
    """What was measured for a row: `samples` in the order of the rounds, `notes` for readers."""

    id: str
    value: float
    samples: list = dataclasses.field(default_factory=list)
    notes: list = dataclasses.field(default_factory=list)
    must_holds: bool = True
    goal_holds: bool = True


def judged(results):
    """The report: one object for each row that has a result, in the table's order."""
    by_id = {result.id: result for result in results}
    lines = []
    for row in ROWS:
        if row.id not in by_id:
            continue
        result = by_id[row.id]
        lines.append({
            "id": row.id, "value": result.value, "unit": row.unit, "must": row.must,
            "goal": row.goal,
            "verdict": judge(row, result.value, result.must_holds, result.goal_holds),
        })
    return lines
