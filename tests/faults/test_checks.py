"""Does each check see what it is there to see? Sound evidence is altered in one place, and the check goes red."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4, uuid5

import pytest

from schemas.base import NAMESPACE_LOFTESKOLL, Party
from schemas.followup import ReportActivity
from tests.builders import register_agreement
from tests.faults.checks import everything
from tests.faults.evidence import Attempt, Evidence, Held, Notice, Rung, Said, Taken, Window
from tests.faults.load import Notes
from tests.faults.mails import doubles

OCCURRENCE, FUNCTION, NOTICE = (uuid5(NAMESPACE_LOFTESKOLL, word) for word in ("o", "f", "n"))
MAILBOX = "kommunpolis@example.se"
HASH = sha256(MAILBOX.encode()).hexdigest()[:32]
MAIL = uuid5(NAMESPACE_LOFTESKOLL, f"mail/{HASH}/{NOTICE}")
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
WISH = ReportActivity(occurrence=str(OCCURRENCE), party=Party.POLICE, count=2, on=date(2026, 3, 1), comment="nr 1")
MESSAGE = f"<r.{MAIL}.{HASH[:16]}@example.se>"
TAKEN = Taken(MESSAGE, MAILBOX, frozenset({OCCURRENCE}))
Alter = Callable[[Evidence], Evidence]


def said(service: str, what: str, sequence: int, about: str, cause: UUID, **body: object) -> Said:
    subject = f"event.{service}.{what}.v1"
    return Said(uuid5(cause, subject), f"{about}", sequence, subject, (subject,), cause, body)


PLANNED = said("followup", "occurrences-planned", 1, "commitment/1", uuid4(), occurrences=[{"id": str(OCCURRENCE)}])
PLANNED.body["commitment_id"] = str(uuid4())
DUE = said("followup", "reminder-due", 1, f"occurrence/{OCCURRENCE}", uuid4(), rung="t-3", due_version=1)
DUE.body.update(occurrence_id=str(OCCURRENCE), functions=[str(FUNCTION)])
DEADLINE = said("followup", "deadline-reminder-due", 1, "deadline/1", uuid4(), rung="t-90", due_version=1)
DEADLINE.body.update(deadline_id=str(OCCURRENCE), functions=[str(FUNCTION)])
REPORTED = said("followup", "activity-reported", 2, f"occurrence/{OCCURRENCE}", WISH.command_id, count=2)
REPORTED.body.update(occurrence_id=str(OCCURRENCE), comment="nr 1")
SENT = said("notifier", "reminder-sent", 1, f"notice/{NOTICE}", uuid4(), notice_id=str(NOTICE))
DONE = said("followup", "occurrence-completed", 3, f"occurrence/{OCCURRENCE}", WISH.command_id)
DONE.body.update(occurrence_id=str(OCCURRENCE), agreement_id=str(uuid4()))
SIGNED = register_agreement()
ELSEWHERE = replace(DONE, subject="progress.*.*.occurrence-completed.v1", subjects=("progress.01.0180.x",))
LOGS = {"agreements": [], "followup": [PLANNED, DUE, REPORTED], "notifier": [SENT]}


def held(one: Said) -> Held:
    return Held(str(one.id), one.subject, one.subject.split(".")[1], one.about, one.sequence)


SOUND = Evidence(
    notes=Notes(done={WISH.command_id: WISH}, answered_at={WISH.command_id: NOW - timedelta(hours=1)}),
    now=NOW,
    quiet_since=NOW - timedelta(days=1),
    logs=LOGS,
    positions={"agreements": [], "followup": [1, 2, 3], "notifier": [1]},
    streams={"EVENTS": [held(one) for log in LOGS.values() for one in log], "PROGRESS": []},
    windows=[Window(OCCURRENCE, date(2026, 3, 8), 4, 2, "in_progress", 1)],
    reports=[(OCCURRENCE, 2)],
    notices=[Notice(NOTICE, OCCURRENCE, FUNCTION, "t-3", 1, "sent", "", MESSAGE, NOW, NOW - timedelta(days=2))],
    attempts=[Attempt(NOTICE, 1, phase, MAIL, NOW) for phase in ("claimed", "dot", "accepted")],
    rungs=[Rung(uuid4(), 1)],
    mails=[TAKEN],
    turned_away=frozenset(),
    waiting={},
    verified={"findings": [], "events": {"agreements": 0, "followup": 3, "notifier": 1}},
)
IN_DOUBT = [
    Attempt(NOTICE, 1, "dot", MAIL, NOW),
    Attempt(NOTICE, 2, "dot", MAIL, NOW),
    Attempt(NOTICE, 2, "accepted", MAIL, NOW),
]
DAY = timedelta(days=1)
TWICE = [Attempt(NOTICE, number, phase, MAIL, NOW) for number in (1, 2) for phase in ("dot", "accepted")]


def with_log(evidence: Evidence, log: list[Said]) -> Evidence:
    return replace(evidence, logs=evidence.logs | {"followup": log})


def test_sound_evidence_is_sound():
    assert everything(SOUND) == []


def test_a_double_with_a_dot_that_was_never_answered_is_explained():
    twice = replace(SOUND, mails=[TAKEN, TAKEN], attempts=IN_DOUBT)

    assert everything(twice) == []
    assert doubles(twice) == 1


@pytest.mark.parametrize(
    ("alter", "sentence"),
    [
        (lambda e: with_log(e, [PLANNED, DUE]), "was answered and is lost"),
        (lambda e: with_log(e, [PLANNED, DUE, REPORTED, REPORTED]), "was carried out 2 times"),
        (lambda e: replace(e, notes=Notes()), "which nobody sent"),
        (lambda e: replace(e, windows=[replace(e.windows[0], done=4)]), "told 2, stands at 4"),
        (lambda e: replace(e, windows=[]), "either announced or kept"),
        (lambda e: replace(e, windows=[replace(e.windows[0], due=date(2026, 3, 1))]), "nobody was told"),
        (lambda e: replace(e, streams=e.streams | {"EVENTS": e.streams["EVENTS"][1:]}), "1 messages are missing"),
        (lambda e: replace(e, streams=e.streams | {"EVENTS": e.streams["EVENTS"][::-1]}), "goes from 0 to 2"),
        (lambda e: replace(e, positions=e.positions | {"followup": [1, 2, 4]}), "the positions"),
        (lambda e: replace(e, notices=[]), "nobody noticed"),
        (lambda e: with_log(e, [*e.logs["followup"], DEADLINE]), "nobody noticed"),
        (lambda e: replace(e, notices=[replace(e.notices[0], state="claimed")]), "is still claimed"),
        (lambda e: replace(e, logs=e.logs | {"notifier": [SENT, SENT]}), "was told of as"),
        (lambda e: replace(e, notices=[replace(e.notices[0], state="planned", not_before=NOW + DAY)]), "have waited"),
        (lambda e: replace(e, mails=[]), "never came"),
        (lambda e: replace(e, attempts=[]), "the ledger knows nothing of it"),
        (lambda e: replace(e, mails=[TAKEN, TAKEN]), "2 times in 1 attempts"),
        (lambda e: replace(e, mails=[TAKEN, TAKEN], attempts=TWICE), "doubt does not explain it"),
        (lambda e: replace(e, attempts=[*e.attempts, replace(e.attempts[-1], mail_id=uuid4())]), "2 times, each after"),
        (lambda e: replace(e, notes=replace(e.notes, never=[WISH])), "was never answered"),
        (lambda e: replace(e, waiting={"notifier": [f"occurrence/{OCCURRENCE}"]}), "notifier stands still"),
        (lambda e: replace(e, rungs=[Rung(OCCURRENCE, 0)]), "1 rungs never left"),
        (lambda e: replace(e, mails=[replace(TAKEN, occurrences=frozenset())]), "says nothing of"),
        (lambda e: replace(e, notices=[replace(e.notices[0], of_deadline=True)]), "says nothing of"),
        (lambda e: replace(e, mails=[replace(TAKEN, to="annan@example.se")]), "ought to be called"),
        (lambda e: replace(e, notices=[replace(e.notices[0], state="refused")]), "never refused it"),
        (lambda e: with_log(e, [*e.logs["followup"], DONE]), "was mailed though it was done"),
        (lambda e: replace(e, notes=Notes(done={SIGNED.command_id: SIGNED})), "told 1 times too few"),
        (lambda e: with_log(e, [*e.logs["followup"], ELSEWHERE]), "told 1 times too often"),
        (lambda e: replace(e, verified=e.verified | {"findings": [{"where": "EVENTS", "what": "x"}]}), "EVENTS: x"),
    ],
)
def test_what_is_wrong_is_seen(alter: Alter, sentence: str):
    assert any(sentence in wrong for _, wrong in everything(alter(SOUND)))
