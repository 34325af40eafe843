{# The pack's own rows, in the shape of every kind. Its evidence is a record's row_id or record_id. #}
SELECT
  CAST(q.rep_id AS VARCHAR) AS rep_id, CAST(q.subject AS VARCHAR) AS subject,
  CASE WHEN typeof(q.evidence) LIKE '%INT%' THEN TRY_CAST(CAST(q.evidence AS VARCHAR) AS BIGINT) ELSE r.row_id END AS trigger_row,
  NULL AS answer_row,
  CAST(q.due_on AS DATE) AS arises_on, CAST(q.due_on AS DATE) AS first_due, CAST(q.due_on AS DATE) AS last_due,
  1 AS expected,
{% if may_be_unknown %}
  CASE WHEN NOT coalesce(CAST(q."unknown" AS BOOLEAN), FALSE) AND coalesce(CAST(q.met AS BOOLEAN), FALSE) THEN 1 ELSE 0 END AS met,
  CASE WHEN coalesce(CAST(q."unknown" AS BOOLEAN), FALSE) THEN 1 ELSE 0 END AS unknown,
  CASE WHEN coalesce(CAST(q."unknown" AS BOOLEAN), FALSE) THEN {{ cause }} END AS cause
{% else %}
  CASE WHEN coalesce(CAST(q.met AS BOOLEAN), FALSE) THEN 1 ELSE 0 END AS met,
  0 AS unknown, CAST(NULL AS VARCHAR) AS cause
{% endif %}
FROM (
  {{ sql }}
) q
LEFT JOIN (
  SELECT record_id, min(row_id) AS row_id FROM records WHERE record_id IS NOT NULL GROUP BY record_id
) r ON r.record_id = CAST(q.evidence AS VARCHAR)
