"""Where does somebody go when what they asked for is done? To the page of what it concerned."""

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from schemas.agreements import CancelCommitment, ExtendAgreement, ReassignCommitment, SwitchQuiet
from schemas.base import Command
from schemas.followup import DecisionKind, MoveDueDay, PlanMeeting, PlanMeetings, RecordDecision
from services.portal.pages.language import Words
from services.portal.pages.wishes.table import BY_COMMAND
from services.portal.pages.wishes.wish import Wish

PAGES = {
    "occurrence": "/tillfalle/",
    "meeting": "/moten/",
    "municipality": "/kommuner/",
    "agreement": "/overenskommelser/",
    "commitment": "/atagande/",
}
"""The first that a wish names is where it leads; if it names none, the first that its form's address names."""
BACK = Words(
    {
        "meeting": "Till mötet",
        "occurrence": "Till tillfället",
        "commitment": "Till åtagandet",
        "agreement": "Till överenskommelsen",
        "municipality": "Till kommunen",
    }
)
"""Where somebody came from: the first that the form's address names."""
LED_FROM = Words(
    {
        "/installningar": "Till inställningarna",
        "/mejl": "Till mejlen",
        "/funktioner": "Till funktionerna",
    }
)
"""Pages that lead to forms and get back whoever filled one in."""
OVERDUE = "overdue:"
"""So begins an item of the agenda that is an occurrence."""
OF_FUNCTIONS = "/funktioner"
"""Where it stands who is quiet, though that names a place."""
LISTS = {
    "function_id": OF_FUNCTIONS,
    "mailbox": "/mejl",
    "message_id": "/mejl",
}
DECIDED: Mapping[type[Command], DecisionKind] = {
    CancelCommitment: DecisionKind.CANCEL_COMMITMENT,
    MoveDueDay: DecisionKind.MOVE_DUE,
    ReassignCommitment: DecisionKind.REASSIGN,
    ExtendAgreement: DecisionKind.EXTEND,
}
"""What a meeting decides by carrying it out: then the decision is noted next."""


def next_place(wish: Command, asked: Mapping[str, str]) -> str:
    """`asked`: what the form's address said beside the fields, such as the meeting at which it is carried out."""
    done = {"klart": BY_COMMAND[type(wish)].address}
    kind = DECIDED.get(type(wish))
    if kind and asked.get("meeting"):
        decided = {"meeting": asked["meeting"], "decision": kind.value, "carried_out_by": str(wish.command_id)}
        own = {"commitment": _commitment(wish)}
        more = {name: said for name in ("item", "commitment") if (said := asked.get(name) or own.get(name))}
        return f"/gor/anteckna-beslut?{urlencode(decided | more | done)}"
    if isinstance(wish, SwitchQuiet):
        return _with(OF_FUNCTIONS, done)
    if isinstance(wish, PlanMeeting | PlanMeetings):
        return _with(f"{page_of('agreement', wish.agreement)}/moten", done)
    return _with(_place(wish, asked), done)


def first_carried_out(wish: Wish, texts: Mapping[str, str], agreement: str) -> dict[str, dict[str, str]]:
    """What a meeting may decide that is a change: the forms that carry it out, by name, and what they begin with."""
    if wish.command is not RecordDecision or not texts.get("meeting") or texts.get("carried_out_by"):
        return {}
    item = texts.get("item", "")
    known = {name: texts[name] for name in ("meeting", "item", "commitment") if texts.get(name)}
    late = {"occurrence": item.removeprefix(OVERDUE)} if item.startswith(OVERDUE) else {}
    return {BY_COMMAND[command].name: known | late | {"agreement": agreement} for command in DECIDED}


def back_from(command: type[Command], asked: Mapping[str, str]) -> tuple[str, str] | None:
    """The page that a form was opened from, and what its link is called."""
    page = OF_FUNCTIONS if command is SwitchQuiet else ""
    led_from = asked.get("tillbaka", page)
    if (path := led_from.partition("?")[0]) in LED_FROM:
        return led_from, LED_FROM[path]
    name = next((name for name in BACK if asked.get(name)), None)
    return (page_of(name, asked[name], asked.get("agreement", "")), BACK[name]) if name else None


def page_of(name: str, value: str, agreement: str = "") -> str:
    """The page of what a field names. What is not followed up yet is found only with its agreement."""
    page = PAGES[name] + quote(value)
    return _with(page, {"overenskommelse": agreement}) if name == "commitment" and agreement else page


def _with(page: str, asked: Mapping[str, str]) -> str:
    return f"{page}{'&' if '?' in page else '?'}{urlencode(asked)}"


def _commitment(wish: Command) -> str:
    """An occurrence's name begins with its commitment's."""
    return str(getattr(wish, "commitment", "")) or str(getattr(wish, "occurrence", "")).partition("/")[0]


def _place(wish: Command, asked: Mapping[str, str]) -> str:
    own = {name: value for name in PAGES if isinstance(value := getattr(wish, name, None), str)}
    if slug := getattr(getattr(wish, "document", None), "slug", ""):
        own["agreement"] = slug
    for named in (own, asked):
        for name in PAGES:
            if named.get(name):
                return page_of(name, named[name], asked.get("agreement", ""))
    return next((page for name, page in LISTS.items() if name in type(wish).model_fields), "/gor")
