"""How does a page become HTML? Jinja2 that escapes everything and stops at an unknown name."""

from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from services.portal.pages import words, words_measures, words_meetings, words_reminders
from services.portal.pages.piles import by_commitment

TEMPLATES = Path(__file__).parent.parent / "templates"
MOST_ROWS = 200
"""What a list shows at most; it says so where there is more."""


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
    environment.globals.update(words=words, of_meetings=words_meetings, of_measures=words_measures, MOST_ROWS=MOST_ROWS)
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
    """`inbox` tells the menu whether there is an embedded inbox to look into, `now` the page without its `?per=`."""
    inbox = request.app.state.site.inbox_dir is not None
    now = request.url.remove_query_params("per")
    names = {"path": now.path, "now": f"{now.path}?{now.query}".rstrip("?"), "inbox": inbox}
    html = ENVIRONMENT.get_template(template).render(**names, **values)
    return HTMLResponse(html, status, headers)
