{# For each row of `triggers`: the day its deadline falls due, and the last instant an answer may begin.
   The calendar is the rep's own presence, or the company's days where anyone may answer. #}
{% set calendar = ('presence' if own_presence else 'days') | identifier %}
{% if unit in ('clock', 'day') %}
SELECT
  t.row_id,
  {% if own_presence %}
  CASE WHEN p.present THEN t.due_on ELSE n.day END AS due_on,
  CASE WHEN p.present THEN t.deadline
    ELSE CAST(n.day AS TIMESTAMP) + INTERVAL 1 DAY - INTERVAL 1 MICROSECOND END AS deadline
  {% else %}
  t.due_on, t.deadline
  {% endif %}
FROM (
  {% if unit == 'clock' %}
  SELECT *, CAST(deadline - INTERVAL 1 MICROSECOND AS DATE) AS due_on
  FROM (
    SELECT *, (CASE WHEN day_precise THEN CAST(day AS TIMESTAMP) + INTERVAL 1 DAY ELSE earliest END)
      + {{ amount }} * INTERVAL 1 SECOND AS deadline
    FROM triggers
  ) clocked
  {% else %}
  SELECT *, CAST(day + {{ amount }} * INTERVAL 1 DAY AS DATE) AS due_on,
    CAST(day AS TIMESTAMP) + {{ amount + 1 }} * INTERVAL 1 DAY - INTERVAL 1 MICROSECOND AS deadline
  FROM triggers
  {% endif %}
) t
  {% if own_presence %}
LEFT JOIN presence p ON p.rep_id = t.rep_id AND p.day = t.due_on
LEFT JOIN presence n ON n.rep_id = t.rep_id AND n.working AND n.workdays_through = p.workdays_through + 1
  {% endif %}
{% elif unit == 'workday' %}
SELECT t.row_id, n.day AS due_on, CAST(n.day AS TIMESTAMP) + INTERVAL 1 DAY - INTERVAL 1 MICROSECOND AS deadline
FROM triggers t
JOIN {{ calendar }} p ON {% if own_presence %}p.rep_id = t.rep_id AND {% endif %}p.day = t.day
LEFT JOIN {{ calendar }} n ON {% if own_presence %}n.rep_id = t.rep_id AND {% endif %}
  n.working AND n.workdays_through = p.workdays_through + {{ amount }}
{% else %}
{# Work counts from the opening of the trigger's own day, in microseconds: what had passed by then, and what is
   allowed. Its whole days lead to the day, its rest to the instant; a rest of nothing is the day's closing. #}
SELECT
  t.row_id, n.day AS due_on,
  CAST(n.day AS TIMESTAMP) + CAST(h.opens - h.before + t.rest // 1000000 AS INTEGER) * INTERVAL 1 SECOND
    + CAST(t.rest % 1000000 AS INTEGER) * INTERVAL 1 MICROSECOND AS deadline
FROM (
  SELECT t.*, t.base + t.work // {{ day_length }} + CASE WHEN t.work % {{ day_length }} = 0 THEN 0 ELSE 1 END AS target,
    CASE WHEN t.work % {{ day_length }} = 0 THEN {{ day_length }} ELSE t.work % {{ day_length }} END AS rest
  FROM (
    SELECT t.row_id, t.rep_id, p.workdays_through - CASE WHEN p.working THEN 1 ELSE 0 END AS base,
      {{ amount }} * CAST(1000000 AS BIGINT)
        + CASE WHEN NOT p.working THEN 0 WHEN t.day_precise THEN {{ day_length }} ELSE t.passed END AS work
    FROM (
      SELECT c.row_id, c.rep_id, c.day, c.day_precise, CAST(sum(least(
        greatest(c.clock - h.opens * CAST(1000000 AS BIGINT), 0), (h.closes - h.opens) * CAST(1000000 AS BIGINT)
      )) AS BIGINT) AS passed
      FROM (
        SELECT *, (hour(earliest) * 60 + minute(earliest)) * CAST(60000000 AS BIGINT) + microsecond(earliest) AS clock
        FROM triggers
      ) c
      CROSS JOIN hours h
      GROUP BY c.row_id, c.rep_id, c.day, c.day_precise
    ) t
    JOIN {{ calendar }} p ON {% if own_presence %}p.rep_id = t.rep_id AND {% endif %}p.day = t.day
  ) t
) t
LEFT JOIN {{ calendar }} n ON {% if own_presence %}n.rep_id = t.rep_id AND {% endif %}
  n.working AND n.workdays_through = t.target
LEFT JOIN hours h ON h.before * CAST(1000000 AS BIGINT) < t.rest
  AND t.rest <= (h.before + h.closes - h.opens) * CAST(1000000 AS BIGINT)
{% endif %}
