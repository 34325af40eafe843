{#
Copies of one record id. Equal content: the first row in the order of files and lines stays. Different content
in one file is a conflict; across files the one modified last stays, if that tells them apart.
#}
CREATE OR REPLACE TEMP TABLE reading_copies AS
WITH copies AS (
    SELECT rowid AS position, record_id, file_id, line, modified_at, md5({{ content }}) AS content
    FROM loaded_records
    WHERE record_id IN (SELECT record_id FROM loaded_records GROUP BY record_id HAVING count(*) > 1)
), contents AS (
    SELECT record_id, content, any_value(modified_at) AS modified_at FROM copies GROUP BY record_id, content
), told_apart AS (
    SELECT record_id, count(*) > 1 AS differs, max(modified_at) AS latest,
        count(*) = 1 OR (count(modified_at) = count(*) AND count(DISTINCT modified_at) = count(*)) AS tells
    FROM contents GROUP BY record_id
), within AS (
    SELECT DISTINCT record_id FROM copies GROUP BY record_id, file_id HAVING count(DISTINCT content) > 1
)
SELECT copies.*, told_apart.differs AND (NOT told_apart.tells OR within.record_id IS NOT NULL) AS conflict,
    NOT told_apart.differs OR modified_at = told_apart.latest AS stays
FROM copies JOIN told_apart USING (record_id) LEFT JOIN within USING (record_id);

CREATE OR REPLACE TEMP TABLE reading_dropped AS
SELECT position, file_id
FROM (
    SELECT position, file_id, stays, row_number() OVER (PARTITION BY record_id, stays ORDER BY file_id, line) AS number
    FROM reading_copies
)
WHERE NOT stays OR number > 1;

{# Of each id in conflict the first row, and the first one that stands against it. #}
CREATE OR REPLACE TEMP TABLE reading_conflicts AS
WITH numbered AS (
    SELECT record_id, file_id, line, content, first_value(content) OVER same AS first_content,
        first_value(file_id) OVER same AS first_file, first_value(line) OVER same AS first_line
    FROM reading_copies
    WHERE conflict
    WINDOW same AS (PARTITION BY record_id ORDER BY file_id, line)
)
SELECT record_id, first_file, first_line, file_id, line
FROM numbered
WHERE content <> first_content
QUALIFY row_number() OVER (PARTITION BY record_id ORDER BY file_id, line) = 1
