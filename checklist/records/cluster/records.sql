{#
All records in their canonical order, which only their content decides, numbered from 0 on: the hours before a record's
own are counted, and within its hour it is numbered. So no machine ever sorts more than the records of an hour, and the
numbers are the same however the rows are spread and whichever worker is lost.
#}
CREATE OR REPLACE TABLE loaded_records AS
WITH hours AS (
    SELECT date_trunc('hour', occurred_at) AS hour, count(*) AS records FROM reading_kept GROUP BY 1
), before AS (
    SELECT hour, sum(records) OVER (ORDER BY hour) - records AS records FROM hours
), kept AS (
    SELECT own.*, date_trunc('hour', own.occurred_at) AS hour FROM reading_kept own
)
SELECT CAST(b.records - 1 + row_number() OVER (
        PARTITION BY k.hour ORDER BY k.occurred_at, k.rep_id, k.type, k.record_key, k.file_id, k.line
    ) AS BIGINT) AS row_id, k.file_id, k.line
    {%- for name in columns %}, k.{{ name | identifier }}{% endfor %},
    {% if equal %}CASE WHEN e.number IS NULL THEN k.record_key ELSE k.record_key || '#' || CAST(e.number AS VARCHAR) END
    {%- else %}k.record_key{% endif %} AS record_key
    {%- for name in attributes %}, k.{{ name | identifier }}{% endfor %}

FROM kept k JOIN before b ON b.hour = k.hour
{% if equal %}
LEFT JOIN reading_equal e ON e.file_id = k.file_id AND e.line = k.line
{% endif %}
