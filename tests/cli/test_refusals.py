"""What cannot be read in a file of agreements, and does each refusal say what to mend?"""

from datetime import date
from pathlib import Path

import pytest

from services.cli.reading import read
from services.runtime.errors import Refused
from tests.cli.writing import a_written_commitment, an_agreement, with_rule

TODAY = date(2026, 3, 2)


BAD = {
    "no title": ({"title": None}, "fältet title saknas."),
    "unknown type": (
        {"type": "avtal"},
        "fältet type ska vara samverkansoverenskommelse, medborgarlofte eller atgardsplan, inte avtal.",
    ),
    "unquoted code": (
        {"municipalities": [{"code": 2506, "name": "Arjeplog"}]},
        "fältet municipalities.0.code ska vara text; sätt citattecken runt värdet.",
    ),
    "unknown code": (
        {"municipalities": [{"code": "9999", "name": "Arjeplog"}]},
        "fältet municipalities.0 har koden 9999, som ingen svensk kommun har.",
    ),
    "code of another": (
        {"municipalities": [{"code": "2505", "name": "Arjeplog"}]},
        "fältet municipalities.0 har koden 2505, som är Arvidsjaur och inte Arjeplog.",
    ),
    "no municipality": ({"municipalities": []}, "fältet municipalities är tomt; minst ett värde behövs."),
    "no such day": (
        {"validity": {"from": "2023-02-29", "until": "2023-12-31"}},
        "fältet validity.from ska vara ett datum som 2026-03-31.",
    ),
    "no end said": (
        {"validity": {"from": "2023-01-01"}},
        "fältet validity saknar slutdag (until); skriv open_ended: true om den gäller tills vidare.",
    ),
    "ten times without a period": (
        with_rule(kind="count", min=10),
        (
            "åtagandet arjeplog-1: antalet gånger har ingen period (recurrence.window). "
            "Välj per år (year) eller totalt (agreement)."
        ),
    ),
    "ten times with an empty period": (
        with_rule(kind="count", min=10, window=None),
        (
            "åtagandet arjeplog-1: antalet gånger har ingen period (recurrence.window). "
            "Välj per år (year) eller totalt (agreement)."
        ),
    ),
    "a number of times by a day": (
        with_rule(kind="count", min=10, window="year", due="2026-06-30"),
        "åtagandet arjeplog-1: fältet recurrence.due motsäger kind: count. Välj det ena.",
    ),
    "once, a number of times": (
        with_rule(kind="once", due="2026-06-30", min=10),
        "åtagandet arjeplog-1: fältet recurrence.min motsäger kind: once. Välj det ena.",
    ),
    "always, by a day": (
        with_rule(kind="continuous", due="2026-06-30"),
        "åtagandet arjeplog-1: fältet recurrence.due motsäger kind: continuous. Välj det ena.",
    ),
    "both an end and none": (
        {"validity": {"from": "2026-01-01", "until": "2026-12-31", "open_ended": True}},
        "fältet validity har både en slutdag (until) och open_ended: true.",
    ),
    "an action plan of no year": (
        {"type": "atgardsplan"},
        "fältet plan_year saknas; en åtgärdsplan gäller för ett år.",
    ),
    "a method of nobody": (
        {"commitments": [a_written_commitment(methods=["trolleri"])]},
        (
            "åtagandet arjeplog-1: fältet methods.0 ska vara något av 'krogar_mot_knark', 'clean_hard_training', "
            "'est', 'sspf', 'parent_support_abc', 'parent_support_effekt', 'tobacco_inspection', 'night_walk', "
            "'safety_walk' eller 'neighbourhood_watch'."
        ),
    ),
    "unknown period": (
        with_rule(kind="count", min=10, window="decade"),
        (
            "åtagandet arjeplog-1: fältet recurrence.window ska vara något av 'week', 'month', 'quarter', 'tertial', "
            "'half_year', 'year' eller 'agreement'."
        ),
    ),
    "unknown kind": (
        with_rule(kind="ofta"),
        (
            "åtagandet arjeplog-1: fältet recurrence har en okänd kind; "
            "den ska vara count, once, schedule, continuous eller on_demand."
        ),
    ),
    "no times at all": (
        with_rule(kind="count", min=0, window="year"),
        "åtagandet arjeplog-1: fältet recurrence.min har ett för litet värde; minst 1.",
    ),
    "many words for a number": (
        with_rule(kind="count", min="tio", window="year"),
        "åtagandet arjeplog-1: fältet recurrence.min ska vara ett heltal.",
    ),
    "misspelt": (
        with_rule(kind="count", min=1, window="year", per_municipalty=True),
        "åtagandet arjeplog-1: fältet recurrence.per_municipalty är okänt.",
    ),
    "nobody responsible": (
        {"commitments": [a_written_commitment(responsible=[])]},
        "åtagandet arjeplog-1: fältet responsible är tomt; minst ett värde behövs.",
    ),
    "no mailbox": (
        {"commitments": [a_written_commitment(responsible=[{"party": "polis", "role": "k", "contact": "ring oss"}])]},
        "åtagandet arjeplog-1: fältet responsible.0.contact ska vara en e-postadress.",
    ),
    "third party": (
        {"signatories": [{"party": "region", "role": "chef"}]},
        "fältet signatories.0.party ska vara kommun eller polis, inte region.",
    ),
    "report of nothing promised": (
        {"follow_up": {"records": [{"commitment": "arjeplog-9", "reported_by": "kommun"}]}},
        "fältet follow_up.records nämner åtagandet arjeplog-9, som inte finns.",
    ),
    "a list of commitments that is text": ({"commitments": "många"}, "fältet commitments ska vara en lista."),
    "a commitment that is text": (
        {"commitments": ["vandra"]},
        "fältet commitments.0 ska vara ett stycke med underfält.",
    ),
}


