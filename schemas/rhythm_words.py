"""How is a schedule said in Swedish? ”Varannan onsdag”, ”första måndagen varje månad”.

What has no plain words is said as the rule itself; a wrong word would be worse.
"""

from schemas.rhythm import last_day_of, parts_of

WEEKDAYS = dict(
    zip(
        ("MO", "TU", "WE", "TH", "FR", "SA", "SU"),
        ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"),
        strict=True,
    )
)
MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)
ORDINALS = {"1": "första", "2": "andra", "3": "tredje", "4": "fjärde", "5": "femte", "-1": "sista", "-2": "näst sista"}
NTH = ("tredje", "fjärde", "femte", "sjätte", "sjunde", "åttonde", "nionde", "tionde", "elfte", "tolfte")
UNITS = {"DAILY": "dag", "WEEKLY": "vecka", "MONTHLY": "månad", "YEARLY": "år"}
SAID_APART = {"FREQ", "INTERVAL", "WKST", "UNTIL", "COUNT"}


def rhythm_in_words(rule: str) -> str:
    parts = parts_of(rule)
    said = {name: value for name, value in parts.items() if name not in SAID_APART}
    words = _weekly(parts, said) if parts["FREQ"] in {"DAILY", "WEEKLY"} else _dated(parts, said)
    if words is None:
        return f"enligt schemat {rule}"
    return words + _bounds(parts)


def weekday_in_words(number: int) -> str:
    """Monday is 0."""
    return list(WEEKDAYS.values())[number]


def _weekly(parts: dict[str, str], said: dict[str, str]) -> str | None:
    every = _every(parts, neuter=False)
    unit = UNITS[parts["FREQ"]]
    if not said:
        return f"{every} {unit}"
    days = said.get("BYDAY", "").split(",")
    if set(said) != {"BYDAY"} or any(day not in WEEKDAYS for day in days):
        return None
    names = [name for code, name in WEEKDAYS.items() if code in days]
    often = "INTERVAL" in parts and parts["INTERVAL"] != "1"
    if often and (len(names) > 1 or parts["FREQ"] == "DAILY"):
        return f"{every} {unit} på {listed([f'{name}ar' for name in names])}" if unit == "vecka" else None
    return f"{every} {listed(names)}"


def _dated(parts: dict[str, str], said: dict[str, str]) -> str | None:
    neuter = parts["FREQ"] == "YEARLY"
    every = f"{_every(parts, neuter=neuter)} {UNITS[parts['FREQ']]}"
    if not said:
        return every
    day = _day(said)
    months = [MONTHS[int(number) - 1] for number in said.get("BYMONTH", "").split(",") if number]
    if day is None or not set(said) <= {"BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS"} or (neuter and not months):
        return None
    if not months:
        return f"{day} {every}"
    joint = " " if "BYMONTHDAY" in said and said["BYMONTHDAY"] != "-1" else " i "
    return f"{day}{joint}{listed(months)} {every}"


def _day(said: dict[str, str]) -> str | None:
    """”den 15”, ”sista dagen”, ”första måndagen”."""
    if "BYMONTHDAY" in said:
        if "BYDAY" in said or "BYSETPOS" in said:
            return None
        if said["BYMONTHDAY"] == "-1":
            return "sista dagen"
        days = said["BYMONTHDAY"].split(",")
        return f"den {listed(days)}" if all(day.isdecimal() for day in days) else None
    day = said.get("BYDAY", "")
    nth = said.get("BYSETPOS") or day[:-2].removeprefix("+")
    name = WEEKDAYS.get(day if "BYSETPOS" in said else day[-2:])
    return f"{ORDINALS[nth]} {name}en" if name and nth in ORDINALS and "," not in day else None


def _every(parts: dict[str, str], *, neuter: bool) -> str:
    times = int(parts.get("INTERVAL", "1"))
    if times == 1:
        return "varje"
    if times == 2:  # noqa: PLR2004  every second has its own word
        return "vartannat" if neuter else "varannan"
    word = NTH[times - 3] if times - 3 < len(NTH) else f"{times}:e"
    return f"{'vart' if neuter else 'var'} {word}"


def _bounds(parts: dict[str, str]) -> str:
    until = f", till och med {last_day_of(parts['UNTIL'])}" if "UNTIL" in parts else ""
    return until + (f", {parts['COUNT']} gånger" if "COUNT" in parts else "")


def listed(words: list[str]) -> str:
    """”a”, ”a och b”, ”a, b och c”."""
    return " och ".join(filter(None, (", ".join(words[:-1]), words[-1])))
