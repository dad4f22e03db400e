"""What happens when it is told or asked who answers for a function?"""

from collections.abc import Iterable

from schemas.agreements import (
    FindMailboxes,
    FunctionAdded,
    FunctionEntry,
    FunctionMailboxChanged,
    Mailbox,
    Mailboxes,
    SetMailbox,
)
from services.agreements.model import text
from services.agreements.store import Functions
from services.runtime.errors import Refused
from services.runtime.work import Work


async def set_mailbox(wish: SetMailbox, work: Work) -> None:
    text.check({"mailbox": wish.mailbox})
    functions = Functions(work.connection)
    if not await functions.set_mailbox(wish.function_id, wish.mailbox):
        raise Refused(f"Fältet function_id: det finns ingen funktion {wish.function_id}.")
    work.emit(FunctionMailboxChanged(function_id=wish.function_id))


async def find_mailboxes(question: FindMailboxes, work: Work) -> Mailboxes:
    functions = await Functions(work.connection).find(question.functions)
    return Mailboxes(
        mailboxes=tuple(
            Mailbox(function_id=one.id, role=one.role, party=one.party, mailbox=one.mailbox) for one in functions
        )
    )


async def add_functions(functions: Iterable[FunctionEntry], work: Work) -> None:
    named = {function.id: function for function in functions}
    new = await Functions(work.connection).add_missing(named.values())
    work.emit(
        *[FunctionAdded(function_id=one.id, party=one.party, role=one.role) for one in named.values() if one.id in new]
    )
