"""usherd, usher-null and redis-server, run for a measurement."""

import json
import re
import signal
import socket

from suite import proc

ANY_PORT = "127.0.0.1:0"


class Redis:
    """A Redis with the settings of the gateway's private one, that outlives gateways."""

    def __init__(self, workshop, data_dir):
        self.workshop, self.data_dir = workshop, data_dir
        data_dir.mkdir(parents=True, exist_ok=True)
        self.socket = workshop.path("redis.sock")
        self.program = workshop.start([
            "redis-server", "--port", "0", "--unixsocket", self.socket, "--dir", data_dir,
            "--save", "", "--appendonly", "yes", "--appendfsync", "everysec",
            "--auto-aof-rewrite-min-size", "256mb", "--rdbcompression", "no",
            "--maxmemory-policy", "noeviction"])
        self.program.wait_until(self._answers)

    @property
    def pid(self):
        return self.program.pid

    @property
    def url(self):
        return f"unix://{self.socket}"

    def _answers(self):
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                # While it reads its data, Redis answers with an error.
                return connection.recv(64).startswith(b"+PONG")
        except OSError:
            return False

    def stop(self):
        self.program.stop()


class Gateway:
    """usherd, with a private Redis unless it is given one."""

    def __init__(self, workshop, data_dir=None, redis=None, listen=ANY_PORT, flags=()):
        self.workshop = workshop
        self.data_dir = data_dir or workshop.path("data")
        self.message_log = self.data_dir / "messages.jsonl"
        arguments = [workshop.program("usherd"), "--listen", listen, "--data-dir", self.data_dir]
        if redis is not None:
            arguments += ["--redis", redis.url]
        self.program = workshop.start([*arguments, *flags])
        self.redis = redis
        self.address = None

    def wait(self, patience_s=120):
        """Until it serves."""
        self.address = self.program.wait_until(self._address, patience_s)
        self.redis_pid = self.redis.pid if self.redis else proc.children(self.pid)[0]
        return self

    def _address(self):
        for line in self.program.output().splitlines():
            if '"serving"' in line and line.endswith("}"):
                return json.loads(line)["address"]
        return None

    @property
    def pid(self):
        return self.program.pid

    @property
    def pids(self):
        return {"usherd": self.pid, "redis": self.redis_pid}

    def control(self, *arguments):
        """Runs usherctl against it and gives the output."""
        return self.workshop.run([self.workshop.program("usherctl"), "--server", self.address,
                                  *arguments])

    def stop(self):
        self.program.stop()

    def kill(self):
        self.program.kill()

    def __enter__(self):
        return self.wait()

    def __exit__(self, *error):
        self.stop()


class NullServer:
    """usher-null: the server that does nothing."""

    def __init__(self, workshop):
        self.program = workshop.start([workshop.program("usher-null"), "--listen", ANY_PORT])
        self.address = self.program.wait_until(self._address)

    def _address(self):
        match = re.search(r"^serving (\S+)$", self.program.output(), re.MULTILINE)
        return match and match[1]

    @property
    def pids(self):
        return {"usher-null": self.program.pid}

    def stop(self):
        self.program.stop()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.stop()


def end_on_signals():
    """Has SIGINT, SIGTERM and SIGHUP unwind, so that everything started is ended."""
    def unwind(number, _frame):
        raise KeyboardInterrupt(signal.Signals(number).name)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, unwind)
