"""Checks the tree against the map, and the map's checker against trees made up for it."""

import pathlib
import tempfile
import unittest

import layout


def violations_of(files):
    """The violations of a tree that consists of `files`, a mapping from path to text."""
    with tempfile.TemporaryDirectory() as root:
        for name, text in files.items():
            path = pathlib.Path(root, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return layout.violations(root)


def including(target):
    return f'// A line before it.\n#include "{target}"\n'


class Tree(unittest.TestCase):
    def test_keeps_to_the_map(self):
        root = pathlib.Path(__file__).resolve().parents[2]
        self.assertTrue(list((root / "src").rglob("*.cc")), "no sources found")
        found = layout.violations(root)
        self.assertFalse(found, "\n" + "\n".join(found))


class Includes(unittest.TestCase):
    def test_allowed_directions_pass(self):
        for path, target in [
            ("src/cel/parse.cc", "base/value.h"),
            ("src/journey/advance.cc", "channel/cap.h"),
            ("src/journey/advance.cc", "usher/v1/journey.pb.h"),
            ("src/journey/journey_actor.cc", "journey/advance.h"),
            ("src/journey/journey_actor.cc", "messages/envelope.h"),
            ("src/routing/router.cc", "caf/all.hpp"),
            ("src/store/redis_store.cc", "hiredis/hiredis.h"),
            ("src/app/main.cc", "journey/journey_actor.h"),
            ("src/app/main.cc", "routing/router.h"),
            ("src/cli/apply.cc", "yaml/parse.h"),
            ("src/cli/apply.cc", "usher/v1/event.grpc.pb.h"),
            ("src/backtest/run.cc", "journey/advance.h"),
        ]:
            with self.subTest(path=path, target=target):
                self.assertEqual(violations_of({path: including(target)}), [])

    def test_forbidden_directions_are_named_by_file_and_line(self):
        for path, target, other in [
            ("src/base/value.cc", "cel/parse.h", "cel"),
            ("src/cel/parse.cc", "liquid/parse.h", "liquid"),
            ("src/customer/record.cc", "channel/cap.h", "channel"),
            ("src/channel/cap.cc", "journey/advance.h", "journey"),
            ("src/journey/advance.cc", "messages/envelope.h", "messages"),
            ("src/journey/advance.cc", "journey/journey_actor.h", "journey actor"),
            ("src/messages/envelope.h", "routing/router.h", "routing"),
            ("src/routing/router.cc", "journey/journey_actor.h", "journey actor"),
            ("src/journey/journey_actor.cc", "channel/channel_actor.h", "channel actor"),
            ("src/ingest/publish.cc", "store/store.h", "store"),
            ("src/store/codec.cc", "app/config.h", "app"),
            ("src/app/main.cc", "cli/apply.h", "cli"),
            ("src/cli/apply.cc", "journey/advance.h", "journey"),
            ("src/base/value.cc", "tests/support/fake.h", "tests"),
        ]:
            with self.subTest(path=path, target=target):
                found = [v for v in violations_of({path: including(target)}) if "#pragma" not in v]
                self.assertEqual(len(found), 1, found)
                self.assertTrue(found[0].startswith(f"{path}:2: "), found[0])
                self.assertIn(f"must not include {other} ({target})", found[0])

    def test_cores_stay_away_from_libraries_that_act(self):
        for target in ["caf/all.hpp", "grpcpp/server.h", "x.grpc.pb.h", "hiredis/async.h"]:
            for path in ["src/journey/advance.cc", "src/agenda/due.cc", "src/base/clock.cc"]:
                with self.subTest(path=path, target=target):
                    self.assertEqual(len(violations_of({path: including(target)})), 1)

    def test_angle_brackets_hide_nothing(self):
        found = violations_of({"src/cel/parse.cc": "#include <store/store.h>\n"})
        self.assertEqual(len(found), 1, found)

    def test_paths_start_at_src(self):
        files = {"src/cel/parse.cc": '#include "parse.h"\n', "src/cel/parse.h": "#pragma once\n"}
        self.assertEqual(
            violations_of(files), ['src/cel/parse.cc:1: "parse.h": write the path from src/'])

    def test_a_folder_without_a_place_on_the_map_is_reported(self):
        self.assertIn("src/metrics is not on the map", violations_of({"src/metrics/a.cc": ""})[0])


class Files(unittest.TestCase):
    def test_length_is_bounded_in_src_only(self):
        self.assertEqual(violations_of({"src/cel/a.cc": "\n" * 400}), [])
        self.assertIn("src/cel/a.cc:401: 401 lines", violations_of({"src/cel/a.cc": "\n" * 401})[0])
        self.assertEqual(violations_of({"tests/cel/a_test.cc": "\n" * 401}), [])

    def test_empty_words_are_no_names(self):
        for path in ["src/base/utils/a.cc", "src/cel/string_helpers.cc", "tests/common/a.cc",
                     "src/routing/actor_manager.cc"]:
            with self.subTest(path=path):
                self.assertEqual(len(violations_of({path: ""})), 1)

    def test_headers_start_with_pragma_once(self):
        self.assertEqual(len(violations_of({"src/cel/a.h": "#ifndef A\n#endif\n"})), 1)


if __name__ == "__main__":
    unittest.main()
