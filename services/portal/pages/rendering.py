"""How does a page become HTML? Jinja2 that escapes everything and stops at an unknown name."""

from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from services.portal.pages import words, words_reminders
from services.portal.pages.piles import by_commitment

TEMPLATES = Path(__file__).parent.parent / "templates"


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["words"] = words
    environment.globals["words_reminders"] = words_reminders
    environment.filters.update(
        piles=by_commitment, municipality=words.municipality, county=words.county, role=words.role
    )
    return environment


ENVIRONMENT = _environment()


def render(
    request: Request,
    template: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **values: object,
) -> HTMLResponse:
    """`inbox` tells the menu whether there is an embedded inbox to look into."""
    inbox = request.app.state.site.inbox_dir is not None
    html = ENVIRONMENT.get_template(template).render(path=request.url.path, inbox=inbox, **values)
    return HTMLResponse(html, status, headers)
