{# Each stretch of care is a line of numbered unit-days; each answer covers a run of them. What ended before the days
   that are asked for, or begins after them, is left out at once: of a long log little is left to number. #}
{% set through = ('workdays_through' if workdays else 'days_through') | identifier %}
{% set is_unit = ('working' if workdays else 'present') | identifier %}
{% set key = ('customer_id' if per == 'customer' else 'case_id' if per == 'case' else 'rep_id') | identifier %}
WITH answers AS (
  {# Of all that came before those days only the last answer tells how far it still covers. #}
  SELECT rep_id, {{ key }} AS subject, max(day) AS day, max(row_id) AS row_id
  FROM ({{ answers }}) selected
  WHERE {{ key }} IS NOT NULL
  GROUP BY rep_id, {{ key }}, greatest(day, {{ before }})
),
near AS (
  SELECT rep_id, day, {{ through }} AS unit FROM presence WHERE {{ is_unit }} AND day BETWEEN {{ due_from }} AND {{ due_to }}
),
stretches AS (
{% if per == 'customer' %}
  SELECT rep_id, customer_id, CAST(NULL AS VARCHAR) AS case_id, customer_id AS subject, customer_id AS handover_customer,
    care_first AS first_day, care_last AS last_day
  FROM care
  {% if customers is not none %}
  WHERE {{ customers }}
  {% endif %}
{% elif per == 'case' %}
  SELECT o.rep_id, CAST(NULL AS VARCHAR) AS customer_id, o.case_id, o.case_id AS subject, o.customer_id AS handover_customer,
    o.day AS first_day, {% if closings is not none %}coalesce(c.day, DATE '9999-12-31'){% else %}DATE '9999-12-31'{% endif %} AS last_day
  FROM (SELECT min(row_id) AS row_id FROM records WHERE case_id IS NOT NULL GROUP BY case_id) opening
  JOIN records o ON o.row_id = opening.row_id
  {% if closings is not none %}
  LEFT JOIN (
    SELECT case_id, min(day) AS day FROM ({{ closings }}) closing WHERE case_id IS NOT NULL GROUP BY case_id
  ) c ON c.case_id = o.case_id
  {% endif %}
{% else %}
  SELECT rep_id, CAST(NULL AS VARCHAR) AS customer_id, CAST(NULL AS VARCHAR) AS case_id, rep_id AS subject, NULL AS handover_customer,
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
  WHERE opens <= closes AND closes >= {{ due_from }} AND opens <= {{ due_to }}
    AND rep_id IN (SELECT rep_id FROM judged)
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
{% if per != 'rep' %}
    AND a.subject = n.subject
{% endif %}
{% if by == 'same_rep' %}
    AND a.rep_id = n.rep_id
{% elif by == 'someone_else' %}
    AND a.rep_id <> n.rep_id
{% endif %}
{% if handover %}
  UNION ALL
  {# Another rep who has the customer in care on the day answers as well: the last time before the days asked for
     may have been after that, so that each is looked at. #}
  SELECT n.stretch, n.rep_id, a.day, a.row_id
  FROM numbered n
  JOIN shared_care c ON c.customer_id = n.handover_customer AND c.rep_id <> n.rep_id
  JOIN ({{ answers }}) a ON a.rep_id = c.rep_id AND a.{{ key }} = n.subject
    AND a.day BETWEEN n.opens AND n.closes AND a.day BETWEEN c.care_first AND c.care_last
{% endif %}
),
points AS (
  {# Where a run of unit-days begins anew: at an answer, which stands for the unit-day it counts for; and at the opening. #}
  SELECT a.stretch, p.{{ through }} + CASE WHEN p.{{ is_unit }} THEN 0 ELSE 1 END AS unit, max(a.row_id) AS answer_row
  FROM answered a
  JOIN presence p ON p.rep_id = a.rep_id AND p.day = a.day
  GROUP BY a.stretch, 2
  UNION ALL
  SELECT stretch, first_unit - 1, NULL FROM numbered
),
spaced AS (
  SELECT stretch, unit, answer_row, lead(unit) OVER (PARTITION BY stretch ORDER BY unit) AS next_unit
  FROM points
),
runs AS (
  {# First what an answer covers, then what nothing does any more. #}
  SELECT n.rep_id, n.customer_id, n.case_id, s.answer_row, m.met,
    CASE WHEN m.met = 1 THEN greatest(s.unit, n.first_unit + {{ count }} - 1) ELSE s.unit + {{ count }} END AS low,
    least(
      CASE WHEN m.met = 1 THEN s.unit + {{ count }} - 1 ELSE n.last_unit END,
      coalesce(s.next_unit - 1, n.last_unit), n.last_unit
    ) AS high
  FROM numbered n
  JOIN spaced s ON s.stretch = n.stretch
  CROSS JOIN (VALUES (0), (1)) m(met)
  WHERE m.met = 0 OR s.answer_row IS NOT NULL
)
SELECT
  r.rep_id, r.customer_id, r.case_id, NULL AS trigger_row, r.answer_row,
  {# The second day is never taken: it keeps the join with the first days an outer one, or a planner pairs them with
     the last days of all runs (a tenth of the time at a million records). #}
  coalesce(f.day, l.day) AS arises_on, coalesce(f.day, l.day) AS first_due, l.day AS last_due, r.low AS first_unit, r.high AS last_unit,
  r.high - r.low + 1 AS expected, r.met * (r.high - r.low + 1) AS met, 0 AS unjudged
FROM runs r
JOIN near l ON l.rep_id = r.rep_id AND l.unit = r.high
LEFT JOIN presence f ON f.rep_id = r.rep_id AND f.{{ is_unit }} AND f.{{ through }} = r.low
WHERE r.low <= r.high
