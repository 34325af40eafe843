{# Each stretch of care is a line of numbered unit-days; each answer covers a run of them. What ended before the days
   that are asked for, or begins after them, is left out at once: of a long log little is left to number. #}
{% set through = ('workdays_through' if workdays else 'days_through') | identifier %}
{% set is_unit = ('working' if workdays else 'present') | identifier %}
{# What nothing meets may be several runs, which make one stretch. #}
{% set split = doubtful or (per == 'case' and by == 'someone_else') %}
{% set key = ('customer_id' if per == 'customer' else 'case_id' if per == 'case' else 'rep_id') | identifier %}
WITH answers AS (
  {# Of all that came before those days only the last answer tells how far it still covers, and the last sure one. #}
  SELECT rep_id, {{ key }} AS subject, sure, max(day) AS day, max(row_id) AS row_id, min(cause) AS cause
  FROM ({{ answers }}) selected
  WHERE {{ key }} IS NOT NULL
  GROUP BY rep_id, {{ key }}, sure, CASE WHEN sure THEN greatest(day, {{ before }}) ELSE day END
),
stretches AS (
{% if per == 'customer' %}
  SELECT rep_id, customer_id, NULL AS case_id, customer_id AS subject, customer_id AS handover_customer,
    care_first AS first_day, care_last AS last_day, CAST(NULL AS DATE) AS open_from,
    {% if customers is none %}CAST(NULL AS VARCHAR){% else %}{{ customers.cause }}{% endif %} AS cause
  FROM care
  {% if customers is not none %}
  WHERE {{ customers.possibly }}
  {% endif %}
{% elif per == 'case' %}
  SELECT o.rep_id, NULL AS customer_id, o.case_id, o.case_id AS subject, o.customer_id AS handover_customer,
    o.day AS first_day, {% if history_until is none %}FALSE{% else %}o.day <= {{ history_until }}{% endif %} AS early,
  {% if closings is not none %}
    coalesce(c.day, DATE '9999-12-31') AS last_day,
    {# After what may have ended it, a case may be over. #}
    CASE WHEN c.doubtful_day < coalesce(c.day, DATE '9999-12-31') THEN CAST(c.doubtful_day + INTERVAL 1 DAY AS DATE) END AS open_from,
    c.cause
  {% else %}
    DATE '9999-12-31' AS last_day, CAST(NULL AS DATE) AS open_from, CAST(NULL AS VARCHAR) AS cause
  {% endif %}
  FROM (SELECT min(row_id) AS row_id FROM records WHERE case_id IS NOT NULL AND rep_id IS NOT NULL GROUP BY case_id) opening
  JOIN records o ON o.row_id = opening.row_id
  {% if closings is not none %}
  LEFT JOIN (
    SELECT case_id, min(CASE WHEN sure THEN day END) AS day, min(CASE WHEN NOT sure THEN day END) AS doubtful_day,
      min(cause) AS cause
    FROM ({{ closings }}) closing WHERE case_id IS NOT NULL GROUP BY case_id
  ) c ON c.case_id = o.case_id
  {% endif %}
{% else %}
  SELECT rep_id, NULL AS customer_id, NULL AS case_id, rep_id AS subject, NULL AS handover_customer,
    DATE '0001-01-01' AS first_day, DATE '9999-12-31' AS last_day, CAST(NULL AS DATE) AS open_from,
    CAST(NULL AS VARCHAR) AS cause
  FROM judged
{% endif %}
),
bounded AS (
  SELECT *, row_number() OVER (ORDER BY rep_id, subject, opens, closes) AS stretch
  FROM (
    SELECT
      rep_id, customer_id, case_id, subject, handover_customer, cause,{% if per == 'case' %} early,{% endif %}

      {# From this day on it may be no care at all. #}
      {% if per == 'case' %}open_from{% else %}CASE WHEN cause IS NOT NULL THEN DATE '0001-01-01' END AS open_from{% endif %},
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
{% if may_be_none %}
    , CASE WHEN b.open_from IS NOT NULL THEN coalesce(o.{{ through }} + CASE WHEN o.{{ is_unit }} THEN 0 ELSE 1 END, 0) END AS open_unit
{% endif %}
  FROM bounded b
  {# Outer joins, so that no planner pairs the first days of all stretches with all their last days. #}
  LEFT JOIN presence f ON f.rep_id = b.rep_id AND f.day = greatest(b.opens, {{ days_first }})
  LEFT JOIN presence l ON l.rep_id = b.rep_id AND l.day = least(b.closes, {{ days_last }})
{% if may_be_none %}
  LEFT JOIN presence o ON o.rep_id = b.rep_id AND o.day = least(greatest(b.open_from, {{ days_first }}), {{ days_last }})
{% endif %}
),
answered AS (
  SELECT n.stretch, n.rep_id, a.day, a.row_id, a.sure, a.cause, a.rep_id = n.rep_id AS own
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
  SELECT n.stretch, n.rep_id, a.day, a.row_id, a.sure, a.cause, FALSE AS own
  FROM numbered n
  JOIN shared_care c ON c.customer_id = n.handover_customer AND c.rep_id <> n.rep_id
  JOIN ({{ answers }}) a ON a.rep_id = c.rep_id AND a.{{ key }} = n.subject
    AND a.day BETWEEN n.opens AND n.closes AND a.day BETWEEN c.care_first AND c.care_last
{% endif %}
{% if nobody and by != 'anyone' %}
  UNION ALL
  {# Whoever it was: perhaps one who may. #}
  SELECT n.stretch, n.rep_id, a.day, a.row_id, a.sure, a.cause, FALSE AS own
  FROM numbered n
  JOIN answers a ON a.subject = n.subject AND a.rep_id IS NULL AND a.day BETWEEN n.opens AND n.closes
{% endif %}
),
points AS (
  {# Where a run of unit-days begins anew: at an answer, which stands for the unit-day it counts for; and at the opening. #}
  SELECT a.stretch, p.{{ through }} + CASE WHEN p.{{ is_unit }} THEN 0 ELSE 1 END AS unit,
    max(CASE WHEN a.sure THEN a.row_id END) AS answer_row,
    max(CASE WHEN a.sure AND a.own THEN 1 ELSE 0 END) AS own,
    min(CASE WHEN NOT a.sure THEN a.cause END) AS cause
  FROM answered a
  JOIN presence p ON p.rep_id = a.rep_id AND p.day = a.day
  GROUP BY a.stretch, 2
  UNION ALL
  SELECT stretch, first_unit - 1, NULL, 0, NULL FROM numbered
{% if per == 'case' %}
  UNION ALL
  {# A sure record of the rep charged ends the doubt about what came before the log, also where it may not answer. #}
  SELECT n.stretch, greatest(p.{{ through }} + CASE WHEN p.{{ is_unit }} THEN 0 ELSE 1 END, n.first_unit - 1), NULL, 1, NULL
  FROM numbered n
  JOIN answers a ON a.subject = n.subject AND a.rep_id = n.rep_id AND a.sure AND a.day <= n.closes
  JOIN presence p ON p.rep_id = a.rep_id AND p.day = a.day
{% endif %}
),
{% if doubtful or per == 'case' %}
marks AS (
  SELECT stretch, unit, max(answer_row) AS answer_row, max(own) AS own, min(cause) AS cause
  FROM (
    SELECT * FROM points
  {% if doubtful %}
    UNION ALL
    {# Where a doubtful answer covers no longer a run begins anew, too: each unit-day knows all that may answer for it. #}
    SELECT stretch, unit + {{ count }}, NULL, 0, NULL FROM points WHERE cause IS NOT NULL
  {% endif %}
  ) every_mark
  GROUP BY stretch, unit
),
{% endif %}
spaced AS (
  SELECT stretch, unit, lead(unit) OVER (PARTITION BY stretch ORDER BY unit) AS next_unit,
    {# The last sure answer so far: how far it covers, and its row. #}
    max(CASE WHEN answer_row IS NOT NULL THEN unit END) OVER (PARTITION BY stretch ORDER BY unit ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS sure_unit,
    max(answer_row) OVER (PARTITION BY stretch ORDER BY unit ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS answer_row,
    max(own) OVER (PARTITION BY stretch ORDER BY unit ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS own,
{% if doubtful %}
    min(cause) OVER (PARTITION BY stretch ORDER BY unit RANGE BETWEEN {{ count - 1 }} PRECEDING AND CURRENT ROW) AS cause
{% else %}
    CAST(NULL AS VARCHAR) AS cause
{% endif %}
  FROM {{ ('marks' if doubtful or per == 'case' else 'points') | identifier }}
),
runs AS (
  {# First what a sure answer covers, then what nothing does, or what only a doubtful one may. #}
  SELECT n.rep_id, n.customer_id, n.case_id, s.answer_row, m.met,
    least({{ partly_shown }}, s.cause{% if per == 'case' %}, CASE WHEN n.early AND s.own = 0 THEN {{ history }} END{% endif %}) AS cause,
    CASE WHEN m.met = 1 THEN greatest(s.unit, n.first_unit + {{ count - 1 }})
      ELSE greatest(s.unit, s.sure_unit + {{ count }}, n.first_unit + {{ count - 1 }}) END AS low,
    CASE WHEN m.met = 1 THEN least(s.sure_unit + {{ count - 1 }}, s.next_unit - 1, n.last_unit)
      ELSE least(s.next_unit - 1, n.last_unit) END AS high,
    {# Where what no sure answer covers begins. #}
    greatest(s.sure_unit + {{ count }}, n.first_unit + {{ count - 1 }}) AS since_unit
{% if may_be_none %}
    , n.open_unit, n.cause AS care_cause
{% endif %}
  FROM numbered n
  JOIN spaced s ON s.stretch = n.stretch
  CROSS JOIN (VALUES (0), (1)) m(met)
  WHERE m.met = 0 OR s.sure_unit IS NOT NULL
)
{% if may_be_none %}
, cut AS (
  {# From the day on from which there may be no care, what is met is dropped, and what is not is unknown. #}
  SELECT rep_id, customer_id, case_id, answer_row, met, since_unit,
    CASE WHEN p.after_end = 1 THEN least(cause, care_cause) ELSE cause END AS cause,
    CASE WHEN p.after_end = 1 THEN greatest(low, open_unit) ELSE low END AS low,
    CASE WHEN p.after_end = 0 THEN least(high, open_unit - 1) ELSE high END AS high
  FROM runs r
  CROSS JOIN (VALUES (0), (1)) p(after_end)
  WHERE p.after_end = 0 OR (r.met = 0 AND r.open_unit IS NOT NULL)
)
{% endif %}
{% if not workdays %}
, due_days AS (
  {# What falls due of a run are its working days: a day off counts towards the next one, and is not due itself. #}
  SELECT r.rep_id, r.customer_id, r.case_id, r.answer_row, r.met, r.cause,
    coalesce(f.workdays_through + CASE WHEN f.working THEN 0 ELSE 1 END, l.workdays_through) AS low,
    l.workdays_through AS high
  {% if split %}
    , g.workdays_through + CASE WHEN g.working THEN 0 ELSE 1 END AS since_unit
  {% endif %}
  FROM {{ ('cut' if may_be_none else 'runs') | identifier }} r
  JOIN presence l ON l.rep_id = r.rep_id AND l.present AND l.days_through = r.high
    AND l.day BETWEEN {{ due_from }} AND {{ due_to }}
  {# An outer join, so that no planner pairs the first days with the last days of all runs (a tenth of the time at a
     million records). #}
  LEFT JOIN presence f ON f.rep_id = r.rep_id AND f.present AND f.days_through = r.low
  {% if split %}
  LEFT JOIN presence g ON g.rep_id = r.rep_id AND g.present AND g.days_through = r.since_unit
  {% endif %}
  WHERE r.low <= r.high
)
{% endif %}
SELECT
  r.rep_id, r.customer_id, r.case_id, NULL AS trigger_row, r.answer_row,
  {# The second day is never taken: it keeps the join with the first days an outer one, as above. #}
  coalesce(f.day, l.day) AS arises_on, coalesce(f.day, l.day) AS first_due, l.day AS last_due,
  CASE WHEN r.met = 0 THEN {% if split %}g.day{% else %}coalesce(f.day, l.day){% endif %} END AS overdue_since, r.low AS first_unit, r.high AS last_unit,
  r.high - r.low + 1 AS expected, r.met * (r.high - r.low + 1) AS met,
  CASE WHEN r.met = 0 AND r.cause IS NOT NULL THEN r.high - r.low + 1 ELSE 0 END AS unknown,
  CASE WHEN r.met = 0 THEN r.cause END AS cause
FROM {% if not workdays %}due_days{% elif may_be_none %}cut{% else %}runs{% endif %} r
JOIN presence l ON l.rep_id = r.rep_id AND l.working AND l.workdays_through = r.high
  AND l.day BETWEEN {{ due_from }} AND {{ due_to }}
LEFT JOIN presence f ON f.rep_id = r.rep_id AND f.working AND f.workdays_through = r.low
{% if split %}
LEFT JOIN presence g ON g.rep_id = r.rep_id AND g.working AND g.workdays_through = r.since_unit
{% endif %}
WHERE r.low <= r.high
