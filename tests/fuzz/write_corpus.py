#!/usr/bin/env python3
"""Writes what fuzzing begins with: generated templates, and the journeys of the library.

Usage: write_corpus.py FOLDER makes FOLDER/liquid_fuzz and FOLDER/yaml_fuzz.
"""

import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/liquid/differential"))

import generate  # noqa: E402

TEMPLATES = 300


def main():
    folder = pathlib.Path(sys.argv[1])
    for name in ("liquid_fuzz", "yaml_fuzz"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for seed in range(TEMPLATES):
        text = generate.generate(seed)["template"]
        # The first byte says how it is rendered.
        (folder / "liquid_fuzz" / f"seed-{seed}").write_bytes(bytes([seed % 8]) + text.encode())
    for path in (ROOT / "journeys").rglob("*.yaml"):
        (folder / "yaml_fuzz" / f"seed-{path.stem}").write_bytes(path.read_bytes())


if __name__ == "__main__":
    main()
