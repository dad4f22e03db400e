"""Who may open, ask and wish for what: the whole table, role by role, about one's own and about another's."""

import json
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import pytest
from starlette.exceptions import HTTPException
from starlette.routing import Mount, Route

from schemas.agreements import (
    AddCommitment,
    AgreementLines,
    AmendCommitment,
    DraftAgreement,
    ListAgreements,
    ReassignCommitment,
    SucceedParty,
)
from schemas.base import NAMESPACE_LOFTESKOLL, Command, Message, Party, Query, Reply
from schemas.followup import ListDue, OccurrenceLines, PlanMeeting
from schemas.notifier import AllowMail, StopMail
from schemas.portal import AccountRole
from services.portal.model.account import add
from services.portal.model.naming import LEFT_OUT, NAMES, NAMES_NOTHING, Thing
from services.portal.model.rights import AS, MESSAGES, PAGES, may_wish
from services.portal.model.visitor import (
    ANYBODY,
    NOBODY,
    PAIR,
    RESIDENT,
    SIGNED_IN,
    UNBOUND,
    Role,
    Visitor,
    visitor_of,
)
from services.portal.pages.door import OLD_FORM, TOKEN_FIELD
from services.portal.pages.own_bus import OwnBus
from services.portal.pages.routes import ROUTES, pages
from services.portal.pages.wishes.table import BY_COMMAND
from services.runtime.bus import Bus
from services.runtime.errors import Refused
from tests.builders import KOMMUNPOLIS, a_commitment, a_document, a_function, commitment_id
from tests.fakes import StoppedClock
from tests.portal.conftest import browser_of, sign
from tests.portal.html import read
from tests.portal.visitors import an_account, signed_in
from tests.system import System

PUBLISHED = Path(__file__).parents[2] / "schemas" / "published"
THEIRS = "mala-2026-ml"
MALA = a_function("samordnare", mailbox="samordnare.mala@example.se", municipality="2418")
WRITTEN = "Vandring i Malå"


class Record(Bus):
    """Asks in earnest, and notes what is wished for in place of carrying it out."""

    def __init__(self, bus: Bus) -> None:
        self.inner = bus
        self.told: list[Command] = []
        self.asked: list[type[Query]] = []

    async def tell(self, wish: Command) -> None:
        self.told.append(wish)

    async def ask(self, question: Query, answer: Any) -> Any:
        self.asked.append(type(question))
        try:
            return await self.inner.ask(question, answer)
        except Refused:
            return answer()  # what the owner says to an example is not what is asked here


@pytest.fixture
async def two(system: System) -> System:
    """An agreement of Arjeplog, and one of Malå, each with a meeting."""
    await sign(system)
    foreign = a_commitment("mala-1", agreement=THEIRS, by=(MALA,), text=WRITTEN)
    await sign(
        system, slug=THEIRS, title="Löften Malå", municipalities=("2418",), functions=(MALA,), commitments=(foreign,)
    )
    for name in ("arjeplog-2026-ml", THEIRS):
        await system.tell(PlanMeeting(agreement=name, on=date(2026, 5, 4)))
    await system.settle()
    return system


THINGS = {
    "agreement": Thing.AGREEMENT,
    "commitment": Thing.COMMITMENT,
    "county": Thing.COUNTY,
    "drafted_by": Thing.ORGANISATION,
    "function_id": Thing.FUNCTION,
    "meeting": Thing.MEETING,
    "municipality": Thing.MUNICIPALITY,
    "occurrence": Thing.OCCURRENCE,
    "renews": Thing.AGREEMENT,
    "successor": Thing.AGREEMENT,
    "to_id": Thing.FUNCTION,
}
"""What each field names, told a second time: a table that is tested by itself would find nothing wrong."""
OURS_NAMED = {
    Thing.AGREEMENT: "arjeplog-2026-ml",
    Thing.COMMITMENT: "arjeplog-1",
    Thing.OCCURRENCE: "arjeplog-1/2026",
    Thing.MEETING: "arjeplog-2026-ml/meeting-1",
    Thing.FUNCTION: str(a_function().id),
    Thing.MUNICIPALITY: "2506",
    Thing.COUNTY: "25",
    Thing.ORGANISATION: "2506",
}
THEIRS_NAMED = {
    Thing.AGREEMENT: THEIRS,
    Thing.COMMITMENT: str(commitment_id("mala-1", THEIRS)),
    Thing.OCCURRENCE: "mala-1/2026",
    Thing.MEETING: f"{THEIRS}/meeting-1",
    Thing.FUNCTION: str(MALA.id),
    Thing.MUNICIPALITY: "2418",
    Thing.COUNTY: "24",
    Thing.ORGANISATION: "2418",
}


