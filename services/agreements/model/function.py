"""Who holds a function on a day, and who stands in for it? What has been is never rewritten: changes begin today."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from schemas.agreements import (
    FunctionAdded,
    FunctionEntry,
    FunctionMailboxChanged,
    HolderAppointed,
    HolderEnded,
    Responsible,
    SubstituteAppointed,
    SubstituteEnded,
    function_id,
)
from schemas.base import Event, Party
from services.agreements.model import text
from services.agreements.model.commitment import Facts
from services.agreements.model.organisation import POLICE, areas_of, in_words
from services.runtime.errors import Refused

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Holder:
    """Stays until its own last day, or until the next one begins: none ever comes back."""

    since: date
    mailbox: str
    label: str | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Substitute:
    """Another function, for some days; both are included."""

    function_id: UUID
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Function:
    id: UUID
    party: Party
    municipality: str | None
    """Whose it is: the municipality's own, or the police's there. None where nobody has told."""
    role: str
    holders: tuple[Holder, ...]
    """In order of their first days, which differ; never empty."""
    substitutes: tuple[Substitute, ...] = ()
    """In order of their first days; at most one a day."""

    @property
    def added(self) -> FunctionAdded:
        since = self.holders[0].since
        return FunctionAdded(
            function_id=self.id, party=self.party, municipality=self.municipality, role=self.role, since=since
        )

    @property
    def responsible(self) -> Responsible:
        return Responsible(function_id=self.id, party=self.party, role=self.role)

    @property
    def as_described(self) -> "Function":
        """As who first named it knew it: with the mailbox by which its id was made, and nothing of what came after."""
        first = self.holders[0]
        return replace(self, holders=(Holder(first.since, first.mailbox),), substitutes=())

    def is_of(self, asker: str, places: tuple[str, ...]) -> bool:
        """`asker`: an organisation; `places`: where it is, municipalities or counties with all in them."""
        party = Party.POLICE if asker == POLICE else Party.MUNICIPALITY
        return self.party is party and (self.municipality or "").startswith(areas_of(asker, places))

    def entry(self, day: date) -> FunctionEntry:
        """As a document would name it, with the mailbox of the latest holder, who may have left."""
        latest = max((one for one in self.holders if one.since <= day), key=_begins, default=self.holders[0])
        return FunctionEntry(
            id=self.id, party=self.party, municipality=self.municipality, role=self.role, mailbox=latest.mailbox
        )

    def holder_on(self, day: date) -> Holder | None:
        """Of those who have begun, only the latest counts, also when it has ended."""
        return next((one for one in self.holders_from(day) if one.since <= day), None)

    def holders_from(self, day: date) -> tuple[Holder, ...]:
        """Who holds it on that day and later, each with the last day that follows from the next one's first."""
        ends = [one.since - A_DAY for one in self.holders[1:]] + [date.max]
        lasting = (replace(one, until=_last(one.until, end)) for one, end in zip(self.holders, ends, strict=True))
        return tuple(one for one in lasting if one.until is None or day <= one.until)

    def substitutes_from(self, day: date) -> tuple[Substitute, ...]:
        return tuple(one for one in self.substitutes if day <= one.until)

    def substitute_on(self, day: date) -> UUID | None:
        return next((one.function_id for one in self.substitutes if one.since <= day <= one.until), None)

    def appoint_holder(self, new: Holder, today: date) -> tuple["Function", Facts]:
        """From its first day on it alone is holder, until the next one that was appointed before."""
        text.check({"mailbox": new.mailbox, "label": new.label})
        _refuse_what_has_been(new.since, today)
        _refuse_backwards(new.since, new.until)
        if new in self.holders:
            return self, ()
        others = (one for one in self.holders if one.since != new.since)
        changed = replace(self, holders=tuple(sorted((*others, new), key=_begins)))
        appointed = HolderAppointed(function_id=self.id, since=new.since, until=new.until)
        return changed, (appointed, *self._mailbox_changed(changed, today))

    def end_holder(self, on: date, today: date) -> tuple["Function", Facts]:
        _refuse_what_has_been(on + A_DAY, today)
        holder = self.holder_on(on)
        if holder is None:
            raise Refused(f"Funktionen {self.role} har ingen innehavare {on}.")
        if holder.until == on:
            return self, ()
        ended = (replace(one, until=on) if one.since == holder.since else one for one in self.holders)
        changed = replace(self, holders=tuple(ended))
        return changed, (HolderEnded(function_id=self.id, on=on), *self._mailbox_changed(changed, today))

    def appoint_substitute(self, new: Substitute, today: date) -> tuple["Function", Facts]:
        if new.function_id == self.id:
            raise Refused(f"Funktionen {self.role} kan inte vara ersättare för sig själv.")
        _refuse_what_has_been(new.since, today)
        _refuse_backwards(new.since, new.until)
        if new in self.substitutes:
            return self, ()
        for one in self.substitutes:
            if one.since <= new.until and new.since <= one.until:
                raise Refused(
                    f"Funktionen {self.role} har redan en ersättare {one.since}–{one.until}. Avsluta den först."
                )
        changed = replace(self, substitutes=tuple(sorted((*self.substitutes, new), key=_begins)))
        appointed = SubstituteAppointed(
            function_id=self.id, substitute_id=new.function_id, since=new.since, until=new.until
        )
        return changed, (appointed, *self._mailbox_changed(changed, today))

    def end_substitute(self, substitute: UUID, on: date, today: date) -> tuple["Function", Facts]:
        _refuse_what_has_been(on + A_DAY, today)
        kept = tuple(
            replace(one, until=min(one.until, on)) if one.function_id == substitute else one
            for one in self.substitutes
            if one.function_id != substitute or one.since <= on
        )
        if kept == self.substitutes:
            raise Refused(f"Funktionen {self.role} har ingen sådan ersättare efter {on}.")
        changed = replace(self, substitutes=kept)
        ended = SubstituteEnded(function_id=self.id, substitute_id=substitute, on=on)
        return changed, (ended, *self._mailbox_changed(changed, today))

    def _mailbox_changed(self, changed: "Function", today: date) -> tuple[Event, ...]:
        """Said when mail goes another way already today."""
        if _way(self, today) == _way(changed, today):
            return ()
        return (FunctionMailboxChanged(function_id=self.id),)


