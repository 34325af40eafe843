{#
Whose each document is. Every name or id that a document states must be on the roster, and all that it states or
mentions must be one rep's; without a roster, the one rep whom it names is taken as written.
#}
CREATE OR REPLACE VIEW {{ view | identifier }} AS
WITH roster AS (
  SELECT rep_id, {{ id_key }} AS id_key, {{ name_key }} AS name_key FROM loaded_reps
), stated AS (
  SELECT line, unnest(declared) AS words, generate_subscripts(declared, 1) AS number FROM {{ documents | identifier }}
), words AS (
  SELECT line, number, unnest(words) AS word FROM stated
  UNION ALL
  SELECT line, 0, unnest(mentioned) FROM {{ documents | identifier }}
), hits AS (
  SELECT line, number, rep_id, word = id_key AS by_id
  FROM words JOIN roster ON word = id_key OR word = name_key
), met AS (
  SELECT line, coalesce(list(DISTINCT rep_id ORDER BY rep_id) FILTER (by_id), []) AS ids,
    coalesce(list(DISTINCT rep_id ORDER BY rep_id) FILTER (NOT by_id), []) AS names,
    count(DISTINCT number) FILTER (number > 0) AS stated
  FROM hits GROUP BY line
), judged AS (
  SELECT documents.*, coalesce(ids, []) AS ids, coalesce(names, []) AS names,
    (SELECT count(*) FROM roster) = 0 AS unlisted, coalesce(stated, 0) < len(declared) AS unmet
  FROM {{ documents | identifier }} documents LEFT JOIN met USING (line)
), found AS (
  SELECT *, CASE
      WHEN code IS NOT NULL THEN NULL
      WHEN unlisted THEN alone
      WHEN unmet THEN NULL
      WHEN len(ids) = 1 AND (len(names) = 0 OR list_contains(names, ids[1])) THEN ids[1]
      WHEN len(ids) = 0 AND len(names) = 1 THEN names[1]
    END AS rep_id
  FROM judged
)
SELECT * EXCLUDE (code, expected),
  CASE
    WHEN code IS NOT NULL OR rep_id IS NOT NULL THEN code
    WHEN unlisted OR (NOT unmet AND len(ids) + len(names) = 0) THEN 'document_no_rep'
    WHEN unmet THEN 'document_rep_unknown'
    ELSE 'document_reps'
  END AS code,
  CASE
    WHEN code IS NOT NULL THEN expected
    WHEN unmet OR len(ids) + len(names) = 0 THEN stated_text
    ELSE array_to_string(list_sort(list_distinct(list_concat(ids, names))), ', ')
  END AS expected
FROM found