def example(kind: type[Message]) -> Message:
    told = json.loads((PUBLISHED / f"{kind.subject}.json").read_text())
    message = kind.model_validate_json(json.dumps(told["example"]))
    names_functions = kind in {AddCommitment, AmendCommitment, ReassignCommitment}
    return message.model_copy(update={"functions": (a_function(),)}) if names_functions else message


def about(
    kind: type[Message], named: dict[Thing, str], only: str | None = None, party: Party | None = Party.MUNICIPALITY
) -> Message:
    """The published example with everything that it names replaced; or with one field of another's."""
    message, changed = example(kind), {}
    for field, thing in THINGS.items():
        value = getattr(message, field, None)
        if isinstance(value, str | UUID):
            name = named[thing] if only in (None, field) else OURS_NAMED[thing]
            if thing is Thing.FUNCTION and party is Party.POLICE and name == str(a_function().id):
                name = str(KOMMUNPOLIS.id)
            changed[field] = UUID(name) if isinstance(value, UUID) else name
    if "document" in kind.model_fields:
        code = named[Thing.MUNICIPALITY] if only in (None, "document") else "2506"
        changed["document"] = a_document(slug="ny-2026", municipalities=(code,))
    if "as_of" in kind.model_fields:
        changed["as_of"] = None
    if getattr(getattr(message, "changes", None), "parent_id", None):
        changed["changes"] = message.changes.model_copy(update={"parent_id": None})  # type: ignore[attr-defined]
    if isinstance(message, StopMail | AllowMail):
        changed["mailbox"] = a_function().mailbox
    if isinstance(getattr(message, "party", None), Party):
        changed["party"] = party
    if isinstance(message, SucceedParty) and party is Party.MUNICIPALITY:
        changed["was"] = named[Thing.MUNICIPALITY] if only in (None, "was") else "2506"
    return message.model_copy(update=changed)


def visitor(role: AccountRole) -> Visitor:
    return visitor_of(add(an_account(role), StoppedClock().now())[0])


async def came_through(message: Message, who: Visitor, bus: Bus) -> str:
    """`yes`, `not theirs` or `may not`."""
    own = OwnBus(bus, who)
    try:
        await (own.ask(message, message.reply) if isinstance(message, Query) else own.tell(message))
    except HTTPException as refusal:
        return {403: "may not"}[refusal.status_code]
    except Refused:
        return "not theirs"
    return "yes"


def names(kind: type[Message]) -> list[str]:
    """What an example names, field by field; a county is everybody's to ask of but the county board's."""
    filled = example(kind)
    fields = [field for field in THINGS if isinstance(getattr(filled, field, None), str | UUID)]
    return fields + (["document"] if "document" in kind.model_fields else [])


def test_every_page_is_in_the_table_and_one_that_is_not_is_nobodys():
    for route in ROUTES:
        assert isinstance(route, Route | Mount)
        assert route.path in PAGES, f"{route.path}: say in model/rights.py who may open it"
    for path, roles in PAGES.items():
        assert roles == ANYBODY or not roles & {Role.NOBODY, Role.RESIDENT, Role.ANSWERER}, path


