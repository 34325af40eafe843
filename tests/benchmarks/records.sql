-- The records of the reps from FIRST to LAST. Each duty says on which of the rep's days at work (`n`) and how many
-- seconds into the work (`s`) something happens, with which customer, and whether it is kept at all.

CREATE OR REPLACE TEMP TABLE here AS SELECT * FROM reps WHERE rep_no BETWEEN FIRST AND LAST;
CREATE OR REPLACE TEMP TABLE care_here AS SELECT * FROM care WHERE rep_no BETWEEN FIRST AND LAST;
CREATE OR REPLACE TEMP TABLE months_here AS
SELECT rep_months.*, quality FROM rep_months JOIN here USING (rep_no);
CREATE OR REPLACE TEMP TABLE days_here AS
SELECT rep_days.*, quality, mature, mature - 2 AS steady FROM rep_days JOIN here USING (rep_no);

CREATE OR REPLACE TEMP TABLE cases AS
SELECT rep_no, k, rep_no * 100 + k AS case_no, rep_no * 1000 + draw('case', rep_no, k) % (mature - 2) AS customer_no, quality,
    6 + 12 * k + draw('opens', rep_no, k) % 3 AS opens, 22 + draw('lasts', rep_no, k) % 6 AS lasts,
    ['won', 'won', 'won', 'won', 'won', 'won', 'lost', 'lost', 'lost', 'invalid'][1 + draw('closes', rep_no, k) % 10] AS result
FROM here, range(21) t(k);

CREATE OR REPLACE TEMP TABLE events AS
-- Follow-up: key customers every day, the others in every four days; and whoever calls besides, mostly the same few.
SELECT rep_no, customer_no, 'follow_up' AS type, first_n + slot * 4 + draw('day', customer_no, slot) % 2 AS n,
    draw('second', customer_no, slot) % 28800 AS s, slot AS key
FROM care_here, range(64) t(slot)
WHERE grade <> 'A' AND first_n + slot * 4 + 1 <= last_n AND chance('weekly', customer_no, slot) < quality
UNION ALL BY NAME
SELECT care_here.rep_no, customer_no, 'follow_up' AS type, n, draw('second', customer_no, n) % 28800 AS s, 1000 + n AS key
FROM care_here JOIN days_here ON days_here.rep_no = care_here.rep_no AND n BETWEEN first_n AND last_n
WHERE grade = 'A' AND chance('daily', customer_no, n) < care_here.quality
UNION ALL BY NAME
SELECT rep_no, rep_no * 1000 + CAST(floor(steady * pow(chance('whom', rep_no, n * 20 + i), 2.5)) AS BIGINT) AS customer_no,
    'follow_up' AS type, n, draw('extra', rep_no, n * 20 + i) % 28800 AS s, 2000 + n * 20 + i AS key
FROM days_here, range(9) t(i) WHERE i < draw('busy', rep_no, n) % 10
UNION ALL BY NAME
-- What customers ask is answered the same day or the next morning.
SELECT rep_no, rep_no * 1000 + draw('asks', rep_no, n) % steady AS customer_no, 'inquiry' AS type, n,
    draw('asked', rep_no, n) % 14000 AS s, n AS key
FROM days_here WHERE draw('inquiry', rep_no, n) % 2 = 0
UNION ALL BY NAME
SELECT rep_no, rep_no * 1000 + draw('asks', rep_no, n) % steady AS customer_no,
    CASE WHEN draw('quoted', rep_no, n) % 4 = 0 THEN 'quotation' ELSE 'answer' END AS type,
    n + CASE WHEN chance('answer', rep_no, n) >= quality THEN 4 WHEN draw('later', rep_no, n) % 3 = 0 THEN 1 ELSE 0 END AS n,
    14000 + draw('answered', rep_no, n) % 14000 AS s, n AS key
