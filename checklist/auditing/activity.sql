{# The customers in each rep's care at the end of `as_of`, week by week, those left alone longest first. #}
WITH mine AS (
  SELECT rep_id, customer_id, name, grade, care_first
  FROM care
  WHERE {{ as_of }} BETWEEN care_first AND care_last AND rep_id IN (SELECT rep_id FROM judged WHERE employed_to >= {{ as_of }})
),
contacts AS (
{% for rows, anyone in selected %}
  SELECT row_id, rep_id, customer_id, day, {{ anyone }} AS anyone FROM ({{ rows }}) s{{ loop.index }}
{% if not loop.last %}
  UNION ALL
{% endif %}
{% endfor %}
),
answered AS (
  SELECT DISTINCT m.rep_id, m.customer_id, k.row_id, k.day
  FROM mine m
  JOIN contacts k ON k.customer_id = m.customer_id AND (k.rep_id = m.rep_id OR k.anyone)
  UNION
  {# Where two have one customer in care, either follows it up. #}
  SELECT m.rep_id, m.customer_id, k.row_id, k.day
  FROM mine m
  JOIN shared_care c ON c.customer_id = m.customer_id AND c.rep_id <> m.rep_id
  JOIN contacts k ON k.customer_id = m.customer_id AND k.rep_id = c.rep_id AND k.day BETWEEN c.care_first AND c.care_last
  WHERE {{ handover }}
),
last_seen AS (
  SELECT rep_id, customer_id, max(day) AS last_on FROM answered GROUP BY rep_id, customer_id
),
ranked AS (
  SELECT m.*, l.last_on,
    row_number() OVER (
      PARTITION BY m.rep_id
      ORDER BY coalesce(l.last_on, greatest(m.care_first, {{ span_first }})), l.last_on IS NOT NULL, m.customer_id
    ) AS place,
    count(*) OVER (PARTITION BY m.rep_id) AS total
  FROM mine m LEFT JOIN last_seen l ON l.rep_id = m.rep_id AND l.customer_id = m.customer_id
),
weeks AS (
  SELECT CAST({{ first_week }} + CAST(n AS INTEGER) * 7 AS DATE) AS monday FROM range({{ weeks }}) r(n)
),
weekly AS (
  SELECT a.rep_id, a.customer_id, CAST(date_trunc('week', a.day) AS DATE) AS monday, count(*) AS contacts
  FROM answered a
  WHERE a.day >= {{ first_week }}
  GROUP BY a.rep_id, a.customer_id, 3
),
{# A week without the customer in care has no figure, one without a contact has 0. #}
cared AS (
  SELECT r.rep_id, r.place, w.monday, max(CASE WHEN c.customer_id IS NULL THEN 0 ELSE 1 END) AS held
  FROM ranked r
  CROSS JOIN weeks w
  LEFT JOIN care c ON c.rep_id = r.rep_id AND c.customer_id = r.customer_id
    AND c.care_first <= least(w.monday + 6, {{ as_of }}) AND c.care_last >= w.monday
  WHERE r.place <= {{ listed }}
  GROUP BY r.rep_id, r.place, w.monday
)
SELECT r.rep_id, r.customer_id, r.name, r.grade, r.last_on, r.total,
  list(CASE WHEN w.held = 1 THEN coalesce(k.contacts, 0) END ORDER BY w.monday)
FROM ranked r
JOIN cared w ON w.rep_id = r.rep_id AND w.place = r.place
LEFT JOIN weekly k ON k.rep_id = r.rep_id AND k.customer_id = r.customer_id AND k.monday = w.monday
GROUP BY r.rep_id, r.place, r.customer_id, r.name, r.grade, r.last_on, r.total
ORDER BY r.rep_id, r.place
