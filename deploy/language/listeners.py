"""Which services hear which events? Read from what each service's app connects."""

from importlib import import_module

from pydantic import SecretStr

from services.runtime.service import Service

SERVICES = ("agreements", "followup", "notifier", "portal")
PLACEHOLDER = SecretStr("only to see how it is wired")


def listeners() -> dict[str, list[str]]:
    """The services that hear a subject, by subject."""
    heard: dict[str, list[str]] = {}
    for name in SERVICES:
        for fact in wired(name).heard:
            heard.setdefault(fact.subject, []).append(name)
    return heard


def wired(name: str) -> Service:
    """A service as its app builds it. Nothing is connected, so no setting needs to be right."""
    settings = import_module(f"services.{name}.settings").Settings
    required = {field: PLACEHOLDER for field, told in settings.model_fields.items() if told.is_required()}
    service: Service = import_module(f"services.{name}.app").build(settings.model_construct(**required))
    return service
