{# The tables every rule reads, over the loaded ones: what is seen at the end of `as_of`. #}
CREATE OR REPLACE VIEW records AS
SELECT {{ spelt.records }}, CAST(occurred_at AS DATE) AS day, occurred_at AS earliest,
  CASE WHEN day_precise THEN occurred_at + INTERVAL 1 DAY - INTERVAL 1 MICROSECOND ELSE occurred_at END AS latest,
  {# For a query of the pack's own: nothing that every record has to say is open. #}
  {{ sure }} AS sure
FROM loaded_records
WHERE occurred_at < CAST({{ as_of }} AS TIMESTAMP) + INTERVAL 1 DAY;

CREATE OR REPLACE VIEW reps AS
SELECT {{ spelt.reps }} FROM loaded_reps;

CREATE OR REPLACE VIEW customers AS
SELECT {{ spelt.customers }},
  coalesce(in_care_from, DATE '0001-01-01') AS care_first,
  coalesce(in_care_to, DATE '9999-12-31') AS care_last,
  rank() OVER (PARTITION BY customer_id ORDER BY coalesce(in_care_from, DATE '0001-01-01')) = 1 AS first_care
FROM loaded_customers;

CREATE OR REPLACE VIEW attestations AS SELECT {{ spelt.attestations }} FROM loaded_attestations;

{# The days of each absence, and the second of the day on which it starts on its first and ends on its last. Two
   midnights are days that were written as times. `lasts` is how long it is said to be, where it names but one day, and
   `doubt` why nobody knows whether it was granted. #}
CREATE OR REPLACE TABLE absences AS
SELECT row_id, rep_id, CAST("from" AS DATE) AS "from", CAST("to" AS DATE) AS "to", reason, status, result, duration,
  CASE WHEN from_precise THEN 0 ELSE hour("from") * 3600 + minute("from") * 60 END AS starts,
  CASE WHEN to_precise OR whole THEN 86400 ELSE hour("to") * 3600 + minute("to") * 60 END AS ends,
  CASE WHEN (from_precise OR whole) AND (to_precise OR whole) AND CAST("from" AS DATE) = CAST("to" AS DATE) THEN
    CAST(CAST(replace(replace(replace(duration, ' h', ''), ' m', ''), ' d', '') AS DECIMAL(18, 6))
      * CASE WHEN duration LIKE '% h' THEN 3600 WHEN duration LIKE '% m' THEN 60 ELSE {{ day_seconds }} END AS INTEGER)
  END AS lasts,
  {{ leave_doubt }} AS doubt,
  file_id, line
FROM (
  SELECT *, "from" = date_trunc('day', "from") AND "to" = date_trunc('day', "to") AS whole
  FROM (SELECT {{ spelt.absences }} FROM loaded_absences) spelt
) written;

CREATE OR REPLACE TABLE params AS
SELECT * FROM (VALUES
  (CAST(NULL AS VARCHAR), CAST(NULL AS VARCHAR))
{% for name, value in params %}
  , ({{ name }}, {{ value }})
{% endfor %}
) figures (name, value)
WHERE name IS NOT NULL;

CREATE OR REPLACE TABLE judged AS
SELECT *, coalesce(joined_on, DATE '0001-01-01') AS employed_from, coalesce(left_on, DATE '9999-12-31') AS employed_to
FROM (
  SELECT *, TRUE AS on_roster FROM reps
  UNION ALL BY NAME
  SELECT DISTINCT rep_id, FALSE AS on_roster FROM records
  WHERE rep_id IS NOT NULL AND rep_id NOT IN (SELECT rep_id FROM loaded_reps)
) everyone
WHERE coalesce(joined_on, DATE '0001-01-01') <= {{ period_last }}
  AND coalesce(left_on, DATE '9999-12-31') >= {{ period_first }};

CREATE OR REPLACE TABLE care AS
{% if customers_given %}
SELECT * FROM customers;
{% else %}
{# Of customers, who are not given, only the columns: there are no rows. #}
SELECT * FROM customers
UNION ALL BY NAME
SELECT f.rep_id, f.customer_id, f.day AS care_first, coalesce(CAST(min(o.day) - INTERVAL 1 DAY AS DATE), DATE '9999-12-31') AS care_last
FROM (
  SELECT rep_id, customer_id, day, latest
  FROM (
    SELECT *, row_number() OVER (PARTITION BY rep_id, customer_id ORDER BY row_id) AS number
    FROM records WHERE customer_id IS NOT NULL AND rep_id IS NOT NULL
  ) numbered
  WHERE number = 1
) f
{# Customers of one rep alone, most of them, need no look at the others' records. #}
LEFT JOIN (
  SELECT rep_id, customer_id, day, earliest FROM records
  WHERE customer_id IN (
    SELECT customer_id FROM records WHERE customer_id IS NOT NULL GROUP BY customer_id HAVING min(rep_id) < max(rep_id)
  )
) o ON o.customer_id = f.customer_id AND o.rep_id <> f.rep_id AND o.earliest > f.latest
GROUP BY f.rep_id, f.customer_id, f.day
HAVING min(o.day) IS NULL OR min(o.day) > f.day;
{% endif %}

{# Customers that have to do with more than one rep, by care or by records: the few for whom who answers is a question. #}
CREATE OR REPLACE TABLE shared_care AS
SELECT rep_id, customer_id, care_first, care_last FROM care
WHERE customer_id IN (
  SELECT customer_id
  FROM (SELECT rep_id, customer_id FROM care UNION ALL SELECT rep_id, customer_id FROM records) involved
  GROUP BY customer_id HAVING min(rep_id) < max(rep_id)
);
