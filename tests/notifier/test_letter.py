"""A letter is a correct mail: whatever a promise says, its headers and parts read as they were meant."""

import re
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.followup import Rung
from services.notifier.channels.envelope import header
from services.notifier.channels.letter import Letterhead, write
from services.notifier.model.draft import Draft
from services.runtime.links import read_link_token
from tests.notifier.wholes import HEAD, SAMORDNARE, TODAY, a_draft, an_occurrence

NOW = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
LATE = an_occurrence("sen", "2026-02-15")


def received(draft: Draft, head: Letterhead = HEAD) -> EmailMessage:
    mail = message_from_bytes(write(draft, head, NOW).content, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    assert mail.defects == []
    assert all(part.defects == [] for part in mail.walk())
    return mail


def body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def links(text: str) -> list[str]:
    return re.findall(r"https://lofteskoll\.example\.se/svar/([\w.-]+)", text)


def test_the_headers_say_who_what_and_when():
    mail = received(a_draft(an_occurrence()))
    assert mail["From"] == "Löfteskoll <paminnelse@example.se>"
    assert mail["To"] == "samordnare@example.se"
    assert mail["Subject"] == "Påminnelse: Trygghetsvandring dit allmänheten bjuds in, senast 2026-03-30"
    assert mail["Date"] == "Mon, 02 Mar 2026 08:00:00 +0100"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "multipart/alternative"


def test_a_repeated_mail_is_the_same_to_the_byte():
    assert write(a_draft(LATE), HEAD, NOW) == write(a_draft(LATE), HEAD, NOW)


def test_reminders_of_one_occurrence_are_one_thread():
    first = received(a_draft(LATE, rung=Rung.T_MINUS_7))
    second = received(a_draft(LATE, rung=Rung.T_PLUS_1))
    assert first["References"] == second["References"] == f"<o.{LATE.id}@notis.example.se>"
    assert first["In-Reply-To"] == first["References"]
    assert first["Message-ID"] != second["Message-ID"]
    assert re.fullmatch(r"<r\.[0-9a-f-]{36}\.[0-9a-f]{16}@notis\.example\.se>", first["Message-ID"])


def test_a_digest_belongs_to_the_thread_of_each_of_its_occurrences():
    near = an_occurrence()
    assert received(a_draft(near, LATE))["References"].split() == [
        f"<o.{LATE.id}@notis.example.se>",
        f"<o.{near.id}@notis.example.se>",
    ]


def test_a_reminder_has_one_link_and_it_opens_that_occurrence_for_that_function():
    mail = received(a_draft(an_occurrence()))
    (token,) = links(body(mail, "plain"))
    assert links(body(mail, "html")) == [token]
    link = read_link_token(HEAD.link_key.get_secret_value(), token, date(2026, 5, 1))
    assert (link.occurrence_id, link.function_id, link.party) == (
        an_occurrence().id,
        SAMORDNARE.function_id,
        SAMORDNARE.party,
    )
    assert "gäller till och med 2026-05-01" in body(mail, "plain")


def test_a_digest_has_one_link_for_each():
    text = body(received(a_draft(an_occurrence("a"), an_occurrence("b"), LATE)), "plain")
    assert len(set(links(text))) == 3
    assert text.index("1. ") < text.index("2. ") < text.index("3. ")


def test_the_text_part_tells_everything_that_the_html_part_tells():
    mail = received(a_draft(LATE, rung=Rung.T_PLUS_15))
    for part in ("plain", "html"):
        text = body(mail, part)
        for words in (
            "Trygghetsvandring dit allmänheten bjuds in",
            "Skulle ha varit klart söndag 2026-02-15 (för 15 dagar sedan)",
            "0 av 2 gånger gjorda",
            "samordnare (kommunen), tillsammans med kommunpolis (polisen)",
            "Medborgarlöfte Arjeplog 2026",
            "kräver ingen inloggning",
        ):
            assert words in text
    assert "FÖRSENAT" in body(mail, "plain")
    assert "&#9650; Försenat" in body(mail, "html")


def test_what_looks_like_html_in_a_promise_is_text():
    html = body(received(a_draft(an_occurrence(commitment='<script>x</script> "&'))), "html")
    assert "<script>" not in html
    assert "&lt;script&gt;x&lt;/script&gt; &#34;&amp;" in html


@given(st.text(min_size=1, max_size=300).filter(str.strip))
def test_no_promise_can_break_the_mail(text: str):
    mail = received(a_draft(an_occurrence(commitment=text)))
    assert mail.keys() == received(a_draft(an_occurrence())).keys()
    assert mail["Subject"].endswith("senast 2026-03-30")
    assert all(
        len(line) <= 998 for line in write(a_draft(an_occurrence(commitment=text)), HEAD, NOW).content.split(b"\n")
    )


def test_a_header_that_would_end_early_is_refused():
    with pytest.raises(ValueError, match="To holds characters"):
        header("To", "a@example.se\r\nBcc: b@example.se")


def test_the_html_part_says_its_language_and_has_a_heading_for_each_promise():
    html = body(received(a_draft(an_occurrence("a"), LATE)), "html")
    assert '<html lang="sv">' in html
    assert html.count("<h2") == 2
    assert TODAY.isoformat() not in html
