"""Processes as /proc shows them on Linux, and ps elsewhere: in, process ids; out, who lives and who belongs to whom."""

import os
import subprocess
import sys


def list_processes():
    """(pid, parent, state) of every process."""
    if not sys.platform.startswith("linux"):
        table = subprocess.check_output(["ps", "-A", "-o", "pid=,ppid=,stat="], universal_newlines=True)
        rows = [line.split() for line in table.splitlines()]
        return [(int(pid), int(parent), state[:1]) for pid, parent, state in rows]
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open("/proc/{}/stat".format(name), encoding="utf-8", errors="replace") as file:
                # The name of the program, in brackets, may itself hold brackets and spaces.
                state, parent = file.read().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        found.append((int(name), int(parent), state))
    return found


def children(pid):
    """Process ids of the children of a process."""
    return [child for child, parent, _ in list_processes() if parent == pid]


def is_alive(pid):
    """True for a process that runs; one that ended and that nobody has asked for does not."""
    return any(one == pid and state not in "ZX" for one, _, state in list_processes())
