{# The values of every line that is a clear object, in the order of the headers; and the lines that are none. #}
CREATE OR REPLACE TABLE {{ (name ~ "_broken") | identifier }} AS
{% if unclear %}
SELECT line, CASE WHEN len(names) > 0 THEN 'json_key_twice' ELSE 'json_invalid' END AS code,
    CAST(NULL AS INTEGER) AS expected, CAST(NULL AS INTEGER) AS found, CAST(NULL AS VARCHAR) AS lead
FROM (
    SELECT rowid + 1 AS line, try(json_keys(content)) AS names
    FROM {{ (name ~ "_lines") | identifier }}
    WHERE content >= '!' OR trim(content, ' ' || chr(9)) <> ''
)
WHERE names IS NULL OR len(names) = 0 OR len(names) <> len(list_distinct(names));
{% else %}
SELECT CAST(NULL AS BIGINT) AS line, CAST(NULL AS VARCHAR) AS code, CAST(NULL AS INTEGER) AS expected,
    CAST(NULL AS INTEGER) AS found, CAST(NULL AS VARCHAR) AS lead
WHERE FALSE;
{% endif %}

CREATE OR REPLACE TABLE {{ name | identifier }} AS
SELECT line{% for pointer in pointers %}, cells[{{ loop.index }}] AS c{{ loop.index0 }}{% endfor %}

FROM (
    SELECT rowid + 1 AS line, json_extract_string(content, [{% for pointer in pointers %}{{ pointer }}{% if not loop.last %}, {% endif %}{% endfor %}]) AS cells
    FROM {{ (name ~ "_lines") | identifier }}
    WHERE (content >= '!' OR trim(content, ' ' || chr(9)) <> '')
    {% if unclear %}AND rowid + 1 NOT IN (SELECT line FROM {{ (name ~ "_broken") | identifier }}){% endif %}

);

DROP TABLE {{ (name ~ "_lines") | identifier }}
