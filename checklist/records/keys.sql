{#
Every key that stands anywhere, and what it is the other spelling or the name of. `home` keys stand in the table that
lists them: reps on the roster, customers in their file. A key at home is itself, whatever else looks like it.
#}
CREATE OR REPLACE TABLE reading_uses AS
SELECT sort, value, home, in_log, uses, {{ shortened }} AS spelt
FROM (
    SELECT sort, value, bool_or(home) AS home, bool_or(in_log) AS in_log, sum(uses) AS uses, {{ plain }} AS k
    FROM (
        SELECT sort, value, FALSE AS home, TRUE AS in_log, uses FROM reading_log_keys
    {% for sort, table, column, home in companions %}
        UNION ALL
        SELECT {{ sort }}, {{ column | identifier }}, {{ home }}, FALSE, count(*) FROM {{ table | identifier }} GROUP BY {{ column | identifier }}
    {% endfor %}
    )
    WHERE value IS NOT NULL
    GROUP BY sort, value
);

CREATE OR REPLACE TABLE reading_found AS
WITH homes AS (
    SELECT sort, spelt, min(value) AS key FROM reading_uses WHERE home GROUP BY sort, spelt HAVING count(*) = 1
), open AS (
    SELECT u.sort, u.value, u.in_log, u.uses, u.spelt, h.key
    FROM reading_uses u LEFT JOIN homes h ON h.sort = u.sort AND h.spelt = u.spelt
    WHERE NOT u.home
), names AS (
    SELECT sort, named, min(id) AS id, list(id ORDER BY id) AS ids
    FROM (
    {% for sort, table, column in named %}
        {# Nobody asks for names where every key is at home. #}
        SELECT DISTINCT {{ sort }} AS sort, {{ column | identifier }} AS id, {{ name }} AS named FROM {{ table | identifier }}
        WHERE name IS NOT NULL AND (SELECT count(*) FROM open WHERE key IS NULL AND sort = {{ sort }}) > 0
        {% if not loop.last %}UNION ALL{% endif %}

    {% endfor %}
    )
    GROUP BY sort, named
), told AS (
    SELECT o.*, n.ids, CASE WHEN len(n.ids) = 1 THEN n.id END AS bearer
    FROM open o LEFT JOIN names n ON o.key IS NULL AND n.sort = o.sort AND n.named = lower(o.spelt)
)
SELECT sort, value, uses, spelt, ids,
    CASE WHEN key IS NOT NULL THEN key WHEN ids IS NOT NULL THEN bearer
        {# Two spellings that no list knows are one all the same: that of the log goes first, then the shorter. #}
        ELSE first_value(value) OVER (PARTITION BY sort, spelt, key, ids ORDER BY NOT in_log, length(value), value)
    END AS key,
    CASE WHEN key IS NOT NULL THEN 'spelling' WHEN bearer IS NOT NULL THEN 'name' WHEN ids IS NOT NULL THEN 'shared'
        ELSE 'own' END AS how
FROM told;

{# Cells that hold several keys: those that are no key as a whole, and of whose parts some are. #}
CREATE OR REPLACE TABLE reading_parts AS
WITH cells AS (
    SELECT sort, value FROM reading_found
    WHERE how = 'own' AND sort <> 'case' AND regexp_matches(value, {{ any_mark }})
), pieces AS (
    SELECT sort, value, pattern, unnest(parts) AS part, generate_subscripts(parts, 1) AS turn
    FROM (
        SELECT sort, value, pattern, list_filter(regexp_split_to_array(value, pattern), lambda p: trim(p) <> '') AS parts
        FROM cells CROSS JOIN (VALUES ({{ mark }}), ({{ any_mark }})) marks(pattern)
    )
    WHERE len(parts) BETWEEN 2 AND {{ most }}
), spelt AS (
    SELECT *, {{ shortened }} AS spelt FROM (SELECT *, {{ plain_part }} AS k FROM pieces)
), words AS (
    SELECT sort, spelt, min(key) AS key
    FROM (
        SELECT sort, spelt, value AS key FROM reading_uses WHERE home
        UNION
        SELECT f.sort, f.spelt, f.key FROM reading_found f
        WHERE f.key IS NOT NULL AND NOT regexp_matches(f.value, {{ any_mark }})
            AND NOT EXISTS (SELECT 1 FROM reading_uses h WHERE h.home AND h.sort = f.sort AND h.spelt = f.spelt)
    )
    GROUP BY sort, spelt HAVING count(DISTINCT key) = 1
), names AS (
    SELECT sort, named, min(id) AS key
    FROM (
    {% for sort, table, column in named %}
        SELECT DISTINCT {{ sort }} AS sort, {{ column | identifier }} AS id, {{ name }} AS named FROM {{ table | identifier }}
        WHERE name IS NOT NULL AND (SELECT count(*) FROM cells WHERE sort = {{ sort }}) > 0
        {% if not loop.last %}UNION ALL{% endif %}

    {% endfor %}
    )
    GROUP BY sort, named HAVING count(*) = 1
), known AS (
    SELECT s.sort, s.value, s.pattern, trim(s.part) AS part, s.turn, coalesce(w.key, n.key) AS key,
        count(*) OVER cell AS parts, count(coalesce(w.key, n.key)) OVER cell AS found
    FROM spelt s
    LEFT JOIN words w ON w.sort = s.sort AND w.spelt = s.spelt
    LEFT JOIN names n ON n.sort = s.sort AND n.named = lower(s.spelt)
    WINDOW cell AS (PARTITION BY s.sort, s.value, s.pattern)
), chosen AS (
    {# A comma or a slash may stand within a customer's name: it parts only what is known on all its sides. #}
    SELECT *, min(pattern <> {{ mark }}) OVER (PARTITION BY sort, value) AS by_any
    FROM known
    WHERE CASE WHEN pattern = {{ mark }} OR (sort = 'rep' AND (SELECT count(*) FROM loaded_reps) > 0) THEN found > 0
        ELSE found = parts END
)
SELECT sort, value, part, key, min(turn) AS turn
FROM chosen WHERE by_any = (pattern <> {{ mark }})
GROUP BY sort, value, part, key;

{# What each key that is not itself stands for; of several keys in one cell each once, in their order. A customer's name
   that several bear is doubtful for each of them. #}
CREATE OR REPLACE TABLE reading_keys AS
SELECT sort, value, key, CAST(row_number() OVER (PARTITION BY sort, value ORDER BY turn, key) AS INTEGER) - 1 AS turn, doubtful
FROM (
    SELECT sort, value, key, min(turn) AS turn, FALSE AS doubtful FROM reading_parts WHERE key IS NOT NULL GROUP BY sort, value, key
    UNION ALL
    SELECT f.sort, f.value, f.key, 0, FALSE FROM reading_found f
    WHERE f.key IS DISTINCT FROM f.value AND (f.how <> 'shared' OR f.sort <> 'customer')
        AND NOT EXISTS (SELECT 1 FROM reading_parts p WHERE p.sort = f.sort AND p.value = f.value)
    UNION ALL
    SELECT sort, value, unnest(ids), generate_subscripts(ids, 1), TRUE FROM reading_found WHERE how = 'shared' AND sort = 'customer'
);
