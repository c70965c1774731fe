"""Secrets in error reports: mail to the admins, and events for an error tracker."""

import importlib.util

import pytest
from sites import KEY, TOKEN

MAIL = """
from nuages_runtime.wsgi import application
from django.core import mail
from django.test import Client
from django.conf import settings
print(settings.EMAIL_BACKEND if hasattr(settings, "EMAIL_BACKEND") else "")
Client(raise_request_exception=False, SERVER_NAME="localhost").get("/crash", HTTP_COOKIE="sessionid=s3ss10n-value")
from django.views.debug import ExceptionReporter, get_exception_reporter_filter
filter = get_exception_reporter_filter(None)
print(filter.get_safe_settings())
"""


def test_settings_and_variables_in_a_report(site):
    site.add_settings(
        "DATABASE_URL = 'postgres://shop:hunter2@db/shop'\n"
        "REPORT_DSN = 'https://hunter2@errors.example/1'\n"
        "NOTE = 'with ' + PAYMENT_TOKEN\n"
        "CELERY_BROKER = 'redis://:hunter2@cache'\n"
    )
    done = site.python(MAIL)
    assert done.returncode == 0, done.stderr
    for secret in (TOKEN, KEY, "hunter2"):
        assert secret not in done.stdout + done.stderr
    assert "'STATIC_URL': '/static/'" in done.stdout or "'STATIC_URL': 'static/'" in done.stdout


FRAMES = """
from nuages_runtime.wsgi import application
import sys
from django.conf import settings
from django.test import RequestFactory
from django.views.debug import ExceptionReporter
def fail():
    local = settings.PAYMENT_TOKEN
    parts = [local]
    raise RuntimeError("no")
try:
    fail()
except RuntimeError:
    request = RequestFactory(SERVER_NAME="localhost", HTTP_COOKIE="sessionid=s3ss10n-value").get("/")
    reporter = ExceptionReporter(request, *sys.exc_info(), is_email=True)
    print(reporter.get_traceback_html())
    print(reporter.get_traceback_text())
"""


def test_local_variables_and_cookies_in_a_report(site):
    done = site.python(FRAMES)
    assert done.returncode == 0, done.stderr
    assert "RuntimeError" in done.stdout
    assert "parts" in done.stdout
    assert TOKEN not in done.stdout
    assert "HTTP_COOKIE = 's3ss" not in done.stdout
    assert "sessionid=s3ss10n-value" not in done.stdout


SENTRY = """
import sentry_sdk
SENT = []
def keep(event, hint):
    SENT.append(event)
    return None
sentry_sdk.init(dsn="http://key@127.0.0.1:9/1", before_send=keep, default_integrations=False)
"""

SEND = """
from nuages_runtime.wsgi import application
from django.conf import settings
import sentry_sdk
def fail():
    local = settings.PAYMENT_TOKEN
    raise RuntimeError("no way with " + local)
try:
    fail()
except RuntimeError:
    sentry_sdk.capture_exception()
assert settings.SENT
print(settings.SENT)
"""


@pytest.mark.skipif(not importlib.util.find_spec("sentry_sdk"), reason="sentry-sdk is not in this row")
def test_events_hold_no_secret(site):
    site.add_settings(SENTRY)
    done = site.python(SEND)
    assert done.returncode == 0, done.stderr
    assert "no way with <secret PAYMENT_TOKEN>" in done.stdout
    assert TOKEN not in done.stdout
