"""What is read from a mail server's report, and what is not taken for one?"""

import pytest

from services.cli.delivery_report import DeliveryReport, read_report
from services.runtime.errors import Refused
from tests.cli.delivery_reports import AUTO_REPLY, DEEP, EXCHANGE, HEADERS_ONLY, OURS, POSTFIX, THREAD

FORWARDED = f"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: message/rfc822\n\n{POSTFIX}\n--x--\n"
ANOTHER_BEFORE = "Final-Recipient: rfc822; lista@example.se\nAction: expanded\n\nFinal-Recipient"


@pytest.mark.parametrize(
    ("mail", "code"),
    [(POSTFIX, "5.1.1"), (EXCHANGE, "5.1.10"), (HEADERS_ONLY, "5.1.1")],
    ids=["postfix", "exchange", "headers"],
)
def test_a_report_tells_which_mail_came_back_and_why(mail: str, code: str):
    assert read_report(mail.encode()) == DeliveryReport(OURS, "failed", code)


@pytest.mark.parametrize(
    ("change", "action", "code"),
    [
        (("Action: failed", "Action: FAILED "), "failed", "5.1.1"),
        (("Action: failed\n", ""), "failed", "5.1.1"),
        (("Status: 5.1.1", "Status: 4.4.7 (expired)"), "failed", "4.4.7"),
        (("Status: 5.1.1\n", ""), "failed", "550"),
        (("Status: 5.1.1", "Status: 2.0.0"), "failed", "550"),
        (("Status: 5.1.1\n", "Status: å\n"), "failed", "550"),
        (("Action: failed", "Action: delivered"), "delivered", "5.1.1"),
        (("Action: failed\nStatus: 5.1.1", "Status: 4.2.2"), "delayed", "4.2.2"),
        (("Final-Recipient", ANOTHER_BEFORE), "failed", "5.1.1"),
    ],
)  # fmt: skip
def test_the_action_decides_and_the_status_where_there_is_none(change: tuple[str, str], action: str, code: str):
    report = read_report(POSTFIX.replace(*change).encode())

    assert (report.action, report.code) == (action, code)


@pytest.mark.parametrize(
    "raw",
    [
        AUTO_REPLY.encode(),
        b"",
        b"\x00" * 1000,
        POSTFIX.replace("message/delivery-status", "message/disposition-notification").encode(),
        POSTFIX.replace("multipart/report", "multipart/mixed").encode(),
        FORWARDED.encode(),
    ],
    ids=["auto-reply", "empty", "zeros", "read receipt", "not a report", "a report within a mail"],
)
def test_what_is_no_report_is_refused(raw: bytes):
    with pytest.raises(Refused, match="ingen leveransrapport"):
        read_report(raw)


@pytest.mark.parametrize(
    "raw",
    [
        POSTFIX.replace(OURS, "").replace(THREAD, "").encode(),
        POSTFIX.replace(OURS, OURS.replace("@", "\0@")).replace(THREAD, "").encode(),
        POSTFIX.replace("Final-Recipient", "Final Recipient").encode(),
        POSTFIX.replace("Action: failed\nStatus: 5.1.1", "Action: exploded\nStatus: dålig").encode("latin-1"),
        DEEP.replace("--b--", "--b\nContent-Type: message/delivery-status\n\n\n--b--").encode(),
    ],
    ids=["no mail named", "a zero in its name", "no recipient", "neither action nor status", "deep"],
)
def test_a_garbled_report_is_refused(raw: bytes):
    with pytest.raises(Refused, match="går inte att läsa"):
        read_report(raw)


def test_zeros_elsewhere_do_no_harm():
    assert read_report(POSTFIX.replace("Hej!", "\0").replace("Remote-MTA: dns", "Remote-MTA: \0").encode()).given_up


def test_a_report_cut_off_anywhere_is_read_or_refused():
    whole = POSTFIX.encode()
    for length in range(0, len(whole), 7):
        try:
            assert read_report(whole[:length]).code == "5.1.1"
        except Refused:
            continue


def test_another_mails_name_is_left_to_the_notifier_to_know():
    assert (
        read_report(POSTFIX.replace(OURS, "<4711@example.se>").replace(THREAD, "").encode()).message_id
        == "<4711@example.se>"
    )
