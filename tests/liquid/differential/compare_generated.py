#!/usr/bin/env python3
"""Renders generated templates with usher, with liquidjs and with Shopify's Ruby engine, and compares.

Where the engines differ, Ruby's is right: usher has to agree with it, and a difference from liquidjs alone
is known. Everything else is a failure, told with its seed, its template and its data.
"""

import argparse
import json
import sys

import engines
import generate

SHOWN_MAX = 5


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    engines.add_arguments(parser)
    parser.add_argument("--seed", type=int, default=1, help="the first seed [1]")
    parser.add_argument("--cases", type=int, default=5000, help="how many cases, each with the next seed [5000]")
    arguments = parser.parse_args()

    seeds = range(arguments.seed, arguments.seed + arguments.cases)
    cases = [generate.generate(seed) for seed in seeds]
    rendered = known = unexplained = 0
    for seed, case, usher, liquidjs, ruby in zip(seeds, cases, *engines.all_answers(arguments, cases)):
        rendered += "output" in usher
        if engines.same(usher, ruby):
            known += not engines.same(usher, liquidjs)
            continue
        unexplained += 1
        if unexplained <= SHOWN_MAX:
            print(f"seed {seed}: not the same\n  template: {case['template']!r}\n  data:     {json.dumps(case['data'])}\n"
                  f"  partials: {json.dumps(case['partials'])}\n  usher:    {usher}\n  ruby:     {ruby}\n  liquidjs: {liquidjs}")
    print(f"{len(cases)} cases compared, {known} known differences (Ruby agrees with usher, liquidjs does not)")
    if rendered < len(cases) // 2:
        sys.exit(f"only {rendered} of {len(cases)} templates rendered: the comparison says little")
    if unexplained:
        sys.exit(f"{unexplained} unexplained differences")


if __name__ == "__main__":
    main()
