"""Everything that can be asked for has a form in Swedish, and what is filled in is what is asked for."""

import json
import re
from typing import Any
from uuid import uuid5

import pytest

from schemas.agreements import (
    AgreementChanges,
    AmendAgreement,
    ChangeDueRule,
    CloseAgreement,
    DraftAgreement,
    FunctionLine,
    ReassignCommitment,
    ShareAgreement,
    SignAgreement,
    SwitchQuiet,
    TerminateAgreement,
)
from schemas.base import NAMESPACE_LOFTESKOLL, REGISTRY, Command
from schemas.followup import AssessCommitment
from schemas.notifier import SendSignInLink
from schemas.portal import AddAccount, EndAccount
from services.front.language import CHOSEN
from services.portal.pages.answer_form import Mistakes
from services.portal.pages.asking import Filled, for_form
from services.portal.pages.language import CATALOGUES
from services.portal.pages.rendering import ENVIRONMENT
from services.portal.pages.wishes import showing
from services.portal.pages.wishes.controls import Kind, controls_of, enumeration_of, every
from services.portal.pages.wishes.filling import texts_of
from services.portal.pages.wishes.labels import label_of
from services.portal.pages.wishes.mistakes import field_of, in_our_words
from services.portal.pages.wishes.naming import Known
from services.portal.pages.wishes.reading import read_wish
from services.portal.pages.wishes.showing import WRITTEN
from services.portal.pages.wishes.subject import Subject
from services.portal.pages.wishes.table import BY_ADDRESS, BY_COMMAND
from services.portal.pages.wishes.values import VARIANTS, WORDS
from services.portal.pages.wishes.wish import Wish
from tests.builders import KOMMUNPOLIS, SAMORDNARE
from tests.house.sources import TOP
from tests.portal.html import Page, read
from tests.portal.test_accessible import check_headings, check_names, check_nothing_foreign

NOT_BY_PAGES = {AddAccount, EndAccount, SendSignInLink}
"""The operator's in the terminal, and the portal's own."""
COMMANDS = [one for one in REGISTRY.values() if issubclass(one, Command) and one not in NOT_BY_PAGES]


def the_example(command: type[Command]) -> Command:
    """As it is published, but for as who it is asked for, which no form asks."""
    published = json.loads((TOP / "schemas" / "published" / f"{command.subject}.json").read_text(encoding="utf-8"))
    asked = {name: value for name, value in published["example"].items() if name != "asked_by"}
    return command.model_validate_json(json.dumps(asked))


def the_functions_in(values: Any) -> dict[str, FunctionLine]:
    """Those that a form would let somebody choose among for this."""
    found: dict[str, FunctionLine] = {}
    if isinstance(values, dict):
        if {"party", "role"} <= values.keys() and (known := values.get("function_id") or values.get("id")):
            whose = values["party"], values.get("municipality")
            found[known] = a_line(known, whose, values["role"], values.get("mailbox", "a@example.se"))
        for value in values.values():
            found |= the_functions_in(value)
    if isinstance(values, list):
        for value in values:
            found |= the_functions_in(value)
    return found


def a_line(known: str, whose: tuple[str, str | None], role: str, mailbox: str) -> FunctionLine:
    holder = {"mailbox": mailbox, "label": None, "since": "2026-01-01", "until": None}
    line = {
        "id": known,
        "party": whose[0],
        "municipality": whose[1],
        "role": role,
        "holder": holder,
        "next_holders": [],
        "substitutes": [],
    }
    rest = {"reached": None, "reached_since": None, "open_commitments": 0}
    return FunctionLine.model_validate_json(json.dumps(line | rest))


def the_form(wish: Wish, texts: dict[str, str], known: Known) -> Page:
    """As a browser shows it, without a system behind it."""
    return read(the_html(wish, texts, {}, known))


def the_html(wish: Wish, texts: dict[str, str], mistakes: dict[str, str], known: Known) -> str:
    shown = for_form(wish, Filled(texts, mistakes), Subject(known))
    always = {"path": f"/gor/{wish.address}", "inbox": False, "done": "", "action": f"/gor/{wish.address}"}
    return ENVIRONMENT.get_template("wish.html").render(always | shown)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.__name__)
