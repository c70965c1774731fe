"""The project's Celery application with our settings."""

import importlib.util

import pytest

APP = """
import os
from celery import Celery
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings")
app = Celery("mysite")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
"""

SHOW = """
from nuages_runtime.celery import app
from django.conf import settings
print(settings.SETTINGS_MODULE, app.main, app.conf.task_default_queue)
"""


@pytest.mark.skipif(not importlib.util.find_spec("celery"), reason="celery is not in this row")
@pytest.mark.parametrize("name", ["mysite", "mysite.celery", "mysite.celery:app"])
def test_projects_app_is_found(site, name):
    site.write("mysite/celery.py", APP)
    site.write("mysite/__init__.py", "from .celery import app as celery_app\n")
    site.add_settings("CELERY_TASK_DEFAULT_QUEUE = GREETING")
    done = site.python(SHOW, NUAGES_CELERY_APP=name)
    assert done.stdout.split() == ["nuages_runtime.settings", "mysite", "salut"], done.stderr


def test_missing_name_is_refused(site):
    assert "NUAGES_CELERY_APP" in site.python(SHOW).stderr
