"""The alternative to a front: in, a port and a number of turns; out, as many masters of gunicorn, one after another, on one socket."""

import os
import socket
import subprocess
import sys
import time

port, turns = int(sys.argv[1]), int(sys.argv[2])
listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", port))
listener.listen(1024)
os.set_inheritable(listener.fileno(), True)


def start(turn):
    """A new master beside the old one; it accepts as soon as its workers are there."""
    words = ["--workers", "2", "--threads", "4", "--bind", "fd://%d" % listener.fileno(), "wsgi_release:application"]
    environment = dict(os.environ, NUAGES_RELEASE="r%d" % turn)
    command = [sys.executable, "-m", "gunicorn", "-c", "python:wsgi_release", *words]
    return subprocess.Popen(command, close_fds=False, env=environment)


old = start(0)
time.sleep(2.5)
for turn in range(1, turns + 1):
    new = start(turn)
    time.sleep(1.5)
    old.terminate()
    old.wait()
    old = new
# The last one stays until whoever started us has seen enough.
print("turns are over", flush=True)
sys.stdin.buffer.read()
old.terminate()