FROM days_here WHERE draw('inquiry', rep_no, n) % 2 = 0
UNION ALL BY NAME
SELECT rep_no, rep_no * 1000 + draw('questions', rep_no, n) % steady AS customer_no, 'question' AS type, n,
    draw('questioned', rep_no, n) % 14000 AS s, n AS key
FROM days_here WHERE draw('question', rep_no, n) % 5 = 0
UNION ALL BY NAME
SELECT rep_no, rep_no * 1000 + draw('questions', rep_no, n) % steady AS customer_no, 'answer' AS type,
    n + CASE WHEN chance('reply', rep_no, n) >= quality THEN 4 ELSE draw('replied', rep_no, n) % 2 END AS n,
    14000 + draw('reply second', rep_no, n) % 14000 AS s, 1000 + n AS key
FROM days_here WHERE draw('question', rep_no, n) % 5 = 0
UNION ALL BY NAME
-- Meetings and surveys come round; a survey is reviewed.
SELECT rep_no, customer_no, 'meeting' AS type, first_n + draw('first meeting', customer_no, 0) % 30 + slot * 45 + draw('meeting', customer_no, slot) % 8 AS n,
    draw('meeting second', customer_no, slot) % 24000 AS s, slot AS key
FROM care_here, range(6) t(slot)
WHERE first_n + 38 + slot * 45 <= last_n AND chance('meets', customer_no, slot) < quality
UNION ALL BY NAME
SELECT rep_no, customer_no, 'survey' AS type, first_n + draw('first survey', customer_no, 0) % 50 + slot * 85 + draw('survey', customer_no, slot) % 20 AS n,
    draw('survey second', customer_no, slot) % 24000 AS s, slot AS key
FROM care_here, range(3) t(slot) WHERE first_n + 70 + slot * 85 <= last_n
UNION ALL BY NAME
SELECT rep_no, customer_no, 'survey_review' AS type,
    first_n + draw('first survey', customer_no, 0) % 50 + slot * 85 + draw('survey', customer_no, slot) % 20
        + CASE WHEN chance('reviews', customer_no, slot) < quality THEN 2 + draw('review', customer_no, slot) % 6 ELSE 14 END AS n,
    draw('review second', customer_no, slot) % 28800 AS s, slot AS key
FROM care_here, range(3) t(slot) WHERE first_n + 70 + slot * 85 <= last_n
UNION ALL BY NAME
-- Feedback is passed on and improved on; problems are reported and dealt with.
SELECT rep_no, rep_no * 1000 + draw('feeds back', rep_no, n) % steady AS customer_no,
    ['feedback', 'feedback_report', 'improvement'][1 + step] AS type,
    n + CASE step WHEN 0 THEN 0 WHEN 1 THEN CASE WHEN chance('passes', rep_no, n) < quality THEN 1 + draw('passed', rep_no, n) % 2 ELSE 6 END
        ELSE CASE WHEN chance('improves', rep_no, n) < quality THEN 1 + draw('improved', rep_no, n) % 4 ELSE 9 END END AS n,
    draw('feedback', rep_no, n * 3 + step) % 24000 AS s, n AS key,
    CASE WHEN step = 0 THEN ['product', 'delivery', 'price', 'service', 'praise'][1 + draw('topic', rep_no, n) % 5] END AS topic
FROM days_here, range(3) t(step) WHERE n % 7 = 3 AND (step < 2 OR draw('topic', rep_no, n) % 5 < 4)
UNION ALL BY NAME
SELECT rep_no, rep_no * 1000 + draw('troubled', rep_no, n) % steady AS customer_no,
    ['problem', 'problem_report', 'problem_handling'][1 + step] AS type,
    n + CASE step WHEN 0 THEN 0 WHEN 1 THEN CASE WHEN chance('reports', rep_no, n) < quality THEN 1 ELSE 5 END
        ELSE CASE WHEN chance('handles', rep_no, n) < quality THEN 2 + draw('handled', rep_no, n) % 3 ELSE 8 END END AS n,
    draw('problem', rep_no, n * 3 + step) % 24000 AS s, n AS key, n AS problem_no
