{# Each judged rep beside each item, with the judgement that counts. #}
WITH items AS (
  SELECT * FROM (VALUES {% for item in items %}({{ item }}){% if not loop.last %}, {% endif %}{% endfor %}) v(item)
),
judgements AS (
  SELECT
    row_id, rep_id, item, assessed_on,
  {% if at_least is not none %}
    CASE WHEN rating IS NOT NULL THEN rating >= {{ at_least }} ELSE answer = 'yes' END AS positive,
  {% else %}
    answer = 'yes' AS positive,
  {% endif %}
  {% if unit is none %}
    coalesce(valid_until, DATE '9999-12-31') AS lapses_on
  {% else %}
    least(
      coalesce(valid_until, DATE '9999-12-31'),
    {% if unit == 'day' %}
      CAST(assessed_on + {{ amount }} * INTERVAL 1 DAY AS DATE)
    {% elif unit == 'month' %}
      CAST(assessed_on + {{ amount }} * INTERVAL 1 MONTH AS DATE)
    {% else %}
      CAST(assessed_on + {{ amount }} * INTERVAL 1 YEAR AS DATE)
    {% endif %}
    ) AS lapses_on
  {% endif %}
  FROM attestations
  WHERE assessed_on <= {{ as_of }} AND assessed_on <= {{ due }}
),
latest AS (
  SELECT *
  FROM (
    SELECT *, row_number() OVER (
      PARTITION BY rep_id, item
      ORDER BY assessed_on DESC, CASE WHEN positive THEN 1 WHEN positive IS NULL THEN 2 ELSE 0 END, lapses_on, row_id
    ) AS place
    FROM judgements
  ) ranked
  WHERE place = 1
)
SELECT
  j.rep_id, i.item, l.row_id AS trigger_row, NULL AS answer_row,
  {{ due }} AS arises_on, {{ due }} AS first_due, {{ due }} AS last_due,
  1 AS expected,
  CASE WHEN l.positive AND l.lapses_on >= {{ due }} THEN 1 ELSE 0 END AS met,
  CASE WHEN l.positive IS NOT NULL AND l.lapses_on >= {{ due }} THEN 0 ELSE 1 END AS unknown,
  CASE WHEN l.positive IS NOT NULL AND l.lapses_on >= {{ due }} THEN NULL ELSE concat({{ judgement }}, i.item) END AS cause
FROM judged j
CROSS JOIN items i
LEFT JOIN latest l ON l.rep_id = j.rep_id AND l.item = i.item
