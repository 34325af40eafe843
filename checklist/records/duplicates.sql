{#
Copies of one record id. Equal content: the first row in the order of files and lines stays. Different content
in one file is a conflict; across files the one modified last stays, if that tells them apart. A row is known by its
file and line, which every engine knows.
#}
CREATE OR REPLACE TABLE reading_copies AS
WITH copies AS (
    SELECT record_id, file_id, line, modified_at, {{ content }} AS content
    FROM {{ table | identifier }}
    WHERE record_id IN (SELECT record_id FROM {{ table | identifier }} GROUP BY record_id HAVING count(*) > 1)
), contents AS (
    SELECT record_id, content, max(modified_at) AS modified_at FROM copies GROUP BY record_id, content
), told_apart AS (
    SELECT record_id, count(*) > 1 AS differs, max(modified_at) AS latest,
        count(*) = 1 OR (count(modified_at) = count(*) AND count(DISTINCT modified_at) = count(*)) AS tells
    FROM contents GROUP BY record_id
), within AS (
    SELECT DISTINCT record_id
    FROM (SELECT record_id, file_id FROM copies GROUP BY record_id, file_id HAVING count(DISTINCT content) > 1) own_file
)
SELECT c.record_id, c.file_id, c.line, c.content,
    t.differs AND (NOT t.tells OR w.record_id IS NOT NULL) AS conflict,
    NOT t.differs OR c.modified_at = t.latest AS stays
FROM copies c JOIN told_apart t ON t.record_id = c.record_id LEFT JOIN within w ON w.record_id = c.record_id;

CREATE OR REPLACE TABLE reading_dropped AS
SELECT file_id, line
FROM (
    SELECT file_id, line, stays, row_number() OVER (PARTITION BY record_id, stays ORDER BY file_id, line) AS number
    FROM reading_copies
) numbered
WHERE NOT stays OR number > 1;

{# Of each id in conflict the first row, and the first one that stands against it. #}
CREATE OR REPLACE TABLE reading_conflicts AS
WITH numbered AS (
    SELECT record_id, file_id, line, content,
        first_value(content) OVER (PARTITION BY record_id ORDER BY file_id, line) AS first_content,
        first_value(file_id) OVER (PARTITION BY record_id ORDER BY file_id, line) AS first_file,
        first_value(line) OVER (PARTITION BY record_id ORDER BY file_id, line) AS first_line
    FROM reading_copies
    WHERE conflict
), against AS (
    SELECT record_id, first_file, first_line, file_id, line,
        row_number() OVER (PARTITION BY record_id ORDER BY file_id, line) AS number
    FROM numbered
    WHERE content <> first_content
)
SELECT record_id, first_file, first_line, file_id, line FROM against WHERE number = 1
