"""How does a letter reach the recipient's mail server, and what did that server say?

Nobody can know whether a mail was taken when the connection breaks after its last byte, the dot (RFC 1047). So all
but the dot is written first, then `ready` commits that the dot comes next, then it is sent: only a mail whose dot was
marked and not answered is uncertain.
"""

from dataclasses import dataclass

from aiosmtplib import SMTPException, SMTPResponse, SMTPResponseException, SMTPServerDisconnected

from services.notifier.channels.letter import Letter
from services.notifier.channels.lines import SECONDS_PER_STEP, Line, Lines
from services.notifier.model.outcome import Became, Outcome
from services.runtime.crash import crash_point
from services.runtime.outward import Ready

TAKEN = {250, 251}
GO_AHEAD = {354}
NOT_NOW = 400
CLOSING = 421
LONGEST_ANSWER = 500


class NotThisMail(SMTPResponseException):
    """The mail server said no to the recipient or to the mail, and nothing of us."""


@dataclass(frozen=True, slots=True)
class Smtp:
    lines: Lines
    sender: str
    """The envelope's sender: a bare address."""
    patience: float = 600.0
    """Seconds to wait for an answer after the dot (RFC 5321 4.5.3.2.6); giving up earlier makes doubles."""

    async def deliver(self, letter: Letter | Outcome, ready: Ready) -> Outcome:
        """Offer the letter, mark, send the dot. What was decided without a letter passes through."""
        if isinstance(letter, Outcome):
            return letter
        try:
            line = await self._offered(letter)
        except NotThisMail as no:
            return _told(letter, meaning(no.code) or Became.UNREACHED, no.code, no.message)
        except (SMTPException, OSError) as away:
            return _told(letter, Became.UNREACHED, getattr(away, "code", 0), _words(away))
        with line.closed_unless_kept():
            if not await ready():
                return _told(letter, Became.HELD)
            return await self._finish(letter, line)

    async def _offered(self, letter: Letter) -> Line:
        """A line on which everything but the dot is written."""
        line = await self.lines.take()
        try:
            return await self._offer(letter, line)
        except (SMTPServerDisconnected, OSError):
            if not line.used:
                raise
        return await self._offer(letter, await self.lines.open())

    async def _offer(self, letter: Letter, line: Line) -> Line:
        """Lines of the mail that begin with a dot get one more (RFC 5321 4.5.2)."""
        try:
            await crash_point("smtp.before_mail")
            line.wire.say(f"MAIL FROM:<{self.sender}>", f"RCPT TO:<{letter.to}>", "DATA")
            _must_be(TAKEN, await line.wire.read_response(SECONDS_PER_STEP), SMTPResponseException)
            _must_be(TAKEN, await line.wire.read_response(SECONDS_PER_STEP), NotThisMail)
            await crash_point("smtp.after_rcpt")
            await crash_point("smtp.before_data")
            _must_be(GO_AHEAD, await line.wire.read_response(SECONDS_PER_STEP), NotThisMail)
            line.wire.write(letter.content.replace(b"\r\n.", b"\r\n.."))
            await crash_point("smtp.mid_data")
        except BaseException:
            line.wire.close()
            raise
        return line

    async def _finish(self, letter: Letter, line: Line) -> Outcome:
        if not line.wire.is_connected:
            return _told(letter, Became.UNREACHED, 0, "The connection was lost before the dot")
        try:
            await crash_point("smtp.before_dot")
            line.wire.say(".")
            await crash_point("smtp.after_dot")
            answer = await line.wire.read_response(self.patience)
            await crash_point("smtp.after_250")
        except (SMTPException, OSError) as lost:
            return _told(letter, Became.LOST, 0, _words(lost))
        became = meaning(answer.code)
        if became and answer.code != CLOSING:
            self.lines.keep(line)
        return _told(letter, became or Became.LOST, answer.code, answer.message)


def _must_be(codes: set[int], answer: SMTPResponse, no: type[SMTPResponseException]) -> None:
    if answer.code not in codes:
        # a yes that means something else is no answer about the mail: it must not be taken for one that was sent
        raise (no if answer.code >= NOT_NOW else SMTPResponseException)(answer.code, answer.message)


def meaning(code: int) -> Became | None:
    """What an SMTP answer says of the mail; None when it is no answer."""
    return {2: Became.SENT, 4: Became.LATER, 5: Became.REFUSED}.get(code // 100)


def _words(error: Exception) -> str:
    return str(error) or type(error).__name__


def _told(letter: Letter, became: Became, code: int = 0, text: str = "") -> Outcome:
    plain = "".join(c if c.isprintable() else " " for c in text)[:LONGEST_ANSWER]
    return Outcome(became, letter.claims, letter.mail, code, plain)