def described(entry: FunctionEntry, since: date) -> Function:
    return Function(entry.id, entry.party, entry.municipality, entry.role, (Holder(since, entry.mailbox),))


def check_new(entry: FunctionEntry, municipalities: tuple[str, ...]) -> None:
    """Whose it is, is settled when an agreement of these municipalities first names it: nobody can claim another's."""
    if entry.municipality is None:
        raise Refused(f"Fältet functions: säg vilken kommun {entry.role} hör till (municipality).")
    if entry.municipality not in municipalities:
        raise Refused(
            f"Fältet functions: {entry.role} hör till {in_words(entry.party, entry.municipality)}, "
            "som inte är part i överenskommelsen."
        )
    if entry.id != function_id(entry.party, entry.municipality, entry.role, entry.mailbox):
        raise Refused(f"Fältet functions: id för {entry.role} följer inte av part, kommun, brevlåda och roll.")


def check_known(entry: FunctionEntry, known: Function) -> None:
    """An agreement may name what is another's, but not describe it anew; its mailbox is its own affair."""
    told = entry.municipality or known.municipality
    if (entry.party, told, entry.role) != (known.party, known.municipality, known.role):
        raise Refused(
            f"Fältet functions: {entry.role} med id {entry.id} finns redan, som {known.role} hos "
            f"{in_words(known.party, known.municipality)}. Nämn den så."
        )


def _way(function: Function, day: date) -> tuple[str | None, UUID | None]:
    holder = function.holder_on(day)
    return holder.mailbox if holder else None, function.substitute_on(day)


def _begins(one: Holder | Substitute) -> date:
    return one.since


def _last(own: date | None, end: date) -> date | None:
    """The earlier of its own last day and the one before the next begins."""
    last = min(own or date.max, end)
    return None if last == date.max else last


def _refuse_what_has_been(first: date, today: date) -> None:
    if first < today:
        raise Refused(f"Det som har varit ändras inte: ändringen kan gälla tidigast från i dag, {today}, inte {first}.")


def _refuse_backwards(since: date, until: date | None) -> None:
    if until and until < since:
        raise Refused(f"Fältet until: sista dagen {until} ligger före första dagen {since}.")
