{# For each row of a relation: the day its deadline falls due, and the last instant an answer may begin. No record of the
   next day meets a deadline at midnight. The calendar is the rep's own presence, or the company's days where anyone may
   answer; before the log's span there are no working days. #}
{% set calendar = ('presence' if own_presence else 'days') | identifier %}
{% if unit == 'workhour' %}
{# Work counts from the opening of the trigger's own day, in microseconds: what had passed by then, and what is
   allowed. Its whole days lead to the day, its rest to the instant; a rest of nothing is the day's closing. #}
SELECT
  {{ keys('t') }} n.day AS due_on,
  CAST(n.day AS TIMESTAMP) + CAST(h.opens - h.before + t.rest // 1000000 AS INTEGER) * INTERVAL 1 SECOND
    + CAST(t.rest % 1000000 AS INTEGER) * INTERVAL 1 MICROSECOND AS deadline
FROM (
  SELECT t.*, t.base + t.work // {{ day_length }} + CASE WHEN t.work % {{ day_length }} = 0 THEN 0 ELSE 1 END AS target,
    CASE WHEN t.work % {{ day_length }} = 0 THEN {{ day_length }} ELSE t.work % {{ day_length }} END AS rest
  FROM (
    SELECT {{ kept('t') }} p.workdays_through - CASE WHEN p.working THEN 1 ELSE 0 END AS base,
      {{ amount }} * CAST(1000000 AS BIGINT)
        + CASE WHEN NOT p.working OR t.day < p.day THEN 0 WHEN t.day_precise THEN {{ day_length }} ELSE t.passed END AS work
    FROM (
      SELECT {{ kept('c') }} c.day, c.day_precise, CAST(sum(least(
        greatest(c.clock - h.opens * CAST(1000000 AS BIGINT), 0), (h.closes - h.opens) * CAST(1000000 AS BIGINT)
      )) AS BIGINT) AS passed
      FROM (
        SELECT *, (hour(earliest) * 60 + minute(earliest)) * CAST(60000000 AS BIGINT) + microsecond(earliest) AS clock
        FROM {{ rows }}
      ) c
      CROSS JOIN hours h
      GROUP BY {{ kept('c') }} c.day, c.day_precise
    ) t
    JOIN {{ calendar }} p ON {{ reps_own('p') }}p.day = {% if begins is none %}t.day{% else %}greatest(t.day, {{ begins }}){% endif %}

  ) t
) t
LEFT JOIN {{ calendar }} n ON {{ reps_own('n') }}
  n.working AND n.workdays_through = t.target
LEFT JOIN hours h ON h.before * CAST(1000000 AS BIGINT) < t.rest
  AND t.rest <= (h.before + h.closes - h.opens) * CAST(1000000 AS BIGINT)
{% elif unit == 'clock' and not always %}
{# Hours run through working days alone: to the end of the day on which they begin, then through whole days. Where they
   began on a day off or before the log, or passed a day off, they end with the day. #}
SELECT
  {{ keys('t') }} n.day AS due_on,
  CASE WHEN t.early OR n.day <> t.begins_on + t.whole * INTERVAL 1 DAY
    THEN {{ end_of_day }}
    ELSE least(
      CAST(n.day AS TIMESTAMP) + CAST(t.rest // 1000000 AS INTEGER) * INTERVAL 1 SECOND
        + CAST(t.rest % 1000000 AS INTEGER) * INTERVAL 1 MICROSECOND,
      {{ end_of_day }}
    ) END AS deadline
FROM (
  SELECT {{ kept('t') }} t.begins_on, t.early, t.base,
    CAST((t.work - 1) // 86400000000 AS INTEGER) AS whole, (t.work - 1) % 86400000000 + 1 AS rest
  FROM (
    SELECT {{ kept('t') }} t.begins_on, t.early,
      p.workdays_through - CASE WHEN p.working THEN 1 ELSE 0 END AS base,
      {{ amount }} * CAST(1000000 AS BIGINT) + CASE WHEN p.working THEN t.clock ELSE 0 END AS work
    FROM (
      SELECT {{ kept('clocked') }}
  {% if begins is none %}
        begins_on, clock, FALSE AS early
  {% else %}
        greatest(begins_on, {{ begins }}) AS begins_on, begins_on < {{ begins }} AS early,
        CASE WHEN begins_on < {{ begins }} THEN 0 ELSE clock END AS clock
  {% endif %}
      FROM (
        {# What is known to the day only counts from the day's end. #}
        SELECT {{ kept('r') }} CASE WHEN day_precise THEN CAST(day + INTERVAL 1 DAY AS DATE) ELSE day END AS begins_on,
          CASE WHEN day_precise THEN 0
            ELSE (hour(earliest) * 60 + minute(earliest)) * CAST(60000000 AS BIGINT) + microsecond(earliest) END AS clock
        FROM {{ rows }} r
      ) clocked
    ) t
    LEFT JOIN {{ calendar }} p ON {{ reps_own('p') }}p.day = t.begins_on
  ) t
) t
LEFT JOIN {{ calendar }} n ON {{ reps_own('n') }}
  n.working AND n.workdays_through = t.base + t.whole + 1
{% elif unit == 'workday' and amount > 0 %}
SELECT {{ keys('t') }} n.day AS due_on, {{ end_of_day }} AS deadline
FROM {{ rows }} t
JOIN {{ calendar }} p ON {{ reps_own('p') }}p.day = {% if begins is none %}t.day{% else %}greatest(t.day, CAST({{ begins }} - INTERVAL 1 DAY AS DATE)){% endif %}

LEFT JOIN {{ calendar }} n ON {{ reps_own('n') }}
  n.working AND n.workdays_through = p.workdays_through + {{ amount }}
{% else %}
{# A day by the calendar, moved to the next on which a deadline may stand. #}
SELECT
  {{ keys('t') }} n.day AS due_on,
  CASE WHEN n.day = t.due_on THEN least(t.deadline, {{ end_of_day }})
    ELSE {{ end_of_day }} END AS deadline
FROM (
  {% if unit == 'clock' %}
  SELECT {{ kept('clocked') }} deadline, CAST(deadline - INTERVAL 1 MICROSECOND AS DATE) AS due_on
  FROM (
    SELECT *, (CASE WHEN day_precise THEN CAST(day AS TIMESTAMP) + INTERVAL 1 DAY ELSE earliest END)
      + {{ amount }} * INTERVAL 1 SECOND AS deadline
    FROM {{ rows }}
  ) clocked
  {% else %}
  SELECT *, CAST(due_on AS TIMESTAMP) + INTERVAL 1 DAY - INTERVAL 1 MICROSECOND AS deadline
  FROM (SELECT {{ kept('r') }} CAST(day + {{ amount }} * INTERVAL 1 {{ day }} AS DATE) AS due_on FROM {{ rows }} r) counted
  {% endif %}
) t
  {% if always and not own_presence %}
JOIN days n ON n.day = t.due_on
  {% else %}
    {% set stands = ('present' if always else 'working') | identifier %}
    {% set through = ('days_through' if always else 'workdays_through') | identifier %}
LEFT JOIN {{ calendar }} p ON {{ reps_own('p') }}p.day = {% if begins is none %}t.due_on{% else %}greatest(t.due_on, CAST({{ begins }} - INTERVAL 1 DAY AS DATE)){% endif %}

LEFT JOIN {{ calendar }} n ON {{ reps_own('n') }}
  n.{{ stands }} AND n.{{ through }} = p.{{ through }} + CASE WHEN p.{{ stands }} AND p.day = t.due_on{% if begins is not none %} AND t.due_on >= {{ begins }}{% endif %} THEN 0 ELSE 1 END
  {% endif %}
{% endif %}
