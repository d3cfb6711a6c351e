"""Programs started for a measurement, and gone after it.

Only what was started here is ever stopped, by its process id.
"""

import contextlib
import ctypes
import pathlib
import signal
import subprocess
import tempfile
import time

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)


class Failure(Exception):
    """A measurement that cannot be made; the text says why."""


def die_with_parent():
    """Runs in the child before the program: should we be killed, it ends as well."""
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Program:
    """A program that runs beside us; its output goes to a file."""

    def __init__(self, arguments, log):
        self.arguments = [str(argument) for argument in arguments]
        self.log = pathlib.Path(log)
        with open(self.log, "wb") as output:
            # A session of its own, so that Ctrl-C reaches us alone and we end it in good order.
            self.process = subprocess.Popen(
                self.arguments, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                process_group=0, preexec_fn=die_with_parent)

    @property
    def pid(self):
        return self.process.pid

    def running(self):
        return self.process.poll() is None

    def output(self):
        return self.log.read_text(encoding="utf-8", errors="replace")

    def wait_until(self, is_ready, patience_s=60, what="serve"):
        """Waits until `is_ready()` gives something, and gives it."""
        deadline = time.monotonic() + patience_s
        while not (ready := is_ready()):
            if not self.running():
                raise Failure(f"{self.arguments[0]} ended: {self.output()[-2000:]}")
            if time.monotonic() > deadline:
                raise Failure(f"{self.arguments[0]} does not {what} after {patience_s} s")
            time.sleep(0.002)
        return ready

    def stop(self, patience_s=60):
        """Asks it to end, and ends it when it does not."""
        if self.running():
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(patience_s)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.process.wait()

    def kill(self):
        self.process.kill()
        self.process.wait()


class Workshop:
    """A temporary folder and the programs that run in it. Leaving it ends and removes all."""

    def __init__(self, binaries):
        self.binaries = pathlib.Path(binaries)
        self.exits = contextlib.ExitStack()
        self.started = 0

    def __enter__(self):
        self.folder = pathlib.Path(self.exits.enter_context(
            tempfile.TemporaryDirectory(prefix="usher-load-", ignore_cleanup_errors=True)))
        return self

    def __exit__(self, *error):
        return self.exits.__exit__(*error)

    def path(self, name):
        """A path in the folder that nothing else has."""
        self.started += 1
        return self.folder / f"{self.started}-{name}"

    def start(self, arguments):
        """Starts a program that is stopped with the workshop at the latest."""
        program = Program(arguments, self.path(pathlib.Path(arguments[0]).name + ".log"))
        self.exits.callback(program.stop)
        return program

    def run(self, arguments, patience_s=600, codes=(0,)):
        """Runs a program to its end, which must be with one of `codes`, and gives its output."""
        program = self.start(arguments)
        try:
            code = program.process.wait(patience_s)
        except subprocess.TimeoutExpired:
            raise Failure(f"{arguments[0]} has not ended after {patience_s} s") from None
        if code not in codes:
            raise Failure(f"{' '.join(program.arguments)} ended with {code}: "
                          f"{program.output()[-2000:]}")
        return program.output()

    def program(self, name):
        path = self.binaries / name
        if not path.exists():
            raise Failure(f"{path} is missing: build it first, see --help")
        return path
