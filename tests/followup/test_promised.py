"""Which commitments does a page of an agreement tell of, and in what order?"""

from schemas.agreements import FocusArea
from schemas.followup import FocusAreaSection, Light, ListCommitments
from services.followup.model.promised import counted, in_order, is_asked_for, told
from services.followup.model.rows import rows, sections
from tests.builders import AGREEMENT, a_commitment, a_document
from tests.followup.test_summary import a_standing
from tests.followup.values import an_agreement, commitments_of, day

AREAS = tuple(FocusArea(id=name, name=name.capitalize()) for name in ("skola", "trygghet", "tomt"))
PROMISED = a_document(
    focus_areas=AREAS,
    commitments=(a_commitment("en"), a_commitment("tva", focus_area="okand"), a_commitment("tre", focus_area="skola")),
)
THIS = ListCommitments(agreement=AGREEMENT)


def asked(**values: object) -> ListCommitments:
    return THIS.model_copy(update=values)


def test_they_stand_area_by_area_and_what_stands_in_no_listed_area_comes_last():
    agreement, commitments = an_agreement(PROMISED), commitments_of(PROMISED)
    assert [one.slug for one in in_order(agreement, commitments)] == ["tre", "en", "tva"]
    counts = [(area.name, area.commitments) for area in counted(agreement, commitments)]
    assert counts == [("Skola", 1), ("Trygghet", 1), ("Tomt", 0), ("okand", 1)]


def test_an_empty_area_is_told_of_on_the_first_page_and_not_what_stands_on_another_or_is_narrowed_away():
    standing = a_standing(document=PROMISED)
    areas = counted(standing.agreement, standing.commitments)
    whole = sections(standing, rows(standing, day("2026-03-02")))
    page = tuple(one for one in whole if one.id != "okand")
    page = (*page[:1], FocusAreaSection(**dict(page[1], commitments=())), *page[2:])  # trygghet comes on the next

    def names(**values: object) -> list[str]:
        return [one.id for one in told(page, areas, asked(**values))]

    assert names() == ["skola", "tomt"]
    for narrowed in ({"light": Light.RED}, {"focus_area": "skola"}, {"cancelled": True}, {"skip": 100}):
        assert names(**narrowed) == ["skola"]


def test_a_light_is_asked_for_of_what_goes_on_and_what_is_cancelled_by_itself():
    (row, *_) = rows(a_standing(document=PROMISED), day("2026-03-02")).values()
    gone = row.model_copy(update={"cancelled": True})
    assert row.light is Light.GREY
    assert [is_asked_for(row, asked(**one)) for one in ({}, {"light": Light.GREY}, {"light": Light.RED})] == [
        True,
        True,
        False,
    ]
    assert [is_asked_for(gone, asked(**one)) for one in ({}, {"light": Light.GREY}, {"cancelled": True})] == [
        True,
        False,
        True,
    ]
    assert not is_asked_for(row, asked(cancelled=True))
