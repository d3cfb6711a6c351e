"""The map of src/: which part may include which, and what every file must look like.

base < cores < messages < shells < app; src/README.md draws the same map for readers.
"""

import pathlib
import re

LINES_MAX = 400
BANNED_WORDS = {"util", "utils", "helper", "helpers", "common", "manager", "managers"}
SOURCE_SUFFIXES = {".h", ".cc"}

# Each core with the cores it may include; every core may include base.
CORES = {
    "cel": set(),
    "liquid": set(),
    "yaml": set(),
    "shop": {"yaml"},
    "importer": {"shop", "yaml"},
    "calendar": {"yaml"},
    "customer": {"cel", "liquid", "yaml"},
    "channel": {"cel", "liquid", "yaml", "customer"},
    "journey": {"calendar", "cel", "liquid", "yaml", "customer", "channel"},
    "agenda": {"calendar", "cel", "liquid", "yaml", "customer", "channel", "journey"},
}
CORES["backtest"] = set(CORES)

SHELLS = {"ingest", "routing", "fanout", "provider", "store", "web"}
# Cores whose folder also holds the actor around them, in files named *_actor*.
CORES_WITH_ACTOR = {"channel", "journey", "agenda"}

ALLOWED = {"base": set()}
ALLOWED.update({core: {"base"} | others for core, others in CORES.items()})
ALLOWED["messages"] = {"base"} | set(CORES)
SHELL_PARTS = SHELLS | {f"{core} actor" for core in CORES_WITH_ACTOR}
ALLOWED.update({shell: {"base", "messages"} | set(CORES) for shell in SHELL_PARTS})
ALLOWED["app"] = {"base", "messages"} | set(CORES) | SHELL_PARTS
# The program usher-shop, beside the simulator it runs.
ALLOWED["shop program"] = {"base", "importer", "shop"}
ALLOWED["cli"] = {"backtest", "base", "calendar", "cel", "channel", "customer", "importer", "liquid", "shop", "yaml"}

# Libraries that act on the world, by what their include paths look like.
LIBRARIES = {
    "CAF": re.compile(r"^caf/"),
    "gRPC": re.compile(r"^grpc(pp)?/|\.grpc\.pb\.h$"),
    "hiredis": re.compile(r"^hiredis/"),
}
FORBIDDEN_LIBRARIES = {part: set(LIBRARIES) for part in {"base"} | set(CORES)}
FORBIDDEN_LIBRARIES["messages"] = {"gRPC", "hiredis"}
FORBIDDEN_LIBRARIES["cli"] = {"CAF", "hiredis"}

INCLUDE = re.compile(r'^\s*#\s*include\s*(?P<open>["<])(?P<path>[^">]+)[">]')


def part_of(path):
    """The part of the map that a path below src/ belongs to, or None where it has no place."""
    folder = path.parts[0] if len(path.parts) > 1 else None
    if folder in CORES_WITH_ACTOR and "_actor" in path.stem:
        return f"{folder} actor"
    if path == pathlib.PurePosixPath("shop/main.cc"):
        return "shop program"
    return folder if folder in ALLOWED else None


def include_violations(root, path):
    """Violations of one file's includes, as (line, message)."""
    inner = path.relative_to(root / "src")
    part = part_of(inner)
    if part is None:
        folder = inner.parts[0] if len(inner.parts) > 1 else "."
        yield 1, f"src/{folder} is not on the map in tests/layout/layout.py and src/README.md"
        return
    for number, line in enumerate(path.read_text().splitlines(), start=1):
        match = INCLUDE.match(line)
        if not match:
            continue
        target = match["path"]
        for library in sorted(FORBIDDEN_LIBRARIES.get(part, ())):
            if LIBRARIES[library].search(target):
                yield number, f"{part} must not include {library} ({target})"
        if match["open"] == '"' and (path.parent / target).is_file():
            yield number, f'"{target}": write the path from src/'
            continue
        if target.startswith(("tests/", "loadtest/")):
            yield number, f"{part} must not include {target.split('/')[0]} ({target})"
            continue
        other = part_of(pathlib.PurePosixPath(target))
        # Generated code is included by paths of its own, which no folder of src/ has.
        if other is None or other == part or other in ALLOWED[part]:
            continue
        yield number, f"{part} must not include {other} ({target})"


def file_violations(root, path):
    """Violations of what every source file must look like, as (line, message)."""
    inner = path.relative_to(root)
    for name in inner.parts:
        banned = BANNED_WORDS.intersection(re.split(r"[^a-z]+", name.lower()))
        if banned:
            yield 1, f"'{name}': name it after what it does, not '{banned.pop()}'"
    lines = path.read_text().splitlines()
    if inner.parts[0] == "src" and len(lines) > LINES_MAX:
        yield LINES_MAX + 1, f"{len(lines)} lines; at most {LINES_MAX} are allowed in src"
    if path.suffix == ".h" and "#pragma once" not in lines:
        yield 1, "a header starts with #pragma once"


def violations(root):
    """Every violation below `root`, as 'file:line: message', in the order of the files' names."""
    root = pathlib.Path(root)
    found = []
    for folder in ("src", "tests", "loadtest"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix not in SOURCE_SUFFIXES:
                continue
            messages = list(file_violations(root, path))
            if folder == "src":
                messages += include_violations(root, path)
            found += [f"{path.relative_to(root)}:{line}: {text}" for line, text in messages]
    return found
