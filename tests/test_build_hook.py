"""The build step that brings the SPARQL editor: what it lets in, and what it does where there is no network."""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import io
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

pytest.importorskip("hatchling", reason="hatchling is not installed")

ROOT = Path(__file__).parents[1]
PAGES = "src/dispatchgraph/serve/pages"
SCRIPT, STYLE = b"the editor();\n", b".editor {}\n"


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(autouse=True)
def wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPATCHGRAPH_EDITOR", raising=False)


def archive(files: Mapping[str, bytes]) -> bytes:
    """A package as npm packs it."""
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w:gz") as packed:
        for path, data in files.items():
            member = tarfile.TarInfo(path)
            member.size = len(data)
            packed.addfile(member, io.BytesIO(data))
    return whole.getvalue()


WHOLE = archive({"package/build/a.js": SCRIPT, "package/build/a.css": STYLE, "package/more.js": b"else"})
EDITOR: dict[str, Any] = {
    "name": "@a/editor",
    "version": "1.2.3",
    "homepage": "https://example.org/",
    "holders": ["Ana", "Bea"],
    "integrity": "sha512-" + base64.b64encode(hashlib.sha512(WHOLE).digest()).decode(),
    "files": {
        "package/build/a.js": {"name": "a.js", "sha256": hashlib.sha256(SCRIPT).hexdigest()},
        "package/build/a.css": {"name": "a.css", "sha256": hashlib.sha256(STYLE).hexdigest()},
    },
}


@pytest.fixture
def npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes | None], Path]:
    """Puts in the place of npm a program that brings what it is told to, or fails; returns what it writes its calls to."""

    def placed(brought: bytes | None) -> Path:
        folder = tmp_path / "bin"
        folder.mkdir()
        calls, package = folder / "calls", folder / "package"
        package.write_bytes(brought or b"")
        code = (
            f"#!{sys.executable}\nimport shutil, sys\n"
            f"open({str(calls)!r}, 'a').write(' '.join(sys.argv[1:]) + '\\n')\n"
            "to = next(a.partition('=')[2] for a in sys.argv if a.startswith('--pack-destination'))\n"
            + (f"shutil.copy({str(package)!r}, to + '/a-1.2.3.tgz')\n" if brought is not None else "sys.exit(1)\n")
        )
        (folder / "npm").write_text(code, "utf-8")
        (folder / "npm").chmod(0o755)
        monkeypatch.setenv("PATH", str(folder))
        return calls

    return placed


def test_what_npm_brings_is_taken_as_far_as_it_is_pinned(hook: ModuleType, npm: Any, tmp_path: Path):
    calls = npm(WHOLE)
    hook.bring(EDITOR, tmp_path / "vendor")
    assert {p.name: p.read_bytes() for p in (tmp_path / "vendor").iterdir() if p.suffix != ".txt"} == {
        "a.js": SCRIPT,
        "a.css": STYLE,
    }
    licence = (tmp_path / "vendor" / hook.LICENCE).read_text("utf-8")
    assert "@a/editor 1.2.3" in licence and "Copyright (c) Ana, Bea" in licence
    assert "WITHOUT WARRANTY OF ANY KIND" in licence
    assert "--ignore-scripts" in calls.read_text("utf-8")


def test_what_is_there_is_not_fetched_again_unless_it_was_changed(hook: ModuleType, npm: Any, tmp_path: Path):
    calls = npm(WHOLE)
    for change in (lambda: None, lambda: None, lambda: (tmp_path / "vendor/a.js").write_bytes(b"changed")):
        change()
        hook.bring(EDITOR, tmp_path / "vendor")
    assert (tmp_path / "vendor/a.js").read_bytes() == SCRIPT
    assert len(calls.read_text("utf-8").splitlines()) == 2


def test_another_package_than_the_pinned_one_ends_the_build(hook: ModuleType, npm: Any, tmp_path: Path):
    npm(archive({"package/build/a.js": b"steal()", "package/build/a.css": STYLE}))
    with pytest.raises(hook.Tampered, match="not the one that is pinned"):
        hook.bring(EDITOR, tmp_path / "vendor")
    assert not (tmp_path / "vendor").exists()


