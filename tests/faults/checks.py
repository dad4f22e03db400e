"""What was promised, and was it kept? Each check takes the evidence and returns what is wrong, in sentences.

None of them uses what the services de-duplicate by: not command_done, not watermarks, not the relay's queue.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from uuid import UUID

from schemas.agreements import RegisterAgreement
from schemas.base import Command
from schemas.followup import ReportActivity
from tests.faults import counties, mails
from tests.faults.evidence import Evidence
from tests.faults.verdict import Check, Kind, Wrong

CLOSED = {"completed", "cancelled", "paused"}


def everything(evidence: Evidence) -> list[Wrong]:
    return [(kind, f"{check.__name__}: {wrong}") for check in CHECKS for kind, wrong in check(evidence)]


def each_wish_is_carried_out_once(evidence: Evidence) -> Iterator[Wrong]:
    """Every answered command is in the log exactly once as it was told, and nothing else is."""
    yield from _once(evidence, ReportActivity, "followup", "activity-reported")
    yield from _once(evidence, RegisterAgreement, "agreements", "agreement-signed")
    for said in evidence.said("followup", "activity-reported"):
        wish = evidence.notes.done.get(said.cause)
        if isinstance(wish, ReportActivity):
            told = (said.body["occurrence_id"], said.body["count"], said.body["comment"])
            if told != (wish.occurrence, wish.count, wish.comment):
                yield Kind.WRONG_ROWS, f"{wish.command_id} was told as {told}"
    for command, why in evidence.notes.refused.items():
        yield Kind.WRONG_ROWS, f"{command} was refused, though nothing in it is wrong: {why}"


def each_wish_is_answered(evidence: Evidence) -> Iterator[Wrong]:
    for wish in evidence.notes.never:
        yield Kind.LOST, f"{wish.command_id} was never answered"


def _once(evidence: Evidence, kind: type[Command], service: str, what: str) -> Iterator[Wrong]:
    wished = {command for command, wish in evidence.notes.done.items() if isinstance(wish, kind)}
    causes = Counter(said.cause for said in evidence.said(service, what))
    for command in wished - causes.keys():
        yield Kind.LOST, f"{kind.__name__} {command} was answered and is lost"
    for command in causes.keys() - wished - {wish.command_id for wish in evidence.notes.never}:
        yield Kind.WRONG_ROWS, f"{what} came of {command}, which nobody sent"
    for command, times in causes.items():
        if times > 1:
            yield Kind.DUPLICATED, f"{kind.__name__} {command} was carried out {times} times"


def counts_add_up(evidence: Evidence) -> Iterator[Wrong]:
    """What an occurrence stands at is what the clients told, by their own notes."""
    told: Counter[UUID] = Counter()
    for wish in evidence.notes.done.values():
        if isinstance(wish, ReportActivity):
            told[UUID(wish.occurrence)] += wish.count
    kept: Counter[UUID] = Counter()
    for occurrence, count in evidence.reports:
        kept[occurrence] += count
    for window in evidence.windows:
        if not told[window.id] == window.done == kept[window.id]:
            stands = f"stands at {window.done}, reports {kept[window.id]}"
            yield Kind.WRONG_ROWS, f"occurrence {window.id}: told {told[window.id]}, {stands}"


def what_was_agreed_is_planned(evidence: Evidence) -> Iterator[Wrong]:
    """Followup's occurrences are those it announced, each once, and every promise that was registered has some."""
    announced = Counter(
        UUID(planned["id"])
        for said in evidence.said("followup", "occurrences-planned")
        for planned in said.body["occurrences"]
    )
    there = {window.id for window in evidence.windows}
    if twice := [one for one, times in announced.items() if times > 1]:
        yield Kind.WRONG_ROWS, f"{len(twice)} occurrences were announced twice, first {twice[0]}"
    if announced.keys() != there:
        odd = len(announced.keys() ^ there)
        yield Kind.WRONG_ROWS, f"{odd} occurrences are either announced or kept, not both"
    planned = {UUID(said.body["commitment_id"]) for said in evidence.said("followup", "occurrences-planned")}
    for wish in evidence.notes.done.values():
        if isinstance(wish, RegisterAgreement):
            for commitment in wish.document.commitments:
                if commitment.id not in planned:
                    yield Kind.WRONG_ROWS, f"commitment {commitment.slug} was never planned"


def what_is_overdue_was_announced_once(evidence: Evidence) -> Iterator[Wrong]:
    announced = Counter(
        (UUID(said.body["occurrence_id"]), said.body["due_version"])
        for said in evidence.said("followup", "occurrence-overdue")
    )
    for key, times in announced.items():
        if times > 1:
            yield Kind.DUPLICATED, f"occurrence {key[0]} was announced as overdue {times} times"
    for window in evidence.windows:
        late = window.due and window.due < evidence.today and window.target and window.done < window.target
        if late and window.state not in CLOSED and (window.id, window.due_version) not in announced:
            yield Kind.LOST, f"occurrence {window.id} is overdue and nobody was told"


def the_streams_hold_the_logs(evidence: Evidence) -> Iterator[Wrong]:
    """Every event once per subject, and each aggregate's in order, without a gap, as they lie in the stream."""
    wanted = Counter(
        (str(said.id), subject) for log in evidence.logs.values() for said in log for subject in said.subjects
    )
    holds = Counter((held.id, held.subject) for stream in evidence.streams.values() for held in stream)
    if wanted != holds:
        missing, many = (wanted - holds).total(), (holds - wanted).total()
        yield Kind.GAPS, f"{missing} messages are missing in the streams, {many} are too many"
    for stream, messages in evidence.streams.items():
        reached: dict[tuple[str, str], int] = defaultdict(int)
        for held in messages:
            key = (held.producer, held.about)
            if held.sequence not in {reached[key], reached[key] + 1}:  # a copy per municipality has the same number
                yield Kind.GAPS, f"{stream}: {held.about} goes from {reached[key]} to {held.sequence}"
            reached[key] = held.sequence


def positions_have_no_gap(evidence: Evidence) -> Iterator[Wrong]:
    for service, positions in evidence.positions.items():
        if list(positions) != list(range(1, len(evidence.logs[service]) + 1)):
            events = len(evidence.logs[service])
            yield Kind.GAPS, f"{service} has {events} events and the positions {positions[:3]} … {positions[-3:]}"


def verify_is_green(evidence: Evidence) -> Iterator[Wrong]:
    for finding in evidence.verified["findings"]:
        yield Kind.GAPS, f"{finding['where']}: {finding['what']}"
    said = {service: len(log) for service, log in evidence.logs.items()}
    if evidence.verified["events"] != said:
        yield Kind.GAPS, f"verify has read {evidence.verified['events']}, and the logs hold {said}"


def nothing_waits_for_an_operator(evidence: Evidence) -> Iterator[Wrong]:
    for service, abouts in evidence.waiting.items():
        if abouts:
            yield Kind.GAPS, f"{service} stands still at {len(abouts)} aggregates, first {abouts[0]}"


CHECKS: tuple[Check, ...] = (
    each_wish_is_answered,
    each_wish_is_carried_out_once,
    counts_add_up,
    what_was_agreed_is_planned,
    what_is_overdue_was_announced_once,
    the_streams_hold_the_logs,
    positions_have_no_gap,
    nothing_waits_for_an_operator,
    *counties.CHECKS,
    *mails.CHECKS,
    verify_is_green,
)
