"""Medians, spreads, and taking turns."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "loadtest"))
from suite.rounds import first_back, in_turn, median, ratio, spread  # noqa: E402


class MedianTest(unittest.TestCase):
    def test_one_outlier_does_not_move_it(self):
        self.assertEqual(median([3, 1, 1000, 2, 4]), 3)

    def test_nothing_measured_has_none(self):
        with self.assertRaises(ValueError):
            median([])

    def test_spread_is_the_range_in_parts_of_the_median(self):
        self.assertEqual(spread([8, 10, 13]), 0.5)
        self.assertEqual(spread([7]), 0)
        self.assertEqual(spread([0, 0, 1]), 0)

    def test_a_ratio_is_of_the_medians_and_keeps_those_of_the_rounds(self):
        self.assertEqual(ratio([2, 4, 60], [1, 2, 3]), (2, [2, 2, 20]))


class InTurnTest(unittest.TestCase):
    def test_each_round_measures_each_once_and_the_order_alternates(self):
        order = []

        def measuring(name):
            def measure():
                order.append(name)
                return len(order)
            return measure

        values = in_turn(3, {"a": measuring("a"), "b": measuring("b")})
        self.assertEqual("".join(order), "abbaab")
        self.assertEqual(values, {"a": [1, 4, 5], "b": [2, 3, 6]})


class FirstBackTest(unittest.TestCase):
    SERIES = [(0, 1), (1, 9), (2, 9), (3, 2), (4, 9), (5, 2), (6, 1)]

    def test_one_good_second_among_bad_ones_is_no_recovery(self):
        self.assertEqual(first_back(self.SERIES, 2, 2), 3)

    def test_what_was_before_does_not_count(self):
        self.assertEqual(first_back(self.SERIES, 6, 2), None)
        self.assertEqual(first_back(self.SERIES, 5, 2), 0)

    def test_never(self):
        self.assertIsNone(first_back(self.SERIES, 0, 0.5))


if __name__ == "__main__":
    unittest.main()
