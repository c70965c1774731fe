"""A server whose supervisor was killed ends by itself; a long socket path is bound."""

import http.client
import os
import socket
import subprocess
import sys
import time

import pytest
from processes import children, is_alive


def test_end_of_the_pipe_ends_all(ready_site):
    with ready_site.serve(NUAGES_LIFELINE="stdin", NUAGES_WORKERS="2") as server:
        server.wait()
        workers = children(server.process.pid)
        assert len(workers) == 2
        server.process.stdin.close()
        assert server.process.wait(10) == 0
        wait_for_end(workers)


def test_workers_of_a_killed_master_end(ready_site):
    with ready_site.serve(NUAGES_LIFELINE="stdin") as server:
        server.wait()
        workers = children(server.process.pid)
        server.process.kill()
        wait_for_end(workers)


def wait_for_end(pids):
    until = time.monotonic() + 10
    while any(map(is_alive, pids)):
        assert time.monotonic() < until, "still there"
        time.sleep(0.05)


def test_end_of_the_pipe_before_it_is_ready(ready_site):
    with ready_site.serve(NUAGES_LIFELINE="stdin") as server:
        server.process.stdin.close()
        assert server.process.wait(15) is not None


def test_without_a_lifeline_the_server_stays(ready_site):
    with ready_site.serve() as server:
        server.wait()
        server.process.stdin.close()
        time.sleep(0.5)
        assert server.get("/healthz").status == 200


@pytest.mark.skipif(sys.platform != "linux", reason="the test dials through /proc")
def test_socket_in_a_deep_folder(ready_site, tmp_path):
    folder = tmp_path / ("d" * 100) / ("e" * 100)
    folder.mkdir(parents=True)
    command = ["gunicorn", "-c", "python:nuages_runtime.gunicorn_conf", "nuages_runtime.wsgi:application"]
    environment = dict(ready_site.environment, NUAGES_BIND="web.sock", NUAGES_RUN_DIR=str(folder), NUAGES_WORKERS="1")
    process = subprocess.Popen([sys.executable, "-m", *command], env=environment, stderr=subprocess.DEVNULL)
    try:
        assert ask(folder, "web.sock") == 200
    finally:
        process.terminate()
        process.wait(10)
    assert not (folder / "web.sock").exists()


def ask(folder, name):
    """GET /healthz over a unix socket, dialled through its folder's descriptor for the path is too long."""
    descriptor = os.open(str(folder), os.O_RDONLY)
    until = time.monotonic() + 20
    try:
        while True:
            connection = http.client.HTTPConnection("localhost", timeout=5)
            connection.sock = socket.socket(socket.AF_UNIX)
            try:
                connection.sock.connect("/proc/self/fd/{}/{}".format(descriptor, name))
                connection.request("GET", "/healthz")
                return connection.getresponse().status
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)
            finally:
                connection.close()
    finally:
        os.close(descriptor)


@pytest.mark.parametrize("behind, secure", [(True, True), (False, False)])
def test_scheme_header_counts_only_behind_a_proxy(new_site, behind, secure):
    done = new_site(behindProxy=behind).python(
        "from nuages_runtime import gunicorn_conf; print(bool(gunicorn_conf.secure_scheme_headers))"
    )
    assert done.stdout.strip() == str(secure), done.stderr
