"""Sleeping journeys: their memory, what an idle gateway costs, and how soon it serves again.

COUNT customers enter a journey that waits for thirty days. Redis is a process of its own, so that
it outlives the gateway as it does in a deployment; at the end the gateway with a private Redis,
which dies with it, is started on the same data.
"""

import json
import socket
import time

from suite import proc
from suite.progress import say
from suite.rounds import median
from suite.servers import Gateway, Redis
from suite.verdict import Result

JOURNEY = """journey: sleeping
enter: { on: Product Added }
exit: { on: Order Completed }
steps:
  - wait: { for: 30d }
  - send: { channels: [push], template: reminder }
templates:
  reminder: { push: { title: "{{ event.name }} is still there", body: "Come back" } }
"""
IDLE_S = 30
QUIET_S = 5


class Sleepers:
    """Redis, a gateway on it, and COUNT customers who sleep in a journey."""

    def __init__(self, workshop, count):
        self.workshop, self.count = workshop, count
        self.data_dir = workshop.path("data")
        self.listen = f"unix:{workshop.path('usher.sock')}"
        self.redis = Redis(workshop, self.data_dir)
        self.gateway = self._gateway().wait()
        journey = workshop.path("sleeping.yaml")
        journey.write_text(JOURNEY, encoding="utf-8")
        self.gateway.control("journey", "apply", "-f", journey)
        self.before = self._resident()
        self._publish()
        self.after = self._resident_when_quiet()

    def _gateway(self, embedded=False):
        # Actors sleep soon, so that nobody has to wait a minute for it.
        return Gateway(self.workshop, data_dir=self.data_dir, listen=self.listen,
                       redis=None if embedded else self.redis, flags=["--idle-after", "1s"])

    def _publish(self):
        events = self.workshop.path("events.jsonl")
        with open(events, "w", encoding="utf-8") as out:
            for number in range(self.count):
                json.dump({
                    "id": f"event-{number}",
                    "customer_id": f"customer-{number:07d}",
                    "name": "Product Added",
                    "properties": {"product_id": f"p{number % 977}", "name": "Blue Mug",
                                   "price": 12.5},
                }, out, separators=(",", ":"))
                out.write("\n")
        began = time.monotonic()
        self.gateway.control("event", "publish", "-f", events)
        events.unlink()
        took = time.monotonic() - began
        say(f"{self.count} journeys began in {took:.0f} s, {self.count / took:.0f}/s")
        self.peak = self._resident()

    def _resident(self):
        return {"usherd": proc.resident_bytes(self.gateway.pid),
                "redis": proc.resident_bytes(self.redis.pid)}

    def _resident_when_quiet(self):
        """Once all actors sleep, usherd has stopped giving memory back, and Redis is not rewriting
        its log."""
        lowest, quiet_since = self._resident()["usherd"], time.monotonic()
        while time.monotonic() - quiet_since < QUIET_S:
            time.sleep(0.5)
            now = self._resident()["usherd"]
            if now < lowest - (1 << 20):
                lowest, quiet_since = now, time.monotonic()
            if proc.children(self.redis.pid):
                quiet_since = time.monotonic()
        return self._resident()

    def bytes_each(self, program):
        return (self.after[program] - self.before[program]) / self.count

    def idle_cpu(self, seconds=IDLE_S):
        """CPU of usherd and of Redis while nothing happens, in percent of a core."""
        pids = {"usherd": self.gateway.pid, "redis": self.redis.pid}
        began = time.monotonic()
        before = {name: proc.cpu_seconds(pid) for name, pid in pids.items()}
        time.sleep(seconds)
        took = time.monotonic() - began
        return {name: 100 * (proc.cpu_seconds(pid) - before[name]) / took
                for name, pid in pids.items()}

    def restart(self, embedded=False):
        """Seconds from the start of a new gateway, after the old one was killed, until it has
        acknowledged an event of one of the sleepers."""
        self.gateway.kill()
        event = self.workshop.path("first.jsonl")
        event.write_text(json.dumps({"id": f"first-{event.name}", "customer_id": "customer-0000000",
                                     "name": "Product Viewed"}) + "\n", encoding="utf-8")
        began = time.monotonic()
        self.gateway = self._gateway(embedded)
        self.gateway.address = self.listen
        self.gateway.program.wait_until(self._reachable, 600)
        self.gateway.control("event", "publish", "-f", event)
        return time.monotonic() - began

    def _reachable(self):
        with socket.socket(socket.AF_UNIX) as connection:
            return connection.connect_ex(self.listen.removeprefix("unix:")) == 0

    def move_in(self):
        """Ends Redis and has the gateway run a private one on the same data from now on."""
        self.gateway.stop()
        self.redis.stop()
        self.gateway = self._gateway(embedded=True)
        self.gateway.address = self.listen
        self.gateway.program.wait_until(self._reachable, 600)

    def stop(self):
        self.gateway.stop()
        self.redis.stop()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.stop()


def measure(workshop, count, rounds, wanted, idle_s=IDLE_S):
    """Results of the rows `wanted` among sleeping_bytes, idle_cpu and restart_first_event_s."""
    results = []
    with Sleepers(workshop, count) as sleepers:
        if "sleeping_bytes" in wanted:
            usherd, redis = sleepers.bytes_each("usherd"), sleepers.bytes_each("redis")
            results.append(Result("sleeping_bytes", usherd + redis, [usherd + redis], [
                f"{count} journeys: usherd {usherd:.0f} bytes, Redis {redis:.0f} bytes each"]))
            say(results[-1].notes[0])
        if "idle_cpu" in wanted:
            results.append(_idle(sleepers, rounds, idle_s))
        if "restart_first_event_s" in wanted:
            results.append(_restart(sleepers, rounds))
    return results


def _idle(sleepers, rounds, seconds):
    shares = []
    for number in range(rounds):
        shares.append(sleepers.idle_cpu(seconds))
        say(f"round {number + 1}: idle: usherd {shares[-1]['usherd']:.2f} %, "
            f"Redis {shares[-1]['redis']:.2f} %")
    sums = [sum(share.values()) for share in shares]
    return Result("idle_cpu", median(sums), sums, [
        f"usherd {median([share['usherd'] for share in shares]):.2f} %, "
        f"Redis {median([share['redis'] for share in shares]):.2f} %"])


def _restart(sleepers, rounds):
    samples = []
    for number in range(rounds):
        samples.append(sleepers.restart())
        say(f"round {number + 1}: first event after {samples[-1]:.3f} s")
    sleepers.move_in()
    embedded = []
    for number in range(rounds):
        embedded.append(sleepers.restart(embedded=True))
        say(f"round {number + 1}: with a private Redis after {embedded[-1]:.3f} s")
    return Result("restart_first_event_s", median(samples), samples, [
        f"Redis stayed up; with a private Redis that died as well {median(embedded):.2f} s"])


def print_memory(workshop, count):
    """What loadtest/sleeping-journeys prints."""
    with Sleepers(workshop, count) as sleepers:
        before, peak, after = sleepers.before, sleepers.peak, sleepers.after
        print(f"sleeping journeys        {count}")
        print(f"usherd, resident         {after['usherd'] / 1e6:.1f} MB "
              f"(before {before['usherd'] / 1e6:.1f}, "
              f"right after the last event {peak['usherd'] / 1e6:.1f})")
        print(f"redis-server, resident   {after['redis'] / 1e6:.1f} MB "
              f"(before {before['redis'] / 1e6:.1f})")
        print(f"usherd per journey       {sleepers.bytes_each('usherd'):.0f} bytes")
        print(f"redis per journey        {sleepers.bytes_each('redis'):.0f} bytes")
