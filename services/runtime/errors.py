"""In which two ways may work fail on purpose? Anything else is a fault, and is tried again."""

from pydantic import ValidationError


class Refused(Exception):
    """A rule says no; the message is a sentence for the person who asked. Never retried, shown as it is."""


class TooMuch(Refused):
    """What was asked for is there, and more than can be sent at once."""


class Unavailable(Exception):
    """Another service did not answer, or could not now. Nothing was changed; ask again later."""


def told(error: BaseException) -> str:
    """A fault in one line, for logs and operators: its kind and what it says, without what people wrote.

    The further lines of a database's or a library's message quote values (DETAIL, input_value); they are left out.
    """
    if isinstance(error, ValidationError):
        faults = error.errors(include_url=False, include_input=False, include_context=False)
        what = ", ".join(f"{'.'.join(str(part) for part in fault['loc'])}: {fault['type']}" for fault in faults[:5])
    else:
        what = str(error).partition("\n")[0]
    return f"{type(error).__name__}: {what}".replace("\0", "")[:300]