def test_a_file_that_is_not_the_pinned_one_ends_the_build(hook: ModuleType, npm: Any, tmp_path: Path):
    npm(WHOLE)
    for files in (
        {"package/build/a.js": {"name": "a.js", "sha256": "0"}},
        {"package/none.js": {"name": "a.js", "sha256": "0"}},
    ):
        with pytest.raises(hook.Tampered):
            hook.bring({**EDITOR, "files": files}, tmp_path / "vendor")
        assert not (tmp_path / "vendor").exists()


def test_without_a_registry_or_npm_there_is_no_editor(
    hook: ModuleType, npm: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    npm(None)
    with pytest.raises(hook.Unreachable, match="no registry"):
        hook.bring(EDITOR, tmp_path / "vendor")
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    with pytest.raises(hook.Unreachable, match="npm is not installed"):
        hook.bring(EDITOR, tmp_path / "vendor")
    monkeypatch.setenv("DISPATCHGRAPH_EDITOR", "no")
    with pytest.raises(hook.Unreachable, match="says no"):
        hook.bring(EDITOR, tmp_path / "vendor")


def test_what_is_pinned_is_one_version_with_its_hashes(hook: ModuleType):
    told = hook.pinned(ROOT / PAGES)
    assert (told["name"], told["version"], told["licence"]) == ("@zazuko/yasgui", "4.6.2", "MIT")
    assert told["integrity"].startswith("sha512-")
    assert all(len(file["sha256"]) == 64 for file in told["files"].values())


def test_no_registry_is_named():
    for path in (ROOT / "hatch_build.py", ROOT / PAGES / "editor.toml"):
        assert "registry." not in path.read_text("utf-8")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What a build needs of this project."""
    to = tmp_path / "checkout"
    shutil.copytree(ROOT / "src", to / "src", ignore=shutil.ignore_patterns("__pycache__", "vendor"))
    shutil.copytree(ROOT / "ontology", to / "ontology")
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", ".gitignore", "sbom.cdx.json"):
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, to / name)
    return to


def build(checkout: Path, target: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", "out"],
        **{"cwd": checkout, "capture_output": True, "text": True, "env": {**os.environ, "HOME": str(checkout)}},
    )


def names(checkout: Path, pattern: str) -> list[str]:
    """The files in what was built."""
    built = next((checkout / "out").glob(pattern))
    if built.suffix == ".whl":
        with zipfile.ZipFile(built) as wheel:
            return wheel.namelist()
    with tarfile.open(built) as source:
        return source.getnames()


def test_a_wheel_is_built_without_a_network_and_says_in_a_line_what_it_lacks(checkout: Path, npm: Any):
    npm(None)
    done = build(checkout, "wheel")
    assert done.returncode == 0, done.stderr
    said = [line for line in (done.stdout + done.stderr).splitlines() if "editor" in line]
    assert len(said) == 1 and "a text area instead" in said[0]
    built = names(checkout, "*.whl")
    assert not [n for n in built if "vendor" in n]
    assert {
        f"dispatchgraph/serve/pages/{n}" for n in ("templates/base.html", "assets/pages.css", "editor.toml")
    } <= set(built)
    assert [n for n in built if n.endswith(".dist-info/sboms/sbom.cdx.json")]


def test_a_wheel_with_a_tampered_editor_is_not_built(checkout: Path, npm: Any):
    npm(WHOLE)
    done = build(checkout, "wheel")
    assert done.returncode != 0
    assert "not the one that is pinned" in done.stderr
    assert not list((checkout / "out").glob("*.whl"))


def test_a_wheel_holds_the_editor_that_was_brought_and_a_source_package_does_not(checkout: Path):
    brought = ROOT / PAGES / "vendor"
    if not (brought / "yasgui.min.js").is_file():
        pytest.skip("the editor was not brought here: this installation was built without a network")
    shutil.copytree(brought, checkout / PAGES / "vendor")
    assert build(checkout, "wheel").returncode == 0
    assert {"yasgui.min.js", "yasgui.min.css", "yasgui.LICENSE.txt"} == {
        Path(n).name for n in names(checkout, "*.whl") if "/vendor/" in n
    }
    assert build(checkout, "sdist").returncode == 0
    packed = names(checkout, "*.tar.gz")
    assert not [n for n in packed if "/vendor/" in n]
    assert [n for n in packed if n.endswith("/hatch_build.py")]
