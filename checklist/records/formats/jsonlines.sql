{# The lines of a file of JSON objects, and the sets of names they bear; no names where a line is no JSON. #}
CREATE OR REPLACE TABLE {{ (name ~ "_lines") | identifier }} AS
{% if array %}
SELECT CAST(json AS VARCHAR) AS content
FROM read_json_objects({{ path }}, format = 'array', compression = 'uncompressed', maximum_object_size = 32000000);
{% else %}
SELECT * FROM read_csv({{ path }}, auto_detect = false, columns = {'content': 'VARCHAR'}, header = false,
    delim = '', quote = '', escape = '', nullstr = '', compression = 'none', max_line_size = 32000000);
{% endif %}

CREATE OR REPLACE TABLE {{ (name ~ "_shapes") | identifier }} AS
SELECT names, min(line) AS line, coalesce(len(names) > 0 AND len(names) = len(list_distinct(names)), FALSE) AS clear
FROM (
    SELECT rowid + 1 AS line, try(json_keys(content)) AS names
    FROM {{ (name ~ "_lines") | identifier }}
    WHERE content >= '!' OR trim(content, ' ' || chr(9)) <> ''
)
GROUP BY names
