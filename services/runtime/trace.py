"""Which request is this part of? A W3C trace context, carried from a person's act through every message it causes."""

import re
import secrets
from contextvars import ContextVar

import structlog

_FORM = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")
_current: ContextVar[str] = ContextVar("traceparent", default="")


def current() -> str:
    """The traceparent of the work under way; a new one if there is none."""
    return _current.get() or begin("")


def continued(traceparent: str, span: str) -> str:
    """The same trace in another span; a new trace when none or a malformed one is given."""
    match = _FORM.fullmatch(traceparent)
    return f"00-{match[1] if match else secrets.token_hex(16)}-{span}-01"


def new_span() -> str:
    return secrets.token_hex(8)


def begin(traceparent: str) -> str:
    """Go on with a trace here: what is said and logged from now on belongs to it."""
    fresh = continued(traceparent, new_span())
    _current.set(fresh)
    structlog.contextvars.bind_contextvars(trace_id=fresh.split("-")[1])
    return fresh
