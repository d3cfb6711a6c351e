#!/usr/bin/env python3
"""Cases in which engines differ: usher and Shopify's Ruby engine have to render what written_cases.json says."""

import argparse
import json
import sys

import engines


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    engines.add_arguments(parser)
    arguments = parser.parse_args()

    cases = json.loads((engines.FOLDER / "written_cases.json").read_text())
    requests = [{"template": case["template"], "data": case.get("data", {}), "partials": case.get("partials", {})} for case in cases]
    faults = known = 0
    for case, usher, liquidjs, ruby in zip(cases, *engines.all_answers(arguments, requests)):
        expected = {} if case.get("error") else {"output": case["output"]}
        known += not engines.same(liquidjs, expected)
        for name, answer in (("usher", usher), ("ruby", ruby)):
            if not engines.same(answer, expected):
                faults += 1
                print(f"{case['why']}: {case['template']}\n  expected: {expected or 'an error'}\n  {name}: {answer}")
    print(f"{len(cases)} cases compared, {known} known differences (liquidjs renders something else)")
    if faults:
        sys.exit(f"{faults} unexplained differences")


if __name__ == "__main__":
    main()