FROM days_here, range(3) t(step) WHERE n % 12 = 5
UNION ALL BY NAME
-- Cases, from opportunity to summary.
SELECT rep_no, customer_no, type, opens + after AS n, s, k AS key, case_no, CASE WHEN type = 'deal_closed' THEN result END AS status FROM (
    SELECT cases.*, unnest([
        {'type': 'opportunity', 'after': 0, 's': draw('opens at', rep_no, k) % 9000},
        {'type': 'needs', 'after': CASE WHEN chance('in order', rep_no, k) < quality THEN 1 ELSE 6 END, 's': 12000},
        {'type': 'proposal', 'after': CASE WHEN chance('in order', rep_no, k) < quality THEN 4 + draw('proposes', rep_no, k) % 4 ELSE 2 END, 's': 16000},
        {'type': 'consultation', 'after': 5, 's': 4000 + draw('consults', rep_no, k) % 20000},
        {'type': 'pitch', 'after': 11, 's': 4000 + draw('pitches', rep_no, k) % 20000},
        {'type': 'negotiation', 'after': 17, 's': 4000 + draw('negotiates', rep_no, k) % 20000},
        {'type': 'deal_closed', 'after': lasts, 's': 25000 + draw('closed at', rep_no, k) % 3000},
        {'type': 'service_follow_up', 'after': lasts + CASE WHEN result <> 'won' THEN 1000 WHEN chance('serves', rep_no, k) < quality THEN 1 + draw('serves', rep_no, k) % 2 ELSE 6 END, 's': 12000 + draw('serves at', rep_no, k) % 9000},
        {'type': 'sales_summary', 'after': lasts + CASE WHEN chance('sums up', rep_no, k) < quality THEN 1 + draw('sums up', rep_no, k) % 4 ELSE 9 END, 's': 12000 + draw('sums up at', rep_no, k) % 9000}
    ], max_depth := 2) FROM cases
)
UNION ALL BY NAME
SELECT rep_no, customer_no, 'progress' AS type, opens + 2 + 4 * i AS n, draw('progress', rep_no, k * 10 + i) % 24000 AS s, k * 10 + i AS key, case_no
FROM cases, range(7) t(i) WHERE 2 + 4 * i < lasts AND chance('progresses', rep_no, k * 10 + i) < quality
UNION ALL BY NAME
SELECT rep_no, customer_no, 'follow_up' AS type, opens + 3 * i AS n, 9000 + draw('case call', rep_no, k * 10 + i) % 15000 AS s, 5000 + k * 10 + i AS key, case_no
FROM cases, range(9) t(i) WHERE 3 * i < lasts
UNION ALL BY NAME
-- The desk: plans, selling, studies, learning, teamwork, reports.
SELECT rep_no, 'sales_plan' AS type, greatest(1, first_n - draw('plans', rep_no, month_ix) % 3) + CASE WHEN chance('plan', rep_no, month_ix) < quality THEN 0 ELSE 9 END AS n,
    11000 + draw('plan', rep_no, month_ix) % 9000 AS s, month_ix AS key, month_ix AS plan_ix
FROM months_here
UNION ALL BY NAME
SELECT rep_no, rep_no * 1000 + draw('sells to', rep_no, month_ix * 10 + i) % 7 AS customer_no,
    ['consultation', 'pitch', 'promotion', 'promotion'][1 + draw('sells', rep_no, month_ix * 10 + i) % 4] AS type,
    first_n + 3 + i AS n, draw('selling', rep_no, month_ix * 10 + i) % 28800 AS s, month_ix * 10 + i AS key
