"""How long does what lets somebody in last, how often may it be asked for, and where does it lead?"""

import re
from datetime import timedelta
from urllib.parse import urlsplit

LINK_LASTS = timedelta(minutes=10)
MOST_LINKS, WITHIN = 5, timedelta(hours=1)
"""Links per mailbox. Who asks for more gets the same answer, and no mail."""
IDLE, ABSOLUTE = timedelta(minutes=30), timedelta(hours=10)
"""A session ends when nobody has used it for the first, and whatever is done after the second."""
MAILBOX = re.compile(r"[^@\s\x00-\x1f\x7f-\x9f,;<>\"\[\]]{1,64}@[A-Za-z0-9.-]{1,190}")
START = "/"
LONGEST_PATH = 500


def own_path(asked: str) -> str:
    """Where to go after signing in: a path of ours, as it was asked for; the start page for anything else."""
    return asked if is_own(asked) and not asked.startswith("/logga-") else START


def is_own(asked: str) -> bool:
    r"""Whether it is a path of ours.

    `//elsewhere` and `/\\elsewhere` are other sites to a browser, and it drops tabs and line breaks before it looks.
    """
    try:
        parts = urlsplit(asked)
    except ValueError:
        return False
    plain = asked.isascii() and asked.isprintable() and "\\" not in asked and len(asked) <= LONGEST_PATH
    return plain and not parts.scheme and not parts.netloc and asked.startswith("/") and not asked.startswith("//")
