"""Configuration of gunicorn: in, NUAGES_* variables; out, settings.

Used as `gunicorn -c python:nuages_runtime.gunicorn_conf nuages_runtime.wsgi:application`; gunicorn 20.1 and later.
"""

import os
import sys

from nuages_runtime.launch import current_overlay
from nuages_runtime.lifeline import hold_lifeline
from nuages_runtime.logs import RedactedStream
from nuages_runtime.refusal import Refusal, exit_refused

try:
    # In the master already: a missing secret ends the start with a sentence and exit code 78, not in crashing workers.
    _overlay = current_overlay()
except Refusal as refusal:
    exit_refused(refusal)

# gunicorn prints why an application does not load, and a project whatever it likes, past all loggers.
sys.stdout, sys.stderr = RedactedStream(sys.stdout), RedactedStream(sys.stderr)


def read_number(name, default):
    """A whole number from the environment, or the default when it is unset or empty."""
    return int(os.environ.get(name) or default)


def find_bind():
    """A socket handed on by descriptor, a path (relative to NUAGES_RUN_DIR, for long ones do not fit), or host:port."""
    descriptor = os.environ.get("NUAGES_LISTEN_FD")
    if descriptor:
        return "fd://" + descriptor
    bind = os.environ.get("NUAGES_BIND") or "127.0.0.1:8000"
    return "unix:" + bind if "/" in bind or bind.endswith(".sock") else bind


bind = find_bind()
worker_class = "gthread"
workers = read_number("NUAGES_WORKERS", 2)
threads = read_number("NUAGES_THREADS", 4)
timeout = read_number("NUAGES_TIMEOUT", 60)
graceful_timeout = read_number("NUAGES_GRACE", 30)
# Behind a proxy connections are local and cheap; a client that connects itself must not hold a thread for long.
keepalive = 5
backlog = 2048
limit_request_line = 8190
limit_request_fields = 100
limit_request_field_size = 16380
umask = 0o007
# A worker proves that it lives by touching a file: not on a disk that may stall.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
# A unix socket with a relative path is bound, and unlinked at the end, from the folder it lies in.
if os.environ.get("NUAGES_RUN_DIR"):
    os.chdir(os.environ["NUAGES_RUN_DIR"])
chdir = os.getcwd()

# Only our proxy may say that a request came over HTTPS; without one, nobody may.
secure_scheme_headers = {"X-FORWARDED-PROTO": "https"} if _overlay.behind_proxy else {}
forwarded_allow_ips = "127.0.0.1,::1" if _overlay.behind_proxy else ""
# Only known to gunicorn 22 and later; a proxy does not decide on the path that the application sees.
forwarder_headers = ""
# Only known to gunicorn 25.1 and later: a socket for commands in the home folder, which nobody here uses.
control_socket_disable = True

_level = "INFO"
_access = os.environ.get("NUAGES_ACCESS_LOG") == "1"
accesslog = "-" if _access else None
access_log_format = '%({x-forwarded-for}i)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms'
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "root": {"level": _level, "handlers": ["nuages"]},
    "loggers": {
        "gunicorn.error": {"level": _level, "handlers": ["nuages"], "propagate": False},
        "gunicorn.access": {"level": _level, "handlers": ["nuages"] if _access else [], "propagate": False},
    },
    "formatters": {"nuages": {"()": "nuages_runtime.logs.JsonFormatter"}},
    "handlers": {"nuages": {"class": "logging.StreamHandler", "formatter": "nuages", "stream": "ext://sys.stderr"}},
}


def when_ready(server):
    """Hold the lifeline once the server listens."""
    hold_lifeline(graceful_timeout)


def post_fork(server, worker):
    """The project's relative paths begin at its own folder, as they do for manage.py."""
    if os.path.isdir(_overlay.source):
        os.chdir(_overlay.source)


def on_starting(server):
    """Leave the Server header, which names the program, out of every response."""
    from gunicorn.http import wsgi

    write_headers = wsgi.Response.default_headers

    def without_server(self):
        return [line for line in write_headers(self) if not line.startswith("Server:")]

    wsgi.Response.default_headers = without_server
