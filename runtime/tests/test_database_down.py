"""A database that does not answer makes a replica unready; it stays alive and comes back."""


def test_unmigrated_site_is_not_ready(site):
    with site.serve() as server:
        server.wait()
        assert server.get("/healthz").text == "ok"
        answer = server.get("/readyz", host="who.knows")
        assert (answer.status, answer.text) == (503, "not ok")
        assert site.run("manage", "migrate", "-v0").returncode == 0
        assert server.get("/readyz").status == 200


def test_broken_database(site, prepared):
    prepared(site)
    database = site.folder / "site/data/db.sqlite3"
    with site.serve() as server:
        server.wait()
        assert server.get("/readyz").status == 200
        database.parent.rename(site.folder / "site/away")
        site.folder.joinpath("site/data").write_text("not a folder")
        assert server.get("/readyz").status == 503
        assert server.get("/healthz").status == 200
        site.folder.joinpath("site/data").unlink()
        (site.folder / "site/away").rename(database.parent)
        assert server.get("/readyz").status == 200


def test_server_that_is_gone(new_site):
    gone = {"gone": {"sqlite": None, "connMaxAgeSeconds": 60, "pool": None}}
    site = new_site(databases=gone)
    site.add_settings("DATABASES['gone'] = {'ENGINE': 'mysite.backend', 'NAME': 'x'}")
    site.write("mysite/backend/__init__.py", "")
    site.write(
        "mysite/backend/base.py",
        "from django.db.backends.sqlite3 import base\n"
        "from django.db.utils import OperationalError\n"
        "class DatabaseWrapper(base.DatabaseWrapper):\n"
        "    def get_new_connection(self, params):\n"
        "        raise OperationalError('password hunter2 refused')\n",
    )
    with site.serve() as server:
        server.wait()
        assert server.get("/readyz").status == 503
        assert server.get("/healthz").status == 200
    assert "hunter2" not in site.log()
    assert "OperationalError" in site.log()
