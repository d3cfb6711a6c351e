"""What a report of usher-load says."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "loadtest"))
from suite.load import Report  # noqa: E402
from suite.processes import Failure  # noqa: E402

REPORT = Report({
    "phases": [{"name": "before", "ok": 1}, {"name": "during", "ok": 2}],
    "total": {"ok": 3, "ok_per_s": 1.5, "latency_us": {"p50": 10, "p99": 90}},
    "cost": {"usherd": {"cpu_us_per_event": 30}, "redis": {"cpu_us_per_event": 12}},
    "verification": [{"id": "sent_once", "ok": False}, {"id": "caps", "ok": True}],
})


class ReportTest(unittest.TestCase):
    def test_costs_of_several_programs_add_up(self):
        self.assertEqual(REPORT.cpu_us("usherd", "redis"), 42)
        self.assertEqual(REPORT.cpu_us("redis"), 12)

    def test_phases_have_names(self):
        self.assertEqual(REPORT.phase("during")["ok"], 2)
        with self.assertRaisesRegex(Failure, "no phase later"):
            REPORT.phase("later")

    def test_broken_promises_are_named(self):
        self.assertEqual(REPORT.broken, ["sent_once"])

    def test_p99_is_what_latency_means_unless_told(self):
        self.assertEqual(REPORT.latency_us(), 90)
        self.assertEqual(REPORT.latency_us("p50"), 10)


if __name__ == "__main__":
    unittest.main()
