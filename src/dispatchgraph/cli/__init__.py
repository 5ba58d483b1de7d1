"""The commands: thin, over the functions that do the work, and quick to answer (heavy imports wait for their turn).

Data goes to standard output, talk to standard error. Exit codes: 0 done, 1 the answer is no (does not conform, some
dispatches were refused), 2 could not run, 130 interrupted, 141 nobody reads standard output.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from typing import Annotated

import typer

from dispatchgraph.cli.archive import add, info, list_dispatches, merge, remove, split
from dispatchgraph.cli.build import build
from dispatchgraph.cli.evaluate import evaluate
from dispatchgraph.cli.explain import explain
from dispatchgraph.cli.graphs import export, query, validate, view
from dispatchgraph.cli.serve import serve
from dispatchgraph.cli.talk import FAILED, INTERRUPTED, put_text, say
from dispatchgraph.errors import DispatchGraphError
from dispatchgraph.settings import COLLECT

__all__ = ["app", "main", "run"]

app = typer.Typer(
    name="dispatchgraph",
    help="Reads news dispatches into a knowledge graph in which every statement leads back to its words and speaker.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)

_COMMANDS: tuple[Callable[..., None], ...] = (build, query, explain, validate, view, export, evaluate)
_ON_ARCHIVES: tuple[Callable[..., None], ...] = (add, info, merge, remove, serve, split)
for _command in (*_COMMANDS, *_ON_ARCHIVES):
    app.command()(_command)
app.command("list")(list_dispatches)


def _show_version(wanted: bool) -> None:
    if wanted:
        from dispatchgraph import __version__

        put_text(f"dispatchgraph {__version__}")
        raise typer.Exit


@app.callback()
def _program(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Reads news dispatches into a knowledge graph in which every statement leads back to its words and speaker."""


def run(arguments: list[str]) -> int:
    """Run one command; the exit code. Whatever a user can get wrong ends as one line on standard error."""
    try:
        return int(app(args=arguments or ["--help"], prog_name="dispatchgraph", standalone_mode=False) or 0)
    except DispatchGraphError as error:
        say(error)
    except MemoryError:
        say("there is not enough memory for that")
    except KeyboardInterrupt:
        return INTERRUPTED
    except typer.Abort:
        return INTERRUPTED
    except _UsageError as error:
        say(f"{error.format_message()} (dispatchgraph --help)")  # type: ignore[attr-defined]
    return FAILED


_UsageError: type[Exception] = typer.BadParameter.__mro__[1]  # what all wrong options and arguments are


def main() -> None:
    """The command `dispatchgraph`."""
    gc.set_threshold(COLLECT)
    sys.exit(run(sys.argv[1:]))
