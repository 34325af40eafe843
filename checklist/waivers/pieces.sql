{# Each unit that fell due in a waiver's scope; of a run of unit-days, the piece of it that the waiver's days cut out. #}
SELECT
  x.unit_row, x.rep_id, x.version, x.number, x.opens, x.closes,
{% if divisible %}
  {{ count }} AS due, CASE WHEN x.missing > 0 THEN {{ count }} ELSE 0 END AS missing,
  CASE WHEN x.unknown > 0 THEN {{ count }} ELSE 0 END AS unknown
{% else %}
  x.due, x.missing, x.unknown
{% endif %}
FROM (
  SELECT
    s.unit_row, s.rep_id, s.version, s.due, s.missing, s.unknown, w.number,
    greatest(s.opens, w.opens) AS opens, least(s.closes, w.closes) AS closes
  FROM (
    SELECT
      u.unit_row, u.rep_id, u.version, u.{{ due }} AS due, u.unknown_due AS unknown, u.{{ missing }} AS missing,
      coalesce({% if own_customer %}u.customer_id, {% endif %}{% if triggers %}t.customer_id, {% endif %}{% if of_case %}c.customer_id, {% endif %}NULL, NULL) AS customer_id,
    {% if divisible %}
      u.{{ opens }} AS opens, u.{{ closes }} AS closes
    {% else %}
      u.first_due AS opens, u.first_due AS closes
    {% endif %}
    FROM {{ units }} u
  {% if triggers %}
    LEFT JOIN {{ triggers }} t ON t.row_id = u.trigger_row
  {% endif %}
  {% if of_case %}
    {# A case that nothing triggers belongs to the customer of its first record. #}
    LEFT JOIN (
      SELECT case_id, customer_id
      FROM (
        SELECT case_id, customer_id, row_number() OVER (PARTITION BY case_id ORDER BY row_id) AS place
        FROM records
        WHERE case_id IS NOT NULL
      ) placed
      WHERE place = 1
    ) c ON c.case_id = u.case_id AND u.trigger_row IS NULL
  {% endif %}
    WHERE u.{{ due }} > 0
  ) s
  JOIN waivers w ON s.opens <= w.closes AND s.closes >= w.opens
  WHERE w.rule = {{ rule }}
    AND (NOT w.reps OR EXISTS (SELECT 1 FROM waived_reps r WHERE r.number = w.number AND r.rep_id = s.rep_id))
    AND (NOT w.teams OR EXISTS (SELECT 1 FROM waived_teams g WHERE g.number = w.number AND g.rep_id = s.rep_id))
    AND (
      NOT w.customers
      OR EXISTS (SELECT 1 FROM waived_customers k WHERE k.number = w.number AND k.customer_id = s.customer_id)
    )
) x
{% if divisible %}
JOIN presence f ON f.rep_id = x.rep_id AND f.day = x.opens
JOIN presence l ON l.rep_id = x.rep_id AND l.day = x.closes
WHERE {{ count }} > 0
{% endif %}
