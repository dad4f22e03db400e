"""What has happened to an agreement is told again from its facts: in the words of then and of since, newest first."""

from collections.abc import Iterable
from datetime import date
from uuid import uuid5

from schemas.agreements import (
    AgreementChanges,
    ChangeDueRule,
    CommitmentChanges,
    CommitmentEntry,
    FocusArea,
    Happening,
    HistoryLine,
    Once,
    Signature,
)
from schemas.base import NAMESPACE_LOFTESKOLL, Party
from services.agreements import model
from services.agreements.model import Agreement, Facts, Told
from tests.agreements.lives import terminating
from tests.agreements.promised import FIRST_DAY, TODAY
from tests.builders import a_commitment, a_document, commitment_id

H = Happening
SHARED_ON, SIGNED_ON = date(2026, 1, 2), date(2026, 1, 7)


class Life:
    """What is wished for one after the other, each on a day."""

    def __init__(self, begun: tuple[Agreement, Facts], on: date = FIRST_DAY) -> None:
        self.told: list[Told] = []
        self.now = self._note(begun, on)

    def then(self, change: tuple[Agreement, Facts], on: date = TODAY) -> "Life":
        self.now = self._note(change, on)
        return self

    def _note(self, change: tuple[Agreement, Facts], on: date) -> Agreement:
        agreement, facts = change
        cause = uuid5(NAMESPACE_LOFTESKOLL, str(len(self.told)))
        self.told += [Told(fact, on, cause) for fact in facts]
        return agreement

    @property
    def lines(self) -> list[HistoryLine]:
        return model.history(self.now.first_written, self.told)


def kinds(lines: Iterable[HistoryLine]) -> list[Happening]:
    return [line.what for line in lines]


def a_signed_life() -> Life:
    """A draft that was changed, then shared, and signed by one after the other."""
    life = Life(model.draft(a_document(), "2506"))
    life.then(model.amend(life.now, AgreementChanges(title="Hemligt än så länge"), "Utkast", FIRST_DAY), FIRST_DAY)
    life.then(life.now.add_commitment(a_commitment("tva"), (), FIRST_DAY), FIRST_DAY)
    life.then(life.now.share(SHARED_ON, TODAY), SHARED_ON)
    for day, party, role in (
        (6, Party.MUNICIPALITY, "kommunalråd"),
        (7, Party.POLICE, "lokalpolisområdeschef"),
    ):
        signature = Signature(party=party, role=role, on=date(2026, 1, day))
        life.then(model.add_signature(life.now, signature, TODAY), signature.on)
    return life


def test_a_draft_is_begun_shared_signed_and_begins_to_apply_and_what_it_said_before_it_was_shared_is_its_writers() -> (
    None
):
    lines = a_signed_life().lines

    assert kinds(lines) == [H.SIGNED, H.SHARED, H.ACTIVATED, H.DRAFTED]
    assert [line.on for line in lines] == [SIGNED_ON, SHARED_ON, FIRST_DAY, FIRST_DAY]
    assert [(one.party, one.role, one.on.day) for one in lines[0].signatures] == [
        (Party.MUNICIPALITY, "kommunalråd", 6),
        (Party.POLICE, "lokalpolisområdeschef", 7),
    ]
    assert lines[2].told_on == SIGNED_ON  # it applied before it was signed
    assert lines[-1].drafted_by == "2506"
    assert "Hemligt" not in repr(lines)


def test_while_some_have_signed_each_is_told() -> None:
    life = Life(model.draft(a_document(), "2506"))
    life.then(life.now.share(SHARED_ON, TODAY), SHARED_ON)
    signature = Signature(party=Party.MUNICIPALITY, role="kommunalråd", on=SIGNED_ON)
    life.then(model.add_signature(life.now, signature, TODAY))

    first = life.lines[0]

    assert (first.what, first.party, first.role, first.on) == (H.SIGNATURE_ADDED, *tuple(signature.__dict__.values()))
    assert first.told_on == TODAY


