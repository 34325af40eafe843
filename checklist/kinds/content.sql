{# Every selected row beside every required item. #}
WITH triggers AS (
  SELECT * FROM ({{ rows }}) selected
  WHERE day BETWEEN {{ due_from }} AND {{ due_to }} AND rep_id IN (SELECT rep_id FROM judged)
),
judgements AS (
  SELECT
    r.row_id, r.rep_id, r.customer_id, r.case_id, r.day, i.number,
    CASE i.number
    {% for label, test in items %}
      WHEN {{ loop.index }} THEN {{ test }}
    {% endfor %}
    END AS holds
  FROM triggers r
  CROSS JOIN (VALUES {% for _ in items %}({{ loop.index }}){% if not loop.last %}, {% endif %}{% endfor %}) i(number)
{% for select in deadlines %}
  LEFT JOIN (
  {{ select }}
  ) d{{ loop.index0 }} ON d{{ loop.index0 }}.row_id = r.row_id
{% endfor %}
)
SELECT
  rep_id, customer_id, case_id,
  CASE number
  {% for label, test in items %}
    WHEN {{ loop.index }} THEN {{ label }}
  {% endfor %}
  END AS item,
  row_id AS trigger_row, NULL AS answer_row, day AS arises_on, day AS first_due, day AS last_due,
  1 AS expected, CASE WHEN holds THEN 1 ELSE 0 END AS met, 0 AS unjudged
FROM judgements
