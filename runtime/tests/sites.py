"""A site for a test: in, changes to the project in project/; out, folders, commands and a running server."""

import atexit
import compileall
import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from functools import lru_cache
from pathlib import Path

HERE = Path(__file__).resolve().parent
KEY = "vR8-3kq3n5b8v2x7z9c4m1l6j0h8g5f3d2s7a9p0oWq"
TOKEN = "tok-5f2c9a71e0"


@lru_cache(maxsize=None)
def compile_runtime():
    """A compiled copy of nuages_runtime: some hundred processes import it, and none shall write beside the sources."""
    folder = tempfile.mkdtemp(prefix="nuages-runtime-")
    atexit.register(shutil.rmtree, folder)
    copy = os.path.join(folder, "nuages_runtime")
    shutil.copytree(str(HERE.parent / "nuages_runtime"), copy, ignore=shutil.ignore_patterns("__pycache__"))
    compileall.compile_dir(copy, quiet=1)
    return folder


def make_overlay(**changes):
    """The content of runtime.json."""
    overlay = {
        "version": 1,
        "settings": "mysite.settings",
        "configuration": None,
        "wsgi": "mysite.wsgi.application",
        "asgi": "mysite.asgi.application",
        "directory": ".",
        "inputs": {"GREETING": "salut"},
        "secrets": ["SECRET_KEY", "PAYMENT_TOKEN"],
        "exportSecrets": False,
        "hosts": ["localhost", "127.0.0.1"],
        "csrfOrigins": ["http://localhost"],
        "https": False,
        "behindProxy": False,
        "health": {"alive": "/healthz", "ready": "/readyz"},
        "databases": {"default": {"sqlite": "{site}/data/db.sqlite3", "connMaxAgeSeconds": 60, "pool": None}},
        "staticRoot": "{release}/static",
        "staticShared": "{site}/static",
        "mediaRoot": "{site}/media",
        "serveMedia": True,
        "off": [],
    }
    overlay.update(changes)
    return overlay


class Site:
    """One project on disk with its runtime.json, secrets and folders."""

    def __init__(self, folder, overlay):
        self.folder = Path(folder)
        self.release = self.folder / "release"
        self.source = self.release / "src"
        self.environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": compile_runtime(),
            "PYTHONDONTWRITEBYTECODE": "1",
            "NUAGES_RUNTIME": str(self.folder / "runtime.json"),
            "NUAGES_SITE": str(self.folder / "site"),
            "NUAGES_RELEASE_DIR": str(self.release),
            "NUAGES_SECRETS_DIR": str(self.folder / "secrets"),
            "NUAGES_RELEASE": "r1",
        }
        (self.folder / "runtime.json").write_text(json.dumps(overlay))

    def write(self, path, text):
        """Put a file into the project."""
        file = self.source / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def add_settings(self, text):
        """Append lines to the project's settings."""
        with open(self.source / "mysite/settings.py", "a") as file:
            file.write("\n" + text + "\n")

    def run(self, *words, **environment):
        """`python -m nuages_runtime ...` in the project's folder."""
        return self.execute(["-m", "nuages_runtime", *words], environment)

    def python(self, code, **environment):
        """Run Python code beside the project."""
        return self.execute(["-c", code], environment)

    def execute(self, arguments, environment):
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=str(self.source),
            env=dict(self.environment, **environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            universal_newlines=True,
            timeout=60,
        )

    def read_json(self, *words, **environment):
        """Run a subcommand that must succeed and answer JSON."""
        done = self.run(*words, **environment)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def effective(self, *names):
        """Settings in force, as JSON."""
        code = (
            "import json; from nuages_runtime.launch import prepare_process; prepare_process('wsgi')\n"
            "from django.conf import settings\n"
            "print(json.dumps({name: getattr(settings, name) for name in %r}, default=str))" % (list(names),)
        )
        done = self.python(code)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    @contextlib.contextmanager
    def serve(self, server=None, **environment):
        """Run gunicorn (or another command with {fd} in it) on a socket that we hold; yields a Server."""
        listening = socket.create_server(("127.0.0.1", 0))
        command = server or ["gunicorn", "-c", "python:nuages_runtime.gunicorn_conf", "nuages_runtime.wsgi:application"]
        command = [word.format(fd=listening.fileno()) for word in command]
        log = open(self.folder / "server.log", "w")
        given = {"NUAGES_LISTEN_FD": str(listening.fileno()), "NUAGES_WORKERS": "1", "NUAGES_GRACE": "2"}
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=str(self.source),
            env={**self.environment, **given, **environment},
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            pass_fds=[listening.fileno()],
        )
        try:
            yield Server(self, process, listening.getsockname()[1])
        finally:
            process.send_signal(signal.SIGINT)  # without waiting for connections, as TERM would
            process.wait(15)
            process.stdin.close()
            log.close()
            listening.close()

    def log(self):
        """What the server wrote so far."""
        return (self.folder / "server.log").read_text()


class Server:
    """A running site and the browser that looks at it, with its cookies."""

    def __init__(self, site, process, port):
        self.site = site
        self.process = process
        self.port = port
        self.cookies = {}
        self.secure = False

    def wait(self):
        """Wait until it answers; fails with the log when it ended."""
        until = time.monotonic() + 30
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise AssertionError(self.site.log())
            try:
                self.get("/healthz", timeout=5)
                return self
            except OSError:
                time.sleep(0.05)
        raise AssertionError(self.site.log())

    def get(self, path, **options):
        return self.request("GET", path, **options)

    def request(self, method, path, body=None, headers=None, host="localhost", timeout=30):
        """One request on a new connection. Cookies are kept as a browser keeps them: secure ones only over HTTPS."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        sent = {"Host": host, "Cookie": "; ".join("{}={}".format(*item) for item in self.cookies.items())}
        if self.secure:
            sent["X-Forwarded-Proto"] = "https"
        if body is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, dict(sent, **(headers or {})))
        response = connection.getresponse()
        response.body = response.read()
        response.text = response.body.decode("utf-8", "replace")
        connection.close()
        for line in response.headers.get_all("Set-Cookie") or []:
            name, _, rest = line.partition("=")
            if self.secure or "; secure" not in rest.lower():
                self.cookies[name] = rest.partition(";")[0]
        return response


def make_site(folder, project="project", secrets=None, **overlay):
    """Copy the project and write its runtime.json and secrets."""
    site = Site(folder, make_overlay(**overlay))
    shutil.copytree(str(HERE / project), str(site.source), ignore=shutil.ignore_patterns("__pycache__"))
    (site.folder / "secrets").mkdir(mode=0o700)
    (site.folder / "site").mkdir()
    for name, value in (secrets or {"SECRET_KEY": KEY + "\n", "PAYMENT_TOKEN": TOKEN}).items():
        (site.folder / "secrets" / name).write_text(value)
    return site
