"""Which tables does the portal have? The migrations make them; this is how the code reads them.

Links and sessions run by the database's own clock, not the domain's: a fast clock must not burn them.
"""

from sqlalchemy import ARRAY, Column, DateTime, Integer, LargeBinary, MetaData, Table, Text, Uuid, func

metadata = MetaData()

account = Table(
    "account",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("mailbox", Text),
    Column("known_as", Text),
    Column("role", Text),
    Column("label", Text),
    Column("organisation", Text),
    Column("places", ARRAY(Text)),
    Column("added_at", DateTime(timezone=True)),
    Column("ended_at", DateTime(timezone=True)),
    Column("calendars", Integer, server_default="0"),
)

sign_in = Table(
    "sign_in",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("asked_for", LargeBinary),
    Column("account_id", Uuid),
    Column("back_to", Text),
    Column("asked_at", DateTime(timezone=True), server_default=func.now()),
    Column("expires_at", DateTime(timezone=True)),
    Column("used_at", DateTime(timezone=True)),
)

session = Table(
    "session",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("account_id", Uuid),
    Column("begun_at", DateTime(timezone=True), server_default=func.now()),
    Column("seen_at", DateTime(timezone=True), server_default=func.now()),
)
