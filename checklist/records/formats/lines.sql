{#
The physical line of every row, where rows may span lines and lines may be blank.

Rows and broken rows together use up every line that is not blank, in the order of the file. A row uses one
line, and one more for each run of line ends in its cells (a blank line within quotes counts as none). Where a
file has one column, a blank line is a row of its own, and each line end counts.
#}
{% set single = columns | length == 1 %}
{% set breaks = "\n" if single else "[\\r\\n]+" %}
CREATE OR REPLACE TABLE {{ (raw ~ "_text") | identifier }} AS
SELECT * FROM read_csv({{ path }}, auto_detect = false, columns = {'content': 'VARCHAR'}, header = false,
    delim = '', quote = '', escape = '', nullstr = '', compression = 'none', max_line_size = {{ longest }}, buffer_size = {{ longest }});

CREATE OR REPLACE TABLE {{ (raw ~ "_used") | identifier }} AS
SELECT line, start, row_number() OVER (ORDER BY line) AS place
FROM (
    SELECT rowid + {{ first_line }} AS line, content,
        sum(coalesce(strlen(content), 0) + {{ line_end }}) OVER (ORDER BY rowid ROWS UNBOUNDED PRECEDING)
            - coalesce(strlen(content), 0) - {{ line_end }} + {{ mark }} + 1 AS start
    FROM {{ (raw ~ "_text") | identifier }}
)
WHERE line >= {{ first_line + header }}{% if not single %} AND content IS NOT NULL{% endif %};

CREATE OR REPLACE TABLE {{ (raw ~ "_broken") | identifier }} AS
SELECT used.line, used.place, each.code, each.expected, each.found, each.lead, each.lines
FROM (
    SELECT min(line_byte_position + strlen(csv_line) - strlen(ltrim(csv_line, chr(13) || chr(10)))) AS start,
        any_value(CASE error_type
            WHEN 'MISSING COLUMNS' THEN 'too_few_fields'
            WHEN 'TOO MANY COLUMNS' THEN 'too_many_fields'
            WHEN 'LINE SIZE OVER MAXIMUM' THEN 'row_too_long'
            ELSE 'quote_unclear' END) AS code,
        {{ columns | length }} AS expected,
        {# A row is reported once for each column that it lacks, or has beyond the last: the outermost counts. #}
        coalesce(min(found) FILTER (error_type = 'MISSING COLUMNS'), max(found)) AS found,
        any_value(coalesce(nullif(regexp_extract(csv_line, {{ lead }}, 1), ''),
            trim(regexp_extract(csv_line, {{ lead }}, 2)))) AS lead,
        max(1 + len(regexp_extract_all(trim(csv_line, chr(13) || chr(10)), {{ breaks }}))) AS lines
    FROM (
        SELECT *, try_cast(regexp_extract(error_message, 'Found: ([0-9]+)', 1) AS INTEGER) AS found
        FROM {{ (raw ~ "_rejects") | identifier }}
    )
    GROUP BY line_byte_position
) each
LEFT JOIN {{ (raw ~ "_used") | identifier }} used USING (start);

CREATE OR REPLACE TABLE {{ (raw ~ "_spans") | identifier }} AS
SELECT rowid AS row_number,
    1{% for column in columns %} + CASE WHEN contains({{ column | identifier }}, chr(10)) OR contains({{ column | identifier }}, chr(13))
        THEN len(regexp_extract_all({{ column | identifier }}, {{ breaks }})) ELSE 0 END{% endfor %} AS lines
FROM {{ raw | identifier }};

CREATE OR REPLACE TABLE {{ (raw ~ "_at") | identifier }} AS
WITH free AS (
    SELECT line, row_number() OVER (ORDER BY place) AS place
    FROM {{ (raw ~ "_used") | identifier }}
    WHERE place NOT IN (
        SELECT unnest(range(place, place + lines)) FROM {{ (raw ~ "_broken") | identifier }} WHERE place IS NOT NULL
    )
), wanted AS (
    SELECT row_number, 1 + sum(lines) OVER (ORDER BY row_number ROWS UNBOUNDED PRECEDING) - lines AS place
    FROM {{ (raw ~ "_spans") | identifier }}
)
SELECT wanted.row_number, free.line
FROM wanted JOIN free USING (place);

CREATE OR REPLACE TABLE {{ (raw ~ "_balance") | identifier }} AS
SELECT (SELECT count(*) FROM {{ (raw ~ "_used") | identifier }})
        = (SELECT coalesce(sum(lines), 0) FROM {{ (raw ~ "_spans") | identifier }})
        + (SELECT coalesce(sum(lines), 0) FROM {{ (raw ~ "_broken") | identifier }})
    AND (SELECT count(*) = count(place) FROM {{ (raw ~ "_broken") | identifier }}) AS adds_up
