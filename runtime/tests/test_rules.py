"""Each rule alone: in, a project's values; out, what is in force and what counts as a change."""

import os
import sys
from pathlib import Path

import pytest
from sites import KEY, make_overlay

from nuages_runtime import rules, versions
from nuages_runtime.draft import OVERRIDDEN, Draft
from nuages_runtime.overlay import Overlay
from nuages_runtime.refusal import Refusal
from nuages_runtime.rules.secret_key import SHORTEST

SECURITY = "django.middleware.security.SecurityMiddleware"
FOLDERS = {"NUAGES_SITE": "/srv/site", "NUAGES_RELEASE_DIR": "/srv/release", "NUAGES_SECRETS_DIR": "/run/secrets"}


def apply(name, values=None, serving="wsgi", environ=None, **overlay):
    """Run one rule."""
    draft = Draft(Overlay(make_overlay(**overlay), dict(FOLDERS, **(environ or {}))), values or {}, serving)
    draft.rule = name
    rules.RULES[name](draft)
    return draft


def overridden(draft):
    return [change.name for change in draft.changes if change.kind == OVERRIDDEN]


def test_debug_is_switched_off():
    draft = apply("debug", {"DEBUG": True, "TEMPLATES": [{"OPTIONS": {"debug": True}}]})
    assert draft.values["DEBUG"] is False
    assert draft.values["TEMPLATES"][0]["OPTIONS"]["debug"] is False
    assert apply("debug", {"DEBUG": False}).changes == []


def test_switched_off_rules_do_nothing():
    draft = Draft(Overlay(make_overlay(off=list(rules.RULES)), FOLDERS), {"DEBUG": True}, "wsgi")
    rules.apply_rules(draft)
    assert draft.values == {"DEBUG": True}


@pytest.mark.parametrize(
    "project, ours, result",
    [
        (["*"], ["a.example"], ["a.example"]),
        ([], ["a.example"], ["a.example"]),
        (["b.example"], ["a.example"], ["b.example", "a.example"]),
        ([".example"], ["a.example"], [".example"]),
        (["*"], [], ["localhost", "127.0.0.1", "[::1]"]),
        (["b.example", "*"], [], ["b.example"]),
    ],
)
def test_hosts(project, ours, result):
    draft = apply("hosts", {"ALLOWED_HOSTS": project}, hosts=ours)
    assert draft.values["ALLOWED_HOSTS"] == result
    assert overridden(draft) == (["ALLOWED_HOSTS"] if "*" in project else [])


