{#
A spreadsheet's serial number: days since its first, the fraction a part of a day, to the second. Days before
March 1900, on which spreadsheets disagree, are none.
#}
CASE WHEN regexp_full_match({{ cell }}, '[0-9]{1,6}([.][0-9]*)?') AND try_cast(split_part({{ cell }}, '.', 1) AS INTEGER) > 60
    THEN CAST(CAST({{ first }} AS DATE) + try_cast(split_part({{ cell }}, '.', 1) AS INTEGER) AS TIMESTAMP)
        + to_seconds(CAST(round(
            try_cast('0.' || left(split_part({{ cell }}, '.', 2), 12) || '0' AS DECIMAL(13,12)) * 86400
        ) AS BIGINT)) END
