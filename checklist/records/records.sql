{#
All records in their canonical order (without `order`: as they come), which only their content decides; unreadable
rows last. `row_id` is set
once the table holds nothing else.
#}
CREATE OR REPLACE TABLE {{ table | identifier }} AS
SELECT CAST(0 AS BIGINT) AS row_id, file_id, line,
    {%- for name, type in columns %} {{ name | identifier }},{% endfor %} {% if selects %}coalesce(record_id, 'sha:' || left(md5({{ content }}), 16)){% else %}record_id{% endif %} AS record_key
    {%- for name in attributes %}, {{ name | identifier }}{% endfor %}{% if selects %}, reading_problem{% endif %}

FROM (
{% for select in selects %}
    {{ select }}
    {% if not loop.last %}UNION ALL{% endif %}

{% else %}
    SELECT CAST(NULL AS INTEGER) AS file_id, CAST(NULL AS BIGINT) AS line
        {%- for name, type in columns %}, CAST(NULL AS {{ type }}) AS {{ name | identifier }}{% endfor %}

    WHERE FALSE
{% endfor %}
)
{% if selects and order %}
ORDER BY {{ order }}
{% endif %}