def test_what_was_there_on_paper_is_told_as_registered_and_signed() -> None:
    lines = Life(model.register(a_document(), FIRST_DAY, TODAY), TODAY).lines
    assert [(line.what, line.on) for line in lines] == [
        (H.REGISTERED, TODAY),
        (H.ACTIVATED, FIRST_DAY),
        (H.SIGNED, FIRST_DAY),
    ]


def test_what_is_said_otherwise_is_told_as_it_was_and_as_it_became() -> None:
    life = a_signed_life()
    areas = (FocusArea(id="trygghet", name="Trygghet", goal="Fler vågar gå ut"),)
    for reason, changes in (
        ("Mallen", AgreementChanges(title="Ny rubrik")),
        ("Möte", AgreementChanges(title="Nyare rubrik", focus_areas=areas)),
    ):
        life.then(model.amend(life.now, changes, reason, TODAY))

    newest, older = life.lines[:2]

    assert (newest.what, newest.fields, newest.reason, newest.version) == (
        H.AMENDED,
        ("title", "focus_areas"),
        "Möte",
        4,
    )
    assert (newest.before, newest.after) != (None, None)
    assert (newest.before.agreement.title, newest.after.agreement.title) == ("Ny rubrik", "Nyare rubrik")
    assert newest.before.agreement.focus_areas == a_document().focus_areas
    assert newest.after.agreement.focus_areas == areas
    assert older.before.agreement.title == "Hemligt än så länge"  # as it was shared
    assert older.before.agreement.focus_areas is None  # nothing was said of them


def test_what_is_promised_otherwise_is_told_by_its_name_with_both_wordings() -> None:
    life, first, second = a_signed_life(), commitment_id(), commitment_id("tva")
    life.then(model.amend_commitment(life.now, second, CommitmentChanges(text="Två vandringar"), "Tydligare", TODAY))
    rule = ChangeDueRule(
        commitment="arjeplog-1", recurrence=Once(due=date(2026, 6, 1)), by=Party.POLICE, reason="Ljusare"
    )
    life.then(life.now.change_due_rule(first, rule, TODAY))
    life.then(life.now.add_commitment(added := a_commitment("tre"), (), TODAY))
    life.then(life.now.cancel_commitment(second, "Ingen behöver det", "Lokala BRÅ", TODAY))

    cancelled, tre, moved, reworded = life.lines[:4]

    assert kinds(life.lines[:4]) == [
        H.COMMITMENT_CANCELLED,
        H.COMMITMENT_ADDED,
        H.RULE_CHANGED,
        H.COMMITMENT_AMENDED,
    ]
    assert (cancelled.commitment, cancelled.text, cancelled.forum) == ("tva", "Två vandringar", "Lokala BRÅ")
    assert (tre.commitment, tre.text) == ("tre", added.text)
    assert moved.party is Party.POLICE
    assert (moved.before.recurrence, moved.after.recurrence) == (entry("arjeplog-1").recurrence, rule.recurrence)
    assert reworded.before.commitment.text == entry("tva").text
    assert reworded.after.commitment.text == "Två vandringar"


def test_notice_and_the_end_it_leads_to_are_told_each_on_its_day() -> None:
    life = a_signed_life()
    life.then(model.terminate(life.now, terminating(TODAY, date(2026, 5, 1)), TODAY))
    life.then(life.now.move_by_date(date(2026, 5, 1)), date(2026, 5, 1))

    ended, notice = life.lines[:2]

    assert kinds([ended, notice]) == [H.TERMINATED, H.NOTICE_GIVEN]
    assert (notice.on, notice.until, ended.on) == (TODAY, date(2026, 5, 1), date(2026, 5, 1))
    assert notice.forum == "BRÅ"


def entry(slug: str) -> CommitmentEntry:
    return a_commitment(slug)
