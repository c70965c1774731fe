"""Ties a server to whoever started it: in, the pipe on standard input; out, an end when the other side of it is gone.

A supervisor that is killed cannot stop its children. The kernel closes its end of the pipe, and that is what we see.
"""

import os
import signal
import threading
import time


def hold_lifeline(grace_seconds):
    """With NUAGES_LIFELINE=stdin: watch standard input from a thread of this process; nothing otherwise."""
    if os.environ.get("NUAGES_LIFELINE") == "stdin":
        threading.Thread(target=wait_for_end, args=(grace_seconds,), daemon=True, name="nuages-lifeline").start()


def wait_for_end(grace_seconds):
    """Read until the end of the pipe, then end ourselves: in order, and after the grace by force with the workers."""
    # Forked workers do not run this thread. Nothing is ever written to the pipe, but bytes would do no harm.
    while os.read(0, 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(grace_seconds + 5)
    if os.getpgrp() == os.getpid():
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGKILL)
