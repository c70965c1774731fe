"""Whatever the project does about its settings module, ours is in force, or nothing is served."""

import importlib.util

import pytest

SHOW = """
import os
from nuages_runtime.{} import application
from django.conf import settings
print(settings.SETTINGS_MODULE, settings.DEBUG, os.environ["DJANGO_SETTINGS_MODULE"], type(application).__name__)
"""


@pytest.mark.parametrize("entry, kind", [("wsgi", "WSGIHandler"), ("asgi", "ASGIHandler")])
def test_projects_entry_is_used(site, entry, kind):
    done = site.python(SHOW.format(entry))
    assert done.stdout.split() == ["nuages_runtime.settings", "False", "nuages_runtime.settings", kind], done.stderr


@pytest.mark.parametrize("entry", ["wsgi", "asgi"])
def test_project_without_an_entry(new_site, entry):
    done = new_site(wsgi=None, asgi=None).python(SHOW.format(entry))
    assert done.stdout.startswith("nuages_runtime.settings False"), done.stderr


def test_hard_assignment_does_not_bypass(site):
    text = (site.source / "mysite/wsgi.py").read_text()
    site.write(
        "mysite/wsgi.py",
        text.replace('environ.setdefault("DJANGO_SETTINGS_MODULE", ', "environ.update(DJANGO_SETTINGS_MODULE="),
    )
    assert site.python(SHOW.format("wsgi")).stdout.startswith("nuages_runtime.settings False nuages_runtime.settings")
    site.write("mysite/wsgi.py", "import os\nos.environ['DJANGO_SETTINGS_MODULE'] = 'mysite.settings'\n" + text)
    assert site.python(SHOW.format("wsgi")).stdout.startswith("nuages_runtime.settings False nuages_runtime.settings")


def test_hard_assignment_in_manage_py_does_not_bypass(site):
    text = (site.source / "manage.py").read_text()
    site.write("manage.py", "import os\nos.environ['DJANGO_SETTINGS_MODULE'] = 'mysite.settings'\n" + text)
    done = site.run("manage", "shell", "-c", "from django.conf import settings; print(settings.SETTINGS_MODULE)")
    assert "nuages_runtime.settings" in done.stdout, done.stderr


def test_wrapped_application_stays_wrapped(site):
    text = (site.source / "mysite/wsgi.py").read_text()
    site.write(
        "mysite/wsgi.py",
        text + "class Wrap:\n    def __init__(self, app):\n        self.app = app\napplication = Wrap(application)\n",
    )
    assert site.python(SHOW.format("wsgi")).stdout.split()[-1] == "Wrap"


def test_path_changes_of_manage_and_wsgi_count(site):
    (site.source / "notes").rename(site.source / "apps_notes")
    (site.source / "apps").mkdir()
    (site.source / "apps_notes").rename(site.source / "apps" / "notes")
    change = "import os, sys\nsys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), {!r}))\n"
    for file, folder in (("manage.py", "apps"), ("mysite/wsgi.py", "../apps")):
        site.write(file, change.format(folder) + (site.source / file).read_text())
    assert site.python(SHOW.format("wsgi")).stdout.startswith("nuages_runtime.settings")
    assert site.run("manage", "check").returncode == 0
    assert "default" in site.read_json("migration-state")["databases"]


def test_replaced_settings_are_refused_with_their_place(site):
    text = (site.source / "mysite/wsgi.py").read_text()
    bypass = "from django.conf import Settings, settings\nsettings._wrapped = Settings('mysite.settings')\n"
    site.write("mysite/wsgi.py", text + bypass)
    done = site.python(SHOW.format("wsgi"))
    assert done.returncode != 0
    line = len(text.splitlines()) + 2
    assert "mysite/wsgi.py:{}".format(line) in done.stderr
    assert "os.environ.setdefault" in done.stderr


def test_settings_imported_as_a_module_are_ours_too(site):
    site.write("mysite/base.py", (site.source / "mysite/settings.py").read_text())
    site.write("mysite/settings.py", "from .base import *\n")
    code = (
        SHOW.format("wsgi")
        + "\nfrom mysite import settings, base\nprint(settings.DEBUG, base.DEBUG, base.SECRET_KEY[:6], base.MEDIA_ROOT)"
    )
    words = site.python(code).stdout.splitlines()[-1].split()
    assert words == ["False", "False", "vR8-3k", str(site.folder / "site/media")]


def test_inputs_come_before_the_settings(site):
    site.add_settings("SEEN = os.environ['GREETING'] + os.environ['PAYMENT_TOKEN'][:3]")
    assert site.effective("SEEN", "GREETING") == {"SEEN": "saluttok", "GREETING": "salut"}


def test_settings_that_ask_for_settings_while_imported(site):
    site.add_settings("from django.conf import settings as early\nEARLY = early.GREETING")
    assert site.effective("EARLY", "DEBUG") == {"EARLY": "salut", "DEBUG": False}


def test_manage_py_that_goes_its_own_way(site):
    text = (site.source / "manage.py").read_text()
    site.write(
        "manage.py",
        text.replace("execute_from_command_line(sys.argv)", "ManagementUtility(sys.argv).execute()").replace(
            "import execute_from_command_line", "import ManagementUtility"
        ),
    )
    assert "default" in site.read_json("migration-state")["databases"]


