"""A release on gunicorn for measurements: in, NUAGES_RELEASE; out, a WSGI application, and gunicorn's configuration."""

import os
import signal
import sys
import threading
import time
from urllib.parse import parse_qs

release = os.environ.get("NUAGES_RELEASE", "none")
worker_class = "gthread"
graceful_timeout = 5


def application(environ, start_response):
    """Echo a POST, take `?ms=` milliseconds over a GET; every answer names its release."""
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)) or b"a plain page\n" * 50
    pause = parse_qs(environ.get("QUERY_STRING", "")).get("ms")
    if pause:
        time.sleep(int(pause[0]) / 1000)
    headers = [("Content-Type", "text/plain"), ("Content-Length", str(len(body))), ("X-Nuages-Release", release)]
    start_response("200 OK", headers)
    return [body]


def hold_lifeline():
    """End with whoever started us: its end closes our standard input."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


def when_ready(server):
    """Called by gunicorn in the master."""
    if not sys.stdin.isatty():
        threading.Thread(target=hold_lifeline, daemon=True).start()
