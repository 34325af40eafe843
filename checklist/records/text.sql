{#
A text without the blanks around it, its line breaks one line feed each; NULL where nothing is left. Most texts need
none of this: looking at their first and last character is many times cheaper than trimming.
#}
CASE WHEN {{ cell }} < '!' OR right({{ cell }}, 1) <= ' ' OR right({{ cell }}, 1) IN (chr(160), chr(12288))
        OR ({{ cell }} >= chr(160) AND {{ cell }} < chr(161)) OR ({{ cell }} >= chr(12288) AND {{ cell }} < chr(12289))
        OR contains({{ cell }}, chr(13))
    THEN nullif(replace(replace(trim({{ cell }}, {{ blanks }}), chr(13) || chr(10), chr(10)), chr(13), chr(10)), '')
    ELSE {{ cell }} END
