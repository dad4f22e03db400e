"""Which ladder applies to what, and may people choose this one?

DOMAIN.md, "Reminders": the ladders are our defaults, changeable per agreement and per commitment.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from schemas.base import Party
from schemas.followup import (
    Audience,
    ChangeLadder,
    LadderChanged,
    LadderIf,
    LadderKind,
    LadderLevel,
    LadderLine,
    LadderStep,
    RestoreLadder,
)
from services.followup.model.agreement import OVER, Agreement, Commitment, Promise
from services.followup.model.comment import kept_reason
from services.followup.model.ladder import DEFAULTS, kind
from services.followup.model.occurrence import Occurrence
from services.runtime.errors import Refused

MOST_STEPS = 12
FURTHEST = 365
"""Days from the due day. What falls due is planned 400 days ahead, so every rung is planned before it leaves."""
WINDOWS = frozenset({LadderKind.LONG_WINDOW, LadderKind.SHORT_WINDOW})
"""Climbed by occurrences. All others are climbed by an agreement's days (model/deadline.py)."""
ONLY_BEFORE = frozenset({LadderKind.MEETING, LadderKind.AGREEMENT_END})

Steps = tuple[LadderStep, ...]


@dataclass(frozen=True, slots=True)
class ChosenLadder:
    """Who chose a ladder, for what, and why."""

    agreement_id: UUID | None
    """None: for everything; only ever supposed, in a simulation."""
    commitment_id: UUID | None
    ladder: LadderKind
    steps: Steps | None
    """None: what was chosen before is taken back. None at all: nobody is reminded."""
    by: Party | None
    reason: str
    on: date

    @property
    def of(self) -> UUID | None:
        return self.commitment_id or self.agreement_id


Chosen = Mapping[tuple[UUID | None, LadderKind], ChosenLadder]
"""What stands chosen, by what it is chosen for."""


def standing(choices: Iterable[ChosenLadder]) -> Chosen:
    """Of all that have been made, in order: the last for each thing, unless it took back what was chosen."""
    last = {(one.of, one.ladder): one for one in choices}
    return {key: one for key, one in last.items() if one.steps is not None}


def applies(ladder: LadderKind, chosen: Chosen, *of: UUID | None) -> ChosenLadder | None:
    """The first that is chosen of these, the narrowest named first: a commitment, its agreement. None: our default."""
    return next((chosen[one, ladder] for one in of if (one, ladder) in chosen), None)


def climbed_by(occurrence: Occurrence, chosen: Chosen) -> ChosenLadder | None:
    """The ladder that an occurrence with a due day climbs. None: our default."""
    if not chosen or occurrence.due is None:
        return None
    which = kind(occurrence.starts, occurrence.due)
    return applies(which, chosen, occurrence.commitment_id, occurrence.agreement_id, None)


def climbs_another(occurrence: Occurrence, before: Chosen, after: Chosen) -> bool:
    """Whether it has something left to be reminded of, and by other steps than before."""
    due = occurrence.unmet_due
    if due is None:
        return False
    default = DEFAULTS[kind(occurrence.starts, due)]
    was, now = (one.steps if (one := climbed_by(occurrence, chosen)) else default for chosen in (before, after))
    return was != now


def choose(
    agreement: Agreement, commitment: Commitment | None, wish: ChangeLadder | RestoreLadder, before: Chosen, today: date
) -> tuple[ChosenLadder, LadderChanged]:
    """Raises Refused for a ladder that cannot be climbed, where nothing is changed, and for what no longer applies."""
    what = _chosen_for(agreement, commitment, wish.ladder)
    steps = _fit(wish.steps, wish.ladder) if isinstance(wish, ChangeLadder) else None
    standing_now = before.get((commitment.id if commitment else agreement.id, wish.ladder))
    if steps is None and standing_now is None:
        raise Refused(f"{what} har ingen egen trappa att återställa.")
    if standing_now and standing_now.steps == steps:
        raise Refused(f"{what} har redan just den trappan.")
    made = ChosenLadder(
        agreement_id=agreement.id,
        commitment_id=commitment.id if commitment else None,
        ladder=wish.ladder,
        steps=steps,
        by=wish.by,
        reason=kept_reason(wish.reason),
        on=today,
    )
    return made, LadderChanged(
        agreement_id=agreement.id,
        commitment_id=made.commitment_id,
        ladder=made.ladder,
        steps=made.steps,
        by=wish.by,
        reason=made.reason,
        on=made.on,
    )


def refuse_stranger(agreement: Agreement, commitment: Commitment) -> None:
    """Raises Refused for a commitment of another agreement."""
    if commitment.agreement_id != agreement.id:
        raise Refused(f"Åtagandet {commitment.slug} hör inte till {agreement.slug}.")


def supposed(wishes: Iterable[LadderIf], agreement_id: UUID | None, today: date) -> list[ChosenLadder]:
    """As if these were chosen today: for an agreement, or as our defaults. Raises Refused as `choose` does."""
    steps = [(one.ladder, _fit(one.steps, one.ladder)) for one in wishes]
    return [ChosenLadder(agreement_id, None, ladder, fit, None, "Simulering", today) for ladder, fit in steps]


