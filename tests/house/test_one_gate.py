"""Is there one way out for mail, and is every mail held against the list at its gate?"""

import ast

import pytest

from tests.house.sources import PROGRAM, Source, sources

SENDERS = {"aiosmtplib", "smtplib", "sendgrid", "boto3"}
MAY_SPEAK_SMTP = {
    "services/notifier/channels/lines.py",
    "services/notifier/channels/smtp.py",
    "services/notifier/channels/wire.py",
}
THE_WAY_OUT = "services/notifier/handlers/mailing.py"


def imported(source: Source) -> set[str]:
    found = set()
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or "", *(f"{node.module}.{name.name}" for name in node.names)}
    return found


@pytest.mark.parametrize("source", sources(*PROGRAM), ids=lambda source: source.name)
def test_only_the_notifiers_channel_speaks_to_a_mail_server(source: Source):
    spoken = {name.partition(".")[0] for name in imported(source)} & SENDERS

    assert not spoken or source.name in MAY_SPEAK_SMTP


def test_the_channel_is_taken_into_use_in_one_place():
    outside = [source for source in sources(*PROGRAM) if source.name not in MAY_SPEAK_SMTP]
    users = [source.name for source in outside if any(".channels.smtp" in f".{name}" for name in imported(source))]

    assert users == [THE_WAY_OUT]


def test_whoever_leaves_is_marked_first_and_the_mark_asks_the_list():
    """`Outward` awaits the mark at the point of no return; its statement is where the list is looked into."""
    (way_out,) = [source for source in sources("services") if source.name == THE_WAY_OUT]
    (marking,) = [source for source in sources("services") if source.name == "services/notifier/store/marking.py"]
    made = [
        node
        for node in ast.walk(way_out.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Outward"
    ]
    marks = [
        node
        for node in marking.tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).startswith("MARK")
    ]

    assert ["own.mark" in [ast.unparse(argument) for argument in one.args] for one in made] == [True, True]
    looks = {
        ast.unparse(mark.targets[0]): "NOT EXISTS (SELECT FROM stopped_mailbox" in ast.unparse(mark.value)
        for mark in marks
    }
    assert looks == {"MARK": True, "MARK_SIGN_INS": False}  # who asks for a link to sign in by waits for it