FROM months_here, range(10) t(i) WHERE first_n + 3 + i <= last_n AND chance('selling', rep_no, month_ix * 10 + i) < quality
UNION ALL BY NAME
SELECT rep_no, rep_no * 1000 + draw('finds', rep_no, month_ix * 10 + i) % 7 AS customer_no, 'opportunity' AS type,
    first_n + 2 + 5 * i AS n, draw('found', rep_no, month_ix * 10 + i) % 28800 AS s, 100 + month_ix * 10 + i AS key
FROM months_here, range(2) t(i) WHERE first_n + 2 + 5 * i <= last_n
UNION ALL BY NAME
SELECT rep_no, ['market_research', 'competitor_analysis', 'prospect_analysis', 'strengths_analysis', 'market_size_study'][1 + i] AS type,
    first_n + 2 * i AS n, draw('study', rep_no, month_ix * 5 + i) % 9000 AS s, month_ix * 5 + i AS key
FROM months_here, range(5) t(i)
WHERE (first_n = 0 OR month(month) IN (1, 4, 7, 10)) AND (first_n = 0 OR chance('studies', rep_no, month_ix * 5 + i) < quality)
UNION ALL BY NAME
SELECT rep_no, 'learning' AS type, least(last_n, first_n + 3 + 5 * i) AS n, 20000 + draw('learns', rep_no, month_ix * 3 + i) % 8000 AS s,
    month_ix * 3 + i AS key, 'completed' AS status, ['market', 'product', 'industry_standard'][1 + (month_ix + i) % 3] AS topic
FROM months_here, range(3) t(i) WHERE i < 2 OR draw('learns more', rep_no, month_ix) % 3 = 0
UNION ALL BY NAME
SELECT rep_no, CASE WHEN n % 3 = 0 THEN 'internal_meeting' WHEN n % 14 = 8 THEN 'internal_share' ELSE 'weekly_report' END AS type, n,
    CASE WHEN n % 3 = 0 THEN draw('team', rep_no, n) % 7000 ELSE 22000 + draw('team', rep_no, n) % 6500 END AS s, n AS key
FROM days_here WHERE n % 3 = 0 OR n % 14 = 8
UNION ALL BY NAME
SELECT rep_no, 'weekly_report' AS type, n, 25000 + draw('report', rep_no, n) % 3500 AS s, 1000 + n AS key
FROM days_here WHERE n % 5 = 4 AND chance('report', rep_no, n) < quality
UNION ALL BY NAME
-- Conduct: presents at festivals within the limit, meals with approval; and, seldom, what should not be.
SELECT rep_no, rep_no * 1000 + i AS customer_no, 'gift' AS type, first_n + 8 + draw('gives', rep_no, month_ix * 3 + i) % 4 AS n,
    draw('given', rep_no, month_ix * 3 + i) % 28800 AS s, month_ix * 3 + i AS key, 80 + draw('worth', rep_no, month_ix * 3 + i) % 110 AS amount
FROM months_here, range(3) t(i) WHERE month(month) IN (6, 9)
UNION ALL BY NAME
SELECT rep_no, rep_no * 1000 + draw('dines', rep_no, month_ix) % 7 AS customer_no, 'entertainment' AS type, first_n + 4 AS n, 26000 AS s, month_ix AS key,
    260 + draw('bill', rep_no, month_ix) % 420 AS amount, chance('approved', rep_no, month_ix) < quality AS approved
FROM months_here WHERE draw('entertains', rep_no, month_ix) % 5 < 2
UNION ALL BY NAME
SELECT rep_no, rep_no * 1000 + 3 AS customer_no, 'complaint' AS type, first_n + 6 AS n, 9000 AS s, month_ix AS key,
    CASE WHEN draw('complaint', rep_no, month_ix) % 400 < 3 THEN 'unfounded' ELSE 'confirmed' END AS status,
    CASE WHEN draw('complaint', rep_no, month_ix) % 400 < 3 THEN 'quality' ELSE 'conduct' END AS topic
