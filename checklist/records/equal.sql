{# Equal rows without an id but the first of each: the second of them is number 2. #}
CREATE OR REPLACE TABLE reading_equal AS
SELECT file_id, line, number
FROM (
    SELECT file_id, line, row_number() OVER (
        PARTITION BY record_key ORDER BY occurred_at, rep_id, type, file_id, line
    ) AS number
    FROM {{ table | identifier }}
    WHERE record_id IS NULL AND record_key IN (
        SELECT record_key FROM {{ table | identifier }} WHERE record_id IS NULL
        GROUP BY record_key HAVING count(*) > 1
    )
) numbered
WHERE number > 1
