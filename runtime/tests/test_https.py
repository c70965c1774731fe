"""A site behind a proxy of ours that ends TLS, played by the headers that such a proxy sends."""

import json

import pytest
from sites import make_site
from test_serving import log_in

HOST = "www.shop.com"


@pytest.fixture(scope="module")
def https_server(tmp_path_factory):
    from conftest import prepare

    site = make_site(
        tmp_path_factory.mktemp("https"),
        hosts=[HOST],
        csrfOrigins=["https://" + HOST],
        https=True,
        behindProxy=True,
        serveMedia=False,
    )
    site.add_settings("SECURE_SSL_REDIRECT = True")
    prepare(site)
    with site.serve() as server:
        server.wait()
        server.secure = True
        yield server


def test_log_in_over_https(https_server):
    answer = log_in(https_server, host=HOST, headers={"Referer": "https://{}/login".format(HOST)})
    assert answer.status == 302
    assert all("; secure" in line.lower() for line in answer.headers.get_all("Set-Cookie"))
    assert https_server.get("/who", host=HOST).text == "ada"


def test_form_with_the_origin_of_another_site_is_refused(https_server):
    answer = log_in(https_server, host=HOST, headers={"Origin": "https://evil.example"})
    assert answer.status == 403


def test_true_address_and_scheme(https_server):
    headers = {"X-Forwarded-For": "6.6.6.6, 203.0.113.9", "X-Request-ID": "from-our-proxy-1"}
    answer = https_server.get("/request", host=HOST, headers=headers)
    seen = json.loads(answer.text)
    assert (seen["secure"], seen["address"]) == (True, "203.0.113.9")
    assert answer.headers["X-Request-ID"] == "from-our-proxy-1"


def test_hsts_is_sent_once(https_server):
    assert https_server.get("/", host=HOST).headers.get_all("Strict-Transport-Security") == ["max-age=2592000"]


def test_health_is_not_redirected(https_server):
    https_server.secure = False
    try:
        assert https_server.get("/readyz").status == 200
        assert https_server.get("/", host=HOST).status == 301
    finally:
        https_server.secure = True


def test_no_release_header_unless_asked(https_server):
    assert https_server.get("/", host=HOST).headers["X-Nuages-Release"] is None


def test_media_is_left_to_the_proxy(https_server):
    media = https_server.site.folder / "site" / "media"
    media.mkdir(exist_ok=True)
    (media / "a.txt").write_text("a")
    assert https_server.get("/media/a.txt", host=HOST).status == 404
