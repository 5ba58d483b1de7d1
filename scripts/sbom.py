"""Write `sbom.cdx.json`: all that dispatchgraph is made of, as a bill of materials in CycloneDX 1.6.

    python scripts/sbom.py

It lists every package that `constraints.txt` pins, with its hashes, and what `hatch_build.py` brings by npm; licences
and who needs whom come from what is installed beside this Python, so packages of other systems have none. Nothing is
asked of the network, and the same files and packages give the same bytes. The wheel carries it (PEP 770).
"""

from __future__ import annotations

import base64
import json
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

__all__ = ["Pinned", "bill", "main", "pinned", "written"]

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "sbom.cdx.json"
EDITOR = ROOT / "src" / "dispatchgraph" / "serve" / "pages" / "editor.toml"
ITSELF = "dispatchgraph"
_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ ;\\]+)(?: ; (?P<marker>[^\\]+?))? *\\?$")
_HASH = re.compile(r"^ +--hash=sha256:(?P<hash>[0-9a-f]{64})(?: \\)?$")
#: What the classifiers of older packages call a licence, by its name at SPDX.
_SPDX = {
    "MIT License": "MIT",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "ISC License (ISCL)": "ISC",
}


@dataclass(frozen=True, kw_only=True)
class Pinned:
    """One package of `constraints.txt`."""

    name: str
    version: str
    marker: str  #: where it is wanted; empty for everywhere
    hashes: tuple[str, ...]  #: SHA-256 of each file it is distributed in

    @property
    def purl(self) -> str:
        """Its address among packages."""
        return f"pkg:pypi/{self.name}@{self.version}"


def pinned(constraints: str) -> tuple[Pinned, ...]:
    """The packages that `constraints` pins; raises `ValueError` for a line that is neither a package nor its hash."""
    found: list[tuple[re.Match[str], list[str]]] = []
    for number, line in enumerate(constraints.splitlines(), 1):
        if package := _PIN.match(line):
            found.append((package, []))
        elif (told := _HASH.match(line)) and found:
            found[-1][1].append(told["hash"])
        elif line.strip():
            raise ValueError(f"constraints.txt, line {number}: neither a pinned package nor its hash: {line!r}")
    return tuple(
        Pinned(
            name=canonicalize_name(package["name"]),
            version=package["version"],
            marker=package["marker"] or "",
            hashes=tuple(hashes),
        )
        for package, hashes in found
    )


def bill(project: Mapping[str, Any], packages: tuple[Pinned, ...], editor: Mapping[str, Any]) -> dict[str, Any]:
    """The bill of materials."""
    required = _needed(list(project["dependencies"]))
    chosen = _needed([r for extra in ("server", "remote") for r in project["optional-dependencies"][extra]])
    root = f"pkg:pypi/{ITSELF}@{project['version']}"
    components = [_package(p, required=required, chosen=chosen) for p in packages]
    components.append(_editor(editor))
    content = {
        "metadata": {"component": _itself(project, root)},
        "components": components,
        "dependencies": list(_dependencies(root, project, packages, _purl(editor))),
    }
    serial = uuid5(NAMESPACE_URL, json.dumps(content, sort_keys=True))
    head = {"bomFormat": "CycloneDX", "specVersion": "1.6", "serialNumber": f"urn:uuid:{serial}", "version": 1}
    return head | content


def _itself(project: Mapping[str, Any], root: str) -> dict[str, Any]:
    licence = [{"license": {"id": project["license"]}}]
    return {
        "type": "application",
        "bom-ref": root,
        "name": ITSELF,
        "version": project["version"],
        "purl": root,
        "licenses": licence,
    }


def _package(package: Pinned, *, required: frozenset[str], chosen: frozenset[str]) -> dict[str, Any]:
    """A package; what only the checks need is «excluded» from what runs."""
    scope = "required" if package.name in required else "optional" if package.name in chosen else "excluded"
    found: dict[str, Any] = {
        "type": "library",
        "bom-ref": package.purl,
        "name": package.name,
        "version": package.version,
        "scope": scope,
        "hashes": [{"alg": "SHA-256", "content": told} for told in package.hashes],
        "purl": package.purl,
    }
    if licence := _licence(_installed(package.name, package.version)):
        found["licenses"] = licence
    if package.marker:
        found["properties"] = [{"name": f"{ITSELF}:marker", "value": package.marker}]
    return found


