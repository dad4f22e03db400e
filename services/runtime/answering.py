"""How does a service answer? A command is carried out once, whatever is repeated; a question changes nothing."""

import asyncio
import hashlib
import random
from collections.abc import Awaitable, Callable
from uuid import UUID

import structlog
from pydantic import ValidationError
from sqlalchemy import text

from schemas.base import Command, Message, Query, Reply
from services.runtime import trace
from services.runtime.crash import crash_point, crash_soon
from services.runtime.database import Database, cannot_be_kept, passes
from services.runtime.errors import Refused, Unavailable
from services.runtime.measures import Measures
from services.runtime.work import Work, finish
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


class Answering:
    """Carries out commands and answers questions of one service."""

    def __init__(self, database: Database, measures: Measures) -> None:
        self._database = database
        self._measures = measures

    async def reply(
        self, kind: type[Message], handler: Callable[..., Awaitable[Reply | None]], body: bytes, traceparent: str
    ) -> Reply:
        """Never raises: a refusal, an unreadable wish and a fault each become a reply with one sentence."""
        trace.begin(traceparent)
        try:
            message = _read(kind, body)
        except Refused as refusal:
            return self._counted(kind, Reply(refused=str(refusal)))
        for attempt in range(1, TRIES + 1):
            try:
                if isinstance(message, Command):
                    reply = await self._carry_out(message, handler)
                    crash_soon("cmd.after_reply")
                    return self._counted(kind, reply)
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

    async def _carry_out(self, wish: Command, handler: Callable[..., Awaitable[Reply | None]]) -> Reply:
        fingerprint = hashlib.sha256(wish.model_dump_json().encode()).digest()
        await crash_point("cmd.before_begin")
        try:
            async with self._database.transaction() as connection:
                work = Work(connection, self._database.clock.now(), wish.command_id)
                await handler(wish, work)
                await finish(work, wish, fingerprint)
                await crash_point("cmd.before_commit")
            await crash_point("cmd.after_commit")
        except Refused as refusal:
            return await self._refuse(wish, fingerprint, str(refusal))
        except Exception as error:
            if passes(error) or not (known := await self._known(wish, fingerprint)):
                raise
            return known
        return Reply()

    async def _refuse(self, wish: Command, fingerprint: bytes, sentence: str) -> Reply:
        """Keep the sentence for whoever asks again; a wish that was done before is answered as it was."""
        named = {"id": wish.command_id, "subject": wish.subject, "fingerprint": fingerprint, "refused": sentence}
        async with self._database.transaction() as connection:
            await connection.execute(_REFUSED, named)
            await crash_point("cmd.before_refusal_commit")
        await crash_point("cmd.after_refusal_commit")
        return await self._known(wish, fingerprint) or Reply(refused=sentence)

    async def _known(self, wish: Command, fingerprint: bytes) -> Reply | None:
        """What was answered before, if this is a repeat."""
        async with self._database.reading() as connection:
            done = (await connection.execute(_DONE, {"id": wish.command_id})).first()
        if done is None:
            return None
        if done.subject != wish.subject or done.fingerprint != fingerprint:
            return Reply(refused="Samma command_id har redan använts för en annan begäran.")
        return Reply(refused=done.refused)

    async def _answer(self, question: Message, handler: Callable[..., Awaitable[Reply | None]]) -> Reply:
        assert isinstance(question, Query)  # noqa: S101  answers() takes commands and queries only
        try:
            async with self._database.reading() as connection:
                work = Work(connection, self._database.clock.now(), UUID(int=0))
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
    if "\\u0000" in message.model_dump_json().replace("\\\\", ""):
        raise Refused(ZERO)
    return message
