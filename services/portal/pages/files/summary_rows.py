"""Which tables does a summary have in a file? A value in each cell for a workbook; for a meeting as on its page."""

from collections.abc import Iterable, Iterator

from schemas.agreements import Responsible
from schemas.followup import Changes, CommitmentRow, FocusAreaSection, OccurrenceLine, PartyView, Summary
from services.front.assembly_tables import NONE
from services.front.spreadsheet import Cell, Rows
from services.portal.pages import words, words_meetings
from services.portal.pages.wishes.showing import word

YES, NO = "Ja", "Nej"


def of_commitments(summary: Summary) -> Rows:
    head = (
        "Fokusområde",
        "Löfte eller åtagande",
        "Hur ofta eller när",
        "Sista dag",
        "Vem",
        "Gjort",
        "Mål",
        "Begärt",
        "Läge",
        "Satt av part",
        "Till invånarna",
    )
    return Rows(head, tuple(_commitment(area, row) for area in summary.focus_areas for row in area.commitments))


def of_parties(summary: Summary) -> Rows:
    """What each party says for itself; silence is said too."""
    head = (
        "Löfte eller åtagande",
        "Part",
        "Uppfyllt",
        "Gjort som tänkt",
        "Bra resultat",
        "Nästa period",
        "Rapporterat",
        "Senast",
        "Senaste kommentar",
    )
    rows = (row for area in summary.focus_areas for row in area.commitments)
    return Rows(head, tuple((row.text, *_view(view)) for row in rows for view in row.parties))


def of_occurrences(lines: Iterable[OccurrenceLine]) -> Rows:
    head = (
        "Löfte eller åtagande",
        "Fokusområde",
        "Kommun",
        "Från",
        "Till",
        "Sista dag",
        "Gjort",
        "Mål",
        "Läge",
        "Dagar försenat",
        "Vem",
    )
    return Rows(head, tuple(map(_occurrence, lines)))


def of_changes(changes: Changes | None) -> Rows:
    return Rows(
        ("Vad som hänt", "Dag", "Löfte eller åtagande", "Kommun", "Hur"),
        tuple(_changes(changes)) if changes else (),
    )


def of_silences(summary: Summary) -> Rows:
    return Rows(
        ("Part", "Löfte eller åtagande", "Vem"),
        tuple(
            (words.PARTIES[one.party], one.text, ", ".join(map(words.role, one.roles))) for one in summary.not_reported
        ),
    )


def of_actions(area: FocusAreaSection) -> Rows:
    """Brå's columns, as on the page."""
    return Rows(
        ("Åtgärd", "När", "Vem", "Gjort", "Läge", "Uppföljning"),
        tuple(
            (
                row.text,
                _when(row),
                who(row.responsible, "\n"),
                words.done(row),
                _light(row),
                "\n".join(map(_said, row.parties)),
            )
            for row in area.commitments
        ),
    )


def of_coming(lines: Iterable[OccurrenceLine]) -> Rows:
    return Rows(
        ("Löfte eller åtagande", "Sista dag", "Gjort", "Läge", "Vem"),
        tuple(
            (_of_place(one), one.due or "ingen", words.done(one), str(words.status_of(one)), who(one.responsible, "\n"))
            for one in lines
        ),
    )


def who(responsible: Iterable[Responsible], between: str = ", ") -> str:
    """The lead first."""
    return between.join(f"{words.role(one.role)} ({words.PARTIES[one.party].lower()})" for one in responsible)


def _commitment(area: FocusAreaSection, row: CommitmentRow) -> tuple[Cell, ...]:
    return (
        area.name,
        row.text,
        words.capital(row.rule),
        row.due or NONE,
        who(row.responsible),
        row.done,
        _or_none(row.target),
        _or_none(row.requests),
        str(words.status_of_commitment(row)),
        _overridden(row) or NONE,
        YES if row.public else NO,
    )


def _view(view: PartyView) -> tuple[Cell, ...]:
    return (
        words.PARTIES[view.party],
        words.FULFILMENTS[view.fulfilment],
        word(view.implementation),
        word(view.effect),
        word(view.next_period) if view.next_period else NONE,
        view.count,
        view.latest_on or NONE,
        view.latest_comment,
    )


def _occurrence(line: OccurrenceLine) -> tuple[Cell, ...]:
    return (
        line.commitment,
        line.focus_area,
        words.municipality(line.municipality) if line.municipality else "",
        line.starts,
        "tills vidare" if words.endless(line) else line.ends,
        line.due or NONE,
        line.done,
        "mål ej angivet" if line.target_asked else _or_none(line.target),
        str(words.status_of(line)),
        line.overdue_days,
        who(line.responsible),
    )


def _changes(changes: Changes) -> Iterator[tuple[Cell, ...]]:
    for name, happened in words_meetings.changes_by_kind(changes):
        for one in happened:
            yield (str(name), one.on, one.commitment, words.municipality_of(one.occurrence), one.words)


def _when(row: CommitmentRow) -> str:
    due = f"\nsista dag {row.due}" if row.due and str(row.due) not in row.rule else ""
    return words.capital(row.rule) + due


def _light(row: CommitmentRow) -> str:
    return "\n".join(filter(None, (str(words.status_of_commitment(row)), _overridden(row))))


def _overridden(row: CommitmentRow) -> str:
    """Never in silence: who says so, when and why."""
    said = row.overridden
    return f"Satt av {words.PARTIES[said.by].lower()} {said.on}: {said.reason}" if said else ""


def _said(view: PartyView) -> str:
    told = f"{words.PARTIES[view.party]}: {words.FULFILMENTS[view.fulfilment].lower()}"
    comment = f" ”{view.latest_comment}”" if view.latest_comment else ""
    return f"{told}{comment}{f' {view.latest_on}' if view.latest_on else ''}"


def _of_place(line: OccurrenceLine) -> str:
    return f"{line.commitment}\n{words.municipality(line.municipality)}" if line.municipality else line.commitment


def _or_none(number: int | None) -> Cell:
    return NONE if number is None else number