def test_what_a_message_names_is_known_field_by_field():
    for kind in MESSAGES:
        known = NAMES.keys() | LEFT_OUT | NAMES_NOTHING
        assert set(kind.model_fields) <= known, f"{kind.__name__}: does {set(kind.model_fields) - known} name a thing?"
        lists = {"ids", "county", "functions"} & set(kind.model_fields) or not names(kind)
        if issubclass(kind, Query) and lists and kind.reply is not Reply and kind not in HARMLESS:
            assert MESSAGES[kind].only_own, f"{kind.__name__} answers of all"


def test_who_only_reads_wishes_for_nothing_and_who_keeps_the_system_reads_no_agreement():
    def may(role: Role, kind: type[Message]) -> set[str]:
        return {one.__name__ for one, right in MESSAGES.items() if issubclass(one, kind) and role in right.roles}

    wished, asked = {role: may(role, Command) for role in Role}, {role: may(role, Query) for role in Role}
    for role in (Role.STEERING_GROUP, Role.COUNTY_BOARD, Role.RESIDENT, Role.NOBODY):
        assert wished[role] == set(), role
    mail = {"StopMail", "AllowMail"}
    functions = {"AppointHolder", "EndHolder", "AppointSubstitute", "EndSubstitute", "SetMailbox", "SwitchQuiet"}
    assert wished[Role.OPERATOR] == mail | {"RecordBounce"}
    assert wished[Role.ADMINISTRATOR] == mail | functions
    assert wished[Role.ANSWERER] == {"ReportActivity", "SetTarget"}
    ends = {"CloseAgreement", "SucceedParty", "SupersedeAgreement", "TerminateAgreement"}
    assert wished[Role.COORDINATOR] - wished[Role.MUNICIPAL_POLICE] == ends | {"SwitchQuiet"}
    for role in (Role.OPERATOR, Role.ADMINISTRATOR, Role.COUNTY_BOARD):
        assert not {one for one in asked[role] if one.startswith(("Show", "Summarise", "Explain"))} - {"ShowLedger"}, (
            role
        )
    assert asked[Role.RESIDENT] == {"ListPublicFeedback", "ListPublicPromises"}
    assert asked[Role.ANSWERER] == {"ShowOccurrence"}
    assert asked[Role.NOBODY] == set()


def test_every_form_is_of_a_wish_in_the_table_and_every_wish_in_it_has_a_form():
    assert {kind for kind in MESSAGES if issubclass(kind, Command)} == set(BY_COMMAND)


HARMLESS = {kind for kind in MESSAGES if kind.__name__ in {"CheckHealth", "PreviewRule", "SimulateMails"}}
"""PreviewRule is answered from what it says, and from the ladders of the agreement that it names, if any."""


async def test_the_whole_matrix_of_roles_and_messages_about_ones_own_and_anothers(two: System):
    record = Record(two.services["portal"].bus)
    wrong = []
    for kind, right in MESSAGES.items():
        for role in AccountRole:
            who = visitor(role)
            may = who.role in right.roles
            bound = who.role not in UNBOUND
            own = await came_through(about(kind, OURS_NAMED, party=who.party), who, record)
            if own != ("yes" if may else "may not"):
                wrong.append((kind.__name__, role.value, "own", own))
            for field in names(kind) if may and bound else ():
                if field == "county" and role is not AccountRole.COUNTY_BOARD:
                    continue
                seen = await came_through(about(kind, THEIRS_NAMED, field, who.party), who, record)
                if seen != "not theirs":
                    wrong.append((kind.__name__, role.value, field, seen))
    assert wrong == []
    for kind in MESSAGES:
        assert await came_through(about(kind, OURS_NAMED), NOBODY, record) == "may not"
        public = "yes" if Role.RESIDENT in MESSAGES[kind].roles else "may not"
        assert await came_through(about(kind, OURS_NAMED), RESIDENT, record) == public


