"""What an operator may get wrong is said at the start."""

import pytest
from pydantic import ValidationError

from services.notifier.settings import Settings

KEY = "a key for tests, long enough to sign with"


def test_without_a_key_the_notifier_does_not_start(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("LOFTESKOLL_NOTIFIER_LINK_KEY", raising=False)
    with pytest.raises(ValidationError, match="link_key"):
        Settings()


@pytest.mark.parametrize("sender", ["nobody", "a@example.se\r\nBcc: b@example.se", "å@example.se", ""])
def test_a_sender_that_is_no_address_is_refused(sender: str):
    with pytest.raises(ValidationError, match="sender"):
        Settings(link_key=KEY, sender=sender)


def test_the_senders_domain_is_the_domain_unless_told():
    assert Settings(link_key=KEY, sender="Löfteskoll <p@example.se>").domain == "example.se"
    assert Settings(link_key=KEY, mail_domain="notis.example.se").domain == "notis.example.se"