FROM months_here WHERE draw('complaint', rep_no, month_ix) % 400 < 4
UNION ALL BY NAME
SELECT rep_no, 'violation' AS type, first_n + 7 AS n, 15000 AS s, month_ix AS key, 'confirmed' AS status
FROM months_here WHERE draw('violation', rep_no, month_ix) % 3000 = 0
UNION ALL BY NAME
SELECT rep_no, customer_no, 'handover_note' AS type, last_n AS n, 27000 AS s, customer_no AS key
FROM care_here WHERE end_reason = 'handed_over' AND last_n < 100000;

-- What happened, when it was written down, and in whose words.
CREATE OR REPLACE TEMP TABLE written AS
SELECT * FROM (
    SELECT *, clock(day, s) AS happened,
        CASE
            WHEN writes_up AND type = 'message' AND isodow(day) < 5
                THEN date_trunc('week', day) + INTERVAL '4 days 21 hours 10 minutes' + to_seconds(CAST(h % 600 AS BIGINT))
            WHEN chance('entered', rep_no, h) < least(quality, 0.992) THEN clock(day, s) + to_minutes(CAST(4 + (h >> 9) % 296 AS BIGINT))
            ELSE clock(day, s) + to_minutes(CAST(1800 + (h >> 9) % 4800 AS BIGINT))
        END AS entered
    FROM (
        SELECT rep_no, customer_no, n, s, key, case_no, topic, problem_no, plan_ix, amount, approved, rep_days.day,
            rep_days.month_ix, before.month_ix AS serves_ix, rep_id, quality, copies, writes_up,
            draw(type, rep_no * 1000 + key, coalesce(customer_no, 0)) AS h,
            CASE WHEN type = 'follow_up' THEN ['call', 'call', 'call', 'call', 'message', 'message', 'message', 'visit', 'visit', 'email'][1 + (h >> 40) % 10] ELSE type END AS type,
            CASE
                WHEN events.type = 'follow_up' AND case_no IS NULL AND key >= 2000 AND (h >> 20) % 100 < 2 THEN ['planned', 'cancelled', 'not_held'][1 + (h >> 30) % 3]
                WHEN events.status IS NOT NULL THEN events.status
                WHEN events.type = 'proposal' THEN 'sent'
                WHEN events.type IN ('follow_up', 'answer', 'quotation', 'meeting', 'survey', 'consultation', 'pitch', 'promotion', 'negotiation', 'service_follow_up', 'internal_meeting', 'internal_share', 'handover_note') THEN 'completed'
            END AS status
        FROM events JOIN rep_days USING (rep_no, n) JOIN here USING (rep_no)
        LEFT JOIN rep_days AS before ON before.rep_no = events.rep_no AND before.n = events.n - 2
    )
)
WHERE entered <= TIMESTAMP '2026-10-31 23:50:00';

-- A document's item, or what stands there when nobody cares.
CREATE OR REPLACE MACRO item(h, quality, text, salt) AS CASE WHEN chance('item', h, salt) < quality THEN text ELSE ['', '待补充', '暂无', 'N/A'][1 + (h >> salt) % 4] END;
CREATE OR REPLACE TEMP TABLE numbered AS
SELECT *, printf('L%06d-%06d', rep_no, row_number() OVER (PARTITION BY rep_no ORDER BY happened, type, h, key)) AS record_id,
    CASE WHEN customer_no IS NOT NULL THEN printf('C%09d', customer_no) END AS customer_id,
    CASE WHEN case_no IS NOT NULL THEN printf('S%09d', case_no) END AS case_id,
    CASE WHEN problem_no IS NOT NULL THEN printf('Q%06d-%03d', rep_no, problem_no) END AS problem_id
FROM written;

