{# The missed units that waivers cover, none counted twice where several overlap; `number` is the first such waiver. #}
{% if divisible %}
SELECT x.unit_row, sum({{ count }}) AS waived, min(x.number) AS number
FROM (
  SELECT
    unit_row, rep_id, version, number, closes,
    greatest(
      opens,
      coalesce(
        CAST(
          max(closes) OVER (
            PARTITION BY unit_row ORDER BY opens, closes, number ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
          ) + INTERVAL 1 DAY AS DATE
        ),
        opens
      )
    ) AS opens
  FROM {{ pieces }}
  WHERE missing > 0
) x
JOIN presence f ON f.rep_id = x.rep_id AND f.day = x.opens
JOIN presence l ON l.rep_id = x.rep_id AND l.day = x.closes
WHERE x.opens <= x.closes
GROUP BY x.unit_row
{% else %}
SELECT unit_row, min(missing) AS waived, min(number) AS number
FROM {{ pieces }}
WHERE missing > 0
GROUP BY unit_row
{% endif %}
