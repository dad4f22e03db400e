"""Are the generated files fresh, and does publishing keep what is published?"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import yaml

from deploy.language.__main__ import everything, stale
from deploy.language.asyncapi import HEADERS
from deploy.language.published import Publication, file_of, publish
from deploy.language.settings import BEGINS, ENDS, with_settings
from schemas.agreements import AgreementShared, ShowAgreement
from schemas.base import Message
from services.runtime.measures import Measures
from services.runtime.relay import copies

SHARED = file_of(AgreementShared.subject)


def test_every_generated_file_is_fresh():
    assert stale(everything()) == [], "run `make language`"


def test_no_published_message_has_changed():
    assert everything().refusals == []


def test_a_new_message_gets_its_file(tmp_path: Path):
    record = json.loads(publish_one(tmp_path, AgreementShared).files[SHARED])

    assert record["subject"] == "event.agreements.agreement-shared.v1"
    assert record["says"].startswith("The draft was sent")
    assert record["example"]["on"] == "2025-12-01"


def test_a_question_is_published_with_its_answer(tmp_path: Path):
    record = json.loads(publish_one(tmp_path, ShowAgreement).files[file_of(ShowAgreement.subject)])

    assert record["reply"]["name"] == "AgreementCard"
    assert record["reply"]["example"]["document"]["slug"] == "lulea-2026"


def test_an_incompatible_change_is_refused_and_the_file_kept(tmp_path: Path):
    published = published_before(tmp_path, lambda record: record["schema"]["properties"].update(by={"type": "string"}))

    publication = publish_one(tmp_path, AgreementShared)

    [refusal] = publication.refusals
    assert refusal.startswith("event.agreements.agreement-shared.v1 is published and cannot change: add v2 ")
    assert "message.by: the field was removed" in refusal
    assert publication.files[SHARED] == published


def test_a_compatible_change_renews_the_schema_and_keeps_the_first_example(tmp_path: Path):
    def before_the_field_on(record: dict[str, Any]) -> None:
        record["schema"]["properties"].pop("on")
        record["example"] = {"agreement_id": record["example"]["agreement_id"]}

    published_before(tmp_path, before_the_field_on)
    publication = publish_one(tmp_path, AgreementShared)

    assert publication.refusals == []
    record = json.loads(publication.files[SHARED])
    assert "on" in record["schema"]["properties"]
    assert list(record["example"]) == ["agreement_id"]


def test_a_message_that_nobody_says_any_more_is_missed(tmp_path: Path):
    published_before(tmp_path, lambda _: None)

    assert publish(tmp_path, {}).refusals == [
        "event.agreements.agreement-shared.v1 is published but no class says it: keep the class."
    ]


def test_asyncapi_points_only_at_what_it_holds(pytestconfig: pytest.Config):
    document = yaml.safe_load((pytestconfig.rootpath / "schemas/asyncapi.yaml").read_text(encoding="utf-8"))

    for reference in references(document):
        node = document
        for step in reference.removeprefix("#/").split("/"):
            node = node[step]


def test_asyncapi_has_who_sends_and_who_receives(pytestconfig: pytest.Config):
    document = yaml.safe_load((pytestconfig.rootpath / "schemas/asyncapi.yaml").read_text(encoding="utf-8"))
    operations = document["operations"]

    assert operations["agreements.says.event.agreements.agreement-signed.v1"]["action"] == "send"
    assert operations["followup.answers.ReportActivity"]["action"] == "receive"
    assert (
        document["channels"]["progress.agreement-signed.v1"]["address"]
        == "progress.{county}.{municipality}.agreement-signed.v1"
    )


def test_asyncapi_names_the_headers_that_the_relay_sets():
    row = {
        "seq": 1,
        "id": UUID(int=1),
        "subject": AgreementShared.subject,
        "subjects": [AgreementShared.subject],
        "about": "agreement/x",
        "sequence": 1,
        "body": "{}",
        "occurred_at": datetime(2026, 1, 15, tzinfo=UTC),
        "cause": UUID(int=2),
        "trace": "",
        "before": None,
    }

    assert sorted(HEADERS) == sorted(copies("agreements", row)[0].headers)


def test_the_settings_stand_between_their_marks_and_the_rest_is_left():
    page = with_settings(f"before\n{BEGINS}\nwhat was here before\n{ENDS}\nafter\n")

    assert page.startswith(f"before\n{BEGINS}\n")
    assert page.endswith(f"{ENDS}\nafter\n")
    assert "what was here before" not in page


def test_every_measure_is_explained_to_the_operator(pytestconfig: pytest.Config):
    page = (pytestconfig.rootpath / "docs/operations.md").read_text(encoding="utf-8")
    measures = {
        sample.name.removesuffix("_bucket").removesuffix("_count").removesuffix("_sum")
        for metric in Measures().registry.collect()
        for sample in [*metric.samples, metric]
        if not sample.name.endswith("_created")
    }

    assert [name for name in measures if f"`{name}" not in page] == []


def publish_one(top: Path, message: type[Message]) -> Publication:
    return publish(top, {message.subject: message})


def published_before(top: Path, change: Any) -> str:
    """A published file as it was before a change of the class."""
    record = json.loads(publish_one(top, AgreementShared).files[SHARED])
    change(record)
    text = json.dumps(record)
    (top / SHARED).parent.mkdir(parents=True)
    (top / SHARED).write_text(text, encoding="utf-8")
    return json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"


def references(node: Any) -> list[str]:
    if isinstance(node, dict):
        here = [node["$ref"]] if "$ref" in node else []
        return here + [found for inner in node.values() for found in references(inner)]
    return [found for inner in node for found in references(inner)] if isinstance(node, list) else []
