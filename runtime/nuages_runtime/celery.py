"""The Celery application of the project: `celery -A nuages_runtime.celery worker`, with NUAGES_CELERY_APP naming it."""

import os

from nuages_runtime.launch import check_settings_are_ours, prepare_process
from nuages_runtime.refusal import Refusal


def load_app():
    """Find the application as Celery's own `-A` does (`mysite`, `mysite.celery`, `mysite.celery:app`)."""
    name = os.environ.get("NUAGES_CELERY_APP")
    if not name:
        raise Refusal("NUAGES_CELERY_APP is not set: it names the project's Celery application.")
    prepare_process("worker")
    from celery.app.utils import find_app

    found = find_app(name)
    check_settings_are_ours(name.partition(":")[0])
    return found


app = load_app()
