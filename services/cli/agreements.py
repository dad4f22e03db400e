"""What has been promised?"""

from typing import Annotated

import typer
from rich.console import Console

from schemas.agreements import AgreementCard, AgreementLine, AgreementLines, Document, ListAgreements, ShowAgreement
from schemas.followup import SummariseAgreement, Summary
from services.cli import typed, words
from services.cli.connection import ask
from services.cli.showing import add, answer_json, console, plain, print_json, table
from services.cli.typed import AgreementRef, AsJson, Asker
from services.cli.where import DataFolder, Where, find
from services.runtime.errors import Refused, Unavailable

County = Annotated[
    str | None, typer.Option("--county", parser=typed.county, metavar="25", help="Bara i länet med den koden.")
]
Municipality = Annotated[
    str | None,
    typer.Option("--municipality", parser=typed.municipality, metavar="2506", help="Bara i kommunen med den koden."),
]


def agreements(
    county: County = None,
    municipality: Municipality = None,
    asker: Asker = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Visa överenskommelser och medborgarlöften."""
    question = ListAgreements(county=county, municipality=municipality, asker=asker)
    lines = ask(find(data), question, AgreementLines).agreements
    if as_json:
        return print_json(lines)
    shown = table("Namn", "Rubrik", "Slag", "Kommuner", "Gäller", "Åtaganden#", "Skede")
    for one in lines:
        period = words.period(one.since, one.until)
        kind, state = words.TYPES[one.type], words.STATES[one.state]
        add(shown, one.slug, one.title, kind, words.places(one.municipalities), period, one.commitments, state)
    return console().print(shown if lines else "Inga överenskommelser.")


def show(agreement: AgreementRef, asker: Asker = None, data: DataFolder = None, as_json: AsJson = False) -> None:
    """Visa en överenskommelse med allt som lovas i den."""
    system = find(data)
    card = ask(system, ShowAgreement(agreement=agreement, asker=asker), AgreementCard)
    if as_json:
        return answer_json(card)
    document = card.document
    if document is None or card.state is None:
        raise Refused(f"Överenskommelsen {agreement} går inte att visa.")
    screen = console()
    _head(screen, document, card)
    return _commitments(screen, card, _rules(system, agreement))


def _head(screen: Console, document: Document, card: AgreementCard) -> None:
    screen.print(plain(document.title), style="bold")
    state = words.STATES[card.state] if card.state else ""
    told = {
        "Namn": f"{document.slug} ({document.id})",
        "Slag": words.TYPES[document.type],
        "Skede": f"{state}, undertecknad {card.signed_on}" if card.signed_on else state,
        "Gäller": words.period(document.validity.since, document.validity.until),
        "Syften": "; ".join(document.purposes),
        "Kommuner": words.places(document.municipalities),
        "Polisområden": ", ".join(document.police_areas),
        "Diarienummer": ", ".join(f"{words.PARTIES[k]} {v}" for k, v in document.registration_numbers.items()),
        "Undertecknare": ", ".join(
            f"{words.role(one.role)} ({words.PARTIES[one.party]}{f', {one.count}' if one.count > 1 else ''})"
            for one in document.signatories
        ),
        "Följs upp i": document.review.forum,
        "Version": str(card.version) if card.version > 1 else "",
        "Har skrivit på": ", ".join(f"{words.role(one.role)} {one.on}" for one in card.signatures),
        "Uppsagd till": str(card.notice.ends_on) if card.notice else "",
        "Revideras": f"senast {card.revision_due}" if card.revision_due else "",
        "Hör under": card.parent.slug if card.parent else "",
        "Under den": ", ".join(_child(one) for one in card.children),
    }
    for name, value in told.items():
        if value:
            screen.print(f"{name + ':':<15}{plain(value)}")


def _child(one: AgreementLine) -> str:
    plan = f"åtgärdsplan {one.plan_year}, " if one.plan_year else ""
    return f"{one.slug} ({plan}{words.STATES[one.state]})"


def _commitments(screen: Console, card: AgreementCard, rules: dict[str, str]) -> None:
    areas = {area.id: area.name for area in card.document.focus_areas} if card.document else {}
    shown = table("Namn", "Fokusområde", "Åtagande", "När", "Vem", "Offentligt")
    for one in card.commitments:
        when = "utgår" if one.cancelled else rules.get(one.slug, "–")
        public = "ja" if one.public else "nej"
        area = areas.get(one.focus_area, one.focus_area)
        add(shown, one.slug, area, one.text, when, words.who(one.responsible), public)
    screen.print(shown)


def _rules(system: Where, agreement: str) -> dict[str, str]:
    """The rules in Swedish, by commitment; followup knows the words. Without it the table is shown all the same."""
    try:
        summary = ask(system, SummariseAgreement(agreement=agreement), Summary)
    except (Refused, Unavailable):
        return {}
    return {row.slug: row.rule for area in summary.focus_areas for row in area.commitments}
