{# The hash of a table's rows in 256 pieces, each made of 256 smaller ones: no machine holds more than one of these. #}
SELECT sha256(string_agg(digest, '' ORDER BY piece)) AS digest
FROM (
    SELECT left(row_hash, 4) AS piece, left(row_hash, 2) AS larger,
        sha256(string_agg(row_hash, '' ORDER BY row_hash)) AS digest
    FROM {{ cells | identifier }}
    GROUP BY 1, 2
) pieces
GROUP BY larger
ORDER BY larger