@pytest.mark.parametrize(("changes", "sentence"), BAD.values(), ids=BAD.keys())
def test_one_that_cannot_be_read_says_why_and_the_others_go_in(written, changes: dict, sentence: str):
    good = an_agreement(id="annan-2026-ml")

    bad, other = read(written([an_agreement(**changes), good]))

    assert bad.refused == f"arjeplog-2026-ml: {sentence}"
    assert bad.document is None
    assert other.document


def test_an_agreement_without_an_id_is_named_by_its_place(written):
    [nameless] = read(written([an_agreement(id=None)]))

    assert nameless.refused == "nummer 1: fältet id saknas."


def test_the_same_id_twice_is_refused_the_second_time(written):
    first, second = read(written([an_agreement(), an_agreement()]))

    assert first.document
    assert second.refused == "arjeplog-2026-ml: fältet id står hos två överenskommelser i filen; den andra läses inte."


def test_a_field_written_twice_refuses_its_agreement_only(written):
    path = written("agreements:\n  - {id: ett, title: A, title: B}\n  - hej\n")

    twice, text = read(path)

    assert twice.refused == "ett: fältet title står två gånger (rad 2)."
    assert text.refused == "nummer 2: överenskommelsen ska vara ett stycke med fält som id, type och title."


WHOLE_FILES = {
    "not YAML": ("agreements: [", r"inte riktig YAML \(rad 2\)"),
    "two documents": ("a: 1\n---\na: 2\n", "inte riktig YAML"),
    "no list": ("överenskommelser: []", "saknar listan agreements"),
    "empty": ("", "saknar listan agreements"),
    "control character": ("agreements: [\x07]", "inte riktig YAML"),
    "refers to itself": ("a: &a [1]\nagreements: [*a]", r"hänvisar till sig själv \(\*a\)"),
    "deep": ("agreements: " + "[" * 30_000, "nästlad djupare än 40 nivåer"),
    "large": ("# " + "x" * 5_000_000, "större än 5 MB"),
}


@pytest.mark.parametrize(("text", "sentence"), WHOLE_FILES.values(), ids=WHOLE_FILES.keys())
def test_a_file_that_is_not_a_list_of_agreements_is_refused_whole(written, text: str, sentence: str):
    path = written(text)

    with pytest.raises(Refused, match=sentence):
        read(path)


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path: Path):
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("agreements: [Malå]".encode("latin-1"))

    with pytest.raises(Refused, match=r"latin\.yaml är inte text i UTF-8"):
        read(latin)
    with pytest.raises(Refused, match="går inte att läsa: No such file"):
        read(tmp_path / "borta.yaml")


def test_values_of_strange_sorts_refuse_their_agreement(written):
    tagged, huge = read(
        written("agreements:\n  - {id: ett, title: !!binary aGVq}\n  - {id: tva, title: " + "9" * 6000 + "}\n")
    )

    assert tagged.refused == "ett: rad 2 har ett värde av en sort som inte går att läsa."
    assert huge.refused