CREATE OR REPLACE TEMP TABLE records AS
SELECT rep_id, type, happened AS occurred_at, record_id, customer_id, case_id, entered AS logged_at, entered AS modified_at, status,
    CASE WHEN type IN ('call', 'visit', 'message', 'email', 'answer', 'quotation') THEN 'outbound' WHEN type IN ('inquiry', 'question') THEN 'inbound' END AS direction,
    CAST(CASE type WHEN 'call' THEN 3 + (h >> 8) % 33 WHEN 'visit' THEN 30 + (h >> 8) % 120 WHEN 'meeting' THEN 45 + (h >> 8) % 75 END AS INTEGER) AS duration_minutes,
    CAST(CASE WHEN type = 'opportunity' OR (type = 'deal_closed' AND status = 'won') THEN (80 + (h >> 8) % 820) * 1000 ELSE amount END AS DECIMAL(12, 2)) AS amount,
    CAST(CASE WHEN type = 'survey' THEN CASE WHEN chance('content', h, 0) < quality THEN [4, 5, 5, 5][1 + (h >> 8) % 4] ELSE 2 + (h >> 8) % 2 END END AS INTEGER) AS rating,
    topic,
    CASE
        WHEN type IN ('survey', 'survey_review', 'deal_closed', 'sales_summary', 'weekly_report') THEN NULL
        WHEN copies AND type = 'message' AND month_ix = 11 THEN COPIED
        WHEN type IN ('call', 'message', 'visit', 'email') AND chance('noted', h, 1) >= quality THEN ['', '已联系', '正常', '同上'][1 + (h >> 8) % 4]
        WHEN type IN ('internal_meeting', 'internal_share') THEN office_meetings(h)
        WHEN type = 'learning' THEN '学习《' || lessons(h) || '》并整理要点'
        WHEN type IN ('gift', 'entertainment', 'complaint', 'violation') THEN courtesy(h)
        ELSE note(type, customer_no, h)
    END AS text,
    CASE WHEN type IN ('consultation', 'pitch', 'promotion', 'negotiation') AND chance('linked', h, 2) < quality
        THEN printf('P%06d-%02d', rep_no, serves_ix) END AS plan_id,
    problem_id, CASE WHEN approved THEN printf('M%02d', rep_no % 7) END AS approved_by,
    CASE WHEN type = 'proposal' THEN item(h, quality, customer_need(h), 3) END AS customer_need,
    CASE WHEN type = 'meeting' THEN item(h, quality, customer_demands(h), 4) END AS customer_demands,
    CASE WHEN type = 'meeting' THEN item(h, quality, solutions(h >> 6), 5) END AS solutions,
    CASE WHEN type IN ('weekly_report', 'sales_summary') THEN item(h, quality, results(h), 6) END AS results,
    CASE WHEN type = 'weekly_report' THEN item(h, quality, problems(h >> 6), 7) END AS problems,
    CASE WHEN type = 'sales_summary' THEN item(h, quality, figures(h >> 12), 8) END AS figures,
    CASE WHEN type IN ('sales_summary', 'survey_review') THEN item(h, quality, feedback(h >> 18), 9) END AS feedback,
    CASE WHEN type = 'sales_summary' THEN item(h, quality, evaluation(h >> 24), 10) END AS evaluation,
    CASE WHEN type = 'sales_summary' THEN item(h, quality, strengths(h >> 30), 11) END AS strengths,
    CASE WHEN type = 'sales_summary' THEN item(h, quality, weaknesses(h >> 36), 12) END AS weaknesses,
    CASE WHEN type = 'sales_summary' THEN item(h, quality, improvement_plan(h >> 42), 13) END AS improvement_plan,
    CASE WHEN type = 'survey_review' THEN item(h, quality, analysis(h), 14) END AS analysis,
    CASE WHEN type = 'survey_review' THEN item(h, quality, summary(h >> 6), 15) END AS summary
FROM numbered
WHERE type NOT IN ('sales_plan', 'market_research', 'competitor_analysis', 'prospect_analysis', 'strengths_analysis', 'market_size_study');