def furthest_before(chosen: Chosen) -> timedelta:
    """How long before the due day the first of all chosen rungs is; nothing if none is before it."""
    return timedelta(days=max((-step.rung.days for one in chosen.values() for step in one.steps or ()), default=0))


def line(
    ladder: LadderKind, one: ChosenLadder | None, commitment: str | None = None, *, applies: bool = True
) -> LadderLine:
    """`one`: None is our default. `commitment`: its slug, where the ladder is its own."""
    if one is None:
        return LadderLine(ladder=ladder, level=LadderLevel.DEFAULT, applies=applies, steps=DEFAULTS[ladder])
    return LadderLine(
        ladder=ladder,
        level=LadderLevel.COMMITMENT if one.commitment_id else LadderLevel.AGREEMENT,
        commitment_slug=commitment if one.commitment_id else None,
        applies=applies,
        steps=one.steps or (),
        by=one.by,
        reason=one.reason,
        on=one.on,
    )


def ladder_of(promise: Promise, occurrence: Occurrence, chosen: Chosen) -> LadderLine | None:
    """The one it climbs; None where nothing is due."""
    if occurrence.due is None:
        return None
    which = kind(occurrence.starts, occurrence.due)
    return line(which, climbed_by(occurrence, chosen), promise.commitment.slug)


def lines(
    agreement: Agreement, commitments: Collection[Commitment], chosen: Chosen, *, of_one: bool
) -> list[LadderLine]:
    """Kind by kind: our default, the agreement's and the commitments' own; each tells whether it applies.

    `of_one`: one commitment is asked about, so that its own ladder beats the others, and only what it climbs is told.
    """
    told = []
    for ladder in LadderKind:
        if of_one and ladder not in WINDOWS:
            continue
        whole = chosen.get((agreement.id, ladder))
        own = [(one.slug, mine) for one in commitments if (mine := chosen.get((one.id, ladder)))]
        beaten = of_one and bool(own)
        told.append(line(ladder, None, applies=whole is None and not beaten))
        told += [line(ladder, whole, applies=not beaten)] if whole else []
        told += [line(ladder, mine, slug) for slug, mine in own]
    return told


def _fit(steps: Steps, ladder: LadderKind) -> Steps:
    """In the order of their days. Raises Refused for too many, too far away, one twice, or said to the wrong ones."""
    if len(steps) > MOST_STEPS:
        raise Refused(f"En trappa har högst {MOST_STEPS} steg; den här har {len(steps)}.")
    seen: set[tuple[bool, int]] = set()
    for one in steps:
        if abs(one.rung.days) > FURTHEST:
            raise Refused(f"Steget {one.rung} ligger mer än {FURTHEST} dagar från sista dagen.")
        if ladder in WINDOWS:
            _refuse_unfit_of_windows(one)
        else:
            _refuse_unfit_of_days(one, ladder)
        if (place := (one.rung.to_the_pair, one.rung.days)) in seen:
            raise Refused(f"Steget {one.rung} finns två gånger i trappan.")
        seen.add(place)
    return tuple(sorted(steps, key=lambda one: (one.rung.days, one.rung.to_the_pair)))


def _refuse_unfit_of_windows(step: LadderStep) -> None:
    rung, to_the_pair = step.rung, step.to is Audience.COORDINATORS
    if rung.to_the_pair and not to_the_pair:
        raise Refused(f"Steget {rung} går till samordnarna och inte till några andra.")
    if to_the_pair and not rung.to_the_pair:
        raise Refused(f"Steget {rung} går till dem som svarar för åtagandet. Det som går till samordnarna heter pair.")


def _refuse_unfit_of_days(step: LadderStep, ladder: LadderKind) -> None:
    rung = step.rung
    if rung.to_the_pair:
        raise Refused(f"Steget {rung} skrivs t{rung.removeprefix('pair')}: allt i den trappan går till samordnarna.")
    if step.to is not Audience.COORDINATORS:
        raise Refused(f"Steget {rung} går till samordnarna och inte till några andra.")
    if ladder in ONLY_BEFORE and rung.days > 0:
        raise Refused(f"Steget {rung} kommer för sent: om möten och slut påminns det bara i förväg.")
    if ladder is LadderKind.PUBLIC_FEEDBACK and rung.days <= 0:
        raise Refused(f"Steget {rung} kommer för tidigt: om återkoppling påminns det först när löftet har gått ut.")


def _chosen_for(agreement: Agreement, commitment: Commitment | None, ladder: LadderKind) -> str:
    """What it is chosen for, as a sentence begins. Raises Refused for what no longer applies, or has no such ladder."""
    if commitment and ladder not in WINDOWS:
        raise Refused("Om möten, slut, översyn och återkoppling påminns det lika för hela överenskommelsen.")
    if agreement.state in OVER:
        raise Refused(f"Överenskommelsen {agreement.slug} gäller inte längre; dess trappor står som de är.")
    if commitment is None:
        return f"Överenskommelsen {agreement.slug}"
    if commitment.cancelled:
        raise Refused(f"Åtagandet {commitment.slug} utgår; ingen påminns om det.")
    return f"Åtagandet {commitment.slug}"
