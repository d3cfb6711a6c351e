"""Renders the chart, for tests to look at what Kubernetes would be given."""

import os
import pathlib
import shutil
import subprocess
import tempfile

import yaml

CHART = pathlib.Path(__file__).resolve().parents[2] / "helm" / "usher"


def renderer():
    """The program that renders: helm, or what USHER_HELM names; None when there is neither."""
    return shutil.which("helm") or os.environ.get("USHER_HELM")


class RenderError(Exception):
    """The chart refused its values; the text is what the user is told."""


def render(values=None, release="shop"):
    """The manifests of a release, as {(kind, name): manifest}. Raises RenderError."""
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        yaml.safe_dump(values or {}, file)
        file.flush()
        done = subprocess.run([renderer(), "template", release, str(CHART), "-f", file.name],
                              capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RenderError(done.stderr)
    documents = [document for document in yaml.safe_load_all(done.stdout) if document]
    manifests = {(each["kind"], each["metadata"]["name"]): each for each in documents}
    if len(manifests) != len(documents):
        raise AssertionError("an object is rendered twice")
    return manifests


def lint():
    """What the linter says of the chart, and whether it is content."""
    done = subprocess.run([renderer(), "lint", str(CHART)],
                          capture_output=True, text=True, check=False)
    return done.returncode == 0, done.stdout + done.stderr


def pod_of(workload):
    return workload["spec"]["template"]["spec"]


def container_of(workload, name="usherd"):
    return next(each for each in pod_of(workload)["containers"] if each["name"] == name)
