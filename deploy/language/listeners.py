"""Which services hear which events? Read from what each service's app connects."""

from importlib import import_module
from importlib.util import find_spec

SERVICES = ("agreements", "followup", "notifier", "portal")


def listeners() -> dict[str, list[str]]:
    """The services that hear a subject, by subject. Building a service connects to nothing."""
    heard: dict[str, list[str]] = {}
    for name in SERVICES:
        if find_spec(f"services.{name}") is None or find_spec(f"services.{name}.app") is None:
            continue
        app = import_module(f"services.{name}.app")
        settings = import_module(f"services.{name}.settings").Settings()
        for fact in app.build(settings).heard:
            heard.setdefault(fact.subject, []).append(name)
    return heard
