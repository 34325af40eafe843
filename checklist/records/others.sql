{# One of the smaller tables, in the order of its content; unreadable rows last. #}
CREATE OR REPLACE TABLE {{ table | identifier }} AS
SELECT CAST(0 AS BIGINT) AS row_id, * EXCLUDE (file_id, line{% if selects %}, reading_problem{% endif %}), file_id, line{% if selects %}, reading_problem{% endif %}

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
{% if selects %}
ORDER BY reading_problem IS NOT NULL
    {%- for name, type in columns %}, {{ name | identifier }}{% endfor %}{% for name in attributes %}, {{ name | identifier }}{% endfor %}, file_id, line
{% endif %}
