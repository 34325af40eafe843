{# Every selected row beside every required item: `holds` whatever the unread says, `may` where it could. #}
WITH triggers AS (
  SELECT * FROM ({{ rows }}) selected
  WHERE day BETWEEN {{ due_from }} AND {{ due_to }} AND rep_id IN (SELECT rep_id FROM judged)
),
judgements AS (
  SELECT
    r.row_id, r.rep_id, r.customer_id, r.case_id, r.day, r.sure, r.cause, i.number,
    CASE i.number
    {% for item in items %}
      WHEN {{ loop.index }} THEN {{ item.surely }}
    {% endfor %}
    END AS holds,
  {% if open_items %}
    CASE i.number
    {% for item in open_items %}
      WHEN {{ item.number }} THEN CASE WHEN {{ item.possibly }} THEN {{ item.cause }} END
    {% endfor %}
    END AS may
  {% else %}
    CAST(NULL AS VARCHAR) AS may
  {% endif %}
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
  {% for item in items %}
    WHEN {{ loop.index }} THEN {{ item.label }}
  {% endfor %}
  END AS item,
  row_id AS trigger_row, NULL AS answer_row, day AS arises_on, day AS first_due, day AS last_due,
  1 AS expected, CASE WHEN holds THEN 1 ELSE 0 END AS met,
  CASE WHEN NOT holds AND (may IS NOT NULL OR NOT sure) THEN 1 ELSE 0 END AS unknown,
  CASE WHEN NOT holds THEN least(may, cause) END AS cause
FROM judgements
{# A record that may be none of those asked for owes nothing where it holds the item. #}
WHERE sure OR NOT holds
