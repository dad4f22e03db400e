"""Which tables does the notifier have? The migrations make them; this is how the code reads them.

Two clocks: `not_before` and `changed_at` are the domain's time; `heard_at`, `retry_at`, `lease_until`, `expires_at` and
an attempt's `at` are the database's own, so that a fast or jumping domain clock never ends a lease.
"""

from collections.abc import Callable
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Enum,
    Identity,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    Uuid,
)

from schemas.followup import Rung
from schemas.notifier import MailState
from services.notifier.model.notice import Phase

metadata = MetaData()


def _word(words: type[StrEnum]) -> Enum:
    return Enum(
        words, native_enum=False, create_constraint=False, values_callable=lambda kind: [one.value for one in kind]
    )


class RungWord(TypeDecorator[Rung]):
    impl = Text
    cache_ok = True

    def result_processor(self, _dialect: Dialect, _coltype: object) -> Callable[[str], Rung]:
        return Rung


notice = Table(
    "notice",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("occurrence_id", Uuid),
    Column("deadline_id", Uuid),
    Column("agreement_id", Uuid),
    Column("commitment_id", Uuid),
    Column("function_id", Uuid),
    Column("role", Text),
    Column("rung", RungWord),
    Column("due_version", Integer),
    Column("state", _word(MailState)),
    Column("phase", _word(Phase)),
    Column("reason", Text),
    Column("attempts", Integer),
    Column("delays", Integer),
    Column("doubts", Integer),
    Column("doubted", Uuid),
    Column("mail_id", Uuid),
    Column("message_id", Text),
    Column("not_before", DateTime(timezone=True)),
    Column("retry_at", DateTime(timezone=True)),
    Column("claimed_by", Integer),
    Column("lease_until", DateTime(timezone=True)),
    Column("heard_at", DateTime(timezone=True)),
    Column("created_at", DateTime(timezone=True)),
    Column("changed_at", DateTime(timezone=True)),
)

attempt = Table(
    "attempt",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("notice_id", Uuid),
    Column("number", Integer),
    Column("phase", _word(Phase)),
    Column("mail_id", Uuid),
    Column("code", Integer),
    Column("text", Text),
    Column("at", DateTime(timezone=True)),
)

all_heard = Table(
    "all_heard",
    metadata,
    Column("one", Boolean, primary_key=True),
    Column("heard_at", DateTime(timezone=True)),
    Column("day", Date),
    Column("looked_on", Date),
    Column("looked_at", DateTime(timezone=True)),
)

answer = Table(
    "answer",
    metadata,
    Column("occurrence_id", Uuid, primary_key=True),
    Column("party", Text, primary_key=True),
    Column("on", Date),
)

mailed_day = Table(
    "mailed_day",
    metadata,
    Column("mailbox_hash", Text, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("mail_id", Uuid),
)

stopped_mailbox = Table(
    "stopped_mailbox",
    metadata,
    Column("mailbox_hash", Text, primary_key=True),
    Column("stop_id", Uuid),
    Column("reason", Text),
    Column("at", DateTime(timezone=True)),
)

sign_in_mail = Table(
    "sign_in_mail",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("account_id", Uuid),
    Column("expires_at", DateTime(timezone=True)),
    Column("state", _word(MailState)),
    Column("phase", _word(Phase)),
    Column("reason", Text),
    Column("attempts", Integer),
    Column("message_id", Text),
    Column("retry_at", DateTime(timezone=True)),
    Column("lease_until", DateTime(timezone=True)),
    Column("changed_at", DateTime(timezone=True)),
)
