"""usher-load and what it reports."""

import json
import pathlib

from suite.processes import Failure

SCENARIOS = pathlib.Path(__file__).resolve().parent.parent / "scenarios"


class Report:
    """What usher-load wrote about one run."""

    def __init__(self, data):
        self.data = data

    @property
    def rate(self):
        """Events acknowledged a second."""
        return self.data["total"]["ok_per_s"]

    @property
    def acknowledged(self):
        return self.data["total"]["ok"]

    @property
    def shed(self):
        """Events refused because there were too many."""
        return self.data["total"]["shed"]

    def latency_us(self, percentile="p99"):
        return self.data["total"]["latency_us"][percentile]

    def phase(self, name):
        for phase in self.data["phases"]:
            if phase["name"] == name:
                return phase
        raise Failure(f"usher-load reported no phase {name}")

    def cpu_us(self, *programs):
        """CPU of these programs for each event, in microseconds."""
        return sum(self.data["cost"][program]["cpu_us_per_event"] for program in programs)

    @property
    def broken(self):
        """Ids of the promises that were checked and found broken."""
        return [check["id"] for check in self.data["verification"] if not check["ok"]]

    @property
    def timers(self):
        return self.data["timers"]

    @property
    def timeline(self):
        return self.data["timeline"]


class Load:
    """Runs usher-load in a workshop."""

    def __init__(self, workshop):
        self.workshop = workshop

    def run(self, scenario, server, *, verify=False, message_log=None, patience_s=900, **options):
        """Runs a scenario, a path or a name of a ready one, and gives the report.

        `server` is a running one; its processes are what costs are read of. `options` are those of
        usher-load, such as form="batch". With `verify` the report says which promises were kept.
        """
        path = scenario if isinstance(scenario, pathlib.Path) else SCENARIOS / f"{scenario}.yaml"
        out = self.workshop.path("load.json")
        arguments = [self.workshop.program("usher-load"), path, "--server", server.address,
                     "--json", out, "--quiet"]
        for name, pid in server.pids.items():
            arguments += ["--pid", f"{name}={pid}"]
        if not verify:
            arguments.append("--no-verify")
        if message_log is not None:
            arguments += ["--message-log", message_log]
        for name, value in options.items():
            if value is not None:
                arguments += [f"--{name}", value]
        output = self.workshop.run(arguments, patience_s, codes=(0, 1))
        if not out.exists():
            raise Failure(f"{path.stem}: {output[-2000:]}")
        report = Report(json.loads(out.read_text(encoding="utf-8")))
        if verify and not report.data["verification"]:
            raise Failure(f"{path.stem}: nothing was verified")
        if report.acknowledged == 0:
            raise Failure(f"{path.stem}: no event was acknowledged; {output[-2000:]}")
        return report

    def scenario(self, **fields):
        """Writes a scenario for one measurement, and gives its path. JSON is YAML as well."""
        path = self.workshop.path(f"{fields['scenario']}.yaml")
        path.write_text(json.dumps(fields, indent=1), encoding="utf-8")
        return path
