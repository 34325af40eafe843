-- A sane firm's year, drawn without a loop: whatever looks like chance is a hash of what it is about.
-- The firm's calendar (`days`: ix, day, month, month_ix) and `SEED` come from generate.py, as do the macros of words.

CREATE OR REPLACE MACRO draw(purpose, one, other) AS CAST(hash(purpose, one, other, SEED) >> 1 AS BIGINT);
CREATE OR REPLACE MACRO chance(purpose, one, other) AS (draw(purpose, one, other) % 1000000007) / 1000000007.0;
-- Seconds of work since nine o'clock, the noon break left out.
CREATE OR REPLACE MACRO clock(day, seconds) AS
    CAST(day AS TIMESTAMP) + to_seconds(CAST(32400 + seconds + CASE WHEN seconds >= 10800 THEN 3600 ELSE 0 END AS BIGINT));

-- Few reps have many customers and most have some; most keep nearly every duty and a few neglect them.
CREATE OR REPLACE TABLE reps AS
SELECT rep_no, printf('R%06d', rep_no) AS rep_id, rep_no % 7 AS team,
    CASE WHEN place < 0.62 THEN 0.9995 WHEN place < 0.88 THEN 0.995 WHEN place < 0.97 THEN 0.97 ELSE 0.88 END AS quality,
    CAST(least(110, greatest(9, round(-23 * ln(1 - (rank - 0.5) / REPS)))) AS INTEGER) AS mature,
    1 + rep_no % 2 AS key_customers,
    CASE WHEN rep_no % 25 = 24 THEN 20 + draw('joined', rep_no, 0) % 140 ELSE 0 END AS first_ix,
    CASE WHEN rep_no % 50 = 49 THEN 190 + draw('left', rep_no, 0) % 40 ELSE 100000 END AS last_ix,
    rep_no % 97 = 13 AS copies, rep_no % 89 = 7 AS writes_up
FROM (
    SELECT rep_no, row_number() OVER (ORDER BY draw('size', rep_no, 0), rep_no) AS rank,
        chance('quality', rep_no, 0) AS place
    FROM range(REPS) t(rep_no)
);

CREATE OR REPLACE TABLE absences AS
SELECT rep_no, start AS first_ix, start + length - 1 AS last_ix, reason
FROM (
    SELECT rep_no, 10 + draw('leave', rep_no, 1) % 100 AS start, 5 AS length, '年假' AS reason FROM reps
    UNION ALL
    SELECT rep_no, 120 + draw('leave', rep_no, 2) % 90, 3, '病假' FROM reps WHERE draw('ill', rep_no, 2) % 5 < 2
);

-- Each rep's days at work, numbered: duties are laid out over these.
CREATE OR REPLACE TABLE rep_days AS
SELECT rep_no, row_number() OVER (PARTITION BY rep_no ORDER BY ix) - 1 AS n, ix, day, month, month_ix
FROM reps JOIN days ON days.ix BETWEEN reps.first_ix AND reps.last_ix
WHERE NOT EXISTS (
    SELECT 1 FROM absences WHERE absences.rep_no = reps.rep_no AND days.ix BETWEEN absences.first_ix AND absences.last_ix
);
CREATE OR REPLACE TABLE rep_months AS
SELECT rep_no, month, month_ix, min(n) AS first_n, max(n) AS last_n FROM rep_days GROUP BY ALL;
CREATE OR REPLACE TABLE spans AS
SELECT rep_no, max(n) AS last_n, max(day) AS left_day FROM rep_days GROUP BY rep_no;

-- Stretches of care: those from before the log, one new customer a month, a few lost, a few handed to the next rep.
CREATE OR REPLACE TABLE own_care AS
SELECT rep_no, rep_no * 1000 + j AS customer_no, first_n, quality,
    CASE WHEN ends = 'lost' THEN 60 + draw('end', rep_no, j) % 120 WHEN ends = 'handed_over' THEN 80 + draw('end', rep_no, j) % 80 END AS end_n,
    ends, CASE WHEN j < key_customers THEN 'A' ELSE ['B', 'C', 'C', 'D'][1 + draw('grade', rep_no, j) % 4] END AS grade
