"""The engines that are compared, each answering lines {"template", "data", "partials"}."""

import json
import pathlib
import subprocess
import sys

FOLDER = pathlib.Path(__file__).resolve().parent


def add_arguments(parser):
    parser.add_argument("--usherctl", required=True, help="the program to test")
    parser.add_argument("--node-modules", required=True, help="the folder that holds liquidjs")


def answers(command, cases):
    """What `command` answers to each of `cases`: {"output"} or {"error"}."""
    lines = "".join(json.dumps(case) + "\n" for case in cases)
    result = subprocess.run(command, input=lines, capture_output=True, text=True, timeout=300)
    found = [json.loads(line) for line in result.stdout.split("\n") if line]
    if result.returncode != 0 or len(found) != len(cases):
        sys.exit(f"{command[0]} answered {len(found)} of {len(cases)} lines, code {result.returncode}: {result.stderr[:2000]}")
    return found


def all_answers(arguments, cases):
    """The answers of usher, liquidjs and Ruby."""
    return (answers([arguments.usherctl, "template", "render", "--batch"], cases),
            answers(["node", str(FOLDER / "liquidjs_render.mjs"), arguments.node_modules], cases),
            answers(["ruby", str(FOLDER / "ruby_render.rb")], cases))


def same(a, b):
    """Both render the same, or both fail."""
    return a.get("output") == b.get("output")
