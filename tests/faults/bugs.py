"""Which short run finds which planted fault, and by which sentence of the checks?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tests.faults.mischief import PAUSED, Fault, Wish
from tests.faults.planted import TOGETHER
from tests.faults.rig import BOTH
from tests.faults.run import Plan
from tests.faults.sink import Mode

FOLLOWUPS, NOTIFIERS = (tuple(name for name in BOTH if name.startswith(which)) for which in ("followup", "notifier"))
SERVERS = ("nats", "postgres")


@dataclass(frozen=True, slots=True)
class Bug:
    """Faults that meet it, and how it shows."""

    sentences: tuple[str, ...]
    victims: tuple[str, ...] = SERVERS
    weights: tuple[Fault, ...] = (Fault.MASSACRE,)
    kills: int = 6
    commands: int = 300
    paused: tuple[str, ...] = PAUSED
    modes: tuple[Mode, ...] = Wish().modes


STREAM = ("missing in the streams", "goes from", "ligger efter", "stands still")
LEFT_BEHIND = (*STREAM, "was due", "never planned", "told of")
BUGS = {
    "settled-before-published": Bug(
        STREAM, ("nats", "nats", *NOTIFIERS, *FOLLOWUPS), (Fault.PAUSE,), 24, 600, ("nats",)
    ),
    "cursor-instead-of-queue": Bug((*STREAM, "the positions"), commands=1500),
    "nothing-put-back-after-a-wipe": Bug(STREAM, NOTIFIERS, (Fault.WIPE,)),
    "acknowledged-before-the-commit": Bug(LEFT_BEHIND, ("postgres", *NOTIFIERS, *FOLLOWUPS), kills=18, commands=900),
    "no-watermark": Bug(("too often", "was announced", "stands still"), ("nats", *FOLLOWUPS), (Fault.WIPE,)),
    "early-events-dropped": Bug(
        LEFT_BEHIND, ("postgres", *FOLLOWUPS, *NOTIFIERS), kills=18, commands=900
    ),  # no wipe: a stream that is filled again brings what was dropped once more
    "commands-carried-out-again": Bug(("was carried out",)),
    "sent-before-smtp": Bug(("never came",), ("inbox",), (Fault.SMTP,), modes=(Mode.DOT_451, Mode.HANG_UP)),
    "abandoned-claims-left": Bug(("still claimed",), NOTIFIERS, (Fault.SMTP,)),
    "no-fence-at-the-dot": Bug(
        ("doubt does not explain", "after it was accepted"),
        ("postgres",),
        (Fault.SMTP,),
        10,
        900,
        modes=(Mode.SLOW_354,),
    ),
    "rungs-within-a-day-only": Bug(("rungs never left",)),
    "overdue-without-a-version": Bug(("as overdue", "too often")),
    "digest-without-its-last": Bug(("says nothing of",), kills=2),
    "message-ids-by-chance": Bug(("ought to be called",), kills=2),
    "progress-to-the-wrong-county": Bug(("too few", "too often"), kills=2),
    "mailed-though-done": Bug(("though it was done",), NOTIFIERS, (Fault.SMTP,), 4, 900),
    "hash-chain-not-extended": Bug(("är ändrad",), kills=2),
}
STANDS_STILL = 25.0


def run_for(names: Sequence[str], seed: int) -> Plan:
    """Several may be planted in one run where they do not hide each other: the faults that meet any of them."""
    bugs = [BUGS[name] for name in names]
    wish = Wish(
        {fault: 1 for bug in bugs for fault in bug.weights},
        [victim for bug in bugs for victim in bug.victims],
        bugs[0].paused,
        bugs[0].modes,
    )
    commands, kills = max(bug.commands for bug in bugs), max(bug.kills for bug in bugs)
    return Plan(commands, kills, seed, TOGETHER.join(names), wish, STANDS_STILL, small_disk=False)


def found(name: str, wrong: Iterable[str]) -> str:
    """By what it breaks, not by anything: a run that falls over for another reason has caught nothing."""
    return next((line for line in wrong if any(sentence in line for sentence in BUGS[name].sentences)), "")
