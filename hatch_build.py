"""Brings the SPARQL editor into the wheel: fetched by npm, checked against its pinned hash, never committed.

Where npm is missing or reaches no registry, the build goes on without it and says so: the page has a plain text area
then. What npm brings and is not what is pinned ends the build. `DISPATCHGRAPH_EDITOR=no` leaves the editor out.
"""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
import tarfile
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PAGES = Path("src/dispatchgraph/serve/pages")
LICENCE = "yasgui.LICENSE.txt"
SECONDS = 90  #: for npm to answer

MIT = """\
{name} {version} ({homepage})

The MIT License (MIT)

Copyright (c) {holders}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


class Unreachable(Exception):
    """The editor cannot be had now; the message says why in a line."""


class Tampered(Exception):
    """What came is not what is pinned."""


class EditorHook(BuildHookInterface[Any]):
    """The build step, for wheels and editable installs."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Put the editor where the wheel takes it from."""
        if self.target_name != "wheel":
            return
        folder = Path(self.root) / PAGES
        try:
            bring(pinned(folder), folder / "vendor")
        except Unreachable as reason:
            self.app.display_warning(f"dispatchgraph: built without the SPARQL editor, a text area instead: {reason}")


def pinned(folder: Path) -> Mapping[str, Any]:
    """What `editor.toml` says of the editor."""
    return tomllib.loads((folder / "editor.toml").read_text("utf-8"))


def bring(editor: Mapping[str, Any], vendor: Path) -> None:
    """Make `vendor` hold the editor, unless it does; raises `Unreachable`, and `Tampered` where something else came."""
    if os.environ.get("DISPATCHGRAPH_EDITOR", "").lower() in ("no", "0", "false"):
        shutil.rmtree(vendor, ignore_errors=True)
        raise Unreachable("DISPATCHGRAPH_EDITOR says no")
    if is_there(editor, vendor):
        return
    shutil.rmtree(vendor, ignore_errors=True)
    with tempfile.TemporaryDirectory() as scratch:
        archive = fetched(editor, Path(scratch))
        check(archive.read_bytes(), editor["integrity"])
        files = {told["name"]: content(archive, path, told["sha256"]) for path, told in editor["files"].items()}
    vendor.mkdir(parents=True)
    for name, data in files.items():
        (vendor / name).write_bytes(data)
    holders = ", ".join(editor["holders"])
    (vendor / LICENCE).write_text(MIT.format(**{**editor, "holders": holders}), "utf-8")


def is_there(editor: Mapping[str, Any], vendor: Path) -> bool:
    """Whether all files are there as they are pinned."""
    found = [vendor / told["name"] for told in editor["files"].values()]
    if not (vendor / LICENCE).is_file() or not all(path.is_file() for path in found):
        return False
    return all(
        hashlib.sha256((vendor / told["name"]).read_bytes()).hexdigest() == told["sha256"]
        for told in editor["files"].values()
    )


def fetched(editor: Mapping[str, Any], scratch: Path) -> Path:
    """The archive as npm brings it from whatever registry it is set to; no script of a package is run."""
    npm = shutil.which("npm")
    if npm is None:
        raise Unreachable("npm is not installed")
    command = [npm, "pack", f"{editor['name']}@{editor['version']}", "--ignore-scripts", "--silent"]
    command += ["--fetch-retries=0", "--fetch-timeout=30000", f"--pack-destination={scratch}"]
    try:
        done = subprocess.run(command, cwd=scratch, capture_output=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unreachable(f"npm did not answer: {type(error).__name__}") from error
    found = sorted(scratch.glob("*.tgz"))
    if done.returncode != 0 or not found:
        raise Unreachable("npm reaches no registry that has it")
    return found[0]


def check(data: bytes, integrity: str) -> None:
    """Raise `Tampered` unless `data` has the hash that `integrity` tells, as npm writes it."""
    kind, _, told = integrity.partition("-")
    digest = base64.b64encode(hashlib.new(kind, data).digest()).decode()
    if digest != told:
        raise Tampered(f"the SPARQL editor that came is not the one that is pinned: {kind}-{digest}")


def content(archive: Path, path: str, sha256: str) -> bytes:
    """One file of the archive; raises `Tampered` where it is not there or another."""
    with tarfile.open(archive) as held:
        try:
            member = held.extractfile(path)
        except KeyError:
            member = None
        data = member.read() if member else b""
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Tampered(f"{path} is not what is pinned")
    return data
