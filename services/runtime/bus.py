"""How does one service ask another, or tell it to do something? Request and reply over NATS, with a time limit."""

from datetime import date
from typing import TypeVar, cast

from faststream.nats import NatsBroker
from nats.errors import Error as NatsError
from nats.errors import MaxPayloadError

from schemas.base import Command, Message, Query, Reply
from services.runtime import trace
from services.runtime.errors import Refused, TooMuch, Unavailable
from services.runtime.packing import TOO_MUCH, unpacked

SECONDS = 5.0
R = TypeVar("R", bound=Reply)


class Bus:
    """`as_of`: all that is asked is asked of that day; None: of now, if the question does not say itself."""

    def __init__(self, broker: NatsBroker, as_of: date | None = None) -> None:
        self._broker = broker
        self._as_of = as_of

    def as_of(self, day: date | None) -> "Bus":
        return Bus(self._broker, day)

    async def tell(self, wish: Command) -> None:
        """Raises Refused with the other's own sentence, or Unavailable; safe to repeat with the same command_id."""
        await self._request(wish, Reply)

    async def ask(self, question: Query, answer: type[R]) -> R:
        """`answer` is the question's reply class. Raises Refused or Unavailable."""
        asked = question.model_copy(update={"as_of": self._as_of}) if self._as_of else question
        return await self._request(asked, answer)

    async def _request(self, message: Message, answer: type[R]) -> R:
        owner = message.subject.split(".")[1]
        try:
            headers = {"traceparent": trace.current()}
            came = await self._broker.request(
                message.model_dump_json().encode(), message.subject, headers=headers, timeout=SECONDS
            )
            reply = answer.model_validate_json(unpacked(cast("bytes", came.body)))
        except MaxPayloadError as error:
            raise Refused("Det som skickas är för stort. Dela upp det i mindre delar.") from error
        except (NatsError, TimeoutError, ValueError, OSError) as error:
            raise Unavailable(f"Tjänsten {owner} svarar inte just nu. Försök igen om en stund.") from error
        if reply.refused:
            raise (TooMuch if reply.refused == TOO_MUCH else Refused)(reply.refused)
        if reply.failed:
            raise Unavailable(reply.failed)
        return reply
