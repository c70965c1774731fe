"""A site behind real gunicorn, over plain HTTP."""

import json
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest
from processes import children
from sites import TOKEN


def log_in(server, host="localhost", headers=None):
    form = server.get("/login", host=host)
    token = re.search('name="csrfmiddlewaretoken" value="([^"]+)"', form.text).group(1)
    body = urlencode({"csrfmiddlewaretoken": token, "username": "ada", "password": "lovelace-1815"})
    return server.request("POST", "/login", body, headers=headers, host=host)


def test_health_answers_any_host(server):
    for path in ("/healthz", "/readyz"):
        answer = server.get(path, host="who.knows")
        assert (answer.status, answer.text) == (200, "ok")
        assert answer.headers["Set-Cookie"] is None
        head = server.request("HEAD", path, host="who.knows")
        assert (head.status, head.body) == (200, b"")
        assert server.request("POST", path, "x").status == 405


def test_wrong_host_gets_400(server):
    assert server.get("/", host="evil.example").status == 400


def test_server_names_no_version(server):
    answer = server.get("/")
    assert answer.headers["Server"] is None
    assert "gunicorn" not in str(answer.headers).lower()


def test_security_headers(server):
    headers = server.get("/").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_release_is_named_when_asked(server):
    assert server.get("/").headers["X-Nuages-Release"] == "r1"


def test_log_in_over_http(server):
    assert log_in(server).status == 302
    assert server.get("/who").text == "ada"
    server.cookies.clear()


def test_forwarded_headers_of_a_client_are_not_believed(server):
    headers = {"X-Forwarded-For": "9.9.9.9", "X-Forwarded-Proto": "https", "X-Request-ID": "chosen-by-me"}
    answer = server.get("/request", headers=headers)
    seen = json.loads(answer.text)
    assert seen["secure"] is False
    assert seen["address"] == "127.0.0.1"
    assert answer.headers["X-Request-ID"] != "chosen-by-me"


def test_secret_reaches_settings_but_no_child(server):
    assert json.loads(server.get("/request").text)["token"] == TOKEN
    child = server.get("/child").text
    assert "GREETING" in child
    assert TOKEN not in child
    assert "SECRET_KEY" not in child


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
def test_secret_is_not_in_the_process_environment(server):
    for pid in [server.process.pid, *children(server.process.pid)]:
        with open("/proc/{}/environ".format(pid), "rb") as file:
            assert TOKEN.encode() not in file.read()


def test_relative_paths_begin_at_the_project(server):
    assert json.loads(server.get("/request").text)["folder"] == str(server.site.source)


def test_crash_is_logged_as_json_without_the_secret(server):
    answer = server.get("/crash")
    assert answer.status == 500
    assert "Traceback" not in answer.text
    lines = [json.loads(line) for line in server.site.log().splitlines()]
    crash = [line for line in lines if "no way to use" in line.get("exception", "")][-1]
    assert crash["request_id"] == answer.headers["X-Request-ID"]
    assert TOKEN not in server.site.log()


def test_many_writers_wait_for_each_other(server):
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: server.request("POST", "/notes", "").status, range(200)))
    assert answers == [200] * 200
    assert "database is locked" not in server.site.log()


def test_hashed_static_files_are_kept_for_a_year(server):
    path = re.search('href="([^"]+)"', server.get("/").text).group(1)
    assert re.fullmatch(r"/static/notes/style\.[0-9a-f]{12}\.css", path)
    answer = server.get(path, headers={"Accept-Encoding": "gzip"})
    assert answer.status == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Encoding"] == "gzip"
    plain = server.get("/static/notes/style.css")
    assert plain.status == 200
    assert "immutable" not in plain.headers["Cache-Control"]


def test_missing_static_file_leaves_the_page_alive(server):
    answer = server.get("/")
    assert answer.status == 200
    assert "/static/notes/gone.png" in answer.text
    assert server.get("/static/notes/gone.png").status == 404


def test_static_name_with_a_leading_slash(server):
    assert server.get("/static//notes/style.css").status == 200


def test_static_file_of_an_earlier_release(server):
    shared = server.site.folder / "site" / "static"
    shared.mkdir(exist_ok=True)
    (shared / "old.0123456789ab.css").write_text("old {}")
    (shared / "old.css").write_text("old {}")
    answer = server.get("/static/old.0123456789ab.css")
    assert (answer.status, answer.text) == (200, "old {}")
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Type"] == "text/css"
    assert server.get("/static/old.css").status == 404


def test_static_files_do_not_lead_out(server):
    for path in ("/static/../src/manage.py", "/static/%2e%2e/src/manage.py", "/static//etc/passwd"):
        assert server.get(path).status in (400, 404)


def test_media_is_served_safely(server):
    media = server.site.folder / "site" / "media"
    media.mkdir(exist_ok=True)
    for name in ("a.html", "a.svg", "a.txt"):
        (media / name).write_text("<script>alert(1)</script>")
    page = server.get("/media/a.html")
    assert page.status == 200
    assert page.headers["Content-Disposition"] == "attachment"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert server.get("/media/a.svg").headers["Content-Disposition"] == "attachment"
    text = server.get("/media/a.txt")
    assert text.headers["Content-Disposition"] in (None, 'inline; filename="a.txt"')
    assert text.headers["Set-Cookie"] is None
    modified = {"If-Modified-Since": text.headers["Last-Modified"]}
    assert server.get("/media/a.txt", headers=modified).status == 304
    assert server.get("/media/a.txt", host="evil.example").status == 400


def test_media_does_not_lead_out(server):
    for path in ("/media/../data/db.sqlite3", "/media/%2e%2e/data/db.sqlite3", "/media//etc/passwd", "/media/"):
        assert server.get(path).status in (400, 404)


def test_view_of_the_project_below_media_stays_in_charge(server):
    private = server.site.folder / "site" / "media" / "private"
    private.mkdir(parents=True, exist_ok=True)
    (private / "a.txt").write_text("open")
    answer = server.get("/media/private/a.txt")
    assert (answer.status, answer.text) == (403, "private")
