"""How does a page become HTML? Jinja2 that escapes everything and stops at an unknown name."""

import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from uuid import uuid4

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from services.front import measured
from services.portal.model.rights import may_open, may_wish
from services.portal.model.visitor import NOBODY
from services.portal.pages import language, words, words_meetings, words_reminders
from services.portal.pages.back import here
from services.portal.pages.door import TOKEN_FIELD, form_token
from services.portal.pages.piles import by_commitment
from services.portal.pages.sending import static
from services.portal.pages.site import guest_of, whole_site_of
from services.portal.pages.wishes import showing
from services.portal.pages.wishes.table import done

POSTED_FORM = re.compile(r'<form\b[^>]*\bmethod="post"[^>]*>', re.IGNORECASE)
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
    language.teach(environment)
    environment.globals.update(
        words=words,
        words_reminders=words_reminders,
        of_meetings=words_meetings,
        of_measures=measured,
        MOST_ROWS=MOST_ROWS,
        static=static,
        wish_words=showing,
        per=None,
        tab=None,
        here="/",
        clock=None,
        new_form=lambda: str(uuid4()),
        visitor=NOBODY,
        may=partial(may_open, NOBODY),
        may_wish=partial(may_wish, NOBODY),
    )
    environment.filters.update(
        piles=by_commitment,
        municipality=words.municipality,
        county=words.county,
        role=words.role,
        word=showing.word,
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
    """`may` tells the menu what is open to whom, `inbox` whether there is an embedded inbox to look into, and
    `clock` what an embedded system's clock shows that can be moved.

    `here` is the page as forms on it name it, `per` is the day it looks back at, `now` the page without it, `done` what
    was done a moment ago.
    """
    guest, now = guest_of(request), request.url.remove_query_params("per")
    names: dict[str, object] = {
        "path": now.path,
        "here": here(request),
        "now": f"{now.path}?{now.query}".rstrip("?"),
        "inbox": whole_site_of(request).inbox_dir is not None,
        "clock": whole_site_of(request).clock.now() if whole_site_of(request).clock_wish_file else None,
        "done": done(request.query_params.get("klart")),
        "visitor": guest.visitor,
        "may": partial(may_open, guest.visitor),
        "may_wish": partial(may_wish, guest.visitor),
    }
    html = ENVIRONMENT.get_template(template).render(names | values)
    return HTMLResponse(_with_token(html, form_token(guest)), status, headers)


def _with_token(html: str, token: str) -> str:
    """No form can be written without it. What people wrote is escaped and holds no form."""
    hidden = f'\\g<0>\n<input type="hidden" name="{TOKEN_FIELD}" value="{token}">'
    return POSTED_FORM.sub(hidden, html) if token else html
