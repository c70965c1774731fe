"""The same site under an ASGI server."""

import importlib.util

import pytest

UVICORN = ["uvicorn", "--fd", "{fd}", "--no-server-header", "--lifespan", "off", "nuages_runtime.asgi:application"]


@pytest.mark.skipif(not importlib.util.find_spec("uvicorn"), reason="uvicorn is not in this row")
def test_asgi(ready_site):
    with ready_site.serve(UVICORN) as server:
        server.wait()
        for path in ("/healthz", "/readyz"):
            assert server.get(path, host="who.knows").text == "ok"
        answer = server.get("/")
        assert answer.status == 200
        assert len(answer.headers["X-Request-ID"]) == 32
        assert server.get("/", host="evil.example").status == 400
        assert server.get("/static/notes/style.css").status == 200
        media = ready_site.folder / "site" / "media"
        media.mkdir(exist_ok=True)
        (media / "b.html").write_text("b")
        assert server.get("/media/b.html").headers["Content-Disposition"] == "attachment"


def test_no_connection_is_kept_under_asgi(site):
    site.add_settings("DATABASES['default'].update(ENGINE='django.db.backends.mysql', CONN_MAX_AGE=60)")
    code = "from nuages_runtime.launch import prepare_process; prepare_process('{}')\n"
    code += "from django.conf import settings; print(settings.DATABASES['default']['CONN_MAX_AGE'])"
    assert site.python(code.format("asgi")).stdout.strip() == "0"
    assert site.python(code.format("wsgi")).stdout.strip() == "60"