@pytest.mark.parametrize("words", [["manage", "check"], ["report"], ["migration-state"]])
def test_missing_secret_stops_with_78_and_names_it(site, words):
    (site.folder / "secrets/PAYMENT_TOKEN").unlink()
    done = site.run(*words)
    assert done.returncode == 78
    assert "PAYMENT_TOKEN" in done.stderr
    assert "Traceback" not in done.stderr


def test_gunicorn_stops_with_78_for_a_missing_secret(site):
    (site.folder / "secrets/PAYMENT_TOKEN").write_text("")
    with site.serve() as server:
        assert server.process.wait(20) == 78
    assert "PAYMENT_TOKEN" in site.log()


def test_gunicorn_stops_for_settings_that_do_not_load(site):
    site.add_settings("raise RuntimeError('no way')")
    with site.serve() as server:
        assert server.process.wait(20) not in (0, None)
    assert "no way" in site.log()


def test_crash_of_a_command_shows_no_secret(site):
    site.add_settings("raise RuntimeError('cannot use ' + PAYMENT_TOKEN)")
    done = site.run("manage", "migrate")
    assert done.returncode == 1
    assert "cannot use <secret PAYMENT_TOKEN>" in done.stderr


@pytest.mark.parametrize("content", ["", "[]", '{"version": 2, "settings": "x"}'])
def test_bad_runtime_json_is_refused(site, content):
    (site.folder / "runtime.json").write_text(content)
    done = site.run("report")
    assert (done.returncode, "runtime.json" in done.stderr) == (78, True)


def test_weak_key_without_another_is_refused_with_its_place(new_site):
    site = new_site(secrets={"PAYMENT_TOKEN": "x" * 10})
    overlay = site.folder / "runtime.json"
    overlay.write_text(overlay.read_text().replace('"SECRET_KEY", ', ""))
    done = site.run("manage", "check")
    assert done.returncode == 78
    assert "mysite/settings.py:5" in done.stderr
    assert "django-insecure" not in done.stderr


def test_unknown_command_is_a_usage_error(site):
    assert site.run("frobnicate").returncode == 2
    assert site.run("publish-static").returncode == 2


def test_management_command_gets_its_arguments_and_exit_code(site):
    done = site.run("manage", "shell", "-c", "import sys; print(sys.argv[0]); sys.exit(7)")
    assert done.returncode == 7
    assert done.stdout.splitlines()[-1].endswith("manage.py")


@pytest.mark.skipif(not importlib.util.find_spec("configurations"), reason="django-configurations is not in this row")
def test_django_configurations(new_site):
    site = new_site(configuration="Live")
    plain = (site.source / "mysite/settings.py").read_text().splitlines()
    imports = [line for line in plain if line.startswith(("import", "from"))]
    body = ["    " + line for line in plain if line not in imports]
    head = ["from configurations import Configuration, values", *imports, "class Dev(Configuration):", *body]
    tail = ["class Live(Dev):", "    BANNER = values.Value('none', environ_name='GREETING', environ_prefix=None)"]
    site.write("mysite/settings.py", "\n".join(head + tail) + "\n")
    site.write("mysite/wsgi.py", WITH_CONFIGURATIONS.format("wsgi"))
    site.write("manage.py", MANAGE_WITH_CONFIGURATIONS)
    code = SHOW.format("wsgi") + "\nprint(settings.BANNER, settings.CONFIGURATION)"
    done = site.python(code)
    assert done.returncode == 0, done.stderr
    first, second = done.stdout.splitlines()
    assert first.startswith("nuages_runtime.settings False")
    assert second == "salut mysite.settings.Live"
    assert site.run("manage", "check").returncode == 0
    changes = site.read_json("report", "--json")["changes"]
    debug = next(change for change in changes if change["setting"] == "DEBUG")
    assert debug["at"]["file"] == "mysite/settings.py"


WITH_CONFIGURATIONS = """
import os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings")
os.environ.setdefault("DJANGO_CONFIGURATION", "Live")
from configurations.{0} import get_{0}_application
application = get_{0}_application()
"""

MANAGE_WITH_CONFIGURATIONS = """
import os, sys
if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings")
    os.environ.setdefault("DJANGO_CONFIGURATION", "Dev")
    from configurations.management import execute_from_command_line
    execute_from_command_line(sys.argv)
"""


def test_manage_py_of_another_name(site):
    (site.source / "manage.py").rename(site.source / "administer.py")
    assert site.run("manage", "check").returncode == 0


def test_a_project_that_does_not_load_tells_no_secret(site):
    site.write("mysite/wsgi.py", "import os\nprint('key', os.environ['SECRET_KEY'])\nraise ValueError(os.environ['SECRET_KEY'])\n")
    key = (site.folder / "secrets" / "SECRET_KEY").read_text().strip()
    with site.serve() as running:
        running.process.wait(30)
    assert "ValueError" in site.log()
    assert key not in site.log()


def test_wrong_host_is_refused_without_common_middleware(site):
    site.add_settings("MIDDLEWARE = []")
    with site.serve() as running:
        running.wait()
        assert running.get("/healthz", host="who.knows").status == 200
        assert running.get("/", host="evil.example").status == 400
        assert running.get("/").status != 400
