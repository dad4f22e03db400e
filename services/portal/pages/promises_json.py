"""What does a program read of a municipality's promises? One shape, of which there are versions.

A field may come; one that is there is neither taken away nor given another meaning in the same version (`make check`).
"""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from schemas.base import MunicipalityCode, Party
from schemas.followup import Light

SCHEMA = "/loften.schema.json"


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True)


class WhoAnswers(_Told):
    """A function: never a person."""

    party: Party
    role: str


class PromiseV1(_Told):
    """One promise, and what has come of it."""

    id: UUID
    agreement: str = Field(description="The title of the agreement that it stands in.")
    since: date = Field(description="The first day of the agreement.")
    until: date | None = Field(description="Its last day; null: until further notice.")
    text: str = Field(description="What is promised, in Swedish.")
    rule: str = Field(description="How often or when, in Swedish.")
    due: date | None = Field(description="The last day of what is next; null: there is none.")
    done: int = Field(description="How many times it has been done in the period that `target` is of.")
    target: int | None = Field(description="How many times it shall be done; null: it cannot be counted.")
    status: str = Field(description="How it stands, in Swedish.")
    light: Light
    responsible: tuple[WhoAnswers, ...]
    told_on: date | None = Field(description="When residents were last told what came of the agreement.")
    as_of: date = Field(description="The day of which all this is true.")


class PromisesV1(_Told):
    """What has been promised to the residents of a municipality."""

    version: Literal[1]
    municipality: MunicipalityCode
    name: str
    promises: tuple[PromiseV1, ...]


def schema() -> dict[str, object]:
    """JSON Schema, draft 2020-12."""
    told = PromisesV1.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA, **told}
