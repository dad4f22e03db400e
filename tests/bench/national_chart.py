"""How is a morning drawn in a terminal? A line per stretch of time: what left in it, and what still waited."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

ROWS, WIDTH = 30, 40
BAR = "█"


def chart(looks: Sequence[dict[str, Any]], title: str) -> str:
    """`looks` are in order: seconds after eight, mails so far, and what was left of each kind."""
    if len(looks) < 2:
        return title
    kinds = list(looks[0]["left"])
    lines = [(first, last, mails_a_minute(first, last)) for first, last in pairwise(thinned(looks))]
    most = max(rate for _, _, rate in lines) or 1.0
    keys = "\n".join(f"{chr(ord('a') + nr)}  {kind}" for nr, kind in enumerate(kinds))
    head = f"{'after 8':>8} {'mails/min':>9}  {'':{WIDTH}} " + " ".join(
        f"{chr(ord('a') + nr):>7}" for nr in range(len(kinds))
    )
    rows = [
        f"{last['at']:7.1f}s {rate:9,.0f}  {BAR * round(WIDTH * rate / most):{WIDTH}} "
        + " ".join(f"{last['left'][kind]:7,}" for kind in kinds)
        for _, last, rate in lines
    ]
    return "\n".join([title, "", head, *rows, "", "what still waited at the end of each stretch:", keys])


def mails_a_minute(first: dict[str, Any], last: dict[str, Any]) -> float:
    seconds = last["at"] - first["at"]
    return float(60 * (last["mails"] - first["mails"]) / seconds) if seconds else 0.0


def thinned(looks: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """As many as make a page, the first and the last among them."""
    step = max(1, -(-len(looks) // ROWS))
    return [*looks[:-1:step], looks[-1]]
