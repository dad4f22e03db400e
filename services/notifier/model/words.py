"""What does a reminder say? Swedish that a coordinator would write."""

from collections.abc import Sequence
from datetime import date

from schemas.followup import DeadlineKind, DeadlineLine, OccurrenceLine
from services.notifier.model import deadline_words, occurrence_words
from services.notifier.model.draft import Draft, Item
from services.notifier.model.phrases import Paragraphs, listed, number, reader


def subject(draft: Draft) -> str:
    if len(draft.items) > 1:
        return _of_many(draft.items)
    line, item = draft.items[0].line, draft.items[0]
    if isinstance(line, DeadlineLine):
        return deadline_words.subject(line, item.rung)
    return occurrence_words.subject(line, to_the_pair=item.to_the_pair)


def introduction(draft: Draft) -> str:
    if len(draft.items) > 1:
        waits = "väntar på besked" if _deadlines(draft.items) == [] else "väntar på er"
        return f"{_counted(draft.items)} {waits}. Det som är mest bråttom står först."
    line, item = draft.items[0].line, draft.items[0]
    if isinstance(line, DeadlineLine):
        return deadline_words.introduction(line, item.rung)
    return occurrence_words.introduction(line, to_the_pair=item.to_the_pair)


def paragraphs(item: Item, today: date, link: str) -> Paragraphs:
    line = item.line
    if isinstance(line, DeadlineLine):
        return deadline_words.paragraphs(line, item.rung, today, link)
    return occurrence_words.paragraphs(line, today, link, to_the_pair=item.to_the_pair)


def footing(draft: Draft) -> str:
    """Why the reader gets this."""
    roles = list(dict.fromkeys(reader(item.recipient) for item in draft.items))
    return f"Mejlet går till dig som är {listed(roles)}. Det skickas automatiskt och går inte att svara på."


def _of_many(items: Sequence[Item]) -> str:
    late = sum(1 for item in items if item.overdue_days)
    if late == len(items) and not _deadlines(items):
        return f"{number(late).capitalize()} försenade {_promises(_occurrences(items))} att följa upp"
    of_them = f", {number(late)} av dem {'försenat' if late == 1 else 'försenade'}" if late else ""
    return f"{_counted(items)} att följa upp{of_them}"


def _counted(items: Sequence[Item]) -> str:
    """”Två löften och ett möte”: every noun here is neuter, so that all are counted and called late alike."""
    occurrences, deadlines = _occurrences(items), _deadlines(items)
    counted = []
    if occurrences:
        one = len(occurrences) == 1
        counted.append(f"{number(len(occurrences))} {_promise(occurrences[0]) if one else _promises(occurrences)}")
    if deadlines:
        only_meetings = {line.deadline for line in deadlines} == {DeadlineKind.MEETING}
        noun = ("möte" if len(deadlines) == 1 else "möten") if only_meetings else "datum"
        counted.append(f"{number(len(deadlines))} {noun}")
    return listed(counted).capitalize()


def _promises(lines: Sequence[OccurrenceLine]) -> str:
    kinds = {occurrence_words.is_public_promise(line) for line in lines}
    if len(kinds) > 1:
        return "löften och åtaganden"
    return "löften" if kinds == {True} else "åtaganden"


def _promise(line: OccurrenceLine) -> str:
    return "löfte" if occurrence_words.is_public_promise(line) else "åtagande"


def _occurrences(items: Sequence[Item]) -> list[OccurrenceLine]:
    return [item.line for item in items if isinstance(item.line, OccurrenceLine)]


def _deadlines(items: Sequence[Item]) -> list[DeadlineLine]:
    return [item.line for item in items if isinstance(item.line, DeadlineLine)]
