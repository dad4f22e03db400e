"""Does mail reach a function, and does anybody answer?"""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from schemas.base import Day, Part, Party, Query, Reply, Text


class Addressee(Part):
    """A function whose mail is asked about, and since when its mail goes where it goes today."""

    function_id: UUID
    party: Party
    since: Day


class UnreachedFunction(Part):
    """Its last mail came back, or its mails get no answer; the days are when that began."""

    function_id: UUID
    came_back_on: Day | None
    reason: Text
    silent_since: Day | None


class UnreachedFunctions(Reply):
    functions: tuple[UnreachedFunction, ...] = ()


class FindUnreached(Query):
    """Which of these functions does mail not reach: it comes back, or nobody has answered for 60 days?

    Nobody sees whether a mail is opened. Silent is a function that was sent a mail at least 60 days ago after which its
    party has reported nothing on anything that the function was mailed about.
    """

    reply: ClassVar[type[Reply]] = UnreachedFunctions

    functions: Annotated[tuple[Addressee, ...], Field(max_length=2000)]
