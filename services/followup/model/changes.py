"""What has happened since the last meeting? Section 2 of the summary, each change as a Swedish sentence."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from uuid import UUID

from schemas.followup import Change, Changes, OccurrenceState
from services.followup.model.agreement import Commitment
from services.followup.model.occurrence import Move, Occurrence


def since(
    day: date, commitments: Mapping[UUID, Commitment], occurrences: list[Occurrence], moves: list[Move], today: date
) -> Changes:
    texts = {key: commitment.text for key, commitment in commitments.items()}
    return Changes(
        since=day,
        done=_in_order(_done(one, texts) for one in occurrences if _from(day, one.completed_told_on)),
        new=_in_order(_new(occurrences, texts, day)),
        moved=_in_order(_moved(occurrences, moves, texts, day)),
        newly_overdue=_in_order(
            _overdue(one, texts, today)
            for one in occurrences
            if one.overdue_days(today) and _from(day, _overdue_since(one))
        ),
        cancelled=_in_order(_cancelled(one, texts) for one in occurrences if _from(day, one.cancelled_on)),
    )


def _from(day: date, moment: date | None) -> bool:
    return moment is not None and moment >= day


def _in_order(changes: Iterable[Change]) -> tuple[Change, ...]:
    return tuple(sorted(changes, key=lambda change: (change.on, change.occurrence)))


def _change(occurrence: Occurrence, texts: Mapping[UUID, str], on: date | None, words: str) -> Change:
    return Change(
        on=on or occurrence.planned_on,
        occurrence=occurrence.slug,
        commitment=texts[occurrence.commitment_id],
        words=words,
    )


def _done(occurrence: Occurrence, texts: Mapping[UUID, str]) -> Change:
    on = occurrence.completed_on or occurrence.ends
    late = (on - occurrence.due).days if occurrence.due else 0
    kept = f", {_days(late)} efter sista dagen {occurrence.due}" if late > 0 else ""
    return _change(occurrence, texts, on, f"Genomfört {on}{kept}: {_done_of(occurrence)}.")


def _new(occurrences: list[Occurrence], texts: Mapping[UUID, str], day: date) -> Iterable[Change]:
    """One line per commitment, however many windows: what the clock adds at the far horizon is no news."""
    per_commitment: defaultdict[UUID, list[Occurrence]] = defaultdict(list)
    for one in occurrences:
        if not one.by_horizon and one.planned_on >= day and one.state is not OccurrenceState.CANCELLED:
            per_commitment[one.commitment_id].append(one)
    for made in per_commitment.values():
        first = min(made, key=lambda one: (one.starts, one.slug))
        yield _change(first, texts, first.planned_on, _new_in_words(first, len(made)))


def _new_in_words(first: Occurrence, number: int) -> str:
    due = f"sista dag {first.due}" if first.due else "utan sista dag"
    return f"Nytt, {due}." if number == 1 else f"Nytt: {number} tillfällen, det första med {due}."


def _moved(occurrences: list[Occurrence], moves: list[Move], texts: Mapping[UUID, str], day: date) -> Iterable[Change]:
    by_id = {one.id: one for one in occurrences}
    per_occurrence: defaultdict[UUID, list[Move]] = defaultdict(list)
    for move in sorted(moves, key=lambda move: move.due_version):
        if move.on >= day:
            per_occurrence[move.occurrence_id].append(move)
    for key, steps in per_occurrence.items():
        yield _change(by_id[key], texts, steps[-1].on, _moved_in_words(steps))


def _moved_in_words(steps: list[Move]) -> str:
    was, now = steps[0].was_due, steps[-1].due
    times = "" if len(steps) == 1 else f" {len(steps)} gånger"
    words = f"Sista dagen flyttades{times} från {was or 'ingen dag'} till {now or 'ingen dag'}"
    if was and now:
        far = (now - was).days
        words += f", {_days(abs(far))} {'senare' if far >= 0 else 'tidigare'}"
    return f"{words}.{_why(steps[-1].reason)}"


def _overdue_since(occurrence: Occurrence) -> date | None:
    """A window that was planned after its due day became known as overdue when it was planned."""
    return occurrence.due and max(occurrence.due + timedelta(days=1), occurrence.planned_on)


def _overdue(occurrence: Occurrence, texts: Mapping[UUID, str], today: date) -> Change:
    late = _days(occurrence.overdue_days(today))
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


def _why(reason: str) -> str:
    return f" Skäl: {reason.rstrip('.')}." if reason else ""


def _done_of(occurrence: Occurrence) -> str:
    return f"{occurrence.done} av {occurrence.target}" if occurrence.target is not None else f"{occurrence.done} gånger"


def _days(number: int) -> str:
    return "1 dag" if number == 1 else f"{number} dagar"
