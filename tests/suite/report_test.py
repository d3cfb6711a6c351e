"""Tables that people read."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "loadtest"))
from suite.load import Report  # noqa: E402
from suite.report import company_text, limits_text, number, rows_text  # noqa: E402
from suite.verdict import Result  # noqa: E402


def null_report(rate, cpu_us):
    return Report({"total": {"ok_per_s": rate},
                   "cost": {"usher-null": {"cpu_us_per_event": cpu_us}}})


def gateway_report(rate, usherd_us, redis_us):
    return Report({"total": {"ok_per_s": rate},
                   "cost": {"usherd": {"cpu_us_per_event": usherd_us},
                            "redis": {"cpu_us_per_event": redis_us}}})


def commit(rate, redis_us):
    return {"commits_per_s": rate, "redis_cpu_us_per_commit": redis_us,
            "client_cpu_us_per_commit": 1}


class NumberTest(unittest.TestCase):
    def test_digits_are_those_one_can_use(self):
        self.assertEqual([number(value) for value in (41234.5, 12.34, 1.234, 0.0123)],
                         ["41,234", "12.3", "1.23", "0.012"])


class RowsTest(unittest.TestCase):
    def test_a_row_shows_value_spread_bounds_and_verdict(self):
        text = rows_text([Result("unary_rate_ratio", 0.6, [0.6, 0.5, 0.7], ["seen twice"])])
        line = next(line for line in text.splitlines() if line.startswith("unary"))
        self.assertEqual(line.split()[-8:], ["0.60", "33", "%", ">=", "0.55", ">=", "0.75", "must"])
        self.assertIn("unary_rate_ratio: seen twice", text)


class CompanyTest(unittest.TestCase):
    def test_figures_taken_in_company_are_doubted(self):
        self.assertNotIn("again", company_text(0.04))
        self.assertIn("31 %", company_text(0.31))
        self.assertIn("again", company_text(0.31))


class LimitsTest(unittest.TestCase):
    def test_each_result_stands_beside_its_limit(self):
        limits = {"null unary": [null_report(40_000, 20)], "bare commit 64": [commit(100_000, 6)]}
        text = limits_text(limits, {"gateway unary": [gateway_report(20_000, 50, 12)]})
        ratios = [line.split()[-1] for line in text.splitlines() if line.startswith("unary:")]
        self.assertEqual(ratios, ["0.50", "2.50", "0.20", "2.00"])


if __name__ == "__main__":
    unittest.main()
