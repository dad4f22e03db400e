"""What has every message in common?

An event is a fact: past tense, said by the service that owns it, never taken back.
A command is a wish: imperative, sent to one service, which may refuse it. A query is a question; it changes nothing.
The class is the source: the subject follows from the module and the name of the class.
"""

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, TypeVar
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from pydantic import BaseModel, ConfigDict, Field

NAMESPACE_LOFTESKOLL = uuid5(NAMESPACE_URL, "lofteskoll")
"""Ids made from readable names are uuid5 in this namespace."""

Text = Annotated[str, Field(max_length=4000)]
Name = Annotated[str, Field(min_length=1, max_length=300)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
Ref = Annotated[str, Field(min_length=1, max_length=200)]
"""What a person names a thing by: its UUID or its readable slug."""
CountyCode = Annotated[str, Field(pattern=r"^\d{2}$")]
MunicipalityCode = Annotated[str, Field(pattern=r"^\d{4}$")]
Place = Annotated[str, Field(pattern=r"^\d{2}(\d{2})?$")]
"""A municipality by its code, or a county with all that is in it."""
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2199, 12, 31)
Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]
"""A calendar day in Europe/Stockholm; it ends at midnight there."""


class Party(StrEnum):
    """Who promises: the two sides of every agreement."""

    MUNICIPALITY = "municipality"
    POLICE = "police"


class Part(BaseModel):
    """A piece of a message."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True, allow_inf_nan=False)


class Message(Part):
    subject: ClassVar[str] = ""
    kind: ClassVar[str] = ""
    abstract: ClassVar[bool] = True
    """Said of a class itself, never inherited: it only holds what other messages share."""

    @classmethod
    def __pydantic_init_subclass__(cls, **_: object) -> None:
        if cls.kind and not cls.__dict__.get("abstract"):
            cls.subject = f"{cls.kind}.{_owner(cls)}.{_words(cls.__name__)}"
            REGISTRY[cls.subject] = cls


M = TypeVar("M", bound=Message)
REGISTRY: dict[str, type[Message]] = {}
"""Every message class by its subject. For progress events the subject is `progress.*.*.<fact>.v1`."""


class Event(Message):
    """A fact. Its subject is event.<owner>.<what-happened>.v<n>."""

    kind: ClassVar[str] = "event"
    abstract: ClassVar[bool] = True

    @property
    def about(self) -> str:
        """The aggregate this is a fact about, as `<noun>/<id>`; facts about one aggregate are numbered 1, 2, 3…"""
        raise NotImplementedError

    def subjects(self) -> list[str]:
        """Where it is published: one subject, or for progress one copy per municipality concerned."""
        return [self.subject]


class Command(Message):
    """A wish. Its subject is command.<owner>.<what-to-do>.v<n>. Repeating a `command_id` gives the same reply."""

    kind: ClassVar[str] = "command"
    abstract: ClassVar[bool] = True

    model_config = ConfigDict(extra="forbid")

    command_id: UUID = Field(default_factory=uuid4)


class Reply(Part):
    """What became of a wish or a question. All three empty means done."""

    refused: str = ""
    """A rule said no; a sentence for the person who asked. Asking again gives the same answer."""
    failed: str = ""
    """Something broke; nothing was changed. Ask again with the same command_id."""


R_co = TypeVar("R_co", bound=Reply, covariant=True)


class Query(Message):
    """A question. Its subject is query.<owner>.<question>.v<n>; `reply` is the class of the answer."""

    kind: ClassVar[str] = "query"
    abstract: ClassVar[bool] = True

    model_config = ConfigDict(extra="forbid")

    reply: ClassVar[type[Reply]] = Reply

    as_of: Day | None = None
    """What would have been answered at the end of that day? Absent, or today: as things stand now."""


def _owner(cls: type[Message]) -> str:
    return "*.*" if cls.kind == "progress" else cls.__module__.split(".")[1]


def _words(name: str) -> str:
    """`CommitmentAdded` → commitment-added.v1, `CommitmentAddedV2` → commitment-added.v2."""
    match = re.fullmatch(r"(.+?)(?:V(\d+))?", name)
    assert match  # noqa: S101  the pattern takes every name
    words = re.sub(r"(?<!^)(?=[A-Z])", "-", match[1]).lower()
    return f"{words}.v{match[2] or 1}"
