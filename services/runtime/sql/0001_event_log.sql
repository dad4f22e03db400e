-- What every service keeps beside its own tables. Applied once per database by runtime/migrate.py; never edited once
-- released: a change is a new file.

-- The event log: append-only, chained by hash per aggregate. The record; the streams can be rebuilt from it.
CREATE TABLE event_log (
  seq         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, -- order of insertion, NOT of commit: never page by it
  id          uuid NOT NULL UNIQUE,
  about       text NOT NULL,
  sequence    bigint NOT NULL,                                  -- 1, 2, 3… per aggregate
  subject     text NOT NULL,                                    -- the class of the message
  subjects    text[] NOT NULL,                                  -- where it is published
  body        text NOT NULL,
  occurred_at timestamptz NOT NULL,
  cause       uuid NOT NULL,
  trace       text NOT NULL,
  hash        bytea NOT NULL,
  UNIQUE (about, sequence)
);

CREATE TABLE event_head (about text PRIMARY KEY, sequence bigint NOT NULL, hash bytea NOT NULL);

-- What is not yet published. A row leaves only after the stream has acknowledged the event.
CREATE TABLE event_queue (seq bigint PRIMARY KEY);
ALTER TABLE event_queue SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

-- Gapless positions 1, 2, 3… in the order of publishing, given by the one active relay; and where each event was put.
CREATE TABLE event_position (
  position   bigint PRIMARY KEY,
  seq        bigint NOT NULL UNIQUE,
  stream     text NOT NULL,
  stream_seq bigint NOT NULL
);
CREATE INDEX event_position_stream ON event_position (stream, stream_seq);

-- Which incarnation of a stream the positions speak of.
CREATE TABLE stream_seen (stream text PRIMARY KEY, created text NOT NULL);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the event log is append-only'; END $$;
CREATE TRIGGER event_log_append_only BEFORE UPDATE OR DELETE ON event_log
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER event_log_never_emptied BEFORE TRUNCATE ON event_log
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- sha256 over the previous hash of the aggregate and one canonical line; runtime/verify.py computes the same in Python.
CREATE FUNCTION event_hash(prev bytea, id uuid, about text, sequence bigint, subjects text, occurred_at timestamptz,
                           cause uuid, body text)
RETURNS bytea LANGUAGE plpgsql IMMUTABLE AS $$ -- plpgsql: an SQL function that cannot be inlined costs ten times more
BEGIN
  RETURN sha256(prev || convert_to(concat_ws(E'\n', id, about, sequence, subjects,
    (extract(epoch FROM occurred_at) * 1000000)::bigint, cause, body), 'UTF8'));
END $$;

-- The only way into the log: numbers, chains, queues and wakes the relay, in the caller's transaction, in one round trip.
CREATE FUNCTION append_events(ids uuid[], abouts text[], kinds text[], targets text[], bodies text[],
                              at timestamptz, causes uuid[], traces text[])
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  head event_head;
  each record;
  fresh bigint;
  sequences bigint[];
  hashes bytea[];
BEGIN
  IF cardinality(ids) = 0 THEN
    RETURN;
  ELSIF cardinality(ids) = 1 THEN -- what most transactions say
    INSERT INTO event_head AS h
      VALUES (abouts[1], 1, event_hash('', ids[1], abouts[1], 1, targets[1], at, causes[1], bodies[1]))
      ON CONFLICT (about) DO UPDATE SET sequence = h.sequence + 1,
        hash = event_hash(h.hash, ids[1], h.about, h.sequence + 1, targets[1], at, causes[1], bodies[1])
      RETURNING * INTO head;
    INSERT INTO event_log (id, about, sequence, subject, subjects, body, occurred_at, cause, trace, hash)
      VALUES (ids[1], abouts[1], head.sequence, kinds[1], string_to_array(targets[1], ' '), bodies[1], at, causes[1],
              traces[1], head.hash)
      RETURNING seq INTO fresh;
    INSERT INTO event_queue VALUES (fresh);
  ELSE
    INSERT INTO event_head SELECT DISTINCT a, 0, ''::bytea FROM unnest(abouts) a ORDER BY a ON CONFLICT DO NOTHING;
    PERFORM 1 FROM event_head WHERE about = ANY (abouts) ORDER BY about FOR UPDATE;
    sequences := array_fill(0::bigint, ARRAY[cardinality(ids)]);
    hashes := array_fill(''::bytea, ARRAY[cardinality(ids)]);
    FOR each IN SELECT a.about, a.nr, h.sequence, h.hash FROM unnest(abouts) WITH ORDINALITY AS a(about, nr)
                JOIN event_head h USING (about) ORDER BY a.about, a.nr LOOP
      IF head.about IS DISTINCT FROM each.about THEN
        head := (each.about, each.sequence, each.hash);
      END IF;
      head.sequence := head.sequence + 1;
      head.hash := event_hash(head.hash, ids[each.nr], head.about, head.sequence, targets[each.nr], at, causes[each.nr],
                              bodies[each.nr]);
      sequences[each.nr] := head.sequence;
      hashes[each.nr] := head.hash;
    END LOOP;
    WITH said AS (
      INSERT INTO event_log (id, about, sequence, subject, subjects, body, occurred_at, cause, trace, hash)
        SELECT id, about, sequence, kind, string_to_array(target, ' '), body, at, cause, trace, hash
        FROM unnest(ids, abouts, sequences, kinds, targets, bodies, causes, traces, hashes) WITH ORDINALITY
          AS e(id, about, sequence, kind, target, body, cause, trace, hash, nr)
        ORDER BY nr
        RETURNING seq
    ) INSERT INTO event_queue SELECT seq FROM said;
    UPDATE event_head h SET sequence = last.sequence, hash = last.hash
      FROM (SELECT DISTINCT ON (about) about, sequence, hash FROM unnest(abouts, sequences, hashes)
            AS e(about, sequence, hash) ORDER BY about, sequence DESC) AS last
      WHERE h.about = last.about;
  END IF;
  PERFORM pg_notify('events', '');