@pytest.mark.parametrize(
    "key", ["", "django-insecure-" + "x7" * 30, "changeme", "short", "aaaaaaaabaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]
)
def test_weak_key_gives_way(monkeypatch, key):
    monkeypatch.setitem(os.environ, "SECRET_KEY", KEY)
    assert apply("secret-key", {"SECRET_KEY": key}).values["SECRET_KEY"] == KEY
    with pytest.raises(Refusal, match="SECRET_KEY"):
        apply("secret-key", {"SECRET_KEY": key}, secrets=[])


def test_good_key_stays(monkeypatch):
    monkeypatch.setitem(os.environ, "SECRET_KEY", KEY)
    good = "0123456789abcdef" * (SHORTEST // 16)
    assert apply("secret-key", {"SECRET_KEY": good}).changes == []


@pytest.mark.skipif(not versions.HAS_KEY_FALLBACKS, reason="Django 4.1")
def test_old_keys_stay_good(monkeypatch):
    monkeypatch.setitem(os.environ, "SECRET_KEY_FALLBACKS", "old-one\nold-two\n")
    values = {"SECRET_KEY": KEY, "SECRET_KEY_FALLBACKS": ["mine", "old-two"]}
    draft = apply("secret-key", values, secrets=["SECRET_KEY_FALLBACKS"])
    assert draft.values["SECRET_KEY_FALLBACKS"] == ["mine", "old-two", "old-one"]


def test_csrf_origins_are_added():
    draft = apply("csrf-origins", {"CSRF_TRUSTED_ORIGINS": ["https://b"]}, csrfOrigins=["https://a", "https://b"])
    expected = ["https://b", "https://a"] if versions.HAS_CSRF_SCHEMES else ["https://b", "a", "b"]
    assert draft.values["CSRF_TRUSTED_ORIGINS"] == expected


def test_cookies_over_https():
    draft = apply("cookies", {"SESSION_COOKIE_HTTPONLY": False, "SESSION_COOKIE_SAMESITE": False}, https=True)
    assert draft.values == {
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
    }


def test_cookies_over_http():
    strict = {"SESSION_COOKIE_SECURE": True, "CSRF_COOKIE_SECURE": True, "SESSION_COOKIE_NAME": "__Secure-sid"}
    draft = apply("cookies", dict(strict, SESSION_COOKIE_SAMESITE="None"))
    assert draft.values["SESSION_COOKIE_SECURE"] is False
    assert draft.values["SESSION_COOKIE_NAME"] == "sid"
    assert draft.values["SESSION_COOKIE_SAMESITE"] == "Lax"


def test_cookie_domain_follows_the_site():
    domain = {"SESSION_COOKIE_DOMAIN": ".shop.example"}
    assert apply("cookies", domain, hosts=["localhost"]).values["SESSION_COOKIE_DOMAIN"] is None
    assert apply("cookies", domain, hosts=["www.shop.example"]).values["SESSION_COOKIE_DOMAIN"] == ".shop.example"
    assert apply("cookies", domain, hosts=["shop.example"]).values["SESSION_COOKIE_DOMAIN"] == ".shop.example"


def test_proxy_header_only_behind_a_proxy():
    header = ("HTTP_X_FORWARDED_PROTO", "https")
    behind = apply("ssl", https=True, behindProxy=True)
    assert behind.values["SECURE_PROXY_SSL_HEADER"] == header
    draft = apply("ssl", {"SECURE_PROXY_SSL_HEADER": header, "USE_X_FORWARDED_HOST": True, "SECURE_SSL_REDIRECT": True})
    assert draft.values["SECURE_PROXY_SSL_HEADER"] is None
    assert draft.values["USE_X_FORWARDED_HOST"] is False
    assert draft.values["SECURE_SSL_REDIRECT"] is False


@pytest.mark.parametrize(
    "host, sent", [("www.shop.com", True), ("localhost", False), ("10.0.0.1", False), ("a.test", False)]
)
def test_hsts_for_public_names(host, sent):
    assert ("SECURE_HSTS_SECONDS" in apply("ssl", https=True, hosts=[host]).values) is sent
    kept = apply("ssl", {"SECURE_HSTS_SECONDS": 5}, https=True, hosts=[host])
    assert kept.values["SECURE_HSTS_SECONDS"] == 5


def test_sqlite_moves_and_waits():
    values = {"DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "/src/db"}}}
    place = {"default": {"sqlite": "/tmp/nuages-test/x.sqlite3", "connMaxAgeSeconds": 0, "pool": None}}
    draft = apply("databases", values, databases=place)
    default = draft.values["DATABASES"]["default"]
    assert default["NAME"] == "/tmp/nuages-test/x.sqlite3"
    assert default["OPTIONS"]["timeout"] == 20
    assert ("transaction_mode" in default["OPTIONS"]) is versions.HAS_SQLITE_TRANSACTION_MODE
    assert values["DATABASES"]["default"]["NAME"] == "/src/db"
    os.rmdir("/tmp/nuages-test")


SERVER = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "x"}}
KEPT = {"default": {"sqlite": None, "connMaxAgeSeconds": 60, "pool": 4}}


def test_connections_are_kept():
    default = apply("databases", {"DATABASES": SERVER}, databases=KEPT).values["DATABASES"]["default"]
    assert default["CONN_MAX_AGE"] == 60
    assert default.get("CONN_HEALTH_CHECKS", False) is versions.HAS_CONNECTION_HEALTH_CHECKS
    own = {"default": dict(SERVER["default"], CONN_MAX_AGE=None, OPTIONS={"connect_timeout": 2})}
    default = apply("databases", {"DATABASES": own}, databases=KEPT).values["DATABASES"]["default"]
    assert default["CONN_MAX_AGE"] is None
    assert default["OPTIONS"] == {"connect_timeout": 2}


def test_pool_replaces_persistent_connections(monkeypatch):
    monkeypatch.setattr("nuages_runtime.rules.databases.can_pool", lambda: True)
    default = apply("databases", {"DATABASES": SERVER}, databases=KEPT).values["DATABASES"]["default"]
    assert (default["CONN_MAX_AGE"], default["OPTIONS"]["pool"]["max_size"]) == (0, 4)


def test_asgi_keeps_no_connections(monkeypatch):
    monkeypatch.setattr("nuages_runtime.rules.databases.can_pool", lambda: True)
    own = {"default": dict(SERVER["default"], CONN_MAX_AGE=600)}
    default = apply("databases", {"DATABASES": own}, serving="asgi", databases=KEPT).values["DATABASES"]["default"]
    assert default["CONN_MAX_AGE"] == 0
    assert "pool" not in default["OPTIONS"]


def test_databases_that_are_not_planned_stay():
    values = {"DATABASES": {"old": {"ENGINE": "django.db.backends.oracle"}}}
    assert apply("databases", values).changes == []


STATIC = {
    "INSTALLED_APPS": ["django.contrib.staticfiles"],
    "STATIC_URL": "static/",
    "MIDDLEWARE": [SECURITY, "x.sessions.S"],
}


def test_own_static_storage_stays():
    name = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    if versions.HAS_STORAGES:
        draft = apply("static", dict(STATIC, STORAGES={"staticfiles": {"BACKEND": name}}))
        assert [change.name for change in draft.changes] == ["STATIC_ROOT"]
    if versions.HAS_STORAGE_NAMES:
        draft = apply("static", dict(STATIC, STATICFILES_STORAGE=name))
        assert [change.name for change in draft.changes] == ["STATIC_ROOT"]


def test_static_files_are_left_alone_without_the_app():
    assert apply("static", {"INSTALLED_APPS": []}).changes == []
    assert apply("whitenoise", {"INSTALLED_APPS": []}).changes == []


@pytest.mark.parametrize(
    "before, after",
    [
        (
            [SECURITY, "x.sessions.S"],
            [SECURITY, "whitenoise.middleware.WhiteNoiseMiddleware", "SHARED", "x.sessions.S"],
        ),
        ([SECURITY, "x.sessions.S", "my.WhiteNoise"], [SECURITY, "my.WhiteNoise", "SHARED", "x.sessions.S"]),
        (["cors", SECURITY, "my.WhiteNoise"], ["cors", SECURITY, "my.WhiteNoise", "SHARED"]),
        ([SECURITY, "cors", "my.WhiteNoise"], [SECURITY, "cors", "my.WhiteNoise", "SHARED"]),
    ],
)
def test_whitenoise_is_placed_right(before, after):
    draft = apply("whitenoise", dict(STATIC, MIDDLEWARE=before))
    shared = "nuages_runtime.shared_static.shared_static_middleware"
    assert draft.values["MIDDLEWARE"] == [shared if entry == "SHARED" else entry for entry in after]


def test_combined_files_are_kept_by_browsers():
    apps = ["django.contrib.staticfiles", "compressor"]
    name = "WHITENOISE_IMMUTABLE_FILE_TEST"
    test = apply("whitenoise", dict(STATIC, INSTALLED_APPS=apps)).values[name]
    assert test("", "/static/CACHE/css/output.eca48a9e3c42.css")
    assert not test("", "/static/CACHE/css/output.css")
    assert apply("whitenoise", dict(STATIC, INSTALLED_APPS=apps, **{name: "/own/"})).values[name] == "/own/"
    assert name not in apply("whitenoise", dict(STATIC)).values


def test_storage_of_combined_files_gives_way_unless_it_is_special():
    values = {"INSTALLED_APPS": ["compressor"], "STATIC_ROOT": "/srv/release/static"}
    ours = "nuages_runtime.combined_storage.CombinedStorage"
    gzip = "compressor.storage.GzipCompressorFileStorage"
    assert apply("compressor", values).values["COMPRESS_STORAGE"] == ours
    assert apply("compressor", dict(values, COMPRESS_STORAGE=gzip)).values["COMPRESS_STORAGE"] == ours
    assert apply("compressor", dict(values, COMPRESS_STORAGE="shop.Bucket")).changes == []
    assert apply("compressor", dict(values, STORAGES={"compressor": {}})).changes == []
    assert apply("compressor", dict(values, INSTALLED_APPS=[])).changes == []


@pytest.mark.parametrize("own", ["/own/", lambda path, url: "/own/" in url])
def test_a_test_of_the_project_does_not_hide_our_hashed_names(own):
    name = "WHITENOISE_IMMUTABLE_FILE_TEST"
    values = dict(apply("static", dict(STATIC)).values, **{name: own})
    test = apply("whitenoise", values).values[name]
    assert [test("", url) for url in ("/own/x.js", "/a.eca48a9e3c42.css", "/a.css")] == [True, True, False]


def test_a_storage_without_hashes_gives_way():
    name = "whitenoise.storage.CompressedStaticFilesStorage"
    ours = "nuages_runtime.static_storage.HashedStorage"
    if versions.HAS_STORAGES:
        draft = apply("static", dict(STATIC, STORAGES={"staticfiles": {"BACKEND": name}}))
        assert draft.values["STORAGES"]["staticfiles"]["BACKEND"] == ours
    if versions.HAS_STORAGE_NAMES:
        assert apply("static", dict(STATIC, STATICFILES_STORAGE=name)).values["STATICFILES_STORAGE"] == ours


FINDER = "nuages_runtime.own_static.OwnStaticFinder"


def find_static(tmp_path, **values):
    """The draft of a project in `tmp_path/src`."""
    (tmp_path / "src" / "kept").mkdir(parents=True, exist_ok=True)
    return apply("static", dict(STATIC, **values), environ={"NUAGES_RELEASE_DIR": str(tmp_path)})


def test_files_in_the_projects_own_static_root_are_found_last(tmp_path):
    kept = tmp_path / "src" / "kept"
    for own in ("kept", str(kept), kept):
        draft = find_static(tmp_path, STATIC_ROOT=own)
        assert draft.values["STATICFILES_FINDERS"][-1] == FINDER
        assert draft.values["NUAGES_OWN_STATIC"] == str(kept)


def test_a_static_root_that_is_searched_or_holds_code_is_not(tmp_path):
    source = tmp_path / "src"
    source.mkdir()
    (source / "manage.py").touch()
    kept = str(source / "kept")
    for about in (
        {},
        {"STATIC_ROOT": str(source)},
        {"STATIC_ROOT": str(tmp_path)},
        {"STATIC_ROOT": "absent"},
        {"STATIC_ROOT": "kept", "STATICFILES_DIRS": [("x", kept)]},
    ):
        assert FINDER not in find_static(tmp_path, **about).values.get("STATICFILES_FINDERS", [])


def test_static_on_another_host_needs_no_middleware():
    assert apply("whitenoise", dict(STATIC, STATIC_URL="https://cdn.example/static/")).changes == []


def test_media_in_a_bucket_stays():
    name = "storages.backends.s3.S3Storage"
    values = {"STORAGES": {"default": {"BACKEND": name}}} if versions.HAS_STORAGES else {"DEFAULT_FILE_STORAGE": name}
    assert apply("media", dict(values, MEDIA_URL="media/")).changes == []


def test_media_served_by_somebody_else():
    draft = apply("media", {"MEDIA_URL": "media/", "MIDDLEWARE": [SECURITY]}, serveMedia=False)
    assert draft.values["MIDDLEWARE"] == [SECURITY]
    assert draft.values["MEDIA_ROOT"] == "/srv/site/media"


def test_own_json_logs_stay():
    own = {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "pythonjsonlogger.jsonlogger.JsonFormatter"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["console"]},
    }
    assert apply("logging", {"LOGGING": own}).changes == []


