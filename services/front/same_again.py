"""When is what somebody asks for the same as before? When the same is said about the same."""

from typing import TypeVar
from uuid import UUID, uuid5

from schemas.base import Command

C = TypeVar("C", bound=Command)


def same_again(wish: C, about: UUID) -> C:
    """The wish, named by what it says and by `about`: a form, a record's agreement or a meeting.

    Told twice it is one command; filled in otherwise it is another.
    """
    content = wish.model_dump_json(exclude={"command_id"})
    return wish.model_copy(update={"command_id": uuid5(about, f"{wish.subject} {content}")})
