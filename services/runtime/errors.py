"""In which two ways may work fail on purpose? Anything else is a fault, and is tried again."""


class Refused(Exception):
    """A rule says no; the message is a sentence for the person who asked. Never retried, shown as it is."""


class Unavailable(Exception):
    """Another service did not answer, or could not now. Nothing was changed; ask again later."""
