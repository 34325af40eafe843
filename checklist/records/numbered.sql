{# Rows as their reader wrote them: the number of each, then every cell. #}
CREATE OR REPLACE TABLE {{ raw | identifier }} AS
SELECT * FROM read_csv(
    {{ path }},
    auto_detect = false,
    columns = {'line': 'BIGINT'{% for column, type in columns %}, {{ column }}: '{{ type }}'{% endfor %} },
    header = false,
    delim = ',',
    quote = '"',
    escape = '"',
    nullstr = '',
    {# A reader ends its rows so; a return within the first cell would be taken for the end of all rows. #}
    new_line = '\n',
    compression = 'none',
    max_line_size = 32000000,
    buffer_size = 64000000,
    parallel = {{ parallel }}
)
