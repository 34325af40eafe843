{# A table's rows with their numbers in the order of their content's hashes; rows that are alike may change places. #}
CREATE OR REPLACE TABLE {{ name | identifier }} AS
WITH pieces AS (
    SELECT left(row_hash, 4) AS piece, count(*) AS records FROM {{ cells | identifier }} GROUP BY 1
), before AS (
    SELECT piece, sum(records) OVER (ORDER BY piece) - records AS records FROM pieces
), own AS (
    SELECT *, left(row_hash, 4) AS piece FROM {{ cells | identifier }}
)
SELECT CAST(b.records + row_number() OVER (PARTITION BY o.piece ORDER BY o.row_hash) AS BIGINT) AS line
    {%- for at in range(width) %}, o.c{{ at }}{% endfor %}

FROM own o JOIN before b ON b.piece = o.piece