END $$;

-- The relay's receipt: these events (in this order) are in that stream. A position once given is kept.
CREATE FUNCTION settle_events(seqs bigint[], into_stream text, stream_seqs bigint[])
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM event_queue WHERE seq = ANY (seqs);
  UPDATE event_position p SET stream = into_stream, stream_seq = s.at
    FROM unnest(seqs, stream_seqs) AS s(seq, at) WHERE p.seq = s.seq;
  INSERT INTO event_position (position, seq, stream, stream_seq)
    SELECT (SELECT coalesce(max(position), 0) FROM event_position) + row_number() OVER (ORDER BY s.nr),
           s.seq, into_stream, s.at
    FROM unnest(seqs, stream_seqs) WITH ORDINALITY AS s(seq, at, nr)
    WHERE NOT EXISTS (SELECT 1 FROM event_position p WHERE p.seq = s.seq);
END $$;

-- Which commands are done, and what was answered; repeating one gives the same reply.
CREATE TABLE command_done (
  command_id  uuid PRIMARY KEY,
  subject     text NOT NULL,
  fingerprint bytea NOT NULL,                                   -- sha256 of the wish: the same id with another wish is refused
  refused     text NOT NULL,
  done_at     timestamptz NOT NULL DEFAULT now()
);

-- The last thing that commands do: note that they are done, and say what happened. False: one of them was done before,
-- undo this.
CREATE FUNCTION finish_commands(commands uuid[], wishes text[], wished bytea[], ids uuid[], abouts text[],
                                kinds text[], targets text[], bodies text[], at timestamptz, causes uuid[],
                                traces text[])
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  fresh int;
BEGIN
  INSERT INTO command_done (command_id, subject, fingerprint, refused)
    SELECT c, w, f, '' FROM unnest(commands, wishes, wished) AS a(c, w, f) ORDER BY c
    ON CONFLICT DO NOTHING;
  GET DIAGNOSTICS fresh = ROW_COUNT;
  IF fresh < cardinality(commands) THEN
    RETURN false;
  END IF;
  PERFORM append_events(ids, abouts, kinds, targets, bodies, at, causes, traces);
  RETURN true;
END $$;

-- Up to which event of each aggregate this service has applied what others say.
CREATE TABLE watermark (
  producer text NOT NULL, about text NOT NULL, sequence bigint NOT NULL,
  PRIMARY KEY (producer, about)
);

-- Events that came before their turn, or wait behind one that failed.
CREATE TABLE held_event (
  producer text NOT NULL, about text NOT NULL, sequence bigint NOT NULL,
  id uuid NOT NULL, subject text NOT NULL, body text NOT NULL, occurred_at timestamptz NOT NULL, trace text NOT NULL,
  held_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (producer, about, sequence)
);

-- Aggregates whose next event failed: tried again at not_before, or parked until an operator decides.
CREATE TABLE stuck (
  producer text NOT NULL, about text NOT NULL,
  attempts int NOT NULL, not_before timestamptz NOT NULL, parked_at timestamptz, error text NOT NULL,
  PRIMARY KEY (producer, about)
);

-- Events an operator decided to skip; kept for ever.
CREATE TABLE skipped_event (
  producer text NOT NULL, about text NOT NULL, sequence bigint NOT NULL,
  id uuid NOT NULL, subject text NOT NULL, body text NOT NULL, error text NOT NULL,
  skipped_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (producer, about, sequence)
);
