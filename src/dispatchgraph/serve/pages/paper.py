"""Templates filled: everything that is put into one is escaped, and nothing on a page runs but our own scripts."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse

from dispatchgraph.serve.pages import assets
from dispatchgraph.serve.pages.visit import Visit
from dispatchgraph.serve.pages.wording import LANGUAGES

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["POLICY", "page"]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def page(visit: Visit, template: str, *, status: int = 200, policy: str = POLICY, **values: object) -> HTMLResponse:
    """The page that a template makes of `values`, in the visit's language."""
    others = [(language, visit.elsewhere(lang=language)) for language in LANGUAGES if language != visit.language]
    text = (
        _templates()
        .get_template(f"{template}.html")
        .render(
            visit=visit,
            site=visit.site,
            say=visit.words,
            language=visit.language,
            languages=others,
            asset=assets.address,
            sought=values.pop("sought", ""),
            **values,
        )
    )
    return HTMLResponse(text, status, {"content-security-policy": policy, "content-language": visit.language})


@cache
def _templates() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    return Environment(
        loader=FunctionLoader(_text), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def _text(name: str) -> str:
    return files(__package__).joinpath("templates", name).read_text("utf-8")
