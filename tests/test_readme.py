"""The README tells the truth: its commands run and print what it shows."""

from __future__ import annotations

import doctest
import re
import shlex
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dispatchgraph.cli import app

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```console\n\$ dispatchgraph (.*)\n((?:.*\n)*?)```", README)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the example and its kept graphs, to run the README's commands in."""
    for name in ("examples", "output"):
        shutil.copytree(ROOT / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_readme_shows_commands():
    assert len(BLOCKS) >= 5


@pytest.mark.parametrize(("command", "shown"), BLOCKS, ids=[c[:40] for c, _ in BLOCKS])
def test_each_command_prints_what_the_readme_shows(command: str, shown: str, checkout: Path):
    done = CliRunner().invoke(app, shlex.split(command))
    assert done.exit_code == 0, done.output
    assert done.stdout == shown


def test_the_python_example_gives_what_the_readme_shows():
    done = doctest.testfile(str(ROOT / "README.md"), module_relative=False)
    assert done.attempted >= 4
    assert done.failed == 0


def test_the_files_the_readme_links_to_are_there():
    links = re.findall(r"\]\((?!http)([^)#]+)\)", README)
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_readme_names_the_number_of_event_classes():
    from dispatchgraph.knowledge import event_types

    assert f"{len(event_types()) - 1} classes" in README
