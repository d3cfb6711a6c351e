"""Who says whether a row holds."""

import math
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "loadtest"))
from suite.verdict import GOAL, IDS, MISSED, MUST, ROWS, Result, Row, judge, judged  # noqa: E402

LOW = Row("low", "lower is better", "s", must=4, goal=2)
HIGH = Row("high", "higher is better", "ratio", must=0.5, goal=0.75, higher=True)


class JudgeTest(unittest.TestCase):
    def test_bounds_belong_to_what_they_bound(self):
        self.assertEqual([judge(LOW, value) for value in (1, 2, 2.01, 4, 4.01)],
                         [GOAL, GOAL, MUST, MUST, MISSED])
        self.assertEqual([judge(HIGH, value) for value in (1, 0.75, 0.74, 0.5, 0.49)],
                         [GOAL, GOAL, MUST, MUST, MISSED])

    def test_what_was_not_measured_is_missed(self):
        self.assertEqual(judge(LOW, None), MISSED)
        self.assertEqual(judge(LOW, math.nan), MISSED)
        self.assertEqual(judge(HIGH, math.nan), MISSED)

    def test_a_broken_promise_outweighs_the_value(self):
        self.assertEqual(judge(LOW, 1, must_holds=False), MISSED)

    def test_a_goal_with_a_condition_needs_both(self):
        self.assertEqual(judge(LOW, 1, goal_holds=False), MUST)
        self.assertEqual(judge(LOW, 5, goal_holds=False), MISSED)


class TableTest(unittest.TestCase):
    def test_goals_are_no_easier_than_musts(self):
        for row in ROWS:
            self.assertTrue(row.reaches(row.goal, row.must), row.id)

    def test_lines_come_in_the_tables_order_whatever_was_measured_first(self):
        lines = judged([Result(id, 1.0) for id in reversed(IDS)])
        self.assertEqual(tuple(line["id"] for line in lines), IDS)

    def test_a_line_says_what_it_was_judged_by(self):
        (line,) = judged([Result("idle_cpu", 1.5)])
        self.assertEqual(line, {"id": "idle_cpu", "value": 1.5, "unit": "% of a core", "must": 2,
                                "goal": 0.5, "verdict": MUST})


if __name__ == "__main__":
    unittest.main()
