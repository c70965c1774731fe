"""Variables and secrets: from files into the settings, and nowhere else."""

import os
import subprocess
import sys

import pytest

from nuages_runtime import inputs
from nuages_runtime.refusal import Refusal


class Wanted:
    """The part of an overlay that inputs look at."""

    def __init__(self, folder, secrets, export=False):
        self.secrets_dir = str(folder)
        self.secrets = secrets
        self.export_secrets = export
        self.inputs = {"NUAGES_TEST_PLAIN": "plain"}


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch):
    monkeypatch.setattr(inputs, "_values", {})
    yield
    for name in list(os.environ):
        if name.startswith("NUAGES_TEST_"):
            os.environ.pop(name)


def child_sees(name, **options):
    code = "import os; print(os.environ.get({!r}))".format(name)
    return subprocess.check_output([sys.executable, "-c", code], universal_newlines=True, **options).strip()


def test_secret_is_readable_here_and_not_in_children(tmp_path):
    (tmp_path / "NUAGES_TEST_A").write_text("value-of-a\n")
    inputs.give_inputs(Wanted(tmp_path, ["NUAGES_TEST_A"]))
    assert os.environ["NUAGES_TEST_A"] == "value-of-a"
    assert os.getenv("NUAGES_TEST_A") == "value-of-a"
    assert child_sees("NUAGES_TEST_A") == "None"
    assert child_sees("NUAGES_TEST_A", close_fds=False) == "None"
    assert os.system('test -z "$NUAGES_TEST_A"') == 0
    assert child_sees("NUAGES_TEST_PLAIN") == "plain"


def test_secret_is_exported_on_demand(tmp_path):
    (tmp_path / "NUAGES_TEST_A").write_text("value-of-a")
    inputs.give_inputs(Wanted(tmp_path, ["NUAGES_TEST_A"], export=True))
    assert child_sees("NUAGES_TEST_A") == "value-of-a"


def test_secret_from_the_real_environment_is_taken_out_of_it(tmp_path):
    os.environ["NUAGES_TEST_B"] = "value-of-b"
    inputs.give_inputs(Wanted(tmp_path, ["NUAGES_TEST_B"]))
    assert os.environ["NUAGES_TEST_B"] == "value-of-b"
    assert child_sees("NUAGES_TEST_B") == "None"


@pytest.mark.parametrize("content, value", [("a b\n", "a b"), ("a\r\n", "a"), ("a\nb\n", "a\nb"), (" a ", " a ")])
def test_only_the_last_newline_is_stripped(tmp_path, content, value):
    (tmp_path / "NUAGES_TEST_A").write_bytes(content.encode())
    assert inputs.read_secret(str(tmp_path), "NUAGES_TEST_A").replace("\r\n", "\n") == value


def test_all_missing_secrets_are_named_at_once(tmp_path):
    (tmp_path / "NUAGES_TEST_A").write_text("\n")
    with pytest.raises(Refusal, match="NUAGES_TEST_A, NUAGES_TEST_B"):
        inputs.give_inputs(Wanted(tmp_path, ["NUAGES_TEST_B", "NUAGES_TEST_A"]))


def test_redact_replaces_longest_first(tmp_path):
    (tmp_path / "NUAGES_TEST_A").write_text("abcdef")
    (tmp_path / "NUAGES_TEST_B").write_text("abcdefghi")
    inputs.give_inputs(Wanted(tmp_path, ["NUAGES_TEST_A", "NUAGES_TEST_B"]))
    assert inputs.redact("x abcdefghi abcdef") == "x <secret NUAGES_TEST_B> <secret NUAGES_TEST_A>"
