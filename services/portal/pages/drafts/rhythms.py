"""How does a person say how often something is to be done, and which rule is that? Both ways."""

import re
from enum import StrEnum
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from schemas.agreements import Continuous, Count, Once, OnDemand, Recurrence, Schedule, Season, Window
from schemas.base import Day, Part

WEEKLY = re.compile(r"FREQ=WEEKLY;(?:INTERVAL=([12]);)?BYDAY=([A-Z]{2})")
MONTHLY = re.compile(r"FREQ=MONTHLY;BYDAY=(-?[1-4])([A-Z]{2})")


class Weekday(StrEnum):
    """As RFC 5545 writes them."""

    MONDAY = "MO"
    TUESDAY = "TU"
    WEDNESDAY = "WE"
    THURSDAY = "TH"
    FRIDAY = "FR"
    SATURDAY = "SA"
    SUNDAY = "SU"


class Pace(StrEnum):
    EVERY = "1"
    EVERY_OTHER = "2"


class Place(StrEnum):
    """Which of a month's Mondays, say."""

    FIRST = "1"
    SECOND = "2"
    THIRD = "3"
    FOURTH = "4"
    LAST = "-1"


class Weekly(Part):
    kind: Literal["weekly"] = "weekly"
    weekday: Weekday
    pace: Pace

    @property
    def rule(self) -> Recurrence:
        often = "" if self.pace is Pace.EVERY else f"INTERVAL={self.pace};"
        return Schedule(rrule=f"FREQ=WEEKLY;{often}BYDAY={self.weekday}")


class Monthly(Part):
    kind: Literal["monthly"] = "monthly"
    place: Place
    weekday: Weekday

    @property
    def rule(self) -> Recurrence:
        return Schedule(rrule=f"FREQ=MONTHLY;BYDAY={self.place}{self.weekday}")


class Times(Part):
    kind: Literal["times"] = "times"
    min: Annotated[int, Field(ge=1, le=10_000)]
    window: Window

    @property
    def rule(self) -> Recurrence:
        return Count(min=self.min, window=self.window)


class Yearly(Part):
    kind: Literal["yearly"] = "yearly"

    @property
    def rule(self) -> Recurrence:
        return Count(min=1, window=Window.YEAR)


class Latest(Part):
    kind: Literal["latest"] = "latest"
    due: Day

    @property
    def rule(self) -> Recurrence:
        return Once(due=self.due)


class InSeason(Part):
    kind: Literal["in_season"] = "in_season"
    season: Season

    @property
    def rule(self) -> Recurrence:
        return Once(season=self.season)


class Ongoing(Part):
    kind: Literal["continuous"] = "continuous"

    @property
    def rule(self) -> Recurrence:
        return Continuous()


class Asked(Part):
    kind: Literal["on_demand"] = "on_demand"

    @property
    def rule(self) -> Recurrence:
        return OnDemand()


class Kept(Part):
    """As it is already, where none of the others can say it."""

    kind: Literal["kept"] = "kept"

    @property
    def rule(self) -> Recurrence:
        """Of one that was not there."""
        return Continuous()


InWords: TypeAlias = Yearly | Times | Latest | Weekly | Monthly | InSeason | Ongoing | Asked | Kept
Said = Annotated[InWords, Field(discriminator="kind")]


def rule_of(said: InWords, kept: Recurrence | None, *, each: bool) -> Recurrence:
    """`each`: in every municipality. `kept`: the rule as it was."""
    rule = kept if isinstance(said, Kept) and kept else said.rule
    return rule.model_copy(update={"per_municipality": each}) if hasattr(rule, "per_municipality") else rule


def said_of(rule: Recurrence) -> InWords:
    """What a form begins with for a rule that stands; what would not come back as the same rule is kept as it is."""
    said = _said(rule)
    return said if rule_of(said, rule, each=getattr(rule, "per_municipality", False)) == rule else Kept()


def _said(rule: Recurrence) -> InWords:
    match rule:
        case Count():
            yearly = rule.min == 1 and rule.window is Window.YEAR
            return Yearly() if yearly else Times(min=rule.min, window=rule.window)
        case Once():
            return _once(rule)
        case Schedule():
            return _scheduled(rule)
    return Asked() if isinstance(rule, OnDemand) else Ongoing()


def _once(rule: Once) -> InWords:
    if rule.due:
        return Latest(due=rule.due)
    return InSeason(season=rule.season) if rule.season else Kept()


def _scheduled(rule: Schedule) -> InWords:
    if found := WEEKLY.fullmatch(rule.rrule):
        return Weekly(pace=Pace(found[1] or "1"), weekday=Weekday(found[2]))
    if found := MONTHLY.fullmatch(rule.rrule):
        return Monthly(place=Place(found[1]), weekday=Weekday(found[2]))
    return Kept()
