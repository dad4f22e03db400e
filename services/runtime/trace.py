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


def begin(traceparent: str) -> str:
    """Continue a trace (same trace id, new span), or start one when none or a malformed one is given."""
    match = _FORM.fullmatch(traceparent)
    trace = match[1] if match else secrets.token_hex(16)
    fresh = f"00-{trace}-{secrets.token_hex(8)}-01"
    _current.set(fresh)
    structlog.contextvars.bind_contextvars(trace_id=trace)
    return fresh
