"""runtime.json as read: placeholders filled, and nobody believed who is not there."""

import json

import pytest

from nuages_runtime.overlay import read_overlay
from nuages_runtime.refusal import Refusal


def overlay_of(tmp_path, environ=None, **data):
    file = tmp_path / "runtime.json"
    file.write_text(json.dumps(dict(data, version=1, settings="mysite.settings")))
    return read_overlay(dict(environ or {}, NUAGES_RUNTIME=str(file)))


def test_placeholders_in_variables_are_filled_anywhere(tmp_path):
    inputs = {"DATABASE_URL": "sqlite:///{site}/data/db.sqlite3", "HOME": "{release}/x", "PLAIN": "a {b} c"}
    overlay = overlay_of(tmp_path, {"NUAGES_SITE": "/srv/shop", "NUAGES_RELEASE_DIR": "/srv/shop/r1"}, inputs=inputs)
    assert overlay.inputs == {
        "DATABASE_URL": "sqlite:////srv/shop/data/db.sqlite3",
        "HOME": "/srv/shop/r1/x",
        "PLAIN": "a {b} c",
    }


def test_placeholder_without_its_folder_is_refused(tmp_path):
    with pytest.raises(Refusal, match="NUAGES_SITE is not set"):
        overlay_of(tmp_path, inputs={"DB": "{site}/db"})


@pytest.mark.parametrize("said, believed", [({}, True), ({"NUAGES_PROXY": "none"}, False)])
def test_proxy_headers_are_not_believed_when_started_without_the_proxy(tmp_path, said, believed):
    assert overlay_of(tmp_path, said, behindProxy=True).behind_proxy is believed
