"""What a mail says of a deadline, in Swedish that a coordinator would write: when, what to do, one link."""

import pytest

from schemas.agreements import AgreementType
from schemas.followup import DeadlineKind, DeadlineLine
from services.notifier.model.phrases import Paragraphs
from services.notifier.model.words import introduction, paragraphs, subject
from tests.notifier.test_letter import body, received
from tests.notifier.wholes import SAMORDNARE, TODAY, a_deadline, a_draft, an_id, an_occurrence

Kind = DeadlineKind
OWED = {"type": AgreementType.COLLABORATION_AGREEMENT, "agreement": "Samverkansöverenskommelse Arjeplog"}
PORTAL = "https://lofteskoll.example.se"
QUIET = SAMORDNARE.model_copy(update={"quiet": True})


def read(line: DeadlineLine) -> Paragraphs:
    return paragraphs(a_draft(line).items[0], TODAY, "https://example.se")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (a_deadline(due="2026-03-23"), "Mötet 2026-03-23 närmar sig: berätta hur det har gått"),
        (a_deadline(due="2026-03-16"), "Mötet 2026-03-16 närmar sig: berätta hur det har gått"),
        (a_deadline(due="2026-03-15"), "Inför mötet 2026-03-15: ni har inte redovisat än"),
        (a_deadline(due="2026-03-09"), "Inför mötet 2026-03-09: ni har inte redovisat än"),
        (a_deadline(due="2026-03-04"), "Inför mötet 2026-03-04: ni har inte redovisat än"),
        (a_deadline(due="2026-03-03"), "Inför mötet 2026-03-03: sammanfattningen finns att läsa"),
        (a_deadline(due="2026-03-02"), "Inför mötet 2026-03-02: sammanfattningen finns att läsa"),
        (a_deadline(Kind.AGREEMENT_END, "2026-05-31"), "Medborgarlöfte Arjeplog 2026 går ut 2026-05-31"),
        (a_deadline(Kind.SITUATION_PICTURE, "2026-04-01"), "Lägesbilden för Arjeplog ska uppdateras senast 2026-04-01"),
        (
            a_deadline(Kind.ACTION_PLAN, "2026-03-01"),
            "Försenat: Åtgärdsplanen för Arjeplog, skulle ha följts upp 2026-03-01",
        ),
        (a_deadline(Kind.REVISION, "2026-05-31", **OWED), f"{OWED['agreement']} ska ses över senast 2026-05-31"),
        (a_deadline(Kind.PUBLIC_FEEDBACK, "2026-01-31"), "Invånarna väntar på besked: Medborgarlöfte Arjeplog 2026"),
    ],
)
def test_the_subject_says_what_it_is_and_when(line: DeadlineLine, words: str):
    assert subject(a_draft(line)) == words


@pytest.mark.parametrize(
    ("line", "when", "ask"),
    [
        (
            a_deadline(due="2026-03-23"),
            "Mötet är måndag 2026-03-23 (om 21 dagar)",
            "Redovisa vad ni har gjort och hur ni bedömer varje löfte",
        ),
        (
            a_deadline(due="2026-03-03"),
            "Mötet är tisdag 2026-03-03 (i morgon)",
            "Läs sammanfattningen före mötet och se vad som behöver beslutas",
        ),
        (
            a_deadline(Kind.AGREEMENT_END, "2026-05-31", **OWED),
            "Gäller till och med söndag 2026-05-31 (om 90 dagar)",
            "Bestäm tillsammans om den ska förlängas, förnyas eller få gå ut",
        ),
        (
            a_deadline(Kind.SITUATION_PICTURE, "2026-03-01"),
            "Skulle ha varit uppdaterad söndag 2026-03-01 (i går)",
            "Registrera dag och diarienummer när det är gjort",
        ),
        (
            a_deadline(Kind.PUBLIC_FEEDBACK, "2026-01-31"),
            "Löftet gick ut lördag 2026-01-31 (för 30 dagar sedan)",
            "Berätta för invånarna vad som blev gjort, och registrera när och var det skedde",
        ),
    ],
)
def test_when_is_a_weekday_a_date_and_a_distance_and_what_to_do_is_one_sentence(
    line: DeadlineLine, when: str, ask: str
):
    assert (read(line).when, read(line).ask) == (when, ask)