async def test_lists_hold_ones_own_only_and_the_county_board_reads_no_text(two: System):
    bus = two.services["portal"].bus
    everything = await bus.ask(ListDue(until=date(2026, 12, 31)), OccurrenceLines)
    assert {line.agreement_slug for line in everything.occurrences} == {"arjeplog-2026-ml", THEIRS}
    for role in (AccountRole.COORDINATOR, AccountRole.MUNICIPAL_POLICE, AccountRole.STEERING_GROUP):
        seen = await OwnBus(bus, visitor(role)).ask(ListDue(until=date(2026, 12, 31)), OccurrenceLines)
        assert {line.agreement_slug for line in seen.occurrences} == {"arjeplog-2026-ml"}
        mine = OwnBus(bus, visitor(role))
        for then, there in ((mine, ["arjeplog-2026-ml"]), (mine.as_of(date(2026, 3, 1)), [])):
            found = await then.ask(ListAgreements(), AgreementLines)
            assert [line.slug for line in found.agreements] == there, "it was not there the day before"
    county = await OwnBus(bus, visitor(AccountRole.COUNTY_BOARD)).ask(
        ListDue(until=date(2026, 12, 31)), OccurrenceLines
    )
    assert len(county.occurrences) == 1
    told = county.model_dump_json()
    assert [
        word
        for word in ("Trygghetsvandring", "Trygghet i offentlig", "Medborgarlöften", "samordnare", "kommunpolis")
        if word in told
    ] == []
    assert {line.municipality for line in county.occurrences} <= {None, "2506"}


async def test_another_partys_draft_is_not_there_and_ones_own_is_ones_organisations(system: System):
    for slug, by in (("polisens", Party.POLICE.value), ("kommunens", "2506")):
        await system.tell(DraftAgreement(document=a_document(slug=slug, commitments=()), drafted_by=by))
    bus = system.services["portal"].bus
    for role, sees in ((AccountRole.COORDINATOR, {"kommunens"}), (AccountRole.MUNICIPAL_POLICE, {"polisens"})):
        found = await OwnBus(bus, visitor(role)).ask(ListAgreements(), ListAgreements.reply)
        assert {line.slug for line in found.agreements} == sees  # type: ignore[attr-defined]
    record = Record(bus)
    await OwnBus(record, visitor(AccountRole.MUNICIPAL_POLICE)).tell(DraftAgreement(document=a_document()))
    assert [wish.drafted_by for wish in record.told] == ["police"]  # type: ignore[attr-defined]


async def test_a_mailed_link_answers_about_its_own_occurrence_and_nothing_else(two: System):
    bus = Record(two.services["portal"].bus)
    ours = uuid5(NAMESPACE_LOFTESKOLL, "an occurrence")
    who = Visitor(Role.ANSWERER, occurrence=ours)
    for kind, right in MESSAGES.items():
        message = about(kind, OURS_NAMED)
        expected = "not theirs" if Role.ANSWERER in right.roles else "may not"
        assert await came_through(message, who, bus) == expected
        if Role.ANSWERER in right.roles:
            assert await came_through(message.model_copy(update={"occurrence": str(ours)}), who, bus) == "yes"


async def test_every_address_for_every_role_opens_or_says_kindly_that_it_is_not_for_them(two: System):
    named = {"{slug}": "arjeplog-2026-ml", "{slug:path}": "arjeplog-1/2026", "{code}": "2506"}
    named |= {"{address}": "finns-inte"}
    reading = [route for route in ROUTES if isinstance(route, Route) and "GET" in (route.methods or ())]
    for role in AccountRole:
        async with signed_in(two.services["portal"], role) as browser:
            for route in reading:
                path = route.path
                for name, value in named.items():
                    path = path.replace(name, value)
                seen = await browser.get(path)
                if Role(role.value) in PAGES[route.path]:
                    assert seen.status_code in {200, 303, 404, 410}, (role, path, seen.text)
                else:
                    assert seen.status_code == 403, (role, path)
                    assert "Samordnaren eller den som sköter systemet" in read(seen.text).words
            for wish in BY_COMMAND.values() if role in {AccountRole.ADMINISTRATOR, AccountRole.OPERATOR} else ():
                form = await browser.get(f"/gor/{wish.address}")
                assert form.status_code == (200 if may_wish(visitor(role), wish.command) else 403), (role, wish.address)


