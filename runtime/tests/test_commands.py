"""What the rollout asks the Python side."""

import gzip
import importlib.util
import json
import re
import sqlite3
import stat

from nuages_runtime.static_files import read_manifest


def test_migration_state_before_and_after(site):
    before = site.read_json("migration-state")["databases"]["default"]
    assert "notes.0001_initial" in before["leaves"]
    assert "notes.0001_initial" in before["unapplied"]
    assert site.run("manage", "migrate", "-v0").returncode == 0
    after = site.read_json("migration-state")["databases"]["default"]
    assert (after["unapplied"], after["unknown"]) == ([], [])
    (site.source / "notes/migrations/0001_initial.py").unlink()
    assert site.read_json("migration-state")["databases"]["default"]["unknown"] == ["notes.0001_initial"]


def test_models_without_migrations_and_tables_are_told(site):
    assert site.read_json("migration-state")["databases"]["default"]["tableless"] == []
    for path in site.source.glob("notes/migrations/0*.py"):
        path.unlink()
    line = (site.source / "notes/models.py").read_text().splitlines().index("class Note(models.Model):") + 1
    told = site.read_json("migration-state")["databases"]["default"]["tableless"]
    assert told == [{"app": "notes", "at": {"file": "notes/models.py", "line": line}}]


def test_backup_is_sound_private_and_whole(ready_site, tmp_path):
    copy = tmp_path / "copy.sqlite3"
    answer = ready_site.read_json("backup-sqlite", "default", str(copy))
    assert answer["copied"] is True
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with sqlite3.connect(str(copy)) as connection:
        assert connection.execute("select username from auth_user").fetchall() == [("ada",)]
        assert connection.execute("pragma journal_mode").fetchone() == ("delete",)
    assert [path.name for path in tmp_path.iterdir()] == ["copy.sqlite3"]


def test_backup_of_a_broken_file_fails_and_leaves_nothing(site, tmp_path):
    data = site.folder / "site/data"
    data.mkdir()
    (data / "db.sqlite3").write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    done = site.run("backup-sqlite", "default", str(tmp_path / "copy"))
    assert done.returncode == 1
    assert not [path for path in tmp_path.iterdir() if path.name.startswith("copy")]


def test_backup_before_the_first_migration_says_so(site, tmp_path):
    assert site.read_json("backup-sqlite", "default", str(tmp_path / "copy"))["copied"] is False


def test_backup_of_an_unknown_alias_is_refused(site, tmp_path):
    assert site.run("backup-sqlite", "other", str(tmp_path / "copy")).returncode == 78


def test_static_files_are_published_once(ready_site, tmp_path):
    first = ready_site.read_json("publish-static", str(tmp_path))["copied"]
    names = sorted(path.name for path in (tmp_path / "notes").iterdir())
    assert first == len(list(tmp_path.rglob("*.*")))
    assert not (tmp_path / "staticfiles.json").exists()
    style = next(name for name in names if name.startswith("style.") and name.endswith(".css"))
    (tmp_path / "notes" / style).write_text("kept")
    assert ready_site.read_json("publish-static", str(tmp_path))["copied"] == 0
    assert (tmp_path / "notes" / style).read_text() == "kept"


def test_hashed_files_of_others_are_published_and_compressed(ready_site, tmp_path):
    made = ready_site.release / "static" / "CACHE" / "output.eca48a9e3c42.css"
    made.parent.mkdir()
    made.write_text("p { color: red }\n" * 50)
    plain = made.with_name("output.css")
    plain.write_text("p { color: red }\n" * 50)
    ready_site.run("publish-static", str(tmp_path))
    published = sorted(path.name for path in (tmp_path / "CACHE").iterdir())
    assert {name.partition(".css")[0] for name in published} == {"output.eca48a9e3c42"}
    assert "output.eca48a9e3c42.css.gz" in published


def test_files_that_lie_only_in_the_projects_static_root_are_collected(site):
    site.add_settings("from pathlib import Path\nSTATIC_ROOT = Path(__file__).parents[1] / 'kept'")
    only = {"built.css": "b {}", "old.css": "kept {}", "old.0123456789ab.css": "old {}", "built.css.gz": "gz"}
    for name, text in {**only, "notes/style.css": "stale {}", "staticfiles.json": "{}"}.items():
        site.write("kept/" + name, text)
    done = site.run("manage", "collectstatic", "--noinput")
    assert done.returncode == 0, done.stderr
    root = site.release / "static"
    paths = read_manifest(str(root))
    assert {"built.css", "old.css"} <= set(paths)
    assert "old.0123456789ab.css" not in paths
    assert (root / paths["built.css"]).read_text() == "b {}"
    assert "stale" not in (root / "notes/style.css").read_text()


def test_files_combined_while_pages_are_served_are_compressed_and_kept(site):
    site.add_settings("INSTALLED_APPS = [*INSTALLED_APPS, 'compressor']")
    code = (
        "from nuages_runtime.launch import run_in_project\n"
        "def work():\n"
        "    from compressor.storage import default_storage\n"
        "    from django.core.files.base import ContentFile\n"
        "    for name in ('output.0123456789ab.css', 'manifest.json'):\n"
        "        default_storage.save('CACHE/' + name, ContentFile(b'p { color: red } ' * 99))\n"
        "run_in_project(work)"
    )
    done = site.python(code)
    assert done.returncode == 0, done.stderr
    for folder in (site.release, site.folder / "site"):
        kept = {path.name for path in (folder / "static/CACHE").iterdir()}
        assert {"output.0123456789ab.css", "output.0123456789ab.css.gz"} <= kept
        assert not any(name.endswith(".partial") for name in kept)
    assert "manifest.json" not in kept


def test_collected_files_are_compressed(ready_site):
    folder = ready_site.release / "static"
    manifest = json.loads((folder / "staticfiles.json").read_text())["paths"]
    style = folder / manifest["notes/style.css"]
    assert gzip.decompress((style.parent / (style.name + ".gz")).read_bytes()) == style.read_bytes()
    has_brotli = importlib.util.find_spec("brotli") is not None
    assert (style.parent / (style.name + ".br")).exists() is has_brotli


def test_bad_reference_in_css_is_told_and_passed_over(ready_site):
    assert "notes/missing.svg" in ready_site.collected
    manifest = json.loads((ready_site.release / "static/staticfiles.json").read_text())["paths"]
    style = (ready_site.release / "static" / manifest["notes/style.css"]).read_text()
    assert manifest["notes/dot.svg"].rpartition("/")[2] in style
    assert 'url("missing.svg")' in style


def test_missing_static_files_are_named_with_their_place(site):
    at = {"file": "notes/templates/notes/index.txt", "line": 1}
    assert site.read_json("check-static")["missing"] == [{"name": "notes/gone.png", "at": at}]


def test_static_names_that_lead_elsewhere_are_missing(site):
    (site.source / "notes/templates/notes/odd.txt").write_text(
        "{% load static %}{% static '/notes/style.css' %}\n{% static '../settings.py' %}\n"
    )
    missing = [entry["name"] for entry in site.read_json("check-static")["missing"]]
    assert missing == ["notes/gone.png", "../settings.py"]


def test_hashed_name_of_a_leading_slash(ready_site):
    code = "from django.templatetags.static import static; print(static('/notes/style.css'))"
    shown = ready_site.run("manage", "shell", "-c", code).stdout.splitlines()[-1]
    assert re.fullmatch(r"/static/notes/style\.[0-9a-f]{12}\.css", shown)
