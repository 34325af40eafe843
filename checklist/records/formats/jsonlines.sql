{# The lines of a file of JSON objects, the sets of names they bear, and the lines that are none. #}
CREATE OR REPLACE TEMP TABLE {{ name | identifier }} AS
SELECT * FROM read_csv({{ path }}, auto_detect = false, columns = {'content': 'VARCHAR'}, header = false,
    delim = '', quote = '', escape = '', nullstr = '', compression = 'none', max_line_size = 32000000);

CREATE OR REPLACE TEMP TABLE {{ (name ~ "_keys") | identifier }} AS
SELECT rowid + 1 AS line, CASE WHEN json_valid(content) THEN
        CASE WHEN json_type(content) = 'OBJECT' THEN json_keys(content) END
    END AS names
FROM {{ name | identifier }}
WHERE content IS NOT NULL AND trim(content, ' ' || chr(9)) <> '';

CREATE OR REPLACE TEMP TABLE {{ (name ~ "_shapes") | identifier }} AS
SELECT names, min(line) AS line, len(names) = len(list_distinct(names)) AS clear
FROM {{ (name ~ "_keys") | identifier }}
WHERE names IS NOT NULL
GROUP BY names;

CREATE OR REPLACE TEMP TABLE {{ (name ~ "_broken") | identifier }} AS
SELECT line, CASE WHEN names IS NULL THEN 'json_invalid' ELSE 'json_key_twice' END AS code,
    CAST(NULL AS INTEGER) AS expected, CAST(NULL AS INTEGER) AS found
FROM {{ (name ~ "_keys") | identifier }}
WHERE names IS NULL OR names IN (SELECT names FROM {{ (name ~ "_shapes") | identifier }} WHERE NOT clear)
