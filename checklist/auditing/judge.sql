{# The one place where expectations meet a period: what fell due in it, what is open, what was met; and, where
   asked for, what lies ahead of it. `missing` units make a deviation, `ahead_missing` ones a reminder. #}
{% if divisible %}
SELECT d.*,
  CASE WHEN d.unknown = 0 AND d.met = 0 THEN d.due ELSE 0 END AS missing
  {% if ahead_first is not none %}
  , CASE WHEN d.met = 0 THEN d.ahead_due ELSE 0 END AS ahead_missing
  {% endif %}
FROM (
  SELECT c.*,
  {# The unit-days of a run between two days: numbers tell them, the calendar is not looked at again for each run. #}
  {% for first, last, units in bounds %}
    CASE WHEN c.{{ first | identifier }} <= c.{{ last | identifier }}
      THEN least(c.last_unit, coalesce(b.{{ (last ~ '_through') | identifier }}, c.last_unit))
        - greatest(c.first_unit, coalesce(b.{{ (first ~ '_before') | identifier }} + 1, c.first_unit)) + 1
      ELSE 0 END AS {{ units | identifier }},
  {% endfor %}
    0 AS open_after
{% else %}
SELECT d.*,
  CASE WHEN d.unknown = 0 AND d.due > d.met THEN d.due - d.met ELSE 0 END AS missing
  {% if ahead_first is not none %}
  , CASE WHEN d.ahead_due > d.met THEN d.ahead_due - d.met ELSE 0 END AS ahead_missing
  {% endif %}
FROM (
  SELECT c.*,
    CASE WHEN c.first_due IS NOT NULL AND c.judged_first <= c.judged_last THEN c.expected ELSE 0 END AS due,
    CASE WHEN c.first_due IS NOT NULL AND c.open_first <= c.open_last THEN c.expected ELSE 0 END AS open_in_period,
    CASE WHEN c.arises_on BETWEEN {{ first }} AND {{ last }}
      AND (c.first_due IS NULL OR c.first_due > {{ last }} AND c.first_due BETWEEN c.since AND c.until) THEN c.expected ELSE 0 END AS open_after
  {% if ahead_first is not none %}
    , CASE WHEN c.first_due IS NULL THEN CASE WHEN c.arises_on <= {{ ahead_last }} THEN c.expected ELSE 0 END
      WHEN c.ahead_first <= c.ahead_last THEN c.expected ELSE 0 END AS ahead_due
  {% endif %}
{% endif %}
  FROM (
    SELECT
      e.*,
      greatest(e.first_due, {{ first }}, e.since) AS judged_first,
      least(e.last_due, {{ judged_last }}, e.until) AS judged_last,
      greatest(e.first_due, {{ first }}, {{ open_first }}, e.since) AS open_first,
      least(e.last_due, {{ last }}, e.until) AS open_last
    {% if ahead_first is not none %}
      , greatest(e.first_due, {{ ahead_first }}, e.since) AS ahead_first
      , least(e.last_due, {{ ahead_last }}, e.until) AS ahead_last
    {% endif %}
    FROM (
      SELECT
      {% if divisible and tenured %}
        {# What fell due before the rep was there long enough is no part of a stretch. #}
        k.* EXCLUDE (first_due), greatest(k.first_due, b.day) AS first_due,
      {% else %}
        k.*,
      {% endif %}
        j.since, j.until
      FROM (
        {{ select }}
      ) k
      JOIN (
        {# Apart from what the kind yields: a roster may have columns of any name. #}
        SELECT rep_id, employed_to, greatest(employed_from, {{ tenure_from }}) AS since, least(employed_to, {{ tenure_to }}) AS until
        FROM judged j
        WHERE {{ applies_to }}
      ) j ON j.rep_id = k.rep_id
      {% if divisible and tenured %}
      LEFT JOIN (
        SELECT p.rep_id, min(p.day) AS day
        FROM presence p JOIN judged j ON j.rep_id = p.rep_id
        WHERE p.{{ is_unit }} AND p.day >= {{ tenure_from }}
        GROUP BY p.rep_id
      ) b ON b.rep_id = k.rep_id
      {% endif %}
      WHERE TRUE
    {% if not divisible %}
      {% if effective_from is not none %}
        AND k.arises_on >= {{ effective_from }}
      {% endif %}
      {% if effective_to is not none %}
        AND k.arises_on <= {{ effective_to }}
      {% endif %}
        {# A deadline without a day waits for a calendar; where the calendar is known, no day of the rep's is left. #}
        AND (k.first_due IS NOT NULL OR j.employed_to > {{ known_until }} AND {{ known_until }} < {{ days_last }})
    {% endif %}
        AND (
          (k.last_due >= {{ first }} AND k.first_due <= {{ last }})
          OR ((k.first_due IS NULL OR k.first_due > {{ last }}) AND k.arises_on BETWEEN {{ first }} AND {{ last }})
        {% if ahead_first is not none %}
          OR (k.last_due >= {{ ahead_first }} AND k.first_due <= {{ ahead_last }})
          OR (k.first_due IS NULL AND k.arises_on <= {{ ahead_last }})
        {% endif %}
        )
    ) e
  ) c
{% if divisible %}
  {# Each rep's unit-days before and through the days that bound a period. #}
  LEFT JOIN (
    SELECT d.rep_id
    {% for first, last, _ in bounds %}
      , max(CASE WHEN p.day = d.{{ first | identifier }} THEN p.{{ through }} - CASE WHEN p.{{ is_unit }} THEN 1 ELSE 0 END END) AS {{ (first ~ '_before') | identifier }}
      , max(CASE WHEN p.day = d.{{ last | identifier }} THEN p.{{ through }} END) AS {{ (last ~ '_through') | identifier }}
    {% endfor %}
    FROM (
      SELECT rep_id,
        greatest({{ first }}, since) AS judged_first, least({{ judged_last }}, until) AS judged_last,
        greatest({{ first }}, {{ open_first }}, since) AS open_first, least({{ last }}, until) AS open_last
      {% if ahead_first is not none %}
        , greatest({{ ahead_first }}, since) AS ahead_first, least({{ ahead_last }}, until) AS ahead_last
      {% endif %}
      FROM (
        SELECT j.rep_id, greatest(j.employed_from, {{ tenure_from }}) AS since, least(j.employed_to, {{ tenure_to }}) AS until
        FROM judged j
      ) s
    ) d
    JOIN presence p ON p.rep_id = d.rep_id AND p.day BETWEEN {{ bounds_first }} AND {{ bounds_last }}
    GROUP BY d.rep_id
  ) b ON b.rep_id = c.rep_id
{% endif %}
) d