async def test_every_post_asks_who_it_is_and_for_its_own_forms_token_and_no_page_tells_of_anothers(two: System):
    """By real addresses: whatever the page behind one would have done, it is not asked."""
    named = {"{slug}": THEIRS, "{slug:path}": THEIRS_NAMED[Thing.OCCURRENCE], "{code}": "2418", "{id}": str(MALA.id)}
    named |= {"{address}": "rapportera", "{step}": "parter", "{commitment}": "mala-1", "{table}": "atgarder"}
    addresses = {route.path: route.path for route in ROUTES if isinstance(route, Route)}
    for name, value in named.items():
        addresses = {path: address.replace(name, value) for path, address in addresses.items()}
    posts = [route.path for route in ROUTES if isinstance(route, Route) and "POST" in (route.methods or ())]
    assert len(posts) > 15
    async with browser_of(two.services["portal"].pages["/"]) as nobody:
        for path in posts:
            if PAGES[path] != ANYBODY:
                assert (await nobody.post(addresses[path])).status_code == 401, path
    for role in AccountRole:
        async with signed_in(two.services["portal"], role) as browser:
            for path in posts:
                may = Role(role.value) in PAGES[path]
                for token in ("", "0" * 128) if may else ("",):
                    seen = await browser.post(addresses[path], data={TOKEN_FIELD: token})
                    assert (seen.status_code, OLD_FORM in seen.text) == (403, may), (role, path)
            for path, address in addresses.items():
                if "{" in path and path not in (*AS, *posts) and Role(role.value) in PAGES[path]:
                    seen = await browser.get(address)
                    assert seen.status_code in {404, 410}, (role, address)
                    assert WRITTEN not in seen.text, (role, address)


def test_what_is_open_to_all_and_to_who_reads_no_agreement_is_told_a_second_time_by_its_beginning():
    """A line that is loosened by mistake is not found by a table that is tested by itself."""
    open_to_all = ("/loften", "/svar/", "/kalender/", "/logga-in", "/sprak", "/static", "/tillganglighet", "/dev/inbox")
    beyond = {
        Role.COUNTY_BOARD: ("/lan/",),
        Role.OPERATOR: ("/mejl", "/gor"),
        Role.ADMINISTRATOR: ("/mejl", "/gor", "/funktioner"),
    }
    everybodys = {path for path, roles in PAGES.items() if roles >= SIGNED_IN}
    assert {path for path, roles in PAGES.items() if Role.NOBODY in roles and not path.startswith(open_to_all)} == set()
    for role, begins in beyond.items():
        theirs = {path for path, roles in PAGES.items() if role in roles} - everybodys
        assert {path for path in theirs if not path.startswith(begins)} == set(), role
    for path, roles in PAGES.items():
        if Role.STEERING_GROUP in roles:
            assert roles >= PAIR, path
            assert not path.startswith(("/gor", "/las-in", "/utkast", "/ny-", "/mejl", "/simulera")), path
        assert (Role.COORDINATOR in roles) == (Role.MUNICIPAL_POLICE in roles), path
    counted = {kind.__name__ for kind, right in MESSAGES.items() if Role.COUNTY_BOARD in right.roles}
    assert {name for name in counted if not name.startswith(("List", "Count", "CheckHealth"))} == set()
    assert not counted & {"ListSilences", "ListFunctions", "ListDeadlines", "ListStoppedMailboxes"}


def test_a_page_that_is_in_no_table_cannot_be_put_up(monkeypatch: pytest.MonkeyPatch, system: System):
    site = system.services["portal"]
    monkeypatch.setattr("services.portal.pages.routes.ROUTES", [Mount("/annat", app=site.pages["/"])])
    with pytest.raises(ValueError, match="not in the table"):
        pages(None)  # type: ignore[arg-type]
