{# Of each column of times or days: how many cells are a day zero, and how many others cannot be read as one. #}
SELECT
{% for each in timed %}
  count(*) FILTER (starts_with(c{{ each.at }}, '0000-00-00')),
  count(*) FILTER (
    c{{ each.at }} IS NOT NULL AND NOT starts_with(c{{ each.at }}, '0000-00-00')
    AND NOT coalesce(isfinite(TRY_CAST(c{{ each.at }} AS {{ each.type }})), FALSE)
  ){% if not loop.last %},{% endif %}

{% endfor %}
FROM {{ name | identifier }}
