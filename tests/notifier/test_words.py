"""What a reminder says, in Swedish that a coordinator would write."""

import pytest

from schemas.agreements import AgreementType
from schemas.followup import Rung
from services.notifier.model.phrases import shorten
from services.notifier.model.words import footing, introduction, paragraphs, subject
from tests.builders import a_function, responsible
from tests.notifier.wholes import TODAY, a_draft, a_mailbox, an_occurrence

LATE = an_occurrence("sen", "2026-02-15")


def test_the_subject_of_a_reminder_names_the_promise_and_the_day():
    assert subject(a_draft(an_occurrence())) == (
        "Påminnelse: Trygghetsvandring dit allmänheten bjuds in, senast 2026-03-30"
    )


def test_the_subject_of_an_overdue_promise_says_so():
    assert subject(a_draft(LATE, rung=Rung.T_PLUS_15)) == (
        "Försenat: Trygghetsvandring dit allmänheten bjuds in, skulle ha varit klart 2026-02-15"
    )


def test_the_pair_reads_how_long_it_has_been_overdue():
    assert subject(a_draft(LATE, rung=Rung.PAIR_14)) == (
        "Försenat i 15 dagar: Trygghetsvandring dit allmänheten bjuds in"
    )


def test_the_subject_of_a_digest_counts():
    a, b, c = (an_occurrence(slug) for slug in "abc")
    d = an_occurrence("d", "2026-02-20")
    assert subject(a_draft(a, b, c)) == "Tre löften att följa upp"
    assert subject(a_draft(a, b, d)) == "Tre löften att följa upp, ett av dem försenat"
    assert subject(a_draft(a, d, LATE)) == "Tre löften att följa upp, två av dem försenade"
    assert subject(a_draft(d, LATE)) == "Två försenade löften att följa upp"
    assert subject(a_draft(*(an_occurrence(f"n{number}") for number in range(14)))) == "14 löften att följa upp"


@pytest.mark.parametrize(
    ("due", "words"),
    [
        ("2026-03-30", "Ska vara klart senast måndag 2026-03-30 (om 28 dagar)"),
        ("2026-03-03", "Ska vara klart senast tisdag 2026-03-03 (i morgon)"),
        ("2026-03-02", "Ska vara klart senast måndag 2026-03-02 (i dag)"),
        ("2026-03-01", "Skulle ha varit klart söndag 2026-03-01 (i går)"),
        ("2026-02-15", "Skulle ha varit klart söndag 2026-02-15 (för 15 dagar sedan)"),
    ],
)
def test_when_is_a_weekday_a_date_and_a_distance(due: str, words: str):
    assert read(an_occurrence(due=due)).when == words


@pytest.mark.parametrize(
    ("done", "target", "words"),
    [
        (0, 2, "0 av 2 gånger gjorda"),
        (1, 2, "1 av 2 gånger gjorda"),
        (0, 1, "Inte gjort ännu"),
        (0, None, "Inte gjort ännu"),
    ],
)
def test_progress_is_told_in_words(done: int, target: int | None, words: str):
    assert read(an_occurrence(done=done, target=target)).progress == words


def test_a_target_that_nobody_has_set_is_asked_for():
    assert read(an_occurrence(done=1, target=4, target_asked=True)).progress == "Gjort 1 gång, mål ej angivet"


def test_who_answers_and_who_helps_is_told_by_role_and_side():
    assert read(an_occurrence()).who == "samordnare (kommunen), tillsammans med kommunpolis (polisen)"


def test_the_municipality_is_named_where_each_answers_for_itself():
    assert read(an_occurrence(municipality="2506")).place == "Arjeplog"
    assert read(an_occurrence()).place == ""


def test_a_text_that_breaks_lines_is_read_as_one_line():
    item = read(an_occurrence(commitment="Vandring\r\nBcc: alla@example.se\x00"))
    assert item.heading == "Vandring Bcc: alla@example.se"


def test_a_long_promise_is_cut_between_words_in_the_subject():
    assert shorten("Gemensam tillsyn av alla som säljer tobak i kommunen", 30) == "Gemensam tillsyn av alla som…"


def test_the_introduction_fits_what_follows():
    assert introduction(a_draft(an_occurrence())) == "Det här har ni lovat, och dagen närmar sig."
    assert introduction(a_draft(LATE, rung=Rung.PAIR_14)).startswith("Det här har varit försenat i 15 dagar.")
    assert introduction(a_draft(an_occurrence("a"), LATE)).startswith("Två löften väntar på besked.")


def test_what_the_parties_owe_each_other_is_an_undertaking_and_not_a_promise():
    owed = AgreementType.COLLABORATION_AGREEMENT
    first, second = an_occurrence("a", type=owed), an_occurrence("b", type=owed)
    assert introduction(a_draft(first)) == "Det här har ni åtagit er, och dagen närmar sig."
    assert introduction(a_draft(first, second)).startswith("Två åtaganden väntar på besked.")
    assert subject(a_draft(first, second)) == "Två åtaganden att följa upp"
    assert subject(a_draft(first, an_occurrence("c"))) == "Två löften och åtaganden att följa upp"
    assert subject(a_draft(LATE, an_occurrence("d", "2026-02-20", type=owed))) == (
        "Två försenade löften och åtaganden att följa upp"
    )


def test_the_footing_says_why_the_reader_got_it():
    to = a_mailbox("andts_samordnare")
    assert footing(a_draft(an_occurrence(), to=to)).startswith("Mejlet går till dig som är andts samordnare.")


def read(line):
    draft = a_draft(line)
    return paragraphs(draft.items[0], TODAY, "https://example.se/svar/x")


def test_a_substitute_reads_whom_they_stand_in_for():
    [school] = responsible(a_function("skola"))
    to = a_mailbox("andts_samordnare", mailbox="skola@example.se").model_copy(update={"reached": school})

    assert footing(a_draft(LATE, to=to)).startswith("Mejlet går till dig som är ersättare för andts samordnare.")
