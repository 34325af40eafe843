{# For each shown deviation the answers that came after its deadline. #}
SELECT v.number, a.row_id
FROM shown_deviations v
JOIN ({{ triggers }}) t ON t.row_id = v.trigger_row
JOIN ({{ answers }}) a ON a."key" = t."key" AND a.earliest > v.deadline
{% if same_table %}
  AND {% if several %}a.record_key <> t.record_key{% else %}a.row_id <> t.row_id{% endif %}

{% endif %}
{% if by == 'same_rep' %}
  AND (
    a.rep_id = t.rep_id
  {% if handover %}
    OR EXISTS (
      SELECT 1 FROM shared_care c
      WHERE c.customer_id = t.customer_id AND c.rep_id = a.rep_id AND a.day BETWEEN c.care_first AND c.care_last
    )
  {% endif %}
  )
{% elif by == 'someone_else' %}
  AND a.rep_id <> t.rep_id
{% endif %}
