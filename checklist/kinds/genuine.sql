{# Each record looked at, with the signals it gives on the day it was entered. #}
WITH entries AS (
  SELECT *, coalesce(logged_at, earliest) AS entered_from,
    CASE WHEN logged_at IS NULL THEN latest
      WHEN logged_day_precise THEN logged_at + INTERVAL 1 DAY - INTERVAL 1 MICROSECOND
      ELSE logged_at END AS entered_to
  FROM ({{ rows }}) selected
  WHERE rep_id IN (SELECT rep_id FROM judged)
),
triggers AS (
  SELECT row_id, rep_id, customer_id, entered_from, entered_to, sure, cause, burst_open, copy_open FROM entries
  WHERE CAST(entered_from AS DATE) BETWEEN {{ due_from }} AND {{ due_to }}
),
{% if burst is not none %}
timed AS (
  SELECT row_id, rep_id, day, logged_at FROM entries
  WHERE NOT logged_day_precise
    AND logged_at >= CAST({{ due_from }} AS TIMESTAMP) - {{ burst.minutes }} * INTERVAL 1 MINUTE
    AND CAST(logged_at AS DATE) <= {{ due_to }}
),
crowded AS (
  {# Enough entries, first: only those are worth counting days for. #}
  SELECT *
  FROM (
    SELECT row_id, rep_id, logged_at, count(*) OVER (
      PARTITION BY rep_id ORDER BY logged_at
      RANGE BETWEEN {{ burst.minutes }} * INTERVAL 1 MINUTE PRECEDING AND CURRENT ROW
    ) AS entries
    FROM timed
  ) counted
  WHERE entries >= {{ burst.entries }}
),
bursts AS (
  SELECT c.row_id
  FROM crowded c
  JOIN (SELECT DISTINCT rep_id, logged_at, day FROM timed) t
    ON t.rep_id = c.rep_id AND t.logged_at <= c.logged_at
    AND t.logged_at >= c.logged_at - {{ burst.minutes }} * INTERVAL 1 MINUTE
  GROUP BY c.row_id
  HAVING count(DISTINCT t.day) >= {{ burst.days }}
),
{% endif %}
{% if copied is not none %}
folded AS (
  {# Each text once, since folding is dear; it lengthens none, so that short ones stay out. What is too short only
     then is NULL, and like nothing: were it filtered, planners would fold every row to do so (3 s for a million). #}
  SELECT text, CASE WHEN length(note) >= {{ copied.min_length }} THEN note END AS note
  FROM (
    SELECT text, {{ note }} AS note
    FROM (
      SELECT text, {{ narrowed }} AS narrowed
      FROM (SELECT DISTINCT text FROM entries WHERE length(text) >= {{ copied.min_length }}) each_text
    ) narrow
  ) plain
),
noted AS (
  SELECT e.row_id, e.rep_id, e.customer_id, e.entered_from, e.entered_to, f.note,
    CAST(e.entered_from AS DATE) BETWEEN {{ due_from }} AND {{ due_to }} AS asked
  FROM entries e
  JOIN folded f ON f.text = e.text
),
alike AS (
  {# What stands too seldom to be a copy, or not among the days asked for, needs no order. #}
  SELECT n.*
  FROM noted n
  JOIN (
    SELECT rep_id, note FROM noted
    GROUP BY rep_id, note
    HAVING count(customer_id) >= {{ copied.entries - 1 }} AND max(CASE WHEN asked THEN 1 ELSE 0 END) = 1
  ) o ON o.rep_id = n.rep_id AND o.note = n.note
),
moments AS (
  {# For each text, the moments at which one more customer has it, and those at which an entry asks how many. #}
  SELECT NULL AS row_id, NULL AS customer_id, rep_id, note, min(entered_from) AS moment, 1 AS customer
  FROM alike WHERE customer_id IS NOT NULL GROUP BY rep_id, note, customer_id
  UNION ALL
  SELECT row_id, customer_id, rep_id, note, entered_to, 0 FROM alike WHERE asked
),
copies AS (
  SELECT row_id, customers - CASE WHEN customer_id IS NULL THEN 0 ELSE 1 END AS customers
  FROM (
    SELECT row_id, customer_id, sum(customer) OVER (
      PARTITION BY rep_id, note ORDER BY moment RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS customers
    FROM moments
  ) m
  WHERE row_id IS NOT NULL
),
{% endif %}
signals AS (
  SELECT t.*,
    {% if burst is not none %}b.row_id IS NOT NULL{% else %}FALSE{% endif %} AS in_burst,
    {% if copied is not none %}coalesce(c.customers >= {{ copied.entries - 1 }}{% if copies_open %} AND t.copy_open IS NULL{% endif %}, FALSE){% else %}FALSE{% endif %} AS is_copy,
    {% if copied is not none %}c.customers{% else %}0{% endif %} AS customers,
    {% if copies_open %}least(t.burst_open, CASE WHEN n.note IS NOT NULL THEN t.copy_open END){% else %}t.burst_open{% endif %} AS open_for
  FROM triggers t
{% if burst is not none %}
  LEFT JOIN bursts b ON b.row_id = t.row_id
{% endif %}
{% if copied is not none %}
  LEFT JOIN copies c ON c.row_id = t.row_id
{% endif %}
{% if copies_open %}
  LEFT JOIN noted n ON n.row_id = t.row_id
{% endif %}
)
SELECT
  rep_id, row_id AS trigger_row, NULL AS answer_row,
  CAST(entered_from AS DATE) AS arises_on, CAST(entered_from AS DATE) AS first_due, CAST(entered_from AS DATE) AS last_due,
  1 AS expected, CASE WHEN in_burst OR is_copy OR open_for IS NOT NULL THEN 0 ELSE 1 END AS met,
  CASE WHEN in_burst OR is_copy THEN CASE WHEN sure THEN 0 ELSE 1 END WHEN open_for IS NOT NULL THEN 1 ELSE 0 END AS unknown,
  CASE WHEN in_burst OR is_copy THEN cause WHEN open_for IS NOT NULL THEN least(open_for, cause) END AS cause,
  {# Nothing is found of what is only open. #}
  CASE WHEN is_copy THEN customers + 1 WHEN in_burst THEN 0 END AS found
FROM signals
{# What may be none of the records looked at, and gives no signal, is left out. #}
WHERE sure OR in_burst OR is_copy OR open_for IS NOT NULL