def test_what_the_law_asks_names_the_law():
    assert read(a_deadline(Kind.ACTION_PLAN)).why == "Ska göras minst vartannat år enligt 6 § lagen (2023:196)"


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("due", ["2026-02-01", "2026-03-03", "2026-08-29"])
def test_every_deadline_has_one_heading_one_link_and_no_answer_without_login(kind: Kind, due: str):
    mail = received(a_draft(a_deadline(kind, due)))
    assert body(mail, "html").count("<h1") == 1
    assert body(mail, "html").count("<a href") == body(mail, "plain").count("https://") == 1
    for part in ("plain", "html"):
        assert "Det tar en minut" not in body(mail, part)
        assert "None" not in body(mail, part)


@pytest.mark.parametrize(
    ("line", "page"),
    [
        (a_deadline(Kind.AGREEMENT_END), "overenskommelser/arjeplog-2026-ml"),
        (a_deadline(meeting_slug="arjeplog-2026-ml/meeting-1"), "moten/arjeplog-2026-ml/meeting-1"),
        (a_deadline(Kind.ACTION_PLAN), "kommuner/2506"),
        (a_deadline(Kind.ACTION_PLAN, municipality=None), "overenskommelser"),
    ],
)
def test_the_link_leads_to_the_meeting_the_municipality_or_the_agreement(line: DeadlineLine, page: str):
    assert f"{PORTAL}/{page}\r\n" in body(received(a_draft(line)), "plain")


def test_the_eve_of_a_meeting_links_to_the_summary():
    assert ">Läs sammanfattningen</a>" in body(received(a_draft(a_deadline(due="2026-03-03"))), "html")


def test_the_subject_of_a_digest_counts_both_kinds():
    meeting, end = a_deadline(), a_deadline(Kind.AGREEMENT_END, "2026-05-31")
    near, late = an_occurrence(), an_occurrence("sen", "2026-02-15")
    overdue = a_deadline(Kind.ACTION_PLAN, "2026-03-01")
    owed = an_occurrence("a", type=AgreementType.COLLABORATION_AGREEMENT)
    assert subject(a_draft(near, meeting)) == "Ett löfte och ett möte att följa upp"
    assert subject(a_draft(owed, meeting, end)) == "Ett åtagande och två datum att följa upp"
    assert subject(a_draft(near, late, end)) == "Två löften och ett datum att följa upp, ett av dem försenat"
    assert subject(a_draft(late, overdue)) == "Ett löfte och ett datum att följa upp, två av dem försenade"
    assert subject(a_draft(end, overdue)) == "Två datum att följa upp, ett av dem försenat"
    assert subject(a_draft(meeting, a_deadline(id=an_id("another")))) == "Två möten att följa upp"
    assert introduction(a_draft(near, meeting)).startswith("Ett löfte och ett möte väntar på er.")


def test_a_digest_says_of_which_links_the_days_are_counted():
    text = body(received(a_draft(an_occurrence(), a_deadline())), "plain")
    assert "Att svara tar en minut och kräver ingen inloggning.\r\nLänken för det gäller till och med" in text


@pytest.mark.parametrize("kind", Kind)
def test_a_quiet_mail_tells_nothing_of_a_deadline_not_even_in_its_link(kind: Kind):
    tells = ("möte", "Möte", "2026-03-23", "rjeplog", "öfte-", "Medborgar", "ägesbild", "plan", "svarsdag", "dagar")
    for lines in ([a_deadline(kind)], [a_deadline(kind), a_deadline(kind, id=an_id("another"))]):
        mail = received(a_draft(*lines, to=QUIET))
        said = f"{mail['Subject']} {body(mail, 'plain')} {body(mail, 'html')}"
        assert [word for word in tells if word in said] == []
        assert "Samordnare" in said
        assert PORTAL in said
