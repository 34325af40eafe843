{# Each stretch of care is a line of numbered unit-days; each answer covers a run of them. #}
{% set through = ('workdays_through' if workdays else 'days_through') | identifier %}
{% set is_unit = ('working' if workdays else 'present') | identifier %}
WITH answers AS (
  {{ answers }}
),
stretches AS (
{% if per == 'customer' %}
  SELECT rep_id, customer_id, NULL AS case_id, customer_id AS subject, customer_id AS handover_customer,
    care_first AS first_day, care_last AS last_day
  FROM care
  {% if customers is not none %}
  WHERE {{ customers }}
  {% endif %}
{% elif per == 'case' %}
  SELECT o.rep_id, NULL AS customer_id, o.case_id, o.case_id AS subject, o.customer_id AS handover_customer,
    o.day AS first_day, {% if closings is not none %}coalesce(c.day, DATE '9999-12-31'){% else %}DATE '9999-12-31'{% endif %} AS last_day
  FROM (
    SELECT rep_id, case_id, customer_id, day
    FROM (
      SELECT rep_id, case_id, customer_id, day, row_number() OVER (PARTITION BY case_id ORDER BY row_id) AS number
      FROM records
      WHERE case_id IS NOT NULL
    ) numbered
    WHERE number = 1
  ) o
  {% if closings is not none %}
  LEFT JOIN (
    SELECT case_id, min(day) AS day FROM ({{ closings }}) closing WHERE case_id IS NOT NULL GROUP BY case_id
  ) c ON c.case_id = o.case_id
  {% endif %}
{% else %}
  SELECT rep_id, NULL AS customer_id, NULL AS case_id, rep_id AS subject, NULL AS handover_customer,
    DATE '0001-01-01' AS first_day, DATE '9999-12-31' AS last_day
  FROM judged
{% endif %}
),
bounded AS (
  SELECT *, row_number() OVER (ORDER BY rep_id, subject, opens, closes) AS stretch
  FROM (
    SELECT
      rep_id, customer_id, case_id, subject, handover_customer,
      {% if effective_from is not none %}greatest(first_day, {{ effective_from }}){% else %}first_day{% endif %} AS opens,
      {% if effective_to is not none %}least(last_day, {{ effective_to }}){% else %}last_day{% endif %} AS closes
    FROM stretches
  ) cut
  WHERE opens <= closes AND rep_id IN (SELECT rep_id FROM judged)
),
numbered AS (
  SELECT
    b.*,
    f.{{ through }} + CASE WHEN f.{{ is_unit }} THEN 0 ELSE 1 END AS first_unit,
    l.{{ through }} AS last_unit
  FROM bounded b
  {# Outer joins, so that no planner pairs the first days of all stretches with all their last days. #}
  LEFT JOIN presence f ON f.rep_id = b.rep_id AND f.day = greatest(b.opens, {{ days_first }})
  LEFT JOIN presence l ON l.rep_id = b.rep_id AND l.day = least(b.closes, {{ days_last }})
),
answered AS (
  SELECT n.stretch, n.rep_id, a.day, a.row_id
  FROM numbered n
  JOIN answers a ON a.day BETWEEN n.opens AND n.closes
{% if per == 'customer' %}
    AND a.customer_id = n.subject
{% elif per == 'case' %}
    AND a.case_id = n.subject
{% endif %}
{% if by == 'same_rep' %}
    AND a.rep_id = n.rep_id
{% elif by == 'someone_else' %}
    AND a.rep_id <> n.rep_id
{% endif %}
{% if handover %}
  UNION ALL
  {# Another rep who has the customer in care on the day answers as well. #}
  SELECT n.stretch, n.rep_id, a.day, a.row_id
  FROM numbered n
  JOIN shared_care c ON c.customer_id = n.handover_customer AND c.rep_id <> n.rep_id
  JOIN answers a ON a.rep_id = c.rep_id
    AND a.{{ ('customer_id' if per == 'customer' else 'case_id') | identifier }} = n.subject
    AND a.day BETWEEN n.opens AND n.closes AND a.day BETWEEN c.care_first AND c.care_last
{% endif %}
),
covering AS (
  SELECT a.stretch, p.{{ through }} + CASE WHEN p.{{ is_unit }} THEN 0 ELSE 1 END AS unit, max(a.row_id) AS answer_row
  FROM (SELECT stretch, rep_id, day, max(row_id) AS row_id FROM answered GROUP BY stretch, rep_id, day) a
  JOIN presence p ON p.rep_id = a.rep_id AND p.day = a.day
  GROUP BY a.stretch, 2
),
spaced AS (
  SELECT stretch, unit, answer_row, lead(unit) OVER (PARTITION BY stretch ORDER BY unit) AS next_unit
  FROM covering
),
runs AS (
  SELECT n.rep_id, n.customer_id, n.case_id, NULL AS answer_row, n.first_unit + {{ count }} - 1 AS low,
    least(n.last_unit, coalesce(min(c.unit) - 1, n.last_unit)) AS high, 0 AS met
  FROM numbered n LEFT JOIN covering c ON c.stretch = n.stretch
  GROUP BY n.stretch, n.rep_id, n.customer_id, n.case_id, n.first_unit, n.last_unit
  UNION ALL
  SELECT n.rep_id, n.customer_id, n.case_id, s.answer_row, greatest(s.unit, n.first_unit + {{ count }} - 1),
    least(s.unit + {{ count }} - 1, coalesce(s.next_unit - 1, n.last_unit), n.last_unit), 1
  FROM numbered n JOIN spaced s ON s.stretch = n.stretch
  UNION ALL
  SELECT n.rep_id, n.customer_id, n.case_id, s.answer_row, greatest(s.unit + {{ count }}, n.first_unit + {{ count }} - 1),
    least(coalesce(s.next_unit - 1, n.last_unit), n.last_unit), 0
  FROM numbered n JOIN spaced s ON s.stretch = n.stretch
)
SELECT
  r.rep_id, r.customer_id, r.case_id, NULL AS trigger_row, r.answer_row,
  f.day AS arises_on, f.day AS first_due, l.day AS last_due,
  r.high - r.low + 1 AS expected, r.met * (r.high - r.low + 1) AS met, 0 AS unknown
FROM runs r
LEFT JOIN presence f ON f.rep_id = r.rep_id AND f.{{ is_unit }} AND f.{{ through }} = r.low
LEFT JOIN presence l ON l.rep_id = r.rep_id AND l.{{ is_unit }} AND l.{{ through }} = r.high
WHERE r.low <= r.high
