{# Each rep's windows with what is owed in them, beside what was counted: surely, and with all that is doubtful. #}
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
windows_owed AS (
  SELECT j.rep_id, j.employed_from, w.label, w.first, w.last, w.working,
{% if due is none %}
    least(w.last, j.employed_to) AS due_on
{% elif due.unit == 'workday' %}
    coalesce(d.day, CASE WHEN w.working IS NOT NULL THEN least(w.last, j.employed_to) END) AS due_on
{% else %}
    CAST(least(w.last, w.first + {{ due.amount - 1 }} * INTERVAL 1 DAY) AS DATE) AS due_on
{% endif %}
  FROM judged j
  JOIN windows w ON w.kind = {{ window }} AND w.last >= {{ due_from }} AND w.first <= {{ due_to }}
    AND j.employed_from <= w.last AND j.employed_to >= w.first
{% if due is not none and due.unit == 'workday' %}
  {# The rep's own working days: those on leave do not count. #}
  JOIN near b ON b.rep_id = j.rep_id AND b.day = greatest(w.first, {{ days_first }})
  LEFT JOIN near d ON d.rep_id = j.rep_id AND d.working AND d.day <= w.last
    AND d.workdays_through = b.workdays_through - CASE WHEN b.working THEN 1 ELSE 0 END + {{ due.amount }}
{% endif %}
),
shares AS (
  {# A window's days that count for the rep: present working ones, or present ones until it falls due. #}
  SELECT
    w.rep_id, s.apart, w.employed_from, w.label, w.first, w.last, w.due_on, w.working,
    sum(l.days_through - f.days_through + CASE WHEN f.present THEN 1 ELSE 0 END) AS present_days,
    CASE WHEN w.working IS NOT NULL THEN
      sum(l.workdays_through - f.workdays_through + CASE WHEN f.working THEN 1 ELSE 0 END) END AS present_working
  FROM windows_owed w
  JOIN spans s ON s.rep_id = w.rep_id AND s.opens <= {{ until }} AND s.closes >= w.first
  LEFT JOIN near f ON f.rep_id = s.rep_id AND f.day = greatest(w.first, s.opens, {{ days_first }})
  LEFT JOIN near l ON l.rep_id = s.rep_id AND l.day = least({{ until }}, s.closes, {{ days_last }})
  GROUP BY w.rep_id, s.apart, w.employed_from, w.label, w.first, w.last, w.due_on, w.working
),
owed AS (
  SELECT *,
{% if units %}
    {# A window whose working days are not announced yet owes the whole, undivided: it can only be pending. Of a half or
       more of a window at least one is owed. #}
    CASE WHEN working IS NULL THEN {{ bound }}
      WHEN working = 0 THEN 0
      WHEN 2 * present_working >= working THEN greatest({{ bound }} * present_working // working, least(1, {{ bound }}))
      ELSE {{ bound }} * present_working // working END AS units
{% elif scaled %}
    CASE WHEN working IS NULL OR present_working > 0 THEN 1 ELSE 0 END AS units
{% else %}
    CASE WHEN present_days > 0 THEN 1 ELSE 0 END AS units
{% endif %}
  FROM shares
),
found AS (
{% for with_nobody in ((false, true) if nobody else (false,)) %}
  SELECT
    o.rep_id, o.apart, o.label, c.row_id, c.value, c.sure AND c.apart_open IS NULL AS sure,
    least(c.cause, c.apart_open) AS cause, c.value_open
  FROM owed o
{% if bounded %}
  JOIN counted c ON c.day >= o.first - {{ early_days }} * INTERVAL 1 DAY
{% elif window_first is none %}
  JOIN counted c ON c.day = o.first
{% else %}
  JOIN days d ON d.{{ window_first | identifier }} = o.first
  JOIN counted c ON c.day = d.day
{% endif %}
    {# What nobody is named for may be the rep's. #}
    AND {% if with_nobody %}c.rep_id IS NULL{% else %}c.rep_id = o.rep_id{% endif %}

{% if each_customer %}
    AND c.apart = o.apart
{% elif each_values is not none %}
    AND (c.apart = o.apart{% for value, other in each_also %} OR (o.apart = {{ value }} AND c.apart = {{ other }}){% endfor %}{% if apart_open %} OR c.apart_open IS NOT NULL{% endif %})
{% endif %}
  {# What comes after the rep's last day comes after the day on which this falls due, too. #}
  WHERE o.units > 0 AND c.day <= o.due_on
{% if not loop.last %}
  UNION ALL
{% endif %}
{% endfor %}
),
{% if figure == 'median' %}
ranked AS (
  {# In the worse case all doubtful values on the failing side stand among the sure ones, in the better all others. #}
  SELECT *, row_number() OVER (PARTITION BY rep_id, apart, label, better ORDER BY value) AS place,
    count(*) OVER (PARTITION BY rep_id, apart, label, better) AS total
  FROM (
    SELECT f.*, w.better
    FROM found f
    CROSS JOIN (VALUES (0){% if doubtful %}, (1){% endif %}) w(better)
    WHERE f.value IS NOT NULL
      AND (f.sure OR w.better = CASE WHEN f.value {% if at_least %}>={% else %}<={% endif %} {{ level }} THEN 1 ELSE 0 END)
  ) cases
),
{% endif %}
figures AS (
  SELECT rep_id, apart, label, min(CASE WHEN NOT sure OR value_open IS NOT NULL THEN least(cause, value_open) END) AS cause,
    max(CASE WHEN value_open IS NOT NULL THEN 1 ELSE 0 END) AS value_open,
{% if figure == 'records' %}
    sum(CASE WHEN sure THEN 1 ELSE 0 END) AS figure, count(*) AS most
{% elif figure == 'distinct' %}
    count(DISTINCT CASE WHEN sure THEN value END) AS figure,
    count(DISTINCT value) + sum(CASE WHEN value_open IS NOT NULL THEN 1 ELSE 0 END) AS most
{% elif figure == 'sum' %}
    coalesce(sum(CASE WHEN sure THEN value END), 0) AS figure,
    coalesce(sum(CASE WHEN sure OR value < 0 THEN value END), 0) AS least_sum,
    coalesce(sum(CASE WHEN sure OR value > 0 THEN value END), 0) AS most_sum
{% else %}
    sum(CASE WHEN sure THEN value END) AS total, count(CASE WHEN sure THEN value END) AS divisor, count(value) AS values_in_all,
    {# A mean reaches a bound where the differences from it come to no less than nothing. #}
    sum(CASE WHEN sure OR {% if at_least %}value < {{ level }}{% else %}value > {{ level }}{% endif %} THEN value - {{ level }} END) AS worse,
    sum(CASE WHEN sure OR {% if at_least %}value >= {{ level }}{% else %}value <= {{ level }}{% endif %} THEN value - {{ level }} END) AS better
{% endif %}
  FROM found
  GROUP BY rep_id, apart, label
),
{% if figure == 'median' %}
medians AS (
  SELECT rep_id, apart, label,
    sum(CASE WHEN better = 0 THEN value - {{ level }} END) AS worse, sum(CASE WHEN better = {% if doubtful %}1{% else %}0{% endif %} THEN value - {{ level }} END) AS better
  FROM ranked WHERE 2 * place BETWEEN total AND total + 2
  GROUP BY rep_id, apart, label
),
sure_medians AS (
  SELECT rep_id, apart, label, sum(value) AS total, count(value) AS divisor
  FROM (
    SELECT *, row_number() OVER (PARTITION BY rep_id, apart, label ORDER BY value) AS place,
      count(*) OVER (PARTITION BY rep_id, apart, label) AS total
    FROM found WHERE sure AND value IS NOT NULL
  ) sure_values
  WHERE 2 * place BETWEEN total AND total + 2
  GROUP BY rep_id, apart, label
),
{% endif %}
bounds AS (
  {# Where a bound surely holds, where it may, and what is shown of the figure. #}
  SELECT
    o.*, f.cause,
{% if units %}
    least(o.units, coalesce(f.figure, 0)) AS met, least(o.units, coalesce(f.most, 0)) AS may_be_met,
    coalesce(f.figure, 0) AS found, o.units AS wanted
{% elif figure in ('mean', 'median') %}
    CASE WHEN f.value_open = 0 AND f.divisor > 0 AND {{ compared | identifier }}.worse {% if at_least %}>={% else %}<={% endif %} 0 THEN 1 ELSE 0 END AS met,
    CASE WHEN f.value_open = 1 OR f.divisor = 0 OR {{ compared | identifier }}.better {% if at_least %}>={% else %}<={% endif %} 0 THEN 1 ELSE 0 END AS may_be_met,
    CASE WHEN f.divisor > 0 AND {{ shown | identifier }}.total {% if at_least %}>={% else %}<={% endif %} {{ level }} * {{ shown | identifier }}.divisor THEN 1 ELSE 0 END AS by_sure,
    CAST({{ shown | identifier }}.total / ({{ shown | identifier }}.divisor{{ times }}) AS DECIMAL(18, 2)) AS found, {{ bound }} AS wanted
{% elif figure == 'sum' %}
  {% set low, high = ('least_sum', 'most_sum') if at_least else ('most_sum', 'least_sum') %}
  {% for column, name in ((low, 'met'), (high, 'may_be_met')) %}
    CASE WHEN {% if name == 'met' %}coalesce(f.value_open, 0) = 0 AND{% else %}coalesce(f.value_open, 0) = 1 OR{% endif %}
    {% if scaled %}
      coalesce(f.{{ column | identifier }}, 0) * o.working >= {{ level }} * o.present_working
    {% else %}
      coalesce(f.{{ column | identifier }}, 0) <= {{ level }}
    {% endif %}
      THEN 1 ELSE 0 END AS {{ name | identifier }},
  {% endfor %}
    CASE WHEN coalesce(f.figure, 0) <= {{ level }} THEN 1 ELSE 0 END AS by_sure,
    {{ found }} AS found,
  {% if scaled %}
    CAST({{ bound }} * o.present_working / CAST(nullif(o.working, 0) AS DOUBLE) AS DECIMAL(18, 2)) AS wanted
  {% else %}
    {{ bound }} AS wanted
  {% endif %}
{% else %}
    CASE WHEN coalesce(f.most, 0) <= {{ level }} THEN 1 ELSE 0 END AS met,
    CASE WHEN coalesce(f.figure, 0) <= {{ level }} THEN 1 ELSE 0 END AS may_be_met,
    CASE WHEN coalesce(f.figure, 0) <= {{ level }} THEN 1 ELSE 0 END AS by_sure,
    coalesce(f.figure, 0) AS found, {{ bound }} AS wanted
{% endif %}
  FROM owed o
{% if figure in ('mean', 'median') %}
  JOIN figures f
{% else %}
  LEFT JOIN figures f
{% endif %}
    ON f.rep_id = o.rep_id AND f.apart IS NOT DISTINCT FROM o.apart AND f.label = o.label
{% if figure == 'median' %}
  LEFT JOIN medians m ON m.rep_id = o.rep_id AND m.apart IS NOT DISTINCT FROM o.apart AND m.label = o.label
  LEFT JOIN sure_medians s ON s.rep_id = o.rep_id AND s.apart IS NOT DISTINCT FROM o.apart AND s.label = o.label
{% endif %}
  WHERE o.units > 0
{% if figure in ('mean', 'median') %}
    AND (f.values_in_all > 0 OR f.value_open = 1)
{% endif %}
)
SELECT
  rep_id, {% if each_customer %}apart{% else %}CAST(NULL AS VARCHAR){% endif %} AS customer_id,
  {% if each_values is not none %}apart{% else %}CAST(NULL AS VARCHAR){% endif %} AS value,
  label AS "window", NULL AS trigger_row, NULL AS answer_row,
  last AS arises_on, due_on AS first_due, due_on AS last_due,
  units AS expected,
{% if average %}
  {# Of a window that the log does not span whole, or of which a type is not shown, a mean tells nothing. #}
  CASE WHEN {{ spanned }} AND {{ partly_shown }} IS NULL THEN met ELSE 0 END AS met,
  CASE WHEN {{ spanned }} AND {{ partly_shown }} IS NULL THEN may_be_met - met ELSE 1 END AS unknown,
  CASE WHEN {{ spanned }} AND {{ partly_shown }} IS NULL AND may_be_met = met THEN NULL
    ELSE least(cause, {{ partly_shown }}, CASE WHEN {{ spanned }} THEN NULL ELSE {{ span }} END) END AS cause,
{% elif limit %}
  {# Of a window that the log does not span whole nothing can be told but that a limit was passed. #}
  CASE WHEN {{ spanned }} THEN met ELSE 0 END AS met,
  CASE WHEN {{ spanned }} THEN may_be_met - met ELSE may_be_met END AS unknown,
  CASE WHEN {{ spanned }} AND may_be_met = met OR may_be_met = 0 THEN NULL
    ELSE least(CASE WHEN may_be_met > met THEN cause END, CASE WHEN {{ spanned }} THEN NULL ELSE {{ span }} END) END AS cause,
{% else %}
  {# What came early may have come before the log began. #}
  met,
  CASE WHEN {{ partly_shown }} IS NOT NULL OR {{ cut_short }} THEN units ELSE may_be_met END - met AS unknown,
  least(
    CASE WHEN may_be_met > met THEN cause END,
    CASE WHEN met < units THEN least({{ partly_shown }}, CASE WHEN {{ cut_short }} THEN {{ span }} END) END
  ) AS cause,
{% endif %}
  {% if average or limit %}1 - by_sure{% else %}units - met{% endif %} AS short,
  found, wanted
FROM bounds
