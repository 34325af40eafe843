{# Each rep's windows with what is owed in them, beside what was counted. #}
WITH counted AS (
  SELECT * FROM ({{ rows }}) selected
  WHERE day BETWEEN {{ counted_from }} AND {{ windows_to }}
  {% if first_care %}
    AND first_care
  {% endif %}
),
spans AS (
{% if each_customer %}
  SELECT rep_id, customer_id AS apart, care_first AS opens, care_last AS closes FROM care
{% elif each_values is not none %}
  SELECT j.rep_id, v.apart, DATE '0001-01-01' AS opens, DATE '9999-12-31' AS closes
  FROM judged j CROSS JOIN (VALUES {% for value in each_values %}({{ value }}){% if not loop.last %}, {% endif %}{% endfor %}) v(apart)
{% else %}
  SELECT rep_id, CAST(NULL AS VARCHAR) AS apart, DATE '0001-01-01' AS opens, DATE '9999-12-31' AS closes FROM judged
{% endif %}
),
near AS (
  SELECT * FROM presence WHERE day BETWEEN {{ windows_from }} AND {{ windows_to }}
),
shares AS (
  {# A window's days that count for the rep: present ones, and present working ones. #}
  SELECT
    s.rep_id, s.apart, w.label, w.first, w.last, w.working,
    sum(l.days_through - f.days_through + CASE WHEN f.present THEN 1 ELSE 0 END) AS present_days,
    CASE WHEN w.working IS NOT NULL THEN
      sum(l.workdays_through - f.workdays_through + CASE WHEN f.working THEN 1 ELSE 0 END) END AS present_working
  FROM spans s
  JOIN windows w ON w.kind = {{ window }} AND w.first <= s.closes AND w.last >= s.opens
    AND w.last >= {{ due_from }} AND w.first <= {{ due_to }}
  LEFT JOIN near f ON f.rep_id = s.rep_id AND f.day = greatest(w.first, s.opens, {{ days_first }})
  LEFT JOIN near l ON l.rep_id = s.rep_id AND l.day = least(w.last, s.closes, {{ days_last }})
  WHERE s.rep_id IN (SELECT rep_id FROM judged)
  GROUP BY s.rep_id, s.apart, w.label, w.first, w.last, w.working
),
owed AS (
  SELECT
    s.*,
{% if due is none %}
    least(s.last, j.employed_to) AS due_on,
{% elif due.unit == 'workday' %}
    coalesce(d.day, CASE WHEN s.working IS NOT NULL THEN s.last END) AS due_on,
{% else %}
    CAST(least(s.last, s.first + {{ due.amount - 1 }} * INTERVAL 1 DAY) AS DATE) AS due_on,
{% endif %}
{% if units %}
    {# A window whose working days are not announced yet owes the whole, undivided: it can only be pending. #}
    CASE WHEN s.working IS NULL THEN {{ bound }}
      WHEN s.working = 0 THEN 0
      ELSE {{ bound }} * s.present_working // s.working END AS units
{% elif scaled %}
    CASE WHEN s.working IS NULL OR s.present_working > 0 THEN 1 ELSE 0 END AS units
{% else %}
    CASE WHEN s.present_days > 0
      AND greatest(s.first, j.employed_from) >= {{ span_first }}
      AND least(s.last, j.employed_to) <= {{ span_last }} THEN 1 ELSE 0 END AS units
{% endif %}
  FROM shares s
  JOIN judged j ON j.rep_id = s.rep_id AND j.employed_from <= s.last AND j.employed_to >= s.first
{% if due is not none and due.unit == 'workday' %}
  JOIN days b ON b.day = s.first
  LEFT JOIN days d ON d.working AND d.day <= s.last
    AND d.workdays_through = b.workdays_through - CASE WHEN b.working THEN 1 ELSE 0 END + {{ due.amount }}
{% endif %}
),
found AS (
  SELECT
{% if bounded %}
    o.rep_id, o.apart, o.label, c.row_id, c.value
  FROM owed o
  JOIN counted c ON c.rep_id = o.rep_id AND c.day >= o.first - {{ early_days }} * INTERVAL 1 DAY
{% else %}
    o.rep_id, o.apart, o.label, c.row_id, c.value
  FROM owed o
{% if window_first is none %}
  JOIN counted c ON c.rep_id = o.rep_id AND c.day = o.first
{% else %}
  JOIN days d ON d.{{ window_first | identifier }} = o.first
  JOIN counted c ON c.rep_id = o.rep_id AND c.day = d.day
{% endif %}
{% endif %}
{% if each_customer or each_values is not none %}
    AND c.apart = o.apart
{% endif %}
  {# What comes after the rep's last day comes after the day on which this falls due, too. #}
  WHERE o.units > 0 AND c.day <= o.due_on
),
{% if figure == 'median' %}
ranked AS (
  SELECT *, row_number() OVER (PARTITION BY rep_id, apart, label ORDER BY value) AS place,
    count(*) OVER (PARTITION BY rep_id, apart, label) AS total
  FROM found WHERE value IS NOT NULL
),
{% endif %}
figures AS (
  SELECT rep_id, apart, label,
{% if figure == 'records' %}
    count(*) AS figure
  FROM found
{% elif figure == 'distinct' %}
    count(DISTINCT value) AS figure
  FROM found
{% elif figure == 'sum' %}
    coalesce(sum(value), 0) AS figure
  FROM found
{% elif figure == 'mean' %}
    sum(value) AS total, count(value) AS divisor
  FROM found WHERE value IS NOT NULL
{% else %}
    sum(value) AS total, count(value) AS divisor
  FROM ranked WHERE 2 * place BETWEEN total AND total + 2
{% endif %}
  GROUP BY rep_id, apart, label
)
SELECT
  o.rep_id, {% if each_customer %}o.apart{% else %}CAST(NULL AS VARCHAR){% endif %} AS customer_id,
  {% if each_values is not none %}o.apart{% else %}CAST(NULL AS VARCHAR){% endif %} AS value,
  o.label AS "window", NULL AS trigger_row, NULL AS answer_row,
  o.last AS arises_on, o.due_on AS first_due, o.due_on AS last_due,
  o.units AS expected, 0 AS unjudged,
{% if units %}
  least(o.units, coalesce(f.figure, 0)) AS met, coalesce(f.figure, 0) AS found, o.units AS wanted
{% elif figure in ('mean', 'median') %}
  CASE WHEN f.total {% if at_least %}>={% else %}<={% endif %} {{ bound }} * f.divisor{{ times }} THEN 1 ELSE 0 END AS met,
  CAST(f.total / (f.divisor{{ times }}) AS DECIMAL(18, 2)) AS found, {{ bound }} AS wanted
{% elif scaled %}
  CASE WHEN coalesce(f.figure, 0) * o.working >= {{ bound }} * o.present_working{{ times }} THEN 1 ELSE 0 END AS met,
  {{ found }} AS found,
  CAST({{ bound }} * o.present_working / CAST(nullif(o.working, 0) AS DOUBLE) AS DECIMAL(18, 2)) AS wanted
{% else %}
  CASE WHEN coalesce(f.figure, 0) {% if at_least %}>={% else %}<={% endif %} {{ bound }}{{ times }} THEN 1 ELSE 0 END AS met,
  {{ found }} AS found, {{ bound }} AS wanted
{% endif %}
FROM owed o
{% if figure in ('mean', 'median') %}
JOIN figures f
{% else %}
LEFT JOIN figures f
{% endif %}
  ON f.rep_id = o.rep_id AND f.apart IS NOT DISTINCT FROM o.apart AND f.label = o.label
WHERE o.units > 0
