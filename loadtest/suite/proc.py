"""What /proc tells of a process."""

import os
import pathlib
import resource
import time

TICK_S = 1 / os.sysconf("SC_CLK_TCK")


def resident_bytes(pid):
    """Resident memory."""
    for line in pathlib.Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise RuntimeError(f"process {pid} has no resident memory")


def cpu_seconds(pid):
    """User and system time of all threads so far."""
    stat = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    fields = stat[stat.rindex(")") + 1:].split()
    return (int(fields[11]) + int(fields[12])) * TICK_S


def children(pid):
    """Process ids of the children."""
    found = []
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        found += [int(child) for child in (task / "children").read_text().split()]
    return found


def machine():
    """Processor and cores, for reports."""
    model = "unknown processor"
    for line in pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    return {"processor": model, "cores": os.cpu_count()}


class Company:
    """How much of the machine programs that are not ours used since this was made."""

    def __init__(self):
        self.began, self.before = time.monotonic(), self._foreign_seconds()

    def share(self):
        """CPU of others as a share of all cores."""
        took = (time.monotonic() - self.began) * os.cpu_count()
        return max(0.0, self._foreign_seconds() - self.before) / took

    @staticmethod
    def _foreign_seconds():
        with open("/proc/stat", encoding="ascii") as stat:
            user, nice, system, _, _, irq, softirq, steal = map(int, stat.readline().split()[1:9])
        # Ours are those that have ended, with what they had started and waited for.
        ours = [resource.getrusage(who)
                for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return ((user + nice + system + irq + softirq + steal) * TICK_S
                - sum(usage.ru_utime + usage.ru_stime for usage in ours))
