-- What stands beside the log: the roster, the customers, the managers' judgements, the absences.

COPY (
    SELECT rep_id, surnames(draw('name', rep_no, 1)) || surnames(draw('name', rep_no, 2)) AS name,
        ['华东组', '华南组', '华北组', '西南组', '华中组', '东北组', '西北组'][1 + team] AS team, printf('M%02d', team) AS manager,
        CASE WHEN first_ix > 0 THEN first.day ELSE DATE '2019-03-01' + CAST(draw('hired', rep_no, 0) % 2000 AS INTEGER) END AS joined_on,
        CASE WHEN last_ix < 100000 THEN last.day END AS left_on,
        CASE WHEN draw('languages', rep_no, 0) % 50 = 0 THEN 'zh' ELSE 'zh;en' END AS languages
    FROM reps JOIN days AS first ON first.ix = first_ix LEFT JOIN days AS last ON last.ix = last_ix
    ORDER BY rep_id
) TO ROSTER (HEADER);

COPY (
    SELECT printf('C%09d', customer_no) AS customer_id, printf('R%06d', rep_no) AS rep_id,
        cities(draw('city', customer_no, 0)) || names(draw('names', customer_no, 0)) || trades(draw('trade', customer_no, 0)) || '有限公司' AS name,
        grade, first_day AS in_care_from, last_day AS in_care_to, end_reason, trades(draw('trade', customer_no, 0)) AS industry,
        ['长三角', '珠三角', '环渤海', '成渝', '长江中游'][1 + draw('market', customer_no, 0) % 5] AS market
    FROM care ORDER BY customer_id, in_care_from
) TO CUSTOMERS (HEADER);

COPY (
    SELECT rep_id, item, printf('M%02d', team) AS assessor,
        DATE '2026-01-05' + CAST(draw(item, rep_no, 0) % 200 AS INTEGER) AS assessed_on,
        CASE WHEN item <> 'code_of_conduct' THEN CASE WHEN chance(item, rep_no, 1) < quality THEN 3 + draw(item, rep_no, 2) % 3 ELSE 2 END END AS rating,
        CASE WHEN item = 'code_of_conduct' THEN 'yes' END AS answer, NULL AS valid_until, NULL AS note
    FROM reps, unnest([
        'quality_image', 'quality_communication', 'quality_negotiation', 'quality_independent_thinking', 'quality_teamwork',
        'quality_responsibility', 'quality_market_sense', 'code_of_conduct', 'cooperation'
    ]) listed(item)
    ORDER BY rep_id, item
) TO ATTESTATIONS (HEADER);

COPY (
    SELECT printf('R%06d', rep_no) AS rep_id, first.day AS "from", last.day AS "to", reason
    FROM absences JOIN days AS first ON first.ix = absences.first_ix JOIN days AS last ON last.ix = absences.last_ix
    ORDER BY rep_id, "from"
) TO ABSENCES (HEADER);
