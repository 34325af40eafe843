{# Expectations beside a period, one a row: what fell due in it, what is open, what was met; and, where asked for, what
   lies ahead of it. `missing` units make a deviation, `ahead_missing` ones a reminder. #}
WITH expectations AS (
  {{ select }}
),
people AS (
  {# Whom the rule applies to, and the days for which they have been there long enough. By themselves, since a roster may
     have columns of any name. #}
  SELECT j.rep_id, j.employed_to, greatest(j.employed_from, {{ tenure_from }}) AS since, least(j.employed_to, {{ tenure_to }}) AS until
  FROM judged j
  WHERE {{ applies_to }}
),
owed AS (
  {# The version's own, as far as anyone asks for them. #}
  SELECT
  {% for name in columns %}
    e.{{ name | identifier }},
  {% endfor %}
    p.since, p.until
  FROM expectations e
  JOIN people p ON p.rep_id = e.rep_id
  WHERE TRUE
  {% if effective_from is not none %}
    AND e.arises_on >= {{ effective_from }}
  {% endif %}
  {% if effective_to is not none %}
    AND e.arises_on <= {{ effective_to }}
  {% endif %}
    {# A deadline without a day waits for a calendar; where the calendar is known, no day of the rep's is left. #}
    AND (e.first_due IS NOT NULL OR p.employed_to > {{ known_until }} AND {{ known_until }} < {{ days_last }})
    AND (
      (e.last_due >= {{ first }} AND e.first_due <= {{ last }})
      OR ((e.first_due IS NULL OR e.first_due > {{ last }}) AND e.arises_on BETWEEN {{ first }} AND {{ last }})
    {% if ahead_first is not none %}
      OR (e.last_due >= {{ ahead_first }} AND e.first_due <= {{ ahead_last }})
      OR (e.first_due IS NULL AND e.arises_on <= {{ ahead_last }})
    {% endif %}
    )
),
cut AS (
  {# Each due day set against the days that are judged, still open, or ahead: outside them the first lies after the last. #}
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
counted AS (
  {# A row's units are all due, all open, or neither. What arises in the period and falls due after it is open, too. #}
  SELECT c.*,
    CASE WHEN c.first_due IS NOT NULL AND c.judged_first <= c.judged_last THEN c.expected ELSE 0 END AS due,
    CASE WHEN c.first_due IS NOT NULL AND c.open_first <= c.open_last THEN c.expected ELSE 0 END AS open_in_period,
    CASE WHEN c.arises_on BETWEEN {{ first }} AND {{ last }}
      AND (c.first_due IS NULL OR c.first_due > {{ last }} AND c.first_due BETWEEN c.since AND c.until) THEN c.expected ELSE 0 END AS open_after
  {% if ahead_first is not none %}
    , CASE WHEN c.first_due IS NULL THEN CASE WHEN c.arises_on <= {{ ahead_last }} THEN c.expected ELSE 0 END
      WHEN c.ahead_first <= c.ahead_last THEN c.expected ELSE 0 END AS ahead_due
  {% endif %}
  FROM cut c
),
settled AS (
  {# What nothing met and falls due where the log shows no day any more may have been met there; on a day of which nobody
     knows whether the rep was absent, it may not have been owed. #}
  SELECT c.* EXCLUDE (cause{% if leave_open %}, away_on, away_cause{% endif %}),
    CASE WHEN c.due = 0 THEN 0 WHEN {{ outside }}{% if leave_open %} OR c.away_on IS NOT NULL{% endif %} THEN c.due - c.met ELSE c.unknown END AS unknown_due,
    CASE WHEN c.met < c.expected THEN least(c.cause, CASE WHEN {{ outside }} THEN {{ span }} END{% if leave_open %}, c.away_cause{% endif %}) ELSE c.cause END AS cause
{% if leave_open %}
  FROM (
    SELECT c.*, w.day AS away_on, w.cause AS away_cause
    FROM counted c LEFT JOIN perhaps_away w ON w.rep_id = c.rep_id AND w.day = c.first_due
  ) c
{% else %}
  FROM counted c
{% endif %}
)
SELECT n.*, CASE WHEN n.due > 0 THEN n.due - n.met - n.unknown_due ELSE 0 END AS missing
{% if ahead_first is not none %}
  , CASE WHEN n.ahead_due > n.met THEN n.ahead_due - n.met ELSE 0 END AS ahead_missing
{% endif %}
FROM settled n
