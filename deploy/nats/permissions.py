"""Who may say and hear what on the bus?

One user per service. Each says only its own facts, hears only wishes and questions meant for it, and gets its answers
in an inbox of its own, so that nobody reads another's. JetStream itself is asked only to read and to acknowledge.
"""

from dataclasses import dataclass, field

OPERATOR = "operator"
SERVICES = ("agreements", "followup", "notifier", "portal")


@dataclass(frozen=True, slots=True)
class Permissions:
    """Subjects, as NATS writes them."""

    publish: list[str]
    subscribe: list[str] = field(default_factory=list)


def inbox_prefix(user: str) -> str:
    return f"_INBOX_{user}"


def _service(name: str, *says: str, streams: tuple[str, ...] = ("EVENTS",)) -> Permissions:
    reads = [
        subject
        for stream in streams
        for subject in (
            f"$JS.API.STREAM.INFO.{stream}",
            f"$JS.API.STREAM.MSG.GET.{stream}",
            f"$JS.API.DIRECT.GET.{stream}",
            f"$JS.API.DIRECT.GET.{stream}.>",
        )
    ]
    durable = [
        f"$JS.API.CONSUMER.INFO.EVENTS.{name}",
        f"$JS.API.CONSUMER.MSG.NEXT.EVENTS.{name}",
        f"$JS.ACK.EVENTS.{name}.>",
    ]
    return Permissions(
        publish=[f"event.{name}.>", *says, *reads, *durable],
        subscribe=[f"command.{name}.>", f"query.{name}.>", f"{inbox_prefix(name)}.>"],
    )


USERS: dict[str, Permissions] = {
    "agreements": _service("agreements"),
    "followup": _service("followup", "progress.>", "$JS.API.CONSUMER.LIST.PROGRESS", streams=("EVENTS", "PROGRESS")),
    "notifier": _service("notifier", "query.agreements.>", "query.followup.>", "query.portal.find-account-mailbox.v1"),
    "portal": _service("portal", "command.>", "query.>"),
    OPERATOR: Permissions(publish=[">"], subscribe=[">"]),
}
