{# The time of a text that is known to be a plain ISO day or time, with an offset or without. #}
{% if not offsets %}
{% if moves %}
CASE WHEN strlen({{ cell }}) <= 10 THEN try_cast({{ cell }} AS TIMESTAMP) ELSE {{ moved }} END
{% else %}
{{ moved }}
{% endif %}
{% elif not naive %}
{{ local }}
{% else %}
CASE
    WHEN strlen({{ cell }}) <= 10 THEN try_cast({{ cell }} AS TIMESTAMP)
    WHEN regexp_full_match({{ cell }}, {{ offset_form }}) THEN {{ local }}
    ELSE {{ moved }}
END
{% endif %}