def _editor(editor: Mapping[str, Any]) -> dict[str, Any]:
    """What npm brings, and which files of it are taken."""
    kind, _, told = editor["integrity"].partition("-")
    alg = f"SHA-{kind.removeprefix('sha')}"
    return {
        "type": "library",
        "bom-ref": _purl(editor),
        "name": editor["name"],
        "version": editor["version"],
        "scope": "optional",
        "hashes": [{"alg": alg, "content": base64.b64decode(told).hex()}],
        "licenses": [{"license": {"id": editor["licence"]}}],
        "copyright": ", ".join(editor["holders"]),
        "purl": _purl(editor),
        "components": [
            {"type": "file", "name": taken["name"], "hashes": [{"alg": "SHA-256", "content": taken["sha256"]}]}
            for taken in editor["files"].values()
        ],
    }


def _purl(editor: Mapping[str, Any]) -> str:
    return f"pkg:npm/{editor['name'].replace('@', '%40')}@{editor['version']}"


# --- what is installed ------------------------------------------------------------------------------------------------


def _installed(name: str, version: str = "") -> Distribution | None:
    try:
        found = distribution(name)
    except PackageNotFoundError:
        return None
    return found if version in ("", found.version) else None


def _licence(installed: Distribution | None) -> list[dict[str, Any]]:
    """The licence as a package tells it: an expression, else what it is classified as, else its name for it."""
    if installed is None:
        return []
    metadata = installed.metadata
    if expression := metadata.get("License-Expression"):
        return [{"expression": expression}]
    classified = [c.split(" :: ")[-1] for c in metadata.get_all("Classifier", []) if c.startswith("License :: ")]
    names = [c for c in classified if c != "OSI Approved"] or (metadata.get("License") or "").strip().splitlines()[:1]
    return [{"license": {"id": _SPDX[n]} if n in _SPDX else {"name": n}} for n in names if n]


def _needed(requirements: list[str]) -> frozenset[str]:
    """The names of what `requirements` need here, with all that those need."""
    found: set[str] = set()
    ahead = [Requirement(told) for told in requirements]
    while ahead:
        asked = ahead.pop()
        name = canonicalize_name(asked.name)
        if name not in found:
            found.add(name)
            ahead += _wants(name, asked.extras)
    return frozenset(found)


def _wants(name: str, extras: set[str] | None = None) -> list[Requirement]:
    """What an installed package requires here."""
    installed = _installed(name)
    told = map(Requirement, (installed.requires if installed else None) or ())
    wanted = [{"extra": extra} for extra in extras or {""}]
    return [r for r in told if r.marker is None or any(r.marker.evaluate(extra) for extra in wanted)]


def _dependencies(
    root: str, project: Mapping[str, Any], packages: tuple[Pinned, ...], editor: str
) -> Iterator[dict[str, Any]]:
    here = {p.name: p.purl for p in packages if _installed(p.name, p.version)}
    extras = project["optional-dependencies"]
    direct = {
        canonicalize_name(Requirement(r).name) for r in [*project["dependencies"], *extras["server"], *extras["remote"]]
    }
    yield {"ref": root, "dependsOn": sorted([*(here[n] for n in direct if n in here), editor])}
    for package in packages:
        if here.get(package.name) == package.purl:
            names = {canonicalize_name(r.name) for r in _wants(package.name)}
            yield {"ref": package.purl, "dependsOn": sorted(here[n] for n in names if n in here)}
    yield {"ref": editor, "dependsOn": []}


# --- writing ----------------------------------------------------------------------------------------------------------


def written(root: Path = ROOT) -> str:
    """The text of the bill for the project at `root`."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    editor = tomllib.loads((root / EDITOR.relative_to(ROOT)).read_text("utf-8"))
    found = bill(project, pinned((root / "constraints.txt").read_text("utf-8")), editor)
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"


def main() -> None:
    """Write it."""
    text = written()
    TARGET.write_text(text, "utf-8")
    print(f"wrote {TARGET.name}: {len(json.loads(text)['components'])} components", file=sys.stderr)


if __name__ == "__main__":
    main()
