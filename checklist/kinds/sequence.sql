{# Each later record beside the step that should stand before it. #}
{% set itself = ('record_key' if several else 'row_id') | identifier %}
{# A record of several customers wants one record before it; it stands for its first row with that rep. #}
{% set lead = ('lead' if several else 'row_id') | identifier %}
WITH later AS (
{% if closing is not none %}
  SELECT c.*, s.step FROM ({{ closing }}) c CROSS JOIN (VALUES {% for _ in steps %}({{ loop.index }}){% if not loop.last %}, {% endif %}{% endfor %}) s(step)
{% else %}
{% for rows in later_steps %}
  SELECT *, {{ loop.index }} AS step FROM
  {% if every_case %}
    {# The first of its case; with doubtful ones before it, each of them may be. #}
    (
      SELECT * EXCLUDE (sure, cause, candidate, own_first, first_sure, cause_so_far),
        cause_so_far IS NULL AS sure, cause_so_far AS cause
      FROM (
        SELECT *,
          min(row_id) OVER (PARTITION BY case_id, {{ itself }}) AS own_first,
          min(CASE WHEN sure THEN row_id END) OVER (PARTITION BY case_id) AS first_sure,
          min(cause) OVER (
            PARTITION BY case_id ORDER BY row_id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
          ) AS cause_so_far
        FROM ({{ rows }}) selected WHERE case_id IS NOT NULL
      ) numbered
      WHERE own_first <= coalesce(first_sure, own_first) AND candidate
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
{% for rows in earlier_steps %}
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
  SELECT l.{{ lead }} AS row_id, l.step, l.rep_id, e.row_id AS answer_row, e.sure, e.cause, l.earliest, e.day, e.earliest AS began, e.day_precise
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
  SELECT l.{{ lead }}, l.step, l.rep_id, e.row_id, e.sure, e.cause, l.earliest, e.day, e.earliest, e.day_precise
  FROM expected l
  JOIN shared_care c ON c.customer_id = l.customer_id AND c.rep_id <> l.rep_id
  JOIN triggers e ON e.step = l.step AND e."key" = l."key" AND e.rep_id = c.rep_id AND e.{{ itself }} <> l.{{ itself }}
    AND e.earliest <= l.latest AND e.day BETWEEN c.care_first AND c.care_last
{% endif %}
{% if nobody and by != 'anyone' %}
  UNION ALL
  {# Whoever it was that did it: perhaps one who may. #}
  SELECT l.{{ lead }}, l.step, l.rep_id, e.row_id, e.sure, e.cause, l.earliest, e.day, e.earliest, e.day_precise
  FROM expected l
  JOIN triggers e ON e.step = l.step AND e."key" = l."key" AND e.{{ itself }} <> l.{{ itself }} AND e.earliest <= l.latest
  WHERE e.rep_id IS NULL
{% endif %}
),
{% if deadlines is not none %}
  {% if own_presence %}
asked AS (
  SELECT DISTINCT answer_row AS row_id, step, rep_id, day, began AS earliest, day_precise FROM matched
),
  {% endif %}
reach AS (
  {{ deadlines }}
),
{% endif %}
preceded AS (
  SELECT m.row_id, m.step, max(CASE WHEN m.sure THEN m.answer_row END) AS answer_row,
    min(CASE WHEN NOT m.sure THEN m.cause END) AS cause
  FROM matched m
{% if deadlines is not none %}
  {# What has no deadline yet is never too old. #}
  JOIN reach d ON d.row_id = m.answer_row AND d.step = m.step{% if own_presence %} AND d.rep_id = m.rep_id{% endif %}

  WHERE d.deadline IS NULL OR m.earliest <= d.deadline
{% endif %}
  GROUP BY m.row_id, m.step
),
{% if edge is not none %}
{# The last instant that lies before the log. #}
edge AS (
  SELECT {% if own_presence %}DISTINCT rep_id{% else %}CAST(NULL AS VARCHAR) AS rep_id{% endif %},
    CAST({{ span_first }} - INTERVAL 1 DAY AS DATE) AS day,
    CAST({{ span_first }} AS TIMESTAMP) - INTERVAL 1 MICROSECOND AS earliest, FALSE AS day_precise
  {% if own_presence %}FROM expected{% endif %}

),
edge_reach AS (
  {{ edge }}
),
{% endif %}
judged_steps AS (
  {# `may` is why a step that surely nothing meets may have been taken. #}
  SELECT l.*, p.answer_row,
    least(
      l.cause, p.cause
{% if partly_shown %}
      , CASE l.step{% for step, cause in partly_shown %} WHEN {{ step }} THEN {{ cause }}{% endfor %} END
{% endif %}
{% if span_first is not none %}
  {# What may have stood before the log began cannot be shown. #}
      , CASE WHEN
  {% if edge is none %}
        h."key" IS NOT NULL
  {% else %}
        f.deadline IS NULL OR l.earliest <= f.deadline
  {% endif %}
      THEN {% if edge is none %}{{ history }}{% else %}{{ span }}{% endif %} END
{% endif %}
    ) AS may
  FROM {% if several %}(SELECT * FROM expected WHERE row_id = lead){% else %}expected{% endif %} l
  LEFT JOIN preceded p ON p.row_id = l.row_id AND p.step = l.step
{% if edge is not none %}
  LEFT JOIN edge_reach f ON {% if own_presence %}f.rep_id = l.rep_id{% else %}TRUE{% endif %}

{% elif span_first is not none %}
  {# Keys that the log shows so early that they may be older than it. #}
  LEFT JOIN (
    SELECT DISTINCT {{ key_column }} AS "key" FROM records
    WHERE {{ key_column }} IS NOT NULL AND rep_id IS NOT NULL AND day <= {{ history_until }}
  ) h ON h."key" = l."key"
{% endif %}
)
SELECT
  rep_id, customer_id, case_id, CAST(step AS VARCHAR) AS step, row_id AS trigger_row, answer_row,
  day AS arises_on, day AS first_due, day AS last_due,
  1 AS expected, CASE WHEN answer_row IS NULL THEN 0 ELSE 1 END AS met,
  CASE WHEN answer_row IS NULL AND may IS NOT NULL THEN 1 ELSE 0 END AS unknown,
  CASE WHEN answer_row IS NULL THEN may END AS cause
FROM judged_steps
{# What may ask for no step, and has it, asks for none. #}
WHERE sure OR answer_row IS NULL
