{# The rows with their numbers; a time with a zone that stays among texts is written so that any reader knows it. #}
(SELECT rowid + 1 AS line
{%- for at in columns %},
  {% if at not in timed %}c{{ at }}
  {%- elif timed[at].whole %}TRY_CAST(CASE WHEN NOT starts_with(c{{ at }}, '0000-00-00') THEN c{{ at }} END AS {{ timed[at].type }})
  {%- else %}CASE WHEN starts_with(c{{ at }}, '0000-00-00') THEN NULL
    {% if timed[at].instant %}WHEN isfinite(TRY_CAST(c{{ at }} AS TIMESTAMPTZ)) THEN replace(c{{ at }}, '+00', 'Z'){% endif %}

    ELSE c{{ at }} END
  {%- endif %} AS c{{ at }}
{%- endfor %}

FROM {{ name | identifier }})
