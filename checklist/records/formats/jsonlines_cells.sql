{# The values of every line that is an object, in the order of the headers. #}
(
    SELECT line{% for pointer in pointers %}, cells[{{ loop.index }}] AS c{{ loop.index0 }}{% endfor %}

    FROM (
        SELECT rows.rowid + 1 AS line, json_extract_string(content, [{% for pointer in pointers %}{{ pointer }}{% if not loop.last %}, {% endif %}{% endfor %}]) AS cells
        FROM {{ name | identifier }} rows
        WHERE content IS NOT NULL AND trim(content, ' ' || chr(9)) <> ''
            AND rows.rowid + 1 NOT IN (SELECT line FROM {{ (name ~ "_broken") | identifier }})
    )
)
