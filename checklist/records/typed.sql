{#
One file: its cells as they stand (s), in the words of this program (t), taken apart where they need it (x), what they
mean (v), and whether a time says no more than its day (p).
#}
SELECT CAST({{ file_id }} AS INTEGER) AS file_id, line,
{% for column in output %}
    {{ column.value }} AS {{ column.name | identifier }},
{% endfor %}
    CASE
    {% for condition in skips %}
        WHEN {{ condition }} THEN 'skip'
    {% endfor %}
    {% for problem in problems %}
        WHEN {{ problem.when }} THEN concat_ws({{ separator }}, {{ problem.code }}, {{ problem.column }}, left({{ problem.value }}, 200))
    {% endfor %}
    END AS reading_problem
FROM (
    SELECT line,
    {% for each in cells %}
        t{{ each.number }}, {{ each.cell.value }} AS v{{ each.number }},
        {% if each.cell.parsed %}x{{ each.number }},{% endif %}

        {% if each.cell.column.sort.value == "TIMESTAMP" %}{{ each.cell.day_precise }} AS p{{ each.number }},{% endif %}

    {% endfor %}
        row_zone
    FROM (
        SELECT line,
        {% for each in cells %}
            t{{ each.number }},
            {% if each.cell.parsed %}{{ each.cell.parsed }} AS x{{ each.number }},{% endif %}

        {% endfor %}
            row_zone
        FROM (
            SELECT line,
            {% for each in cells %}
                {{ each.cell.text }} AS t{{ each.number }},
            {% endfor %}
                row_zone
            FROM (
                SELECT line,
                {% for each in cells %}
                    {{ each.cell.source }} AS s{{ each.number }},
                {% endfor %}
                    {{ row_zone }} AS row_zone
                FROM {{ relation }}
            )
        )
    )
)