CREATE OR REPLACE TEMP TABLE plans AS
SELECT rep_id, type, happened AS occurred_at, record_id, entered AS logged_at, entered AS modified_at,
    printf('P%06d-%02d', rep_no, plan_ix) AS plan_id, item(h, quality, plan_summary(h), 3) AS plan_summary,
    CAST(sales AS DECIMAL(12, 2)) AS target_amount, item(h, quality, execution_plan(h >> 4), 4) AS execution_plan,
    item(h, quality, advertising(h >> 8), 5) AS advertising, item(h, quality, promotions(h >> 12), 6) AS promotions,
    CAST(sales AS DECIMAL(12, 2)) AS expected_sales, CAST((20 + (h >> 9) % 70) * 1000 AS DECIMAL(12, 2)) AS price,
    CAST(sales * CASE WHEN chance('budget', h, 7) < quality THEN 50 + (h >> 5) % 18 ELSE 92 END / 100 AS DECIMAL(12, 2)) AS cost,
    CAST(sales * CASE WHEN chance('budget', h, 7) < quality THEN 3 + (h >> 7) % 5 ELSE 18 END / 100 AS DECIMAL(12, 2)) AS marketing_expense,
    CASE WHEN chance('budget', h, 8) >= quality THEN budget_explanation(h) END AS budget_explanation,
    item(h, quality, selling_method(h >> 16), 9) AS selling_method, item(h, quality, selling_technique(h >> 20), 10) AS selling_technique,
    item(h, quality, negotiation_strategy(h >> 24), 11) AS negotiation_strategy, item(h, quality, coordination(h >> 28), 12) AS coordination,
    item(h, quality, division_of_work(h >> 32), 13) AS division_of_work
FROM (SELECT *, (300 + (h >> 8) % 600) * 1000 AS sales FROM numbered WHERE type = 'sales_plan');

CREATE OR REPLACE TEMP TABLE research AS
SELECT rep_id, type, happened AS occurred_at, record_id, entered AS logged_at, entered AS modified_at,
    CASE WHEN type = 'market_research' THEN item(h, quality, market_demand(h), 3) END AS market_demand,
    CASE WHEN type = 'market_research' THEN item(h, quality, market_trend(h >> 4), 4) END AS market_trend,
    CASE WHEN type = 'competitor_analysis' THEN item(h, quality, competitor(h >> 8), 5) END AS competitor,
    CASE WHEN type = 'competitor_analysis' THEN item(h, quality, competitor_interests(h >> 12), 6) END AS competitor_interests,
    CASE WHEN type = 'competitor_analysis' THEN item(h, quality, competitor_advantages(h >> 16), 7) END AS competitor_advantages,
    CAST(CASE WHEN type = 'prospect_analysis' THEN 10 + (h >> 20) % 30 END AS INTEGER) AS prospect_count,
    CASE WHEN type = 'prospect_analysis' THEN item(h, quality, prospect_industry(h >> 24), 8) END AS prospect_industry,
    CASE WHEN type = 'prospect_analysis' THEN item(h, quality, prospect_needs(h >> 28), 9) END AS prospect_needs,
    CASE WHEN type = 'strengths_analysis' THEN item(h, quality, strengths(h >> 32), 10) END AS strengths,
    CASE WHEN type = 'strengths_analysis' THEN item(h, quality, weaknesses(h >> 36), 11) END AS weaknesses,
    CASE WHEN type = 'strengths_analysis' THEN item(h, quality, improvement(h >> 40), 12) END AS improvement,
    CASE WHEN type = 'market_size_study' THEN item(h, quality, market_size(h >> 44), 13) END AS market_size,
    CASE WHEN type = 'market_size_study' THEN item(h, quality, support_policies(h >> 48), 14) END AS support_policies
FROM numbered
WHERE type IN ('market_research', 'competitor_analysis', 'prospect_analysis', 'strengths_analysis', 'market_size_study');
