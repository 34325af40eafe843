{# Every day with what it is, from a string of one letter a day: 1 worked, 0 off, ? not known to anyone yet. #}
CREATE OR REPLACE TABLE days AS
SELECT
  day, CASE letter WHEN '1' THEN TRUE WHEN '0' THEN FALSE END AS working, day <= {{ known_until }} AS known,
  CASE WHEN day <= {{ known_until }} THEN CAST(sum(CASE WHEN letter = '1' THEN 1 ELSE 0 END)
    OVER (ORDER BY day ROWS UNBOUNDED PRECEDING) AS INTEGER) END AS workdays_through,
  CAST(date_trunc('week', day) AS DATE) AS week_first,
  CAST(date_trunc('month', day) AS DATE) AS month_first,
  CAST(date_trunc('quarter', day) AS DATE) AS quarter_first,
  CAST(date_trunc('year', day) AS DATE) AS year_first
FROM (
  SELECT CAST({{ start }} + CAST(n AS INTEGER) AS DATE) AS day, substr({{ letters }}, CAST(n AS INTEGER) + 1, 1) AS letter
  FROM range({{ letters | length }}) r(n)
) spelt
ORDER BY day;

CREATE OR REPLACE TABLE windows AS
{% for kind, first, span, label in kinds %}
SELECT {{ kind }} AS kind, strftime(first, {{ label }}){% if kind == 'quarter' %} || quarter(first){% endif %} AS label,
  first, CAST(first + {{ span }} - INTERVAL 1 DAY AS DATE) AS last,
  CASE WHEN count(*) = count(working) THEN CAST(sum(CASE WHEN working THEN 1 ELSE 0 END) AS INTEGER) END AS working
FROM (SELECT {{ first }} AS first, working FROM days) d
GROUP BY first
HAVING first >= {{ start }} AND first + {{ span }} - INTERVAL 1 DAY <= {{ end }}
{% if not loop.last %}
UNION ALL
{% endif %}
{% endfor %}
;

CREATE OR REPLACE TABLE hours AS
SELECT * FROM (VALUES {% for opens, closes, before in hours %}({{ opens }}, {{ closes }}, {{ before }}){% if not loop.last %}, {% endif %}{% endfor %}) v(opens, closes, before);
