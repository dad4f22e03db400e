"""How does a service answer? A command is carried out once, whatever is repeated; a question changes nothing."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from typing import cast

import structlog
from pydantic import ValidationError
from sqlalchemy import text

from schemas.base import Command, Message, Query, Reply
from services.runtime import trace
from services.runtime.as_of import as_of
from services.runtime.crash import crash_point, crash_soon
from services.runtime.database import Database, cannot_be_kept, passes
from services.runtime.errors import Refused, Unavailable
from services.runtime.measures import Measures
from services.runtime.together import Together
from services.runtime.work import Work, fingerprint, finish
from services.runtime.wrong import what_is_wrong

log = structlog.get_logger()
TRIES = 5
OUT_OF_ORDER = "Något gick fel hos oss och inget är ändrat. Försök igen om en stund."
ZERO = "Texten innehåller ett nolltecken, som inte kan sparas."
NOT_KEPT = "Ett värde är för stort eller kan inte sparas."

_REFUSED = text("""
INSERT INTO command_done (command_id, subject, fingerprint, refused) VALUES (:id, :subject, :fingerprint, :refused)
ON CONFLICT DO NOTHING""")
_DONE = text("SELECT subject, fingerprint, refused FROM command_done WHERE command_id = :id")

Handler = Callable[..., Awaitable[Reply | None]]
Asked = tuple[bytes, str]
"""A message's body, and the traceparent that came with it."""


class Answering:
    """Carries out commands and answers questions of one service."""

    def __init__(self, database: Database, measures: Measures) -> None:
        self._database = database
        self._measures = measures

    async def replies(self, kind: type[Message], handler: Handler, asked: Sequence[Asked]) -> list[Reply]:
        """What has come at one moment. Never raises.

        Wishes that a handler takes `@together` share a transaction; if anything is the matter with one of them nothing
        is done, and each is carried out alone.
        """
        replies = None
        if len(asked) > 1 and isinstance(handler, Together):
            replies = await self._together(kind, handler, asked)
        if replies is None:
            replies = await asyncio.gather(*(self.reply(kind, handler, *one) for one in asked))
        if issubclass(kind, Command):
            crash_soon("cmd.after_reply")
        return replies

    async def _together(self, kind: type[Message], handler: Handler, asked: Sequence[Asked]) -> list[Reply] | None:
        try:
            await self._carry_out_all([(cast("Command", _read(kind, body)), traced) for body, traced in asked], handler)
        except Exception as error:  # noqa: BLE001  whatever it is, it is told to the one it concerns
            log.debug("each wish alone", subject=kind.subject, wishes=len(asked), error=repr(error))
            return None
        return [self._counted(kind, Reply()) for _ in asked]

    async def reply(self, kind: type[Message], handler: Handler, body: bytes, traceparent: str) -> Reply:
        """Never raises: a refusal, an unreadable wish and a fault each become a reply with one sentence."""
        trace.begin(traceparent)
        try:
            message = _read(kind, body)
        except Refused as refusal:
            return self._counted(kind, Reply(refused=str(refusal)))
        for attempt in range(1, TRIES + 1):
            try:
                if isinstance(message, Command):
                    return self._counted(kind, await self._carry_out(message, handler))
                return self._counted(kind, await self._answer(message, handler))
            except Unavailable as error:
                return self._counted(kind, Reply(failed=str(error)))
            except Exception as error:
                if isinstance(message, Command) and cannot_be_kept(error):
                    return self._counted(kind, Reply(refused=NOT_KEPT))
                if not passes(error) or attempt == TRIES:
                    log.exception("could not answer", subject=kind.subject, attempt=attempt)
                    break
                await asyncio.sleep(random.uniform(0, 0.05 * 2**attempt))  # noqa: S311  spreads tries, guards nothing
        return self._counted(kind, Reply(failed=OUT_OF_ORDER))

    async def _carry_out(self, wish: Command, handler: Handler) -> Reply:
        try:
            await self._carry_out_all([(wish, trace.current())], handler)
        except Refused as refusal:
            return await self._refuse(wish, str(refusal))
        except Exception as error:
            if passes(error) or not (known := await self._known(wish)):
                raise
            return known
        return Reply()

    async def _carry_out_all(self, wishes: Sequence[tuple[Command, str]], handler: Handler) -> None:
        """In one transaction: all of them, or none."""
        await crash_point("cmd.before_begin")
        async with self._database.transaction() as connection:
            span = trace.new_span()
            asked = [
                (wish, Work(connection, connection.now, wish.command_id, trace=trace.continued(traced, span)))
                for wish, traced in wishes
            ]
            await (handler.handle(asked) if isinstance(handler, Together) else handler(*asked[0]))
            await finish(asked)
            await crash_point("cmd.before_commit")
        await crash_point("cmd.after_commit")

    async def _refuse(self, wish: Command, sentence: str) -> Reply:
        """Keep the sentence for whoever asks again; a wish that was done before is answered as it was."""
        known_by = {"id": wish.command_id, "subject": wish.subject, "fingerprint": fingerprint(wish)}
        async with self._database.transaction() as connection:
            await connection.execute(_REFUSED, known_by | {"refused": sentence})
            await crash_point("cmd.before_refusal_commit")
        await crash_point("cmd.after_refusal_commit")
        return await self._known(wish) or Reply(refused=sentence)

    async def _known(self, wish: Command) -> Reply | None:
        """What was answered before, if this is a repeat."""
        async with self._database.reading() as connection:
            done = (await connection.execute(_DONE, {"id": wish.command_id})).first()
        if done is None:
            return None
        if done.subject != wish.subject or done.fingerprint != fingerprint(wish):
            return Reply(refused="Samma command_id har redan använts för en annan begäran.")
        return Reply(refused=done.refused)

    async def _answer(self, question: Message, handler: Handler) -> Reply:
        assert isinstance(question, Query)  # noqa: S101  answers() takes commands and queries only
        try:
            async with as_of(self._database, question.as_of) as work:
                answer = await handler(question, work)
        except Refused as refusal:
            return question.reply(refused=str(refusal))
        assert answer is not None  # noqa: S101  a question's handler returns its reply
        return answer

    def _counted(self, kind: type[Message], reply: Reply) -> Reply:
        outcome = "refused" if reply.refused else "failed" if reply.failed else "done"
        self._measures.commands.labels(kind.subject, outcome).inc()
        return reply


def _read(kind: type[Message], body: bytes) -> Message:
    """Raises Refused with what is wrong."""
    try:
        message = kind.model_validate_json(body)
    except ValidationError as error:
        raise Refused(what_is_wrong(error)) from error
    if b"\\u0000" in body and "\\u0000" in message.model_dump_json().replace("\\\\", ""):
        raise Refused(ZERO)
    return message
