"""How does a page become HTML? Jinja2 that escapes everything and stops at an unknown name."""

from collections.abc import Mapping
from pathlib import Path
from uuid import uuid4

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from services.front import measured
from services.portal.pages import words, words_meetings, words_reminders
from services.portal.pages.piles import by_commitment
from services.portal.pages.wishes import showing
from services.portal.pages.wishes.table import done

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
    environment.globals.update(
        words=words,
        words_reminders=words_reminders,
        of_meetings=words_meetings,
        of_measures=measured,
        MOST_ROWS=MOST_ROWS,
        wish_words=showing,
        new_form=lambda: str(uuid4()),
    )
    environment.filters.update(
        piles=by_commitment, municipality=words.municipality, county=words.county, role=words.role, word=showing.word
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
    """`inbox`: whether the menu has an embedded inbox; `now`: the page without `?per=`; `done`: what was done."""
    now = request.url.remove_query_params("per")
    always = {
        "path": now.path,
        "now": f"{now.path}?{now.query}".rstrip("?"),
        "inbox": request.app.state.site.inbox_dir is not None,
        "done": done(request.query_params.get("klart")),
    }
    html = ENVIRONMENT.get_template(template).render(always | values)
    return HTMLResponse(html, status, headers)
