"""With which statements are the point of no return and what came after it written down?"""

from sqlalchemy import text

MARK = text("""
WITH mail AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset(CAST(:mails AS jsonb)) AS m(
    id uuid, message_id text, mailbox text, doubted uuid, goes_above boolean)),
claim AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset(CAST(:claims AS jsonb)) AS c(id uuid, attempt integer, mail uuid)),
locked AS ( -- found by their ids alone: by state, all that a page has claimed would be read for each mail
  SELECT * FROM notice WHERE id = ANY (ARRAY(SELECT id FROM claim)) ORDER BY id FOR UPDATE),
held AS (
  SELECT c.* FROM claim c JOIN locked n ON n.id = c.id AND n.attempts = c.attempt
  WHERE n.state = 'claimed' AND n.phase = 'claimed' AND n.lease_until > clock_timestamp()),
whole AS (
  SELECT * FROM mail WHERE (SELECT count(*) FROM claim WHERE claim.mail = mail.id)
    = (SELECT count(*) FROM held WHERE held.mail = mail.id)
    -- the one gate before a mail server: whatever leaves by itself is held against the list here
    AND NOT EXISTS (SELECT FROM stopped_mailbox s WHERE s.mailbox_hash = mail.mailbox)
    AND (mail.goes_above OR :ceiling > ( -- as model/ceiling.py has it; the day itself is for `ours` to judge
      SELECT count(*) FROM mailed_day w WHERE w.mailbox_hash = mail.mailbox AND w.day >= :monday AND w.day < :day))),
ours AS ( -- the mailbox's day, if nobody has it, or if this mail or the one it repeats has it already
  INSERT INTO mailed_day AS d (mailbox_hash, day, mail_id) SELECT mailbox, :day, id FROM whole ORDER BY mailbox
  ON CONFLICT (mailbox_hash, day) DO UPDATE SET mail_id = excluded.mail_id
    WHERE d.mail_id IN (SELECT unnest(ARRAY[id, doubted]) FROM mail WHERE id = excluded.mail_id)
  RETURNING d.mail_id),
leaving AS (
  UPDATE notice n
  SET phase = 'dot', mail_id = m.id, message_id = m.message_id, lease_until = clock_timestamp() + :lease
  FROM held h JOIN ours o ON o.mail_id = h.mail JOIN mail m ON m.id = h.mail WHERE n.id = h.id),
noted AS (
  INSERT INTO attempt (notice_id, number, phase, mail_id)
  SELECT h.id, h.attempt, 'dot', h.mail FROM held h JOIN ours o ON o.mail_id = h.mail)
SELECT mail_id FROM ours""")
SETTLE = text("""
WITH told AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset(CAST(:told AS jsonb)) AS t(
    id uuid, attempt integer, role text, phase text, code integer, text text, mail uuid, message_id text, sent boolean,
    later boolean, frees_the_day boolean, state text, reason text, wait float, now timestamptz,
    not_before timestamptz)),
noted AS (
  INSERT INTO attempt (notice_id, number, phase, mail_id, code, text)
  SELECT id, attempt, phase, mail, code, text FROM told),
freed AS (DELETE FROM mailed_day WHERE mail_id = ANY (ARRAY(SELECT mail FROM told WHERE frees_the_day)))
UPDATE notice n
SET state = t.state, phase = 'claimed', role = t.role, reason = t.reason, delays = n.delays + t.later::integer,
  retry_at = statement_timestamp() + make_interval(secs => t.wait), changed_at = t.now,
  not_before = coalesce(t.not_before, n.not_before),
  mail_id = CASE WHEN t.sent THEN t.mail ELSE n.mail_id END,
  message_id = CASE WHEN t.sent THEN t.message_id ELSE n.message_id END
FROM told t
WHERE n.id = ANY (ARRAY(SELECT id FROM told)) AND n.id = t.id AND (n.attempts = t.attempt AND n.state = 'claimed'
  -- a mail that was taken is taken, whoever holds the claim now, unless its successor's dot is on the way too
  OR t.sent AND (n.state = 'planned' OR n.state = 'claimed' AND n.phase = 'claimed'))
RETURNING n.id""")
MARK_SIGN_INS = text("""
WITH mail AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset(CAST(:mails AS jsonb)) AS m(id uuid, attempt integer, message_id text))
UPDATE sign_in_mail s
SET phase = 'dot', message_id = m.message_id, lease_until = clock_timestamp() + :lease
FROM mail m
WHERE s.id = m.id AND s.attempts = m.attempt AND s.state = 'claimed' AND s.phase = 'claimed'
  -- not held against the list above: who asked for it waits for it
  AND s.lease_until > clock_timestamp() AND s.expires_at > clock_timestamp()
RETURNING s.id""")