def test_the_published_example_filled_into_its_form_and_sent_is_the_example(command: type[Command]) -> None:
    example, wish = the_example(command), BY_COMMAND[command]
    values = example.model_dump(mode="json")
    known = Known(the_functions_in(values))

    page = the_form(wish, texts_of(command, values), known)
    told = read_wish(wish, page.sent(), known)

    assert told.model_copy(update={"command_id": example.command_id}) == example
    check_headings(page)
    check_names(page)
    check_nothing_foreign(page)


def test_in_english_no_form_and_no_mistake_is_told_in_swedish() -> None:
    """But for names, and what is marked: examples, and what a service says."""
    chosen = CHOSEN.set(CATALOGUES["en"])
    try:
        left = {wish.name: found for wish in BY_ADDRESS.values() if (found := swedish_in(wish))}
    finally:
        CHOSEN.reset(chosen)

    assert left == {}
    assert swedish_in(BY_COMMAND[ShareAgreement])


def swedish_in(wish: Wish) -> list[str]:
    """What is told in an empty form that somebody has sent, with letters that English has not."""
    with pytest.raises(Mistakes) as mistakes:
        read_wish(wish, {}, Known())
    html = the_html(wish, {}, mistakes.value.sentences, Known())
    ours = re.sub(
        r'<(?!html)(\w+)[^>]*\blang="sv"[^>]*>.*?</\1>|<option value="\d{4}".*?</option>', "", html, flags=re.DOTALL
    )
    return [line for line in re.sub("Löfteskoll|B[Rr][Åå]", "", ours).splitlines() if re.search("[åäöÅÄÖ]", line)]


@pytest.mark.parametrize("wish", BY_ADDRESS.values(), ids=lambda wish: wish.name)
def test_an_empty_form_asks_in_swedish_for_each_field_it_needs(wish: Wish) -> None:
    with pytest.raises(Mistakes) as mistakes:
        read_wish(wish, the_form(wish, {}, Known()).sent(), Known())

    assert all(sentence.endswith(".") and "Fältet" not in sentence for sentence in mistakes.value.sentences.values())
    needed = {name for name, field in wish.command.model_fields.items() if field.is_required()}
    told = {name.partition(".")[0] for name in mistakes.value.sentences}
    assert told == needed - {"steps", "checklist"} - {
        name for name in needed if wish.command is SwitchQuiet and name == "quiet"
    }


def test_every_wish_has_an_address_of_its_own_in_letters_that_anybody_can_type() -> None:
    assert len(BY_ADDRESS) == len(BY_COMMAND) == len(COMMANDS)
    assert all(re.fullmatch(r"[a-z-]+", address) for address in BY_ADDRESS)


def test_every_field_and_every_value_has_a_swedish_word() -> None:
    for wish in BY_ADDRESS.values():
        for control in every(controls_of(wish.command)):
            if control.kind in {Kind.CHOICE, Kind.MANY}:
                assert all(WORDS[enumeration_of(control)][one] for one in enumeration_of(control)), control.name
            if control.kind is Kind.VARIANTS:
                assert {one.last for one in control.inner} <= VARIANTS.keys()
            elif control.last not in VARIANTS:
                assert label_of(wish, control.name).name


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("titel: X", "Rad 1: det finns inget fält som heter titel."),
        ("title: X\nvalidity:\n  since: i år", "Rad 3: fältet validity.since ska vara ett datum"),
        ("title: X\ntitle: Y", "Fältet title står två gånger (rad 2)."),
        ("a: &a [*a]", "hänvisar till sig själv"),
        ("title: [", "inte riktig YAML"),
        ("Bara en mening", "Skriv ett fält per rad"),
        ("[" * 9000, "nästlad djupare än 40 nivåer"),
    ],
)
def test_what_is_wrong_in_a_written_text_is_told_with_its_line(text: str, says: str) -> None:
    with pytest.raises(Mistakes) as mistakes:
        read_wish(BY_COMMAND[AmendAgreement], {"agreement": "a", "reason": "b", "changes": text}, Known())
    assert says in mistakes.value.sentences["changes"]


