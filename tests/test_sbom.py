"""What the program is made of is told whole: every pinned package with its hashes, and what npm brings."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
CONSTRAINTS = ROOT / "constraints.txt"
EDITOR = ROOT / "src" / "dispatchgraph" / "serve" / "pages" / "editor.toml"

pytestmark = pytest.mark.skipif(not CONSTRAINTS.exists(), reason="no constraints.txt in this copy of the project")


@pytest.fixture(scope="module")
def script() -> ModuleType:
    path = ROOT / "scripts" / "sbom.py"
    if not path.exists():
        pytest.skip("the scripts are not in this copy of the project")
    spec = importlib.util.spec_from_file_location("sbom", path)
    assert spec and spec.loader
    module = sys.modules["sbom"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def told() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads((ROOT / "sbom.cdx.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def components(told) -> dict[tuple[str, str], Mapping[str, Any]]:
    return {(c["name"], c["version"]): c for c in told["components"]}


def test_every_requirement_has_a_hash_and_no_address(script):
    text = CONSTRAINTS.read_text("utf-8")
    packages = script.pinned(text)
    assert len(packages) == len(re.findall("==", re.sub(" ; .*", "", text))) > 50
    assert [p.name for p in packages if not p.hashes] == []
    assert not re.search(r"://|@ |--(?:index|find|extra|trusted)", text)


def test_every_pinned_package_is_listed_with_its_hashes(script, components):
    for package in script.pinned(CONSTRAINTS.read_text("utf-8")):
        listed = components.get((package.name, package.version))
        assert listed, f"sbom.cdx.json lacks {package.purl}: run make sbom"
        assert [h["content"] for h in listed["hashes"]] == list(package.hashes)
        assert listed["purl"] == package.purl


def test_nothing_is_listed_that_is_not_there(script, told):
    expected = {p.purl for p in script.pinned(CONSTRAINTS.read_text("utf-8"))}
    assert {c["purl"] for c in told["components"]} - expected == {"pkg:npm/%40zazuko/yasgui@4.6.2"}
    refs = {c["bom-ref"] for c in [*told["components"], told["metadata"]["component"]]}
    assert {ref for d in told["dependencies"] for ref in [d["ref"], *d["dependsOn"]]} <= refs


def test_what_npm_brings_is_listed_with_its_licence_and_the_files_that_are_taken(components):
    editor = tomllib.loads(EDITOR.read_text("utf-8"))
    listed = components[editor["name"], editor["version"]]
    assert listed["licenses"] == [{"license": {"id": editor["licence"]}}]
    assert {c["hashes"][0]["content"] for c in listed["components"]} == {f["sha256"] for f in editor["files"].values()}
    assert len(listed["hashes"][0]["content"]) == 128


def test_what_runs_is_told_from_what_only_checks(components):
    scopes = {name: c["scope"] for (name, _), c in components.items()}
    assert {scopes[n] for n in ("spacy", "rdflib", "pyoxigraph", "numpy", "thinc")} == {"required"}
    assert {scopes[n] for n in ("starlette", "uvicorn")} == {"optional"}
    assert {scopes[n] for n in ("pytest", "mypy", "ruff", "hypothesis")} == {"excluded"}
    unlicensed = [name for (name, _), c in components.items() if c["scope"] == "required" and "licenses" not in c]
    assert set(unlicensed) <= {"colorama", "networkx", "numpy", "setuptools"}  # of other systems or versions


def test_the_bill_tells_no_address_and_no_place_on_disk(told):
    text = json.dumps(told)
    assert not re.search(r"://|/home/|/root/|/tmp/", text)


def test_a_line_that_pins_nothing_is_an_error(script):
    for line in ("spacy>=3", "-r other.txt", "spacy @ file:x", "    --hash=md5:00"):
        with pytest.raises(ValueError, match="line 1"):
            script.pinned(line)
