{# The rows of a sheet as its own process wrote them: the row's number, then every cell as text. #}
CREATE OR REPLACE TEMP TABLE {{ raw | identifier }} AS
SELECT * FROM read_csv(
    {{ path }},
    auto_detect = false,
    columns = {'line': 'BIGINT'{% for column, type in columns %}, {{ column }}: '{{ type }}'{% endfor %} },
    header = false,
    delim = ',',
    quote = '"',
    escape = '"',
    nullstr = '',
    compression = 'none',
    max_line_size = 32000000,
    buffer_size = 64000000,
    parallel = {{ parallel }}
)
