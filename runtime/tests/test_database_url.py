"""The address of a server from its URL: in, URLs and settings with an address of their own; out, where Django connects."""

import pytest
from sites import make_overlay
from test_rules import FOLDERS, apply

from nuages_runtime import rules
from nuages_runtime.database_url import parse_database_url
from nuages_runtime.draft import OVERRIDDEN, Draft
from nuages_runtime.overlay import Overlay
from nuages_runtime.refusal import Refusal
from nuages_runtime.report import make_report, write_text

URL = "postgres://me:pw%40x%2F@db.example:6543/shop?sslmode=require"
OWN = {"ENGINE": "django.db.backends.postgresql", "NAME": "a", "USER": "b", "PASSWORD": "c", "HOST": "db", "PORT": 5432}
PARTS = ("NAME", "USER", "PASSWORD", "HOST", "PORT")
PLANNED = {"default": {"sqlite": None, "urlSecret": "DATABASE_URL", "connMaxAgeSeconds": 60, "pool": None}}


def place(monkeypatch, url, **own):
    monkeypatch.setenv("DATABASE_URL", url)
    return apply("databases", {"DATABASES": {"default": dict(OWN, **own)}}, databases=PLANNED)


@pytest.mark.parametrize(
    "url, parts, options",
    [
        (
            URL,
            {"NAME": "shop", "USER": "me", "PASSWORD": "pw@x/", "HOST": "db.example", "PORT": "6543"},
            {"sslmode": "require"},
        ),
        (
            "postgres://user@/name?host=/run/PostgreSQL&port=5433",
            {"NAME": "name", "USER": "user", "HOST": "/run/PostgreSQL", "PORT": "5433"},
            {},
        ),
        ("postgis://%2Frun%2FPostgreSQL/name", {"NAME": "name", "HOST": "/run/PostgreSQL", "PORT": ""}, {}),
        ("postgresql+psycopg://[::1]:5433/n", {"NAME": "n", "HOST": "::1", "PORT": "5433"}, {}),
        ("postgresql:///n?connect_timeout=3", {"NAME": "n"}, {"connect_timeout": 3}),
    ],
)
def test_postgresql_urls(url, parts, options):
    assert parse_database_url(url) == ("postgresql", parts, options)


def test_mysql_urls():
    parts = {"NAME": "n", "USER": "u", "HOST": "h", "PORT": ""}
    assert parse_database_url("mysql://u@h/n?charset=utf8mb4") == ("mysql", parts, {"charset": "utf8mb4"})


@pytest.mark.parametrize("text", ["shop", "sqlite:///x", "redis://h/1", "postgres://[::1/n", ""])
def test_what_is_no_url_of_a_server(text):
    assert parse_database_url(text) is None


def test_the_url_replaces_the_address_of_the_settings(monkeypatch):
    draft = place(monkeypatch, URL, OPTIONS={"application_name": "shop"}, ATOMIC_REQUESTS=True)
    default = draft.values["DATABASES"]["default"]
    assert [default[key] for key in PARTS] == ["shop", "me", "pw@x/", "db.example", "6543"]
    assert (default["ENGINE"], default["ATOMIC_REQUESTS"]) == (OWN["ENGINE"], True)
    assert default["OPTIONS"] == {"application_name": "shop", "sslmode": "require", "connect_timeout": 5}
    assert [(change.name, change.kind) for change in draft.changes] == [("DATABASES", OVERRIDDEN)]


def test_what_the_url_does_not_say_stays(monkeypatch):
    default = place(monkeypatch, "postgres://db.example").values["DATABASES"]["default"]
    assert [default[key] for key in PARTS] == ["a", "b", "c", "db.example", ""]


def test_the_report_names_the_variable_and_no_value(monkeypatch):
    draft = place(monkeypatch, URL)
    monkeypatch.setattr("nuages_runtime.report.find_assignment", lambda overlay, name: None)
    monkeypatch.setattr("nuages_runtime.report.find_derived", lambda overlay, name, exclude: [])
    report = make_report(draft)
    assert "The address is that of DATABASE_URL" in write_text(report)
    assert not any(value in str(report) for value in ("pw@x", "pw%40x", "db.example"))


def test_another_family_is_refused_by_both_names(monkeypatch):
    with pytest.raises(Refusal) as refusal:
        place(monkeypatch, "mysql://u:hidden@h/n")
    assert "mysql" in str(refusal.value) and OWN["ENGINE"] in str(refusal.value)
    assert "hidden" not in str(refusal.value)


def test_a_value_that_is_no_url_is_refused_without_showing_it(monkeypatch):
    with pytest.raises(Refusal, match="DATABASE_URL is no URL") as refusal:
        place(monkeypatch, "hidden")
    assert "hidden" not in str(refusal.value)


def test_the_rule_switched_off_leaves_the_address(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", URL)
    draft = Draft(Overlay(make_overlay(off=list(rules.RULES), databases=PLANNED), FOLDERS), {"DATABASES": {"default": OWN}}, "wsgi")
    rules.apply_rules(draft)
    assert draft.values["DATABASES"] == {"default": OWN}
