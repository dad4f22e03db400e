"""Whole values that the notifier's tests need said in full."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid5

from pydantic import SecretStr

from schemas.agreements import AgreementType, Mailbox, Responsible
from schemas.base import NAMESPACE_LOFTESKOLL, Party
from schemas.followup import (
    DeadlineKind,
    DeadlineLine,
    DeadlineReminderDue,
    Light,
    OccurrenceLine,
    OccurrenceState,
    ReminderDue,
    Rung,
)
from services.notifier.channels.letter import Letterhead
from services.notifier.model.draft import Draft, sort_out
from services.notifier.model.notice import Claim, Due, Line, claims_of

TODAY = date(2026, 3, 2)
HEAD = Letterhead(
    "Löfteskoll <paminnelse@example.se>",
    "notis.example.se",
    "https://lofteskoll.example.se",
    SecretStr("a key for tests, long enough to sign with"),
)


def an_id(name: str) -> UUID:
    return uuid5(NAMESPACE_LOFTESKOLL, name)


def a_mailbox(role: str = "samordnare", party: Party = Party.MUNICIPALITY, mailbox: str | None = None) -> Mailbox:
    return Mailbox(function_id=an_id(role), role=role, party=party, mailbox=mailbox or f"{role}@example.se")


SAMORDNARE = a_mailbox()
KOMMUNPOLIS = a_mailbox("kommunpolis", Party.POLICE)


def an_occurrence(slug: str = "vandring", due: str = "2026-03-30", **changes: object) -> OccurrenceLine:
    """Overdue by as many days as TODAY is after `due`."""
    day = date.fromisoformat(due)
    fields: dict[str, object] = {
        "id": an_id(slug),
        "slug": slug,
        "agreement_id": an_id("agreement"),
        "agreement": "Medborgarlöfte Arjeplog 2026",
        "agreement_slug": "arjeplog-2026-ml",
        "commitment_id": an_id("commitment"),
        "commitment": "Trygghetsvandring dit allmänheten bjuds in",
        "focus_area": "Trygghet",
        "starts": date(2026, 1, 1),
        "ends": day,
        "due": day,
        "due_version": 1,
        "target": 2,
        "done": 0,
        "state": OccurrenceState.PLANNED,
        "overdue_days": max(0, (TODAY - day).days),
        "light": Light.GREEN,
        "municipality": None,
        "type": AgreementType.CITIZEN_PROMISE,
        "responsible": tuple(
            Responsible(function_id=one.function_id, party=one.party, role=one.role)
            for one in (SAMORDNARE, KOMMUNPOLIS)
        ),
    }
    return OccurrenceLine.model_validate(fields | changes)


def a_reminder_due(
    slug: str = "vandring", rung: Rung = Rung.T_MINUS_28, *, to: tuple[Mailbox, ...] = (SAMORDNARE,), version: int = 1
) -> ReminderDue:
    return ReminderDue(
        occurrence_id=an_id(slug),
        commitment_id=an_id("commitment"),
        agreement_id=an_id("agreement"),
        rung=rung,
        due=date(2026, 3, 30),
        due_version=version,
        functions=tuple(mailbox.function_id for mailbox in to),
    )


def a_deadline(kind: DeadlineKind = DeadlineKind.MEETING, due: str = "2026-03-23", **changes: object) -> DeadlineLine:
    """The agreement's, or the municipality's where the law asks."""
    day = date.fromisoformat(due)
    fields: dict[str, object] = {
        "id": an_id(kind),
        "deadline": kind,
        "due": day,
        "due_version": 1,
        "days_left": (day - TODAY).days,
    }
    if kind in {DeadlineKind.SITUATION_PICTURE, DeadlineKind.ACTION_PLAN}:
        fields |= {"municipality": "2506"}
    else:
        fields |= {"agreement_id": an_id("agreement"), "agreement": "Medborgarlöfte Arjeplog 2026"}
        fields |= {"agreement_slug": "arjeplog-2026-ml", "type": AgreementType.CITIZEN_PROMISE}
    return DeadlineLine.model_validate(fields | changes)


def a_deadline_due(
    line: DeadlineLine, rung: Rung | None = None, *, to: tuple[Mailbox, ...] = (SAMORDNARE,)
) -> DeadlineReminderDue:
    """The rung that its days left make it."""
    return DeadlineReminderDue(
        deadline_id=line.id,
        deadline=line.deadline,
        agreement_id=line.agreement_id,
        rung=rung or Rung(f"t{-line.days_left:+}"),
        due=line.due,
        due_version=line.due_version,
        functions=tuple(mailbox.function_id for mailbox in to),
    )


def a_claim(slug: str = "vandring", rung: Rung = Rung.T_MINUS_28, to: Mailbox = SAMORDNARE, **changes: object) -> Claim:
    (claim,) = claims_of(a_reminder_due(slug, rung, to=(to,)))
    return replace(claim, **changes)  # type: ignore[arg-type]


def a_draft(*lines: Line, rung: Rung = Rung.T_MINUS_28, to: Mailbox = SAMORDNARE) -> Draft:
    """A deadline is said of on the rung that its days left make it."""
    said: list[Due] = [
        a_deadline_due(line, to=(to,)) if isinstance(line, DeadlineLine) else a_reminder_due(line.slug, rung, to=(to,))
        for line in lines
    ]
    claims = [claim for due in said for claim in claims_of(due)]
    drafts, outcomes = sort_out(claims, {line.id: line for line in lines}, {to.function_id: to}, TODAY)
    assert len(drafts) == 1
    assert not outcomes
    return drafts[0]