def test_printed_logs_become_json():
    own = {
        "version": 1,
        "formatters": {"plain": {"format": "{levelname} {message}", "style": "{"}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "plain", "level": "ERROR"},
            "file": {"class": "logging.FileHandler", "filename": "x.log", "formatter": "plain"},
        },
        "loggers": {"shop": {"handlers": ["console", "file"], "level": "DEBUG"}},
    }
    logging = apply("logging", {"LOGGING": own}).values["LOGGING"]
    assert logging["handlers"]["console"] == {"class": "logging.StreamHandler", "formatter": "nuages", "level": "ERROR"}
    assert logging["handlers"]["file"] == own["handlers"]["file"]
    assert logging["loggers"] == own["loggers"]
    assert logging["root"] == {"level": "INFO", "handlers": ["nuages"]}
    assert logging["disable_existing_loggers"] is False


def test_logging_may_hold_a_stream():
    own = {"version": 1, "handlers": {"out": {"class": "logging.StreamHandler", "stream": sys.stdout}}}
    assert apply("logging", {"LOGGING": own}).values["LOGGING"]["handlers"]["out"]["stream"] is sys.stdout


def test_tuples_and_paths_count_as_equal():
    right = {"CSRF_TRUSTED_ORIGINS": ("https://a",)}
    assert apply("csrf-origins", right, csrfOrigins=["https://a"] if versions.HAS_CSRF_SCHEMES else []).changes == []
    assert apply("media", {"MEDIA_ROOT": Path("/srv/site/media")}).changes == []


def test_logging_done_by_the_project_itself_stays():
    assert apply("logging", {"LOGGING_CONFIG": None}).changes == []


def test_own_report_filter_stays():
    assert apply("report-filter", {"DEFAULT_EXCEPTION_REPORTER_FILTER": "shop.Filter"}).changes == []


def test_placeholder_needs_its_folder():
    with pytest.raises(Refusal, match="NUAGES_SITE"):
        Overlay(make_overlay(), {"NUAGES_RELEASE_DIR": "/r"})
