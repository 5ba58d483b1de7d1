"""The page's script: modules that stand alone for the linter and share one scope once they are joined."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from dispatchgraph.view.page import MODULES, _script

ROOT = Path(__file__).parent.parent
SCRIPTS = files("dispatchgraph.view").joinpath("script")
LINTER = shutil.which("oxlint", path=str(Path(sys.executable).parent)) or shutil.which("oxlint")

IMPORT = re.compile(r'^import \{([^}]*)\} from "\./(\w+)\.js";$', re.MULTILINE)
DECLARED = re.compile(r"^(?:export )?(?:(?:async )?function\*?|const|let|class) (\w+|[\[{][^=]*[\]}])", re.MULTILINE)
EXPORTED = re.compile(r"^export (?:function|const|let|class) (\w+)", re.MULTILINE)
MARKUP = re.compile(
    r"\b(?:(?:inner|outer|insertAdjacent)HTML|setHTMLUnsafe|createContextualFragment|parseFromString|srcdoc|eval|Function)\b"
    r"|\bdocument\s*\.\s*write"
)
FORBIDDEN = {
    "markup": "element.innerHTML = text",
    "markup around": "element['outerHTML'] = text",
    "markup beside": "element.insertAdjacentHTML('beforeend', text)",
    "a written page": "document.write(text)",
    "text that runs": "eval(text)",
    "text made a function": "new Function(text)",
    "an unknown name": "nowhere(element, text)",
    "a loose comparison": "element(text == 1)",
    "an unused name": "const unused = element(text)",
    "a variable that never varies": "let same = text; element(same)",
    "an import of nothing": 'element(text); } import { nothing } from "./dom.js"; { nothing()',
    "too many lines": "element(text)" + "\n" * 300,
}


def text(module: str) -> str:
    return SCRIPTS.joinpath(f"{module}.js").read_text("utf-8")


def names(listed: str) -> list[str]:
    """The names that `a`, `{ a, b: c, ...rest }` or `[a, b]` bring into scope.

    >>> names("{ a, b: c = 1, ...rest }")
    ['a', 'c', 'rest']
    """
    parts = [part.strip() for part in listed.strip("{}[] \n").split(",")]
    return [part.split(":")[-1].split("=")[0].strip(" .") for part in parts if part]


def imports(module: str) -> list[tuple[str, str]]:
    """Each imported name with the module it comes from."""
    return [(name, source) for listed, source in IMPORT.findall(text(module)) for name in names(listed)]


def declared(module: str) -> set[str]:
    return {name for listed in DECLARED.findall(text(module)) for name in names(listed)}


def test_every_file_of_the_folder_is_joined_once():
    assert sorted(f"{module}.js" for module in MODULES) == sorted(f.name for f in SCRIPTS.iterdir())


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_by_name_from_its_siblings(module: str):
    assert len(re.findall(r"^import\b", text(module), re.MULTILINE)) == len(IMPORT.findall(text(module)))
    assert [name for name, _ in imports(module) if not re.fullmatch(r"\w+", name)] == []


@pytest.mark.parametrize("module", MODULES)
def test_what_a_module_imports_is_exported_there(module: str):
    missing = [(name, source) for name, source in imports(module) if name not in EXPORTED.findall(text(source))]
    assert missing == []


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_what_stands_before_it(module: str):
    before = MODULES[: MODULES.index(module)]
    assert [source for _, source in imports(module) if source not in before] == []


def test_no_two_modules_declare_the_same_name():
    held = Counter(name for module in MODULES for name in declared(module))
    assert [name for name, times in held.items() if times > 1] == []


def test_joining_leaves_no_import_and_no_export():
    assert re.findall(r"^\s*(?:import|export)\b.*", _script(), re.MULTILINE) == []


def test_no_script_writes_markup_or_runs_text():
    assert MARKUP.findall(_script()) == []


def complaints(script: Path, *flags: str) -> str:
    """What the linter has against `script`; empty where it is content."""
    if not LINTER:
        pytest.skip("no oxlint on this machine: nothing to read scripts with")
    command = [LINTER, "--config", str(ROOT / ".oxlintrc.json"), "--deny-warnings", "--format", "unix", *flags]
    done = subprocess.run([*command, str(script)], capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_the_joined_script_parses_and_knows_all_its_names(tmp_path: Path):
    joined = tmp_path / "joined.js"
    joined.write_text(_script(), encoding="utf-8")
    assert complaints(joined, "--allow", "max-lines") == ""


@pytest.mark.parametrize("wrong", FORBIDDEN)
def test_the_linter_refuses(wrong: str, tmp_path: Path):
    tmp_path.joinpath("dom.js").write_text("export const some = 1;\n", encoding="utf-8")
    script = tmp_path / "script.js"
    script.write_text("export function f(element, text) {\n  element(text);\n}\n", encoding="utf-8")
    assert complaints(script) == ""
    script.write_text(f"export function f(element, text) {{\n{FORBIDDEN[wrong]};\n}}\n", encoding="utf-8")
    assert complaints(script).count("[Error") == 1
