"""What becomes of a deadline's reminders when their morning has come, and who hears?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from schemas.agreements import Responsible, Signatory
from schemas.base import Party
from schemas.followup import DeadlineKind, DeadlineReminderDue, MeetingCall, Rung, meeting_call
from services.followup.model.agreement import OVER, Agreement, Commitment
from services.followup.model.deadline import CLOCKS, PASSED, Deadline, is_too_late
from services.followup.model.ladder import Step, collapse
from services.followup.model.reminder import FIRED, LATER_RUNG, NOBODY, Ladder, skipped

SIGNATORIES_TOO = Rung("t-90")
"""Of an agreement's end: those who signed it hear, too."""
ALL_REPORTED = "Båda parterna har redovisat sedan förra mötet."


@dataclass(frozen=True, slots=True)
class Around:
    """What is known of those around a deadline, in the moment it is said."""

    agreements: tuple[Agreement, ...] = ()
    """Its own; of a statutory clock all of the municipality."""
    commitments: tuple[Commitment, ...] = ()
    """Of its own, whose functions may be those of who signed it."""
    reported: frozenset[Party] = frozenset()
    """The parties that have told anything, a report or an assessment, since the last meeting that was closed, or since
    the agreement's first day: as the meeting's own page counts it (model/reporting.py)."""


def settle(
    deadline: Deadline, ladder: Ladder, until: date, around: Around
) -> tuple[Ladder, tuple[DeadlineReminderDue, ...]]:
    """What becomes of all rungs whose morning has come, the last on `until`: at most one is said, after downtime too.

    The last of them leaves, and who would have heard only an earlier one hears it instead. None is passed over in
    silence.
    """
    missed = ladder.due_by(until)
    leaving = _leaves(deadline, missed, until)
    functions, nobody = _heard_by(deadline, ladder, leaving, until, around) if leaving else ((), "")
    outcomes = []
    for step in missed:
        if deadline.why_quiet or is_too_late(step.rung, deadline.due, until):
            outcomes.append(skipped(deadline.why_quiet or PASSED))
        elif step is not leaving:
            outcomes.append(skipped(LATER_RUNG))
        else:
            outcomes.append(FIRED if functions else skipped(nobody))
    facts = (_due(deadline, leaving.rung, functions),) if leaving and functions else ()
    return ladder.add(outcomes), facts


def _leaves(deadline: Deadline, missed: Iterable[Step], on: date) -> Step | None:
    """Of those whose morning has come, the one that is said."""
    if deadline.why_quiet:
        return None
    leaving, _ = collapse(step for step in missed if not is_too_late(step.rung, deadline.due, on))
    return leaving[-1] if leaving else None


def _heard_by(
    deadline: Deadline, ladder: Ladder, leaving: Step, until: date, around: Around
) -> tuple[tuple[UUID, ...], str]:
    """The functions that hear, or why none does.

    Clocks are samordnare's: the municipality's part of the pair, of a statutory clock that of all the municipality's
    agreements that are not over. All else is the pair's; shortly before a meeting only of a party that is silent.
    """
    pair = [one for agreement in around.agreements for one in agreement.coordinators]
    if deadline.kind in CLOCKS:
        pair = [one for one in pair if one.party is Party.MUNICIPALITY]
    if asks_the_silent(deadline, leaving):
        silent = [one for one in pair if one.party not in around.reported]
        return _ids(silent), ALL_REPORTED if around.reported == frozenset(Party) else NOBODY
    if any(calls_signatories(deadline, ladder, step.rung) for step in ladder.due_by(until)):
        pair += signatories(around)
    return _ids(pair), NOBODY


def calls_signatories(deadline: Deadline, ladder: Ladder, rung: Rung) -> bool:
    """A ladder without t-90 calls them by its first rung; one that was chosen on the way, by the first that is left."""
    if deadline.kind is not DeadlineKind.AGREEMENT_END:
        return False
    if any(step.rung == SIGNATORIES_TOO for step in deadline.steps):
        return rung == SIGNATORIES_TOO
    return any(step.rung == rung for step in ladder.latest[:1])


def asks_the_silent(deadline: Deadline, step: Step) -> bool:
    return deadline.kind is DeadlineKind.MEETING and meeting_call(step.rung) is MeetingCall.SILENT_REPORT


def signatories(around: Around) -> list[Responsible]:
    """The functions that the agreement names, of those roles that signed it.

    Who signed is known as a role of a party, which need not be a function with a mailbox. Nothing is invented for it.
    """
    return [one for agreement in around.agreements for one in _named(agreement, around) if _signed(agreement, one)]


def lacking(around: Around) -> tuple[Signatory, ...]:
    """Those who signed and cannot be reminded, for they have no function."""
    return tuple(
        signatory
        for agreement in around.agreements
        for signatory in agreement.signatories
        if not any(_same(signatory, one) for one in _named(agreement, around))
    )


def concerned(
    deadline: Deadline, municipalities: Iterable[str], agreements: Mapping[UUID, Agreement]
) -> Iterable[Agreement]:
    """Whose coordinators are reminded: its own agreement's; of the law's clock those of its municipality's."""
    if deadline.agreement_id:
        return [agreements[deadline.agreement_id]]
    codes = set(municipalities)
    return [
        one
        for one in agreements.values()
        if one.is_promised and one.state not in OVER and codes & set(one.municipalities)
    ]


def _named(agreement: Agreement, around: Around) -> list[Responsible]:
    return [*agreement.coordinators, *(one for each in around.commitments for one in each.responsible)]


def _signed(agreement: Agreement, function: Responsible) -> bool:
    return any(_same(signatory, function) for signatory in agreement.signatories)


def _same(signatory: Signatory, function: Responsible) -> bool:
    return (signatory.party, signatory.role.casefold()) == (function.party, function.role.casefold())


def _ids(functions: Iterable[Responsible]) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys(one.function_id for one in functions))


def _due(deadline: Deadline, rung: Rung, functions: tuple[UUID, ...]) -> DeadlineReminderDue:
    return DeadlineReminderDue(
        deadline_id=deadline.id,
        deadline=deadline.kind,
        agreement_id=deadline.agreement_id,
        rung=rung,
        due=deadline.due,
        due_version=deadline.version,
        functions=functions,
    )
