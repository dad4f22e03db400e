"""What is there to decide at a meeting? What comes by itself, what somebody put up, and what the last one left."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from schemas.agreements import AgreementState
from schemas.base import Party
from schemas.followup import AgendaKind, AgendaLine, DecisionLine, Fulfilment, Judgement, MeetingState, NextPeriod
from services.followup.model.agreement import Commitment
from services.followup.model.assessment import Assessment, latest
from services.followup.model.difference import Answer, Difference, Question, differences
from services.followup.model.meeting import Meeting
from services.followup.model.places import in_place
from services.followup.model.standing import Standing

TO_THE_STEERING_GROUP = timedelta(days=28)
"""Overdue so long, an occurrence is brought to the next meeting (DOMAIN, Reminders)."""
BEFORE_THE_END = timedelta(days=180)
ASKED = {
    Question.FULFILMENT: "om det är uppfyllt",
    Question.IMPLEMENTATION: "om det är gjort som tänkt",
    Question.EFFECT: "om resultatet är bra",
    Question.NEXT_PERIOD: "vad som ska hända nästa period",
}
JUDGED: dict[Answer, str] = {
    Judgement.FULFILLED: "ja",
    Judgement.PARTLY_FULFILLED: "delvis",
    Judgement.NOT_FULFILLED: "nej",
}
ANSWERS: dict[Question, dict[Answer, str]] = {
    Question.FULFILMENT: {
        Fulfilment.FULFILLED: "uppfyllt",
        Fulfilment.PARTLY_FULFILLED: "delvis uppfyllt",
        Fulfilment.NOT_FULFILLED: "ej uppfyllt",
    },
    Question.IMPLEMENTATION: JUDGED,
    Question.EFFECT: JUDGED,
    Question.NEXT_PERIOD: {NextPeriod.DROP: "lämna", NextPeriod.KEEP: "bevara", NextPeriod.DEVELOP: "utveckla"},
}


@dataclass(frozen=True, slots=True)
class Point:
    """What comes by itself, before it is known whether it was decided."""

    kind: AgendaKind
    key: str
    commitment: str | None
    text: str
    on: date


def agenda(standing: Standing, meeting: Meeting | None, last: Meeting | None, today: date) -> tuple[AgendaLine, ...]:
    """What is undecided. `meeting`: whose agenda (None: the next one's); `last`: the one closed before it.

    What was decided comes back only if it has come up anew since.
    """
    decided = {(one.item, one.on) for one in standing.decisions}
    return (
        *(
            AgendaLine(
                key=point.key,
                kind=point.kind,
                commitment=point.commitment,
                text=point.text,
                on=point.on,
                carried_over=last is not None and point.on <= last.day,
            )
            for point in _points(standing, today)
            if not any(item == point.key and on >= point.on for item, on in decided)
        ),
        *_by_hand(standing, meeting),
    )


def decisions_of(standing: Standing, meeting: Meeting) -> tuple[DecisionLine, ...]:
    slugs = {one.id: one.slug for one in standing.commitments}
    return tuple(
        DecisionLine(
            decision_id=one.id,
            kind=one.kind,
            item=one.item,
            commitment=slugs.get(one.commitment_id) if one.commitment_id else None,
            text=one.text,
            on=one.on,
            carried_out_by=one.carried_out_by,
        )
        for one in standing.decisions
        if one.meeting_id == meeting.id
    )


def _by_hand(standing: Standing, meeting: Meeting | None) -> Iterator[AgendaLine]:
    """Of this meeting, and of those that are over without having decided it."""
    slugs = {one.id: one.slug for one in standing.commitments}
    over = {one.id for one in standing.meetings if one.state is not MeetingState.PLANNED}
    decided = {one.item for one in standing.decisions}
    for item in standing.items:
        own = meeting is None or item.meeting_id == meeting.id
        if item.key not in decided and (own or item.meeting_id in over):
            yield AgendaLine(
                key=item.key,
                kind=AgendaKind.BY_HAND,
                commitment=slugs.get(item.commitment_id) if item.commitment_id else None,
                text=item.text,
                on=item.added_on,
                carried_over=item.meeting_id in over and not (meeting and item.meeting_id == meeting.id),
            )


def _points(standing: Standing, today: date) -> Iterator[Point]:
    differing = differences(standing.commitments, standing.assessments)
    for commitment in standing.commitments:
        mine = [one for one in differing if one.commitment_id == commitment.id]
        judged = [one for one in standing.assessments if one.commitment_id == commitment.id]
        if mine:
            yield _differing(commitment, mine, judged)
        elif not commitment.cancelled:
            yield from _unreachable(commitment, judged)
    yield from _overdue(standing, today)
    yield from _ending(standing, today)


def _differing(commitment: Commitment, found: list[Difference], judged: list[Assessment]) -> Point:
    said = "; ".join(
        f"{ASKED[question]} (kommunen: {words[one.municipality]}, polisen: {words[one.police]})"
        for one in found
        for question, words in [(one.question, ANSWERS[one.question])]
    )
    on = max(one.told_on for party in Party if (one := latest(judged, party)))
    text = f"Parterna bedömer olika {said}: {commitment.text}"
    return Point(AgendaKind.DIFFERING, f"differing:{commitment.slug}", commitment.slug, text, on)


def _unreachable(commitment: Commitment, judged: list[Assessment]) -> Iterator[Point]:
    now = [one for party in Party if (one := latest(judged, party)) and one.fulfilment is Fulfilment.NOT_FULFILLED]
    if now:
        on = max(one.told_on for one in now)
        text = f"Bedöms inte vara uppfyllt: {commitment.text}"
        yield Point(AgendaKind.UNREACHABLE, f"unreachable:{commitment.slug}", commitment.slug, text, on)


def _overdue(standing: Standing, today: date) -> Iterator[Point]:
    commitments = {one.id: one for one in standing.commitments}
    late = [(one.due, one.slug, one) for one in standing.occurrences if one.due and one.overdue_days(today)]
    for due, slug, one in sorted(late):
        if today >= due + TO_THE_STEERING_GROUP:
            commitment = commitments[one.commitment_id]
            text = (
                f"Försenat sedan {due}, {one.done} av {one.target} gjort: {in_place(commitment.text, one.municipality)}"
            )
            on = due + TO_THE_STEERING_GROUP
            yield Point(AgendaKind.OVERDUE, f"overdue:{slug}", commitment.slug, text, on)


def _ending(standing: Standing, today: date) -> Iterator[Point]:
    agreement = standing.agreement
    until = agreement.validity.until
    lives = agreement.state in (AgreementState.SIGNED, AgreementState.ACTIVE)
    if until and lives and until - BEFORE_THE_END <= today <= until:
        text = f"Upphör {until}. Ska den förlängas, förnyas eller avslutas?"
        yield Point(AgendaKind.ENDING, "ending", None, text, until - BEFORE_THE_END)
