-- One signed row a day over the event log (runtime/seal.py). The signing key is never in the database.
CREATE TABLE seal (
  day       date PRIMARY KEY,         -- the day in Stockholm that had ended when the seal was made
  events    bigint NOT NULL,          -- how many the log held
  last_seq  bigint NOT NULL,          -- up to this place; what came later belongs to the next seal
  digest    bytea NOT NULL,           -- over the heads of the aggregates that have grown since the seal before
  previous  bytea NOT NULL,           -- sha256 of the seal before; empty for the first
  key       text NOT NULL,            -- which key signed
  signature bytea NOT NULL
);

CREATE FUNCTION refuse_seal_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'seals are append-only'; END $$;
CREATE TRIGGER seal_append_only BEFORE UPDATE OR DELETE ON seal
  FOR EACH ROW EXECUTE FUNCTION refuse_seal_change();
CREATE TRIGGER seal_never_emptied BEFORE TRUNCATE ON seal
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_seal_change();