FROM (
    SELECT rep_no, j, 0 AS first_n, quality, key_customers,
        CASE WHEN j = mature - 1 AND rep_no % 3 = 0 THEN 'lost' WHEN j = mature - 2 AND rep_no % 4 = 0 THEN 'handed_over' END AS ends
    FROM reps, range(110) t(j) WHERE j < mature
    UNION ALL
    SELECT rep_no, 500 + month_ix, first_n, quality, 0, NULL
    FROM reps JOIN rep_months USING (rep_no) WHERE chance('new', rep_no, month_ix) < quality
);
CREATE OR REPLACE TABLE care AS
WITH dated AS (
    SELECT own_care.*, first.day AS first_day, last.day AS last_day
    FROM own_care
    JOIN rep_days AS first ON first.rep_no = own_care.rep_no AND first.n = own_care.first_n
    LEFT JOIN rep_days AS last ON last.rep_no = own_care.rep_no AND last.n = own_care.end_n
)
SELECT rep_no, customer_no, grade, quality, first_n, coalesce(end_n, 100000) AS last_n,
    CASE WHEN customer_no % 1000 < 500 AND first_ix = 0
        THEN DATE '2024-01-08' + CAST(customer_no % 600 AS INTEGER) ELSE first_day END AS first_day,
    coalesce(dated.last_day, CASE WHEN last_ix < 100000 THEN spans.left_day END) AS last_day,
    CASE WHEN dated.last_day IS NOT NULL THEN ends WHEN last_ix < 100000 THEN 'handed_over' END AS end_reason
FROM dated JOIN reps USING (rep_no, quality) JOIN spans USING (rep_no)
UNION ALL
SELECT heir.rep_no, customer_no, grade, heir.quality, arrival.n, 100000, dated.last_day + 1, NULL, NULL
FROM dated JOIN reps AS heir ON heir.rep_no = (dated.rep_no + 1) % REPS
JOIN rep_days AS arrival ON arrival.rep_no = heir.rep_no AND arrival.day > dated.last_day
WHERE dated.ends = 'handed_over' AND dated.last_day IS NOT NULL AND REPS > 1 AND heir.rep_no % 25 <> 24 AND heir.last_ix = 100000
QUALIFY row_number() OVER (PARTITION BY customer_no ORDER BY arrival.day) = 1;

CREATE OR REPLACE MACRO contact_of(customer_no) AS
    surnames(draw('surname', customer_no, 0)) || posts(draw('post', customer_no, 0));
CREATE OR REPLACE MACRO note(type, customer_no, h) AS concat(
    replace(
        CASE type WHEN 'call' THEN openings_call(h) WHEN 'visit' THEN openings_visit(h) WHEN 'message' THEN openings_message(h)
            WHEN 'meeting' THEN openings_meeting(h) WHEN 'inquiry' THEN openings_message(h) ELSE openings_email(h) END,
        '{contact}', contact_of(customer_no)
    ),
    '，', note_subjects(h >> 3),
    CASE WHEN (h >> 50) % 10 < 3 THEN concat('（', 1 + (h >> 13) % 40, '台，约', 3 + (h >> 17) % 190, '万元）') ELSE '' END,
    '。', note_voices(h >> 22), '，', note_next(h >> 27), '。',
    CASE WHEN (h >> 54) % 20 < 6
        THEN concat('另', note_subjects(h >> 32), '，', note_voices(h >> 36), '；', 1 + (h >> 41) % 12, '月', 1 + (h >> 45) % 28, '日前回复。') ELSE '' END,
    CASE WHEN (h >> 54) % 20 = 0
        THEN concat(note_voices(h >> 12), '，', note_subjects(h >> 44), '；', note_voices(h >> 47), '，', note_next(h >> 8), '。') ELSE '' END
);
