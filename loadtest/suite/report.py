"""Tables and files."""

import json
import pathlib
import sys

from suite import limits, proc
from suite.rounds import spread
from suite.verdict import ROWS, judged

OUT = pathlib.Path(__file__).resolve().parent.parent / "out"

# What others may use of the machine without spoiling what is measured.
COMPANY_MAX = 0.05


def number(value):
    """A number with as many digits as one can use."""
    size = abs(value)
    digits = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 0.1 else 3
    return f"{value:,.{digits}f}"


def table(heads, lines):
    """Lines of a table; all columns but the first are numbers, to the right."""
    cells = [heads, *lines]
    widths = [max(len(line[i]) for line in cells) for i in range(len(heads))]
    for line in cells:
        yield "  ".join(cell.ljust(width) if i == 0 else cell.rjust(width)
                        for i, (cell, width) in enumerate(zip(line, widths))).rstrip()


def rows_text(results):
    """The table of what must hold and what is the goal."""
    by_id = {result.id: result for result in results}
    what = {row.id: f"{row.what} ({row.unit})" for row in ROWS}
    higher = {row.id: row.higher for row in ROWS}
    lines, notes = [], []
    for line in judged(results):
        result = by_id[line["id"]]
        sign = ">=" if higher[line["id"]] else "<="
        lines.append([what[line["id"]], number(line["value"]),
                      f"{100 * spread(result.samples):.0f} %",
                      f"{sign} {number(line['must'])}", f"{sign} {number(line['goal'])}",
                      line["verdict"]])
        notes += [f"  {line['id']}: {note}" for note in result.notes]
    heads = ["what", "measured", "spread", "must", "goal", "verdict"]
    return "\n".join([*table(heads, lines), "", *notes])


def limits_text(measured, gateway=None):
    """The limits, and each result of `gateway` beside its own."""
    lines = [[line["limit"], number(line["per_s"]), f"{100 * line['per_s_spread']:.0f} %",
              number(line["cpu_us"]), f"{100 * line['cpu_us_spread']:.0f} %", str(line["rounds"])]
             for line in limits.summary(measured)]
    text = "\n".join(table(["limit", "a second", "spread", "CPU us", "spread", "rounds"], lines))
    beside = limits.beside(measured, gateway or {})
    if beside:
        text += "\n\n" + "\n".join(table(
            ["result / limit", "result", "limit", "ratio"],
            [[line["what"], number(line["result"]), number(line["limit"]), number(line["ratio"])]
             for line in beside]))
    return text


def company_text(share):
    """How far the figures may be believed, given what others used of the machine."""
    text = f"Other programs used {100 * share:.0f} % of the machine meanwhile."
    return text if share <= COMPANY_MAX else f"{text} Measure again when nothing else runs."


def write(results, complete, company, measured=None, gateway=None):
    """Writes report.json, or partial.json when rows were left out, and details.json."""
    OUT.mkdir(exist_ok=True)
    path = OUT / ("report.json" if complete else "partial.json")
    _dump(path, judged(results))
    _dump(OUT / "details.json", {
        "command": sys.argv, "machine": proc.machine(), "used_by_others": company,
        "rows": [{"id": result.id, "value": result.value, "samples": result.samples,
                  "notes": result.notes} for result in results],
        "limits": limits.summary(measured or {}),
        "beside_limits": limits.beside(measured, gateway or {}) if measured else [],
    })
    return path


def _dump(path, data):
    path.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
