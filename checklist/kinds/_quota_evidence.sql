{# The records counted in each shown deviation's window. #}
SELECT v.number, c.row_id
FROM shown_deviations v
JOIN windows w ON w.kind = {{ window }} AND w.label = v."window"
JOIN ({{ rows }}) c ON c.rep_id = v.rep_id
  AND c.day BETWEEN w.first - {{ early_days }} * INTERVAL 1 DAY
  AND CASE WHEN {{ due is none }} THEN w.last ELSE v.first_due END
WHERE (v.customer_id IS NULL OR v.customer_id = c.apart) AND (v.value IS NULL OR v.value = c.apart{% for value, other in each_also %} OR (v.value = {{ value }} AND c.apart = {{ other }}){% endfor %})
{% if first_care %}
  AND c.first_care
{% endif %}
