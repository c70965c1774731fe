"""A project that is already right keeps its settings; what is added or placed is exactly what README.md lists."""

import importlib.util
import json

import pytest

RIGHT = """
DEBUG = False
SECRET_KEY = os.environ["SECRET_KEY"]
ALLOWED_HOSTS = ["www.shop.com"]
CSRF_TRUSTED_ORIGINS = ["https://www.shop.com"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31536000
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
STATIC_ROOT = os.environ["NUAGES_RELEASE_DIR"] + "/static"
MEDIA_ROOT = os.environ["NUAGES_SITE"] + "/media"
STATICFILES = "whitenoise.storage.CompressedManifestStaticFilesStorage"
import django
if django.VERSION >= (4, 2):
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": STATICFILES},
    }
else:
    STATICFILES_STORAGE = STATICFILES
MIDDLEWARE.insert(1, "whitenoise.middleware.WhiteNoiseMiddleware")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "mysite.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
DATABASES["default"]["NAME"] = os.environ["NUAGES_SITE"] + "/data/db.sqlite3"
DATABASES["default"]["OPTIONS"] = {"timeout": 20}
if django.VERSION >= (5, 1):
    DATABASES["default"]["OPTIONS"]["transaction_mode"] = "IMMEDIATE"
"""

COMPARE = """
import json
from nuages_runtime.launch import prepare_process
prepare_process("wsgi")
from django.conf import Settings, settings
dir(settings)
ours, plain = settings._wrapped, Settings("mysite.plain")
names = {name for name in dir(ours) + dir(plain) if name.isupper()}
print(json.dumps(sorted(name for name in names if getattr(ours, name, None) != getattr(plain, name, None))))
"""


@pytest.mark.skipif(not importlib.util.find_spec("whitenoise"), reason="whitenoise is not in this row")
def test_right_project_is_left_alone(new_site):
    site = new_site(hosts=["www.shop.com"], csrfOrigins=["https://www.shop.com"], https=True, behindProxy=True)
    site.add_settings(RIGHT)
    site.write("mysite/logs.py", "from logging import Formatter as JsonFormatter\n")
    report = site.read_json("report", "--json")
    assert [change["setting"] for change in report["changes"] if change["kind"] == "overridden"] == []
    assert site.run("report").stdout.startswith("0 overridden")
    site.write("mysite/plain.py", (site.source / "mysite/settings.py").read_text())
    done = site.python(COMPARE)
    assert done.returncode == 0, done.stderr
    documented = ["DEFAULT_EXCEPTION_REPORTER_FILTER", "MIDDLEWARE", "SETTINGS_MODULE"]
    assert json.loads(done.stdout) == documented
    added = set(site.effective("MIDDLEWARE")["MIDDLEWARE"]) - set(middleware_of(site))
    assert {name.split(".")[0] for name in added} == {"nuages_runtime"}
    assert len(added) == 4


def middleware_of(site):
    done = site.python(
        "from mysite.plain import MIDDLEWARE; import json; print(json.dumps(MIDDLEWARE))", **{"SECRET_KEY": "x"}
    )
    return json.loads(done.stdout)
