{# Each later record beside the step that should stand before it. #}
{% set itself = ('record_key' if several else 'row_id') | identifier %}
{# A record of several customers wants one record before it; it stands for its first row with that rep. #}
{% set lead = ('lead' if several else 'row_id') | identifier %}
{% set calendar = ('presence' if own_presence else 'days') | identifier %}
WITH later AS (
{% if closing is not none %}
  SELECT c.*, s.step FROM ({{ closing }}) c CROSS JOIN (VALUES {% for _ in steps %}({{ loop.index }}){% if not loop.last %}, {% endif %}{% endfor %}) s(step)
{% else %}
{% for rows in steps[1:] %}
  SELECT *, {{ loop.index }} AS step FROM
  {% if every_case %}
    (
      SELECT * EXCLUDE (first) FROM (
        SELECT *, first_value({{ itself }}) OVER (PARTITION BY case_id ORDER BY row_id) AS first
        FROM ({{ rows }}) selected WHERE case_id IS NOT NULL
      ) numbered WHERE {{ itself }} = first
    )
  {% else %}
    ({{ rows }})
  {% endif %}
    step_{{ loop.index }}
{% if not loop.last %}
  UNION ALL
{% endif %}
{% endfor %}
{% endif %}
),
triggers AS (
{% for rows in (steps if closing is not none else steps[:-1]) %}
  SELECT *, {{ loop.index }} AS step FROM ({{ rows }}) step_{{ loop.index }} WHERE "key" IS NOT NULL
{% if not loop.last %}
  UNION ALL
{% endif %}
{% endfor %}
),
expected AS (
  SELECT *{% if several %}, min(row_id) OVER (PARTITION BY record_key, rep_id, step) AS lead{% endif %} FROM later
  WHERE "key" IS NOT NULL AND day BETWEEN {{ due_from }} AND {{ due_to }} AND rep_id IN (SELECT rep_id FROM judged)
),
matched AS (
  SELECT l.{{ lead }} AS row_id, l.step, l.rep_id, e.row_id AS answer_row, l.day, l.earliest, e.day AS earlier_day, e.latest AS earlier_latest
  FROM expected l
  JOIN triggers e ON e.step = l.step AND e."key" = l."key" AND e.{{ itself }} <> l.{{ itself }} AND e.earliest <= l.latest
{% if by == 'same_rep' %}
    AND e.rep_id = l.rep_id
{% elif by == 'someone_else' %}
    AND e.rep_id <> l.rep_id
{% endif %}
{% if handover %}
  UNION ALL
  {# Another rep who had the customer in care on the day counts as the same. #}
  SELECT l.{{ lead }}, l.step, l.rep_id, e.row_id, l.day, l.earliest, e.day, e.latest
  FROM expected l
  JOIN shared_care c ON c.customer_id = l.customer_id AND c.rep_id <> l.rep_id
  JOIN triggers e ON e.step = l.step AND e."key" = l."key" AND e.rep_id = c.rep_id AND e.{{ itself }} <> l.{{ itself }}
    AND e.earliest <= l.latest AND e.day BETWEEN c.care_first AND c.care_last
{% endif %}
),
preceded AS (
  SELECT m.row_id, m.step, max(m.answer_row) AS answer_row
  FROM matched m
{% if unit == 'workday' %}
  {# Fewer working days lie between the two than are allowed: those of the rep who is asked, whoever was there before. #}
  LEFT JOIN {{ calendar }} d ON d.day = m.earlier_day{% if own_presence %} AND d.rep_id = m.rep_id{% endif %}

  LEFT JOIN {{ calendar }} n ON n.day = m.day - INTERVAL 1 DAY{% if own_presence %} AND n.rep_id = m.rep_id{% endif %}

  WHERE coalesce(n.workdays_through, 0) - coalesce(d.workdays_through, 0) < {{ amount }}
{% elif unit == 'clock' %}
  WHERE m.earliest <= m.earlier_latest + {{ amount }} * INTERVAL 1 SECOND
{% elif unit == 'day' %}
  WHERE m.day <= m.earlier_day + {{ amount }} * INTERVAL 1 DAY
{% elif unit == 'month' %}
  WHERE m.day <= m.earlier_day + {{ amount }} * INTERVAL 1 MONTH
{% elif unit == 'year' %}
  WHERE m.day <= m.earlier_day + {{ amount }} * INTERVAL 1 YEAR
{% endif %}
  GROUP BY m.row_id, m.step
)
SELECT
  l.rep_id, l.customer_id, l.case_id, CAST(l.step AS VARCHAR) AS step, l.row_id AS trigger_row, p.answer_row,
  l.day AS arises_on, l.day AS first_due, l.day AS last_due,
  1 AS expected, CASE WHEN p.row_id IS NULL THEN 0 ELSE 1 END AS met, 0 AS unjudged
FROM {% if several %}(SELECT * FROM expected WHERE row_id = lead){% else %}expected{% endif %} l
LEFT JOIN preceded p ON p.row_id = l.row_id AND p.step = l.step
{% if unit is not none and span_first is not none %}
{# What may have stood before the log began cannot be shown, and is not expected. #}
WHERE p.row_id IS NOT NULL
{% if unit == 'clock' %}
  OR l.earliest >= CAST({{ span_first }} AS TIMESTAMP) + {{ amount }} * INTERVAL 1 SECOND
{% elif unit == 'day' %}
  OR l.day >= {{ span_first }} + {{ amount }} * INTERVAL 1 DAY
{% elif unit == 'workday' %}
  OR (SELECT d.workdays_through FROM {{ calendar }} d WHERE d.day = l.day - INTERVAL 1 DAY{% if own_presence %} AND d.rep_id = l.rep_id{% endif %})
    - coalesce((SELECT d.workdays_through FROM {{ calendar }} d WHERE d.day = {{ span_first }} - INTERVAL 1 DAY{% if own_presence %} AND d.rep_id = l.rep_id{% endif %}), 0)
    >= {{ amount }}
{% elif unit == 'month' %}
  OR l.day > {{ span_first }} - INTERVAL 1 DAY + {{ amount }} * INTERVAL 1 MONTH
{% else %}
  OR l.day > {{ span_first }} - INTERVAL 1 DAY + {{ amount }} * INTERVAL 1 YEAR
{% endif %}
{% endif %}
