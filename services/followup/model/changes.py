"""What has happened since the last meeting? Section 2 of the summary, each change as a Swedish sentence."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from schemas.base import Party
from schemas.followup import (
    Change,
    Changes,
    CommitmentHandedOver,
    OccurrenceCancelled,
    OccurrenceCompleted,
    OccurrenceDueMoved,
    OccurrenceOverdue,
    OccurrenceReopened,
    OccurrenceResumed,
    OccurrencesPlanned,
    OccurrenceState,
)
from services.followup.model.assessment import Assessment
from services.followup.model.explanation import roles_in_words
from services.followup.model.log import Said, Told
from services.followup.model.move import Move
from services.followup.model.occurrence import Occurrence, Report
from services.followup.model.places import in_place
from services.followup.model.standing import Standing
from services.followup.model.words import days_in_words


@dataclass(frozen=True, slots=True)
class News:
    """What is told of: occurrences, moves by occurrence and due version, and commitments handed over."""

    done: set[UUID] = field(default_factory=set)
    new: set[UUID] = field(default_factory=set)
    moved: set[tuple[UUID, int]] = field(default_factory=set)
    overdue: set[tuple[UUID, int]] = field(default_factory=set)
    """Of which of its due days: one that is moved and passes again is told of when that is announced."""
    resumed: set[UUID] = field(default_factory=set)
    cancelled: set[UUID] = field(default_factory=set)
    reopened: set[UUID] = field(default_factory=set)
    handed_over: list[CommitmentHandedOver] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Since:
    """From when is counted: from a day, or from how far the last meeting had seen in the event log."""

    day: date
    said: tuple[Said, ...] | None = None
    """What has been said since that meeting. None: it is counted by the days on which things happened."""
    last_meeting: str | None = None


def told(since: Since, standing: Standing, today: date) -> Changes:
    """Of what was undone before anybody met nothing is told."""
    news = _by_day(since.day, standing) if since.said is None else _by_log(since.said)
    return _in_words(news, since, standing, today)


def heard(since: Since, standing: Standing) -> set[tuple[Party, UUID]]:
    """Which parties have told anything of which commitments."""
    if since.said is None:
        told: list[Report | Assessment] = [*standing.reports, *standing.assessments]
        return {(one.party, one.commitment_id) for one in told if one.day >= since.day}
    return {(one.fact.party, one.fact.commitment_id) for one in since.said if isinstance(one.fact, Told)}


def _by_day(day: date, standing: Standing) -> News:
    occurrences = standing.occurrences
    return News(
        done={one.id for one in occurrences if _from(day, one.completed_told_on)},
        new={one.id for one in occurrences if one.planned_on >= day},
        moved={(move.occurrence_id, move.due_version) for move in standing.moves if move.on >= day},
        overdue={(one.id, one.due_version) for one in occurrences if _from(day, _overdue_since(one))},
        cancelled={one.id for one in occurrences if _from(day, one.cancelled_on)},
        handed_over=[fact for fact in _handed_over(standing.said) if fact.on >= day],
    )


def _by_log(said: Iterable[Said]) -> News:
    news = News()
    for one in said:
        match one.fact:
            case OccurrenceCompleted() as fact:
                news.done.add(fact.occurrence_id)
            case OccurrencesPlanned() as fact:
                news.new.update(planned.id for planned in fact.occurrences)
            case OccurrenceDueMoved() as fact:
                news.moved.add((fact.occurrence_id, fact.due_version))
            case OccurrenceOverdue() as fact:
                news.overdue.add((fact.occurrence_id, fact.due_version))
            case OccurrenceResumed() as fact:  # while it rested it was not overdue
                news.resumed.add(fact.occurrence_id)
            case OccurrenceCancelled() as fact:
                news.cancelled.add(fact.occurrence_id)
            case OccurrenceReopened() as fact:
                news.reopened.add(fact.occurrence_id)
            case CommitmentHandedOver() as fact:
                news.handed_over.append(fact)
    return news


def _in_words(news: News, since: Since, standing: Standing, today: date) -> Changes:
    occurrences = standing.occurrences
    texts = {commitment.id: commitment.text for commitment in standing.commitments}
    moves = [move for move in standing.moves if (move.occurrence_id, move.due_version) in news.moved]
    return Changes(
        since=since.day,
        last_meeting=since.last_meeting,
        done=_in_order(_done(one, texts) for one in occurrences if one.id in news.done and one.completed_on),
        new=_in_order(_new([one for one in occurrences if one.id in news.new], texts)),
        moved=_in_order(_moved(occurrences, moves, texts)),
        newly_overdue=_in_order(
            _overdue(one, texts, today)
            for one in occurrences
            if one.overdue_days(today) and ((one.id, one.due_version) in news.overdue or one.id in news.resumed)
        ),
        cancelled=_in_order(
            _cancelled(one, texts) for one in occurrences if one.id in news.cancelled and one.cancelled_on
        ),
        handed_over=_in_order(_new_hands(fact, texts) for fact in news.handed_over),
        reopened=_in_order(
            _reopened(one, texts) for one in occurrences if one.id in news.reopened and not one.completed_on
        ),
    )


def _handed_over(facts: Iterable[Said]) -> list[CommitmentHandedOver]:
    return [one.fact for one in facts if isinstance(one.fact, CommitmentHandedOver)]


def _from(day: date, moment: date | None) -> bool:
    return moment is not None and moment >= day


def _in_order(changes: Iterable[Change]) -> tuple[Change, ...]:
    return tuple(sorted(changes, key=lambda change: (change.on, change.occurrence)))


def _change(occurrence: Occurrence, texts: Mapping[UUID, str], on: date | None, words: str) -> Change:
    return Change(
        on=on or occurrence.planned_on,
        occurrence=occurrence.slug,
        commitment=in_place(texts[occurrence.commitment_id], occurrence.municipality),
        words=words,
    )


def _done(occurrence: Occurrence, texts: Mapping[UUID, str]) -> Change:
    on = occurrence.completed_on or occurrence.ends
    late = (on - occurrence.due).days if occurrence.due else 0
    kept = f", {days_in_words(late)} efter sista dagen {occurrence.due}" if late > 0 else ""
    return _change(occurrence, texts, on, f"Genomfört {on}{kept}: {_done_of(occurrence)}.")


def _new(occurrences: list[Occurrence], texts: Mapping[UUID, str]) -> Iterable[Change]:
    """One line per commitment, however many windows: what the clock adds at the far horizon is no news."""
    per_commitment: defaultdict[UUID, list[Occurrence]] = defaultdict(list)
    for one in occurrences:
        if not one.by_horizon and one.state is not OccurrenceState.CANCELLED:
            per_commitment[one.commitment_id].append(one)
    for made in per_commitment.values():
        first = min(made, key=lambda one: (one.starts, one.slug))
        where = {one.municipality for one in made}
        named = first if len(where) == 1 else replace(first, municipality=None)
        yield _change(named, texts, first.planned_on, _new_in_words(first, len(made)))


def _new_in_words(first: Occurrence, number: int) -> str:
    due = f"sista dag {first.due}" if first.due else "utan sista dag"
    return f"Nytt, {due}." if number == 1 else f"Nytt: {number} tillfällen, det första med {due}."


def _moved(occurrences: list[Occurrence], moves: list[Move], texts: Mapping[UUID, str]) -> Iterable[Change]:
    by_id = {one.id: one for one in occurrences}
    per_occurrence: defaultdict[UUID, list[Move]] = defaultdict(list)
    for move in sorted(moves, key=lambda move: move.due_version):
        per_occurrence[move.occurrence_id].append(move)
    for key, steps in per_occurrence.items():
        yield _change(by_id[key], texts, steps[-1].on, _moved_in_words(steps))


def _moved_in_words(steps: list[Move]) -> str:
    was, now = steps[0].was_due, steps[-1].due
    times = "" if len(steps) == 1 else f" {len(steps)} gånger"
    words = f"Sista dagen flyttades{times} från {was or 'ingen dag'} till {now or 'ingen dag'}"
    if was and now:
        far = (now - was).days
        words += f", {days_in_words(abs(far))} {'senare' if far >= 0 else 'tidigare'}"
    return f"{words}.{_why(steps[-1].reason)}"


def _overdue_since(occurrence: Occurrence) -> date | None:
    """A window that was planned after its due day became known as overdue when it was planned."""
    return occurrence.due and max(occurrence.due + timedelta(days=1), occurrence.planned_on)


def _overdue(occurrence: Occurrence, texts: Mapping[UUID, str], today: date) -> Change:
    late = days_in_words(occurrence.overdue_days(today))
    words = f"Sista dag var {occurrence.due}, försenat {late}: {_done_of(occurrence)}."
    return _change(occurrence, texts, _overdue_since(occurrence), words)


def _cancelled(occurrence: Occurrence, texts: Mapping[UUID, str]) -> Change:
    decided = f" Beslutat av {occurrence.cancel_forum}." if occurrence.cancel_forum else ""
    return _change(
        occurrence,
        texts,
        occurrence.cancelled_on,
        f"Utgår {occurrence.cancelled_on}.{_why(occurrence.cancel_reason)}{decided}",
    )


def _reopened(occurrence: Occurrence, texts: Mapping[UUID, str]) -> Change:
    words = f"Öppnat igen efter en rättelse: {_done_of(occurrence)}."
    return _change(occurrence, texts, occurrence.told_on, words)


def _new_hands(fact: CommitmentHandedOver, texts: Mapping[UUID, str]) -> Change:
    words = f"Överlämnat från {roles_in_words(fact.was)} till {roles_in_words(fact.responsible)}."
    return Change(on=fact.on, occurrence="", commitment=texts[fact.commitment_id], words=words)


def _why(reason: str) -> str:
    return f" Skäl: {reason.rstrip('.')}." if reason else ""


def _done_of(occurrence: Occurrence) -> str:
    return f"{occurrence.done} av {occurrence.target}" if occurrence.target is not None else f"{occurrence.done} gånger"
