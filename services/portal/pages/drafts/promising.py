"""Which commands carry out what a form says of one commitment in a draft?"""

from collections.abc import Iterable
from uuid import UUID, uuid5

from schemas.agreements import (
    AddCommitment,
    AgreementCard,
    AmendCommitment,
    CommitmentCard,
    CommitmentChanges,
    CommitmentEntry,
    FunctionEntry,
    Recurrence,
    Responsible,
    function_id,
)
from schemas.base import Command, Party
from services.portal.pages.answer_form import Mistakes
from services.portal.pages.drafts.forms import Promise, Rhythm
from services.portal.pages.drafts.rhythms import Latest, rule_of
from services.portal.pages.language import Words, _, word
from services.portal.pages.wishes.likely import next_slug
from services.portal.pages.wishes.naming import Known

WHY = "Ändrat medan utkastet skrivs."
NOBODY = word("Välj vem som svarar för det, eller skriv en ny funktion nedan.")
NEW = Words(
    {
        "new_role": "Skriv den nya funktionens roll.",
        "new_party": "Välj om den nya funktionen är kommunens eller polisens.",
        "new_municipality": "Välj vilken kommun den nya funktionen hör till.",
        "new_mailbox": "Skriv den nya funktionens brevlåda.",
    }
)


def rule_said(promise: Rhythm, card: AgreementCard, one: CommitmentCard | None) -> Recurrence:
    """Raises Mistakes for a day outside the validity, which nothing could be followed up on."""
    document = card.document
    assert document is not None  # noqa: S101  an answer that was not refused
    since, until = document.validity.since, document.validity.until
    said = promise.recurrence
    if isinstance(said, Latest) and not since <= said.due <= (until or said.due):
        period = f"{since}–{until}" if until else _("från %(since)s tills vidare", since=since)
        sentence = _("%(due)s är utanför giltighetstiden %(period)s.", due=said.due, period=period)
        raise Mistakes({"recurrence.latest.due": sentence})
    return rule_of(said, one.recurrence if one else None, each=promise.per_municipality)


def answering(promise: Promise, known: Known, card: AgreementCard) -> tuple[FunctionEntry, ...]:
    """The lead first, with mailboxes as the document needs them. Raises Mistakes."""
    new = _new(promise, card)
    entries = [*_standing((one.function_id for one in promise.responsible), known, card), *new]
    if not entries:
        raise Mistakes({"responsible": _(NOBODY)})
    return tuple({one.id: one for one in entries}.values())


def added(
    promise: Promise,
    entries: tuple[FunctionEntry, ...],
    rule: Recurrence,
    form: UUID,
    model: CommitmentEntry | None,
) -> CommitmentEntry:
    """The same form sent twice is one commitment, also when it says something else the second time.

    `model`: what a template suggested, from which it has its methods.
    """
    like = {name: getattr(model, name) for name in ("methods", "arenas", "steering_documents")} if model else {}
    return CommitmentEntry(
        id=made_by(form),
        slug="a",
        focus_area=promise.focus_area,
        text=promise.text,
        recurrence=rule,
        responsible=tuple(_responsible(entries)),
        public=promise.public,
        **like,
    )


def made_by(form: UUID) -> UUID:
    """The id of the commitment that a form makes."""
    return uuid5(form, "commitment")


def add(card: AgreementCard, entry: CommitmentEntry, entries: tuple[FunctionEntry, ...]) -> list[Command]:
    """It is named after its agreement, with the next number."""
    document = card.document
    assert document is not None  # noqa: S101  an answer that was not refused
    named = entry.model_copy(update={"slug": next_slug(document.slug, {one.slug for one in card.commitments})})
    return [AddCommitment(agreement=document.slug, commitment=named, functions=entries)]


def change(
    one: CommitmentCard, promise: Promise, rule: Recurrence, entries: tuple[FunctionEntry, ...], by: Party
) -> list[Command]:
    """Only what is said otherwise than it stands, whole or not at all."""
    said = {name: getattr(promise, name) for name in ("text", "focus_area", "public")}
    changed = {name: value for name, value in said.items() if value != getattr(one, name)}
    others = entries if tuple(_responsible(entries)) != one.responsible else ()
    rhythm = rule if rule != one.recurrence else None
    if not (changed or others or rhythm):
        return []
    changes = CommitmentChanges(**changed)
    wish = AmendCommitment(
        commitment=str(one.id), changes=changes, reason=WHY, functions=others, recurrence=rhythm, by=by
    )
    return [wish]


def _standing(ids: Iterable[UUID], known: Known, card: AgreementCard) -> Iterable[FunctionEntry]:
    own = {one.id: one for one in card.document.functions} if card.document else {}
    for each in ids:
        line = known.functions[str(each)]
        holder = line.holder or next(iter(line.next_holders), None)
        if holder is not None:
            yield FunctionEntry(
                id=line.id, party=line.party, municipality=line.municipality, role=line.role, mailbox=holder.mailbox
            )
        elif each in own:
            yield own[each]
        else:
            sentence = _("%(role)s har ingen innehavare. Ge funktionen en innehavare först.", role=line.role)
            raise Mistakes({"responsible": sentence})


def _new(promise: Promise, card: AgreementCard) -> list[FunctionEntry]:
    """In an agreement of one municipality it goes without saying whose it is. Raises Mistakes."""
    written = {name: getattr(promise, name) for name in NEW}
    if not any(written.values()):
        return []
    places = card.document.municipalities if card.document else ()
    written["new_municipality"] = places[0] if len(places) == 1 else written["new_municipality"]
    if lacking := {name: NEW[name] for name, value in written.items() if not value}:
        raise Mistakes(lacking)
    said = {name.removeprefix("new_"): value for name, value in written.items()}
    return [FunctionEntry(id=function_id(**said), **said)]


def _responsible(entries: Iterable[FunctionEntry]) -> Iterable[Responsible]:
    return (Responsible(function_id=one.id, party=one.party, role=one.role) for one in entries)
