{# Runs of unit-days beside a period, which cuts them: what of each fell due in it, what is open; and, where asked for,
   what lies ahead of it. `missing` units make a deviation, `ahead_missing` ones a reminder. #}
WITH expectations AS (
  {{ select }}
),
people AS (
  {# Whom the rule applies to, and the days for which they have been there long enough. By themselves, since a roster may
     have columns of any name. #}
  SELECT j.rep_id, greatest(j.employed_from, {{ tenure_from }}) AS since, least(j.employed_to, {{ tenure_to }}) AS until
  FROM judged j
  WHERE {{ applies_to }}
),
{% if tenured %}
long_enough AS (
  {# The first unit-day on which a rep had been there long enough: what fell due before it is no part of a stretch. #}
  SELECT p.rep_id, min(p.day) AS day
  FROM presence p
  JOIN judged j ON j.rep_id = p.rep_id
  WHERE p.working AND p.day >= {{ tenure_from }}
  GROUP BY p.rep_id
),
{% endif %}
owed AS (
  {# As far as anyone asks for them. Under which version a day falls the kind has seen to. #}
  SELECT
  {% for name in columns %}
    {% if tenured and name in ('first_due', 'overdue_since') %}greatest(e.{{ name | identifier }}, l.day) AS {{ name | identifier }}{% else %}e.{{ name | identifier }}{% endif %},
  {% endfor %}
    p.since, p.until
  FROM expectations e
  JOIN people p ON p.rep_id = e.rep_id
{% if tenured %}
  LEFT JOIN long_enough l ON l.rep_id = e.rep_id
{% endif %}
  WHERE (e.last_due >= {{ first }} AND e.first_due <= {{ last }})
    OR ((e.first_due IS NULL OR e.first_due > {{ last }}) AND e.arises_on BETWEEN {{ first }} AND {{ last }})
  {% if ahead_first is not none %}
    OR (e.last_due >= {{ ahead_first }} AND e.first_due <= {{ ahead_last }})
    OR (e.first_due IS NULL AND e.arises_on <= {{ ahead_last }})
  {% endif %}
),
{% if leave_open %}
owed_by_day AS (
  {# Of a run that nothing meets, and in which nobody knows of a day whether the rep was absent, each day by itself. #}
  SELECT o.* FROM owed o
  WHERE o.met > 0 OR NOT EXISTS (
    SELECT 1 FROM perhaps_away w WHERE w.rep_id = o.rep_id AND w.day BETWEEN o.first_due AND o.last_due
  )
  UNION ALL
  SELECT
  {% for name in columns %}
    {% if name in ('first_due', 'last_due') %}p.day
    {%- elif name in ('first_unit', 'last_unit') %}p.workdays_through
    {%- elif name == 'expected' %}1
    {%- elif name == 'unknown' %}CASE WHEN w.day IS NOT NULL THEN 1 ELSE least(o.unknown, 1) END
    {%- elif name == 'cause' %}CASE WHEN w.day IS NOT NULL THEN least(o.cause, w.cause) ELSE o.cause END
    {%- else %}o.{{ name | identifier }}{% endif %} AS {{ name | identifier }},
  {% endfor %}
    o.since, o.until
  FROM owed o
  JOIN presence p ON p.rep_id = o.rep_id AND p.day BETWEEN o.first_due AND o.last_due AND p.working
  LEFT JOIN perhaps_away w ON w.rep_id = p.rep_id AND w.day = p.day
  WHERE o.met = 0 AND EXISTS (
    SELECT 1 FROM perhaps_away a WHERE a.rep_id = o.rep_id AND a.day BETWEEN o.first_due AND o.last_due
  )
),
{% endif %}
cut AS (
  {# The days of each run that are judged, still open, or ahead: of none the first lies after the last. #}
  SELECT o.*,
    greatest(o.first_due, {{ first }}, o.since) AS judged_first,
    least(o.last_due, {{ judged_last }}, o.until) AS judged_last,
  {% if beyond %}
    greatest(o.first_due, {{ first }}, {{ beyond_from }}, o.since) AS beyond_first,
    least(o.last_due, {{ judged_last }}, o.until) AS beyond_last,
  {% endif %}
    greatest(o.first_due, {{ first }}, {{ open_first }}, o.since) AS open_first,
    least(o.last_due, {{ last }}, o.until) AS open_last
  {% if ahead_first is not none %}
    , greatest(o.first_due, {{ ahead_first }}, o.since) AS ahead_first
    , least(o.last_due, {{ ahead_last }}, o.until) AS ahead_last
  {% endif %}
  FROM {{ ('owed_by_day' if leave_open else 'owed') | identifier }} o
),
edges AS (
  {# Where those days end for each rep, whatever the run. #}
  SELECT j.rep_id,
    greatest({{ first }}, j.since) AS judged_first, least({{ judged_last }}, j.until) AS judged_last,
  {% if beyond %}
    greatest({{ first }}, {{ beyond_from }}, j.since) AS beyond_first, least({{ judged_last }}, j.until) AS beyond_last,
  {% endif %}
    greatest({{ first }}, {{ open_first }}, j.since) AS open_first, least({{ last }}, j.until) AS open_last
  {% if ahead_first is not none %}
    , greatest({{ ahead_first }}, j.since) AS ahead_first, least({{ ahead_last }}, j.until) AS ahead_last
  {% endif %}
  FROM (
    SELECT j.rep_id, greatest(j.employed_from, {{ tenure_from }}) AS since, least(j.employed_to, {{ tenure_to }}) AS until
    FROM judged j
  ) j
),
numbers AS (
  {# The numbers of a rep's unit-days before and through each of those ends, so that the calendar is looked at once a rep,
     and not again for each run. #}
  SELECT e.rep_id
  {% for first, last, _ in bounds %}
    , max(CASE WHEN p.day = e.{{ first | identifier }} THEN p.workdays_through - CASE WHEN p.working THEN 1 ELSE 0 END END) AS {{ (first ~ '_before') | identifier }}
    , max(CASE WHEN p.day = e.{{ last | identifier }} THEN p.workdays_through END) AS {{ (last ~ '_through') | identifier }}
  {% endfor %}
  FROM edges e
  JOIN presence p ON p.rep_id = e.rep_id AND p.day BETWEEN {{ bounds_first }} AND {{ bounds_last }}
  GROUP BY e.rep_id
),
counted AS (
  {# A run's own numbers bound its units, unless those of the rep's ends do so before. #}
  SELECT c.*,
  {% for first, last, units in bounds %}
    CASE WHEN c.{{ first | identifier }} <= c.{{ last | identifier }}
      THEN least(c.last_unit, coalesce(b.{{ (last ~ '_through') | identifier }}, c.last_unit))
        - greatest(c.first_unit, coalesce(b.{{ (first ~ '_before') | identifier }} + 1, c.first_unit)) + 1
      ELSE 0 END AS {{ units | identifier }},
  {% endfor %}
    0 AS open_after
  FROM cut c
  LEFT JOIN numbers b ON b.rep_id = c.rep_id
)
{% if beyond %}
, settled AS (
  {# Of a run that nothing meets, the days on which the log shows nothing any more stand by themselves: they are unknown. #}
  SELECT
    n.* EXCLUDE (cause, unknown, judged_first, judged_last, due, open_in_period{% if ahead_first is not none %}, ahead_due{% endif %}),
    CASE WHEN p.part = 1 THEN least(n.cause, {{ span }}) ELSE n.cause END AS cause,
    CASE WHEN p.part = 1 THEN n.expected ELSE n.unknown END AS unknown,
    CASE WHEN p.part = 1 THEN greatest(n.judged_first, {{ beyond_from }}) ELSE n.judged_first END AS judged_first,
    CASE WHEN p.part = 0 AND n.met = 0 THEN least(n.judged_last, {{ span_last }}) ELSE n.judged_last END AS judged_last,
    CASE WHEN p.part = 1 THEN n.beyond WHEN n.met = 0 THEN n.due - n.beyond ELSE n.due END AS due,
    CASE WHEN p.part = 1 THEN 0 ELSE n.open_in_period END AS open_in_period
  {% if ahead_first is not none %}
    , CASE WHEN p.part = 1 THEN 0 ELSE n.ahead_due END AS ahead_due
  {% endif %}
  FROM counted n
  CROSS JOIN (VALUES (0), (1)) p(part)
  WHERE p.part = 0 OR (n.met = 0 AND n.beyond > 0)
)
{% endif %}
SELECT n.*,
  CASE WHEN n.unknown > 0 THEN n.due ELSE 0 END AS unknown_due,
  CASE WHEN n.unknown = 0 AND n.met = 0 THEN n.due ELSE 0 END AS missing
{% if ahead_first is not none %}
  , CASE WHEN n.met = 0 THEN n.ahead_due ELSE 0 END AS ahead_missing
{% endif %}
FROM {{ ('settled' if beyond else 'counted') | identifier }} n
