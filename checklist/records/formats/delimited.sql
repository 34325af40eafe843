{# Every row of a delimited text file, cell by cell as text; rows of another width go to the rejects. #}
DROP TABLE IF EXISTS {{ (raw ~ "_rejects") | identifier }};
DROP TABLE IF EXISTS {{ (raw ~ "_scans") | identifier }};
CREATE OR REPLACE TABLE {{ raw | identifier }} AS
SELECT * FROM read_csv(
    {{ path }},
    auto_detect = false,
    columns = { {% for number in range(width) %}{{ "c%d" % number }}: 'VARCHAR'{% if not loop.last %}, {% endif %}{% endfor %} },
    header = {{ header }},
    delim = {{ delimiter }},
    quote = '"',
    escape = '"',
    nullstr = '',
    strict_mode = true,
    compression = 'none',
    parallel = {{ parallel }},
    buffer_size = {{ buffer_size }},
    store_rejects = true,
    rejects_table = {{ raw ~ "_rejects" }},
    rejects_scan = {{ raw ~ "_scans" }}
)
