{# The open units that nothing meets, each with the last day on which a record still meets it. Of a duty that
   comes again by itself only the next one stands here; what waivers cover does not. `place` counts what is asked
   of a rep, `total` is how much that is. #}
SELECT *, row_number() OVER (ORDER BY rep_id, {{ order }}) AS number
FROM (
  SELECT t.*,
    row_number() OVER (PARTITION BY rep_id ORDER BY {{ order }}) AS place,
    count(*) OVER (PARTITION BY rep_id) AS total
  FROM (
    SELECT d.*,
    {% if recurring %}
      row_number() OVER (PARTITION BY rep_id{{ apart }} ORDER BY due_day NULLS LAST, first_due{{ subject }}) AS turn
    {% else %}
      1 AS turn
    {% endif %}
    FROM (
    {% if divisible %}
      SELECT m.*, n.due_day, coalesce(m.overdue_since, m.first_due) AS behind_since,
        {# Nobody is behind with what may have been met. #}
        coalesce(m.overdue_since, m.first_due) <= {{ as_of }} AND m.unknown = 0
      {% if excused is not none %}
        {# Whoever is excused until then is behind with nothing. #}
        AND NOT EXISTS (SELECT 1 FROM {{ excused }} x WHERE x.unit_row = m.unit_row AND x.closes < n.due_day)
      {% endif %}
        AS overdue
      FROM ({{ missed }}) m
      JOIN (
        SELECT m.unit_row, min(p.day) AS due_day
        FROM ({{ missed }}) m
        JOIN presence p ON p.rep_id = m.rep_id AND p.day BETWEEN m.ahead_first AND m.ahead_last
          AND p.working
      {% if excused is not none %}
        WHERE NOT EXISTS (
          SELECT 1 FROM {{ excused }} x WHERE x.unit_row = m.unit_row AND p.day BETWEEN x.opens AND x.closes
        )
      {% endif %}
        GROUP BY m.unit_row
      ) n ON n.unit_row = m.unit_row
    {% else %}
      SELECT m.*, m.first_due AS due_day, m.first_due AS behind_since, FALSE AS overdue
      FROM ({{ missed }}) m
      {% if excused is not none %}
      WHERE m.waived < m.ahead_missing
      {% endif %}
    {% endif %}
    ) d
  ) t
  WHERE turn = 1
) ranked
WHERE place <= {{ cap }}
