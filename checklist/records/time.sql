{# A text's time: by the declared formats alone where there are any, else by the unambiguous ISO forms. #}
CASE
{% if formats %}
{% for format in formats %}
    WHEN {{ format.when }} THEN {{ format.then }}
{% endfor %}
{% else %}
    WHEN regexp_full_match({{ cell }}, {{ naive }}) THEN
    {% if moves %}
        CASE WHEN strlen({{ cell }}) <= 10 THEN try_cast({{ cell }} AS TIMESTAMP) ELSE {{ naive_time }} END
    {% else %}
        {{ naive_time }}
    {% endif %}
    WHEN regexp_full_match({{ cell }}, {{ offset }}) THEN {{ local }}
{% endif %}
END
