-- Every table of a service keeps the earlier versions of its rows, by day (docs/adr/0011). history.keep(table), which
-- runtime/migrate.py calls for each after every migration, is all there is to do for a new table or column.

CREATE SCHEMA history; -- what stood before; only the triggers write there
CREATE SCHEMA as_of;   -- views with the tables' own names and columns: what stood at the end of the day loft.as_of

-- The domain's day, which runtime/connection.py tells each connection; else the day in Stockholm. Inlined: no cost. RETURN
-- and no string: its names are looked up here and now, not where it is called, by the owner's triggers too.
CREATE FUNCTION loft_today() RETURNS date LANGUAGE sql STABLE
  RETURN coalesce(nullif(current_setting('loft.today', true), '')::date, (now() AT TIME ZONE 'Europe/Stockholm')::date);

CREATE FUNCTION as_of_day() RETURNS date LANGUAGE sql STABLE AS $$ SELECT current_setting('loft.as_of')::date $$;

-- From these days on all is known: one for each table that held something when its history began.
CREATE TABLE history.since (day date NOT NULL);
CREATE VIEW as_of.since AS SELECT max(day) AS day FROM history.since;

CREATE VIEW as_of.event_log AS
  SELECT * FROM public.event_log
  WHERE occurred_at < (SELECT (as_of_day() + 1)::timestamp AT TIME ZONE 'Europe/Stockholm');

-- Before the form of tables changes: no view may lean on a column, and a new form of the same is no change to be kept.
-- history.keep() makes them again.
CREATE FUNCTION history.let_go() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  kept text;
BEGIN
  FOR kept IN SELECT v.table_name FROM information_schema.tables h
              JOIN information_schema.views v ON v.table_schema = 'as_of' AND v.table_name = h.table_name
              WHERE h.table_schema = 'history' AND h.table_name <> 'since' LOOP
    EXECUTE format('DROP VIEW as_of.%I', kept);
    EXECUTE format('DROP TRIGGER keep_what_stood ON public.%I', kept);
  END LOOP;
END $$;

CREATE FUNCTION history.begin(kept text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  filled boolean;
BEGIN
  EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', kept) INTO filled;
  IF filled THEN
    INSERT INTO history.since VALUES (loft_today());
  END IF;
  EXECUTE format('ALTER TABLE public.%I ADD recorded_on date NOT NULL DEFAULT %L', kept, loft_today());
  EXECUTE format('ALTER TABLE public.%I ALTER recorded_on SET DEFAULT public.loft_today()', kept);
  EXECUTE format('CREATE TABLE history.%1$I AS SELECT *, recorded_on AS replaced_on FROM public.%1$I WITH NO DATA', kept);
END $$;

-- The columns and indexes that the table has got since. Indexes that serve a queue (those with a condition) are left out.
CREATE FUNCTION history.follow(kept text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  change text;
BEGIN
  FOR change IN
    SELECT CASE WHEN h.attname IS NULL
      THEN format('ALTER TABLE history.%I ADD %I %s DEFAULT %s', kept, t.attname, format_type(t.atttypid, t.atttypmod),
                  coalesce(pg_get_expr(d.adbin, d.adrelid), 'NULL'))
      ELSE format('ALTER TABLE history.%I ALTER %I TYPE %3$s USING %2$I::%3$s', kept, t.attname,
                  format_type(t.atttypid, t.atttypmod)) END
    FROM pg_attribute t
    LEFT JOIN pg_attrdef d ON (d.adrelid, d.adnum) = (t.attrelid, t.attnum)
    LEFT JOIN pg_attribute h ON h.attrelid = format('history.%I', kept)::regclass AND h.attname = t.attname
    WHERE t.attrelid = format('public.%I', kept)::regclass AND t.attnum > 0 AND NOT t.attisdropped
      AND (h.atttypid, h.atttypmod) IS DISTINCT FROM (t.atttypid, t.atttypmod)
    UNION ALL
    SELECT regexp_replace(pg_get_indexdef(indexrelid), '^CREATE (UNIQUE )?INDEX (.+) ON public\.',
                          'CREATE INDEX IF NOT EXISTS \2 ON history.')
    FROM pg_index WHERE indrelid = format('public.%I', kept)::regclass AND indpred IS NULL
  LOOP
    EXECUTE change;
  END LOOP;
END $$;

-- Safe to repeat. A row is kept when it is changed or deleted on a later day than it was recorded: several changes within
-- a day cost no more than a comparison. SECURITY DEFINER: a service can add to its history so, and in no other way. The
-- functions name tables and types with their schemas: what a service makes in pg_temp is never meant. A search_path of their
-- own would say the same and cost more.
CREATE FUNCTION history.keep(kept text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  names text;
  olds text;
BEGIN
  IF to_regclass(format('history.%I', kept)) IS NULL THEN
    PERFORM history.begin(kept);
  END IF;
  PERFORM history.follow(kept);
  SELECT string_agg('"' || attname || '"', ', ' ORDER BY attnum), string_agg('OLD."' || attname || '"', ', ' ORDER BY attnum)
    INTO names, olds FROM pg_attribute -- always quoted: ”by” and ”to” mean something to plpgsql
    WHERE attrelid = format('public.%I', kept)::regclass AND attnum > 0 AND NOT attisdropped;
  IF obj_description(to_regclass(format('as_of.%I', kept)), 'pg_class') = names THEN
    RETURN; -- nothing has changed, and nobody need wait
  END IF;
  EXECUTE format($f$
    CREATE OR REPLACE FUNCTION history.%I() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $t$
    DECLARE
      today pg_catalog.date := public.loft_today();
    BEGIN
      IF OLD.recorded_on < today THEN
        INSERT INTO history.%I (%s, replaced_on) VALUES (%s, today);
        IF TG_OP = 'UPDATE' THEN
          NEW.recorded_on := today;
        END IF;
      END IF;
      IF TG_OP = 'DELETE' THEN
        RETURN OLD;
      END IF;
      RETURN NEW;
    END $t$ $f$, 'keep_' || kept, kept, names, olds);
  -- the condition is prepared anew for each statement: with loft_today(), which is inlined, that costs 18 µs, and so 2
  EXECUTE format('CREATE OR REPLACE TRIGGER keep_what_stood BEFORE UPDATE OR DELETE ON public.%I FOR EACH ROW '
    'WHEN (OLD.recorded_on::text IS DISTINCT FROM current_setting(''loft.today'', true)) '
    'EXECUTE FUNCTION history.%I()', kept, 'keep_' || kept);
  EXECUTE format('CREATE OR REPLACE VIEW as_of.%1$I AS SELECT %2$s FROM public.%1$I WHERE recorded_on <= (SELECT as_of_day()) '
    'UNION ALL SELECT %2$s FROM history.%1$I '
    'WHERE recorded_on <= (SELECT as_of_day()) AND replaced_on > (SELECT as_of_day())', kept, names);
  EXECUTE format('COMMENT ON VIEW as_of.%I IS %L', kept, names);
END $$;