def test_an_agreement_can_be_written_as_in_files_and_gets_the_ids_it_would_get_there() -> None:
    one = WRITTEN.read_text(encoding="utf-8")
    drafted, again = (
        read_wish(BY_COMMAND[DraftAgreement], {"document": text}, Known()).model_dump()["document"]
        for text in (one, listed(one))
    )
    assert drafted == again
    assert drafted["id"] == uuid5(NAMESPACE_LOFTESKOLL, "lulea-2027")

    with pytest.raises(Mistakes) as mistakes:
        read_wish(BY_COMMAND[DraftAgreement], {"document": one.replace("name: Luleå}", "name: Lule}")}, Known())
    assert mistakes.value.sentences["document"].startswith("Rad 5: fältet municipalities.0 har koden 2580")


def listed(one: str) -> str:
    return "agreements:\n" + "".join(
        f"  {'- ' if not number else '  '}{line}\n" for number, line in enumerate(one.splitlines())
    )


@pytest.mark.parametrize(
    ("command", "refusal", "field", "says"),
    [
        (
            TerminateAgreement,
            "Fältet given_on: 2026-01-01 är för tidigt.",
            "given_on",
            "Fältet ”Uppsagd den dag”: 2026",
        ),
        (CloseAgreement, "Fältet residents_informed: 2020-01-01.", "checklist.residents_informed", "”Invånarna är inf"),
        (
            ChangeDueRule,
            "Åtagandet a: fältet recurrence.due är 2020.",
            "recurrence.once.due",
            "fältet ”Senast” är 2020.",
        ),
        (DraftAgreement, "Fältet municipalities: 0000 är ingen svensk kommunkod.", "document", "Fältet municipalities"),
        (AssessCommitment, "Dagen 2027-01-01 har inte kommit än.", "on", "Dagen 2027-01-01 har inte"),
        (ShareAgreement, "Överenskommelsen a är aktiv och kan inte delas.", "", "Överenskommelsen a är aktiv"),
    ],
)
def test_a_refusal_is_told_at_the_field_it_speaks_of(
    command: type[Command], refusal: str, field: str, says: str
) -> None:
    assert field_of(BY_COMMAND[command], refusal) == field
    assert says in in_our_words(BY_COMMAND[command], refusal)


def test_rows_are_told_apart_by_their_place_however_many_are_left_empty() -> None:
    rows = {"signatories.2.party": "police", "signatories.999999999.role": "x", "signatories.٣.role": "y"}
    with pytest.raises(Mistakes) as mistakes:
        read_wish(BY_COMMAND[SignAgreement], {"agreement": "a", "on": "2026-03-02", **rows}, Known())
    assert mistakes.value.sentences == {"signatories.2.role": "Fyll i ”Roll”."}
    assert len(list(wish_rows(SignAgreement, rows))) == 5


def wish_rows(command: type[Command], texts: dict[str, str]) -> range:
    (control,) = [one for one in controls_of(command) if one.kind is Kind.ROWS]
    return showing.rows(control, texts)


def test_who_is_responsible_comes_first_and_the_others_are_ticked_beside() -> None:
    wish = BY_COMMAND[ReassignCommitment]
    values = ReassignCommitment(commitment="a", functions=(SAMORDNARE, KOMMUNPOLIS)).model_dump(mode="json")
    known = Known(the_functions_in(values))

    page = the_form(wish, texts_of(ReassignCommitment, values), known)
    told = read_wish(wish, page.sent(), known)
    assert isinstance(told, ReassignCommitment)
    assert told.functions == (SAMORDNARE, KOMMUNPOLIS)

    with pytest.raises(Mistakes) as mistakes:
        read_wish(wish, page.sent() | {"functions": ""}, known)
    assert mistakes.value.sentences == {"functions": "Välj vem som är ansvarig; de andra kryssas för bredvid."}


def test_in_a_text_that_begins_as_it_stands_only_what_is_written_otherwise_is_a_change() -> None:
    wish, was = BY_COMMAND[AmendAgreement], "title: Löften\npurposes:\n- Trygghet\n"
    texts = {"agreement": "a", "reason": "b", "was": was}

    told = read_wish(wish, texts | {"changes": was.replace("Löften", "Medborgarlöften")}, Known())
    assert isinstance(told, AmendAgreement)
    assert told.changes == AgreementChanges(title="Medborgarlöften")

    with pytest.raises(Mistakes) as mistakes:
        read_wish(wish, texts | {"changes": was}, Known())
    assert mistakes.value.sentences == {"changes": "Inget är ändrat. Skriv det som ska stå i stället."}
