"""Fixtures: in, pytest's folders; out, sites made of the project in project/."""

import sys
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent)]

from sites import make_site  # noqa: E402


@pytest.fixture
def site(tmp_path):
    """A fresh site, not migrated."""
    return make_site(tmp_path)


@pytest.fixture
def new_site(tmp_path):
    """Make a site with changes to its runtime.json: `new_site(https=True)`."""
    return lambda **options: make_site(tmp_path, **options)


@pytest.fixture(scope="session")
def ready_site(tmp_path_factory):
    """A site that is migrated and collected, with a user `ada`. Tests of it leave settings and files alone."""
    site = make_site(tmp_path_factory.mktemp("ready"))
    prepare(site)
    return site


def prepare(site):
    """What a release step does."""
    code = (
        "from nuages_runtime.launch import run_in_project\n"
        "def work():\n"
        "    from django.core.management import call_command\n"
        "    from django.contrib.auth.models import User\n"
        "    call_command('migrate', verbosity=0)\n"
        "    call_command('collectstatic', interactive=False, verbosity=0)\n"
        "    User.objects.create_user('ada', password='lovelace-1815')\n"
        "run_in_project(work)"
    )
    done = site.python(code)
    assert done.returncode == 0, done.stderr
    site.collected = done.stderr


@pytest.fixture
def prepared():
    """The function that migrates and collects a site."""
    return prepare


@pytest.fixture(scope="session")
def server(ready_site):
    """The ready site, served by gunicorn over plain HTTP with two workers of four threads."""
    with ready_site.serve(NUAGES_WORKERS="2", NUAGES_ACCESS_LOG="1", NUAGES_EXPOSE_RELEASE="1") as running:
        yield running.wait()
