{# Each trigger with its deadline, and the first answer that came in time: a sure one, else perhaps a doubtful one. #}
WITH triggers AS (
  SELECT * FROM ({{ triggers }}) selected
  WHERE "key" IS NOT NULL AND day <= {{ due_to }} AND rep_id IN (SELECT rep_id FROM judged)
),
answers AS (
  SELECT * FROM ({{ answers }}) selected WHERE "key" IS NOT NULL
),
deadlines AS (
  {{ deadlines }}
),
waiting AS (
  {# An absence moves a deadline however far, so that no trigger is too old; only then do deadlines tell. #}
  SELECT t.*, d.due_on, d.deadline FROM triggers t JOIN deadlines d ON d.row_id = t.row_id
  WHERE d.due_on IS NULL OR d.due_on >= {{ due_from }}
),
answered AS (
  SELECT t.row_id, a.row_id AS answer_row, a.sure, a.cause
  FROM waiting t
  JOIN answers a ON a."key" = t."key" AND a.latest >= t.earliest AND a.earliest <= t.deadline
  {% if same_table %}
    AND {% if several %}a.record_key <> t.record_key{% else %}a.row_id <> t.row_id{% endif %}

  {% endif %}
  {% if by == 'same_rep' %}
    AND a.rep_id = t.rep_id
  {% elif by == 'someone_else' %}
    AND a.rep_id <> t.rep_id
  {% endif %}
{% if handover %}
  UNION ALL
  {# After a handover the rep who then has the customer in care answers for the one who had it. #}
  SELECT t.row_id, a.row_id, a.sure, a.cause
  FROM waiting t
  JOIN answers a ON a."key" = t."key" AND a.latest >= t.earliest AND a.earliest <= t.deadline
  JOIN shared_care c ON c.customer_id = t.customer_id AND c.rep_id = a.rep_id AND a.day BETWEEN c.care_first AND c.care_last
  WHERE a.rep_id <> t.rep_id
{% endif %}
{% if nobody and by != 'anyone' %}
  UNION ALL
  {# Whoever it was that answered: perhaps one who may. #}
  SELECT t.row_id, a.row_id, a.sure, a.cause
  FROM waiting t
  JOIN answers a ON a."key" = t."key" AND a.latest >= t.earliest AND a.earliest <= t.deadline
  WHERE a.rep_id IS NULL
{% endif %}
),
first_answers AS (
{% if several %}
  {# A record of several customers wants one answer of a rep; it stands for the record's first row with that rep. #}
  SELECT min(t.row_id) AS row_id, min(CASE WHEN a.sure THEN a.answer_row END) AS answer_row,
    min(CASE WHEN NOT a.sure THEN a.cause END) AS cause
  FROM waiting t LEFT JOIN answered a ON a.row_id = t.row_id
  GROUP BY t.record_key, t.rep_id
{% else %}
  SELECT row_id, min(CASE WHEN sure THEN answer_row END) AS answer_row, min(CASE WHEN NOT sure THEN cause END) AS cause
  FROM answered GROUP BY row_id
{% endif %}
)
SELECT
  t.rep_id, t.customer_id, t.case_id, t.row_id AS trigger_row, f.answer_row, t.day AS arises_on,
  t.due_on AS first_due, t.due_on AS last_due,
  1 AS expected, CASE WHEN f.answer_row IS NULL THEN 0 ELSE 1 END AS met,
  CASE WHEN f.answer_row IS NULL AND least(t.cause, f.cause, {{ partly_shown }}) IS NOT NULL THEN 1 ELSE 0 END AS unknown,
  CASE WHEN f.answer_row IS NULL THEN least(t.cause, f.cause, {{ partly_shown }}) END AS cause,
  t.deadline
FROM waiting t
{% if not several %}LEFT {% endif %}JOIN first_answers f ON f.row_id = t.row_id
{# What may ask for no answer, and has one, asks for none. #}
WHERE t.sure OR f.answer_row IS NULL
