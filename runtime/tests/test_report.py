"""The report: every override with place, values, consequences and switch; nothing secret in it."""

from sites import KEY, TOKEN


def find(report, setting):
    return next(change for change in report["changes"] if change["setting"] == setting)


def test_override_is_reported_with_its_place(site):
    lines = (site.source / "mysite/settings.py").read_text().splitlines()
    change = find(site.read_json("report", "--json"), "DEBUG")
    assert change["at"] == {"file": "mysite/settings.py", "line": lines.index("DEBUG = True") + 1}
    assert (change["rule"], change["kind"], change["old"], change["new"]) == ("debug", "overridden", "True", "False")
    assert change["off"] == 'off = ["debug"]'


def test_place_and_consequences_through_a_star_import(site):
    site.write("mysite/base.py", (site.source / "mysite/settings.py").read_text())
    site.write(
        "mysite/settings.py",
        "from .base import *\nSHOW_TOOLBAR = DEBUG\nif SHOW_TOOLBAR:\n    TOOLBAR_PANELS = ['sql']\nOTHER = 1\n",
    )
    change = find(site.read_json("report", "--json"), "DEBUG")
    assert change["at"]["file"] == "mysite/base.py"
    assert change["derived"] == ["SHOW_TOOLBAR", "TOOLBAR_PANELS"]


def test_place_is_relative_to_the_project_and_not_to_the_folder_of_manage_py(new_site):
    site = new_site(directory="web")
    (site.source / "web").mkdir()
    for entry in list(site.source.iterdir()):
        if entry.name != "web":
            entry.rename(site.source / "web" / entry.name)
    site.source = site.source / "web"
    assert find(site.read_json("report", "--json"), "DEBUG")["at"]["file"] == "web/mysite/settings.py"


def test_report_holds_no_secret(site):
    site.add_settings("ALLOWED_HOSTS = ['*', PAYMENT_TOKEN]\nDATABASES['default']['PASSWORD'] = 'hunter2-hunter2'")
    for words in (["report"], ["report", "--json"]):
        done = site.run(*words)
        assert done.returncode == 0, done.stderr
        for secret in (KEY, TOKEN, "hunter2-hunter2", "django-insecure"):
            assert secret not in done.stdout + done.stderr


def test_text_names_switch_and_consequences(site):
    site.add_settings("VERBOSE = DEBUG")
    text = site.run("report").stdout
    assert "DEBUG  mysite/settings.py:" in text
    assert 'off = ["debug"]' in text
    assert "VERBOSE" in text


def test_rule_is_switched_off_by_name(new_site):
    site = new_site(off=["debug", "hosts"])
    report = site.read_json("report", "--json")
    assert report["off"] == ["debug", "hosts"]
    assert not {"DEBUG", "ALLOWED_HOSTS"} & {change["setting"] for change in report["changes"]}
    assert site.effective("DEBUG") == {"DEBUG": True}


def test_random_key_is_found(site):
    site.add_settings(
        "from django.core.management.utils import get_random_secret_key\nSECRET_KEY = get_random_secret_key()"
    )
    assert "at each start" in find(site.read_json("report", "--json"), "SECRET_KEY")["why"]
    assert site.effective("SECRET_KEY") == {"SECRET_KEY": KEY}


def test_key_with_a_random_default_stays_when_given(site):
    site.add_settings("import secrets\nSECRET_KEY = os.environ.get('SECRET_KEY', secrets.token_urlsafe(50))")
    settings = [change["setting"] for change in site.read_json("report", "--json")["changes"]]
    assert "SECRET_KEY" not in settings


def test_what_was_computed_from_a_moved_place_is_named(site):
    site.add_settings("THUMBNAILS = MEDIA_ROOT / 'thumbnails'")
    assert find(site.read_json("report", "--json"), "MEDIA_ROOT")["derived"] == ["THUMBNAILS"]
    assert "THUMBNAILS" in site.run("report").stdout
