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
  WHERE p.{{ is_unit }} AND p.day >= {{ tenure_from }}
  GROUP BY p.rep_id
),
{% endif %}
owed AS (
  {# As far as anyone asks for them. Under which version a day falls the kind has seen to. #}
  SELECT
  {% for name in columns %}
    {% if tenured and name == 'first_due' %}greatest(e.first_due, l.day) AS first_due{% else %}e.{{ name | identifier }}{% endif %},
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
cut AS (
  {# The days of each run that are judged, still open, or ahead: of none the first lies after the last. #}
  SELECT o.*,
    greatest(o.first_due, {{ first }}, o.since) AS judged_first,
    least(o.last_due, {{ judged_last }}, o.until) AS judged_last,
    greatest(o.first_due, {{ first }}, {{ open_first }}, o.since) AS open_first,
    least(o.last_due, {{ last }}, o.until) AS open_last
  {% if ahead_first is not none %}
    , greatest(o.first_due, {{ ahead_first }}, o.since) AS ahead_first
    , least(o.last_due, {{ ahead_last }}, o.until) AS ahead_last
  {% endif %}
  FROM owed o
),
edges AS (
  {# Where those days end for each rep, whatever the run. #}
  SELECT j.rep_id,
    greatest({{ first }}, j.since) AS judged_first, least({{ judged_last }}, j.until) AS judged_last,
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
    , max(CASE WHEN p.day = e.{{ first | identifier }} THEN p.{{ through }} - CASE WHEN p.{{ is_unit }} THEN 1 ELSE 0 END END) AS {{ (first ~ '_before') | identifier }}
    , max(CASE WHEN p.day = e.{{ last | identifier }} THEN p.{{ through }} END) AS {{ (last ~ '_through') | identifier }}
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
{# A run is met or not as a whole. What nobody has judged is not missing: nothing shows it unmet. #}
SELECT n.*,
  CASE WHEN n.unjudged = 0 AND n.met = 0 THEN n.due ELSE 0 END AS missing
{% if ahead_first is not none %}
  , CASE WHEN n.met = 0 THEN n.ahead_due ELSE 0 END AS ahead_missing
{% endif %}
FROM counted n
