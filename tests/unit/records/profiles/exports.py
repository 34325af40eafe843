"""Small exports written by hand from each product's documented headers, and what they must read as."""

from __future__ import annotations

from dataclasses import dataclass

# What is expected of a row: type, status, time (with seconds where it is not day-precise), customer.
Row = tuple[str, str | None, str, str | None]


@dataclass(frozen=True)
class Sample:
    """One file: its export, its text (REP stands for the rep), and the rows in the policy's zone, Asia/Shanghai."""

    export: str
    text: str
    rows: tuple[Row, ...]

    @property
    def done(self) -> int:
        """How many of the rows are done."""
        return sum(status not in {"planned", "cancelled", "not_held"} for _, status, _, _ in self.rows)


SAMPLES = [
    Sample(
        "salesforce/task-api",
        "Id,OwnerId,ActivityDate,Subject,Status,TaskSubtype,Type,AccountId,WhoId,CallDurationInSeconds,CreatedDate\n"
        "T1,REP,2026-10-09,Call,Completed,Call,,A1,,90,2026-10-09T02:00:00.000Z\n"
        "T2,REP,2026-10-10T00:00:00.000Z,Email: offer,Completed,,,,P2,,2026-10-10T02:00:00.000Z\n"
        "T3,REP,2026-10-12,Call,Not Started,Call,,A1,,,2026-10-09T02:00:00.000Z\n"
        "T4,REP,2026-10-12,Prepare,Deferred,Task,,A1,,,2026-10-09T02:00:00.000Z\n"
        "T5,REP,2026-10-13,Meet,Waiting on someone else,Task,Meeting,A1,,,2026-10-09T02:00:00.000Z\n"
        "T6,REP,2026-10-13,Meet,In Progress,Task,Meeting,A1,,,2026-10-09T02:00:00.000Z\n",
        (
            ("call", "done", "2026-10-09", "A1"),
            ("email", "done", "2026-10-10", "P2"),
            ("call", "planned", "2026-10-12", "A1"),
            ("task", "planned", "2026-10-12", "A1"),
            ("meeting", "planned", "2026-10-13", "A1"),
            ("meeting", "planned", "2026-10-13", "A1"),
        ),
    ),
    Sample(
        "salesforce/task-report",
        "Assigned To,Subject,Due Date,Status,Company / Account,Contact,Comments,Created Date\n"
        "REP,Call,2026-10-09,Completed,ACME,,talked,2026-10-09\n"
        "REP,Email: offer,2026-10-10,Completed,,Ann,sent,2026-10-10\n"
        "REP,Call,2026-10-12,Not Started,ACME,,,2026-10-09\n",
        (
            ("call", "done", "2026-10-09", "ACME"),
            ("email", "done", "2026-10-10", "Ann"),
            ("call", "planned", "2026-10-12", "ACME"),
        ),
    ),
    Sample(
        "salesforce/task-report",
        "被分配人,主题,到期日期,状态,相关项,类型,注释,创建日期\n"
        "REP,致电,2026-10-09,已完成,甲公司,,谈价格,2026-10-09\n"
        "REP,上门,2026-10-10,已完成,甲公司,会议,谈合同,2026-10-10\n"
        "REP,致电,2026-10-12,未启动,甲公司,,,2026-10-09\n"
        "REP,致电,2026-10-12,已推迟,甲公司,,,2026-10-09\n",
        (
            ("call", "done", "2026-10-09", "甲公司"),
            ("meeting", "done", "2026-10-10", "甲公司"),
            ("call", "planned", "2026-10-12", "甲公司"),
            ("call", "planned", "2026-10-12", "甲公司"),
        ),
    ),
    Sample(
        "salesforce/event-api",
        "Id,OwnerId,StartDateTime,EndDateTime,DurationInMinutes,Subject,Type,AccountId,CreatedDate\n"
        "E1,REP,2026-10-09T02:00:00.000Z,2026-10-09T03:00:00.000Z,60,Demo,Visit,A1,2026-10-08T02:00:00.000Z\n"
        "E2,REP,2026-10-09T18:30:00.000Z,2026-10-09T19:00:00.000Z,30,Talk,,A1,2026-10-08T02:00:00.000Z\n",
        (
            ("visit", None, "2026-10-09 10:00:00", "A1"),
            ("meeting", None, "2026-10-10 02:30:00", "A1"),
        ),
    ),
    Sample(
        "salesforce/event-report",
        "Assigned,Subject,Start,End,Company / Account,Event Type\n"
        "REP,Demo,2026-10-09 10:00,2026-10-09 11:00,ACME,Meeting\n",
        (("meeting", None, "2026-10-09 10:00:00", "ACME"),),
    ),
    Sample(
        "salesforce/opportunity",
        "Opportunity ID,Opportunity Owner,Opportunity Name,Stage,Close Date,Amount,Account Name\n"
        "O1,REP,Big,Closed Won,2026-10-09,1000,ACME\n"
        "O2,REP,Small,Closed Lost,2026-10-10,10,ACME\n"
        "O3,REP,Open,Negotiation/Review,2026-10-20,10,ACME\n",
        (
            ("deal_closed", "won", "2026-10-09", "ACME"),
            ("deal_closed", "lost", "2026-10-10", "ACME"),
            ("opportunity", "planned", "2026-10-20", "ACME"),
        ),
    ),
    Sample(
        "hubspot/activities",
        "Record ID,Activity type,Activity date,Activity assigned to,Title,Body,Associated Company IDs,"
        "Associated Contact IDs,Call outcome,Meeting outcome,Task status\n"
        "1,Call,2026-10-09 10:00,REP,t,b,C1,,Connected,,\n"
        "2,Call,2026-10-09 11:00,REP,t,b,C1,,No answer,,\n"
        "3,Meeting,2026-10-10 10:00,REP,t,b,,P1,,Completed,\n"
        "4,Meeting,2026-10-12 10:00,REP,t,b,C1,,,Rescheduled,\n"
        "5,Meeting,2026-10-12 11:00,REP,t,b,C1,,,No show,\n"
        "6,Task,2026-10-12 11:00,REP,t,b,C1,,,,Deferred\n"
        "7,Meeting,2026-10-12 12:00,REP,t,b,C1,,,Canceled,\n",
        (
            ("call", "done", "2026-10-09 10:00:00", "C1"),
            ("call", "not_held", "2026-10-09 11:00:00", "C1"),
            ("meeting", "done", "2026-10-10 10:00:00", "P1"),
            ("meeting", "planned", "2026-10-12 10:00:00", "C1"),
            ("meeting", "not_held", "2026-10-12 11:00:00", "C1"),
            ("task", "planned", "2026-10-12 11:00:00", "C1"),
            ("meeting", "cancelled", "2026-10-12 12:00:00", "C1"),
        ),
    ),
    Sample(
        "hubspot/calls-api",
        "hs_object_id,hs_timestamp,hubspot_owner_id,hs_call_title,hs_call_body,hs_call_status,hs_call_direction,"
        "hs_call_duration,associated_company_id\n"
        "1,2026-10-08T18:00:00Z,REP,t,b,COMPLETED,OUTBOUND,90000,C1\n"
        "2,2026-10-09T02:00:00Z,REP,t,b,NO_ANSWER,OUTBOUND,0,C1\n"
        "3,2026-10-09T03:00:00Z,REP,t,b,QUEUED,OUTBOUND,,C1\n",
        (
            ("call", "done", "2026-10-09 02:00:00", "C1"),
            ("call", "not_held", "2026-10-09 10:00:00", "C1"),
            ("call", "planned", "2026-10-09 11:00:00", "C1"),
        ),
    ),
    Sample(
        "hubspot/meetings-api",
        "id,hs_timestamp,hubspot_owner_id,hs_meeting_title,hs_meeting_outcome,company_id\n"
        "1,2026-10-09T02:00:00Z,REP,t,COMPLETED,C1\n"
        "2,2026-10-09T02:00:00Z,REP,t,SCHEDULED,C1\n",
        (("meeting", "done", "2026-10-09 10:00:00", "C1"), ("meeting", "planned", "2026-10-09 10:00:00", "C1")),
    ),
    Sample(
        "zoho/calls",
        "Record Id,Subject,Call Type,Call Start Time,Call Duration (in seconds),Call Status,Call Owner,Related To,"
        "Created Time\n"
        "1,s,Outbound,2026-10-09 10:00:00,90,Completed,REP,ACME,2026-10-09 10:05:00\n"
        "2,s,Outbound,2026-10-10 10:00:00,,Scheduled,REP,ACME,2026-10-09 10:05:00\n"
        "3,s,Missed,2026-10-10 11:00:00,0,,REP,ACME,2026-10-10 11:00:00\n"
        "4,s,Outbound,2026-10-10 12:00:00,,Overdue,REP,ACME,2026-10-09 10:05:00\n"
        "5,s,Inbound,2026-10-10 13:00:00,60,,REP,ACME,2026-10-10 13:05:00\n",
        (
            ("call", "done", "2026-10-09 10:00:00", "ACME"),
            ("call", "planned", "2026-10-10 10:00:00", "ACME"),
            ("call", "not_held", "2026-10-10 11:00:00", "ACME"),
            ("call", "planned", "2026-10-10 12:00:00", "ACME"),
            ("call", "done", "2026-10-10 13:00:00", "ACME"),
        ),
    ),
    Sample(
        "zoho/meetings",
        "Event Id,Title,From,To,Host,Related To\n1,t,2026-10-09 10:00:00,2026-10-09 11:00:00,REP,ACME\n",
        (("meeting", None, "2026-10-09 10:00:00", "ACME"),),
    ),
    Sample(
        "zoho/tasks",
        "Task Id,Task Owner,Subject,Due Date,Status,Related To,Closed Time\n"
        "1,REP,s,2026-10-08,Completed,ACME,2026-10-09 10:00:00\n"
        "2,REP,s,2026-10-08,Waiting for input,ACME,\n",
        (("task", "done", "2026-10-09 10:00:00", "ACME"), ("task", "planned", "2026-10-08", "ACME")),
    ),
    Sample(
        "dynamics365/phone-calls",
        "(Do Not Modify) Phone Call,(Do Not Modify) Row Checksum,(Do Not Modify) Modified On,Subject,Owner,Regarding,"
        "Due Date,Actual End,Activity Status,Direction,Duration\n"
        "g1,x,2026-10-09 10:20,s,REP,ACME,2026-10-08,2026-10-09 10:15,Completed,Outgoing,15\n"
        "g2,x,2026-10-09 10:20,s,REP,ACME,2026-10-12,,Open,Outgoing,30\n"
        "g3,x,2026-10-09 10:20,s,REP,ACME,2026-10-12,,Canceled,Outgoing,30\n",
        (
            ("call", "done", "2026-10-09 10:15:00", "ACME"),
            ("call", "planned", "2026-10-12", "ACME"),
            ("call", "cancelled", "2026-10-12", "ACME"),
        ),
    ),
    Sample(
        "dynamics365/activities",
        "(请勿修改) 活动,(请勿修改) 行校验和,(请勿修改) 修改时间,主题,活动类型,负责人,关于,实际结束时间,截止日期,"
        "活动状态\n"
        "g1,x,2026-10-09 10:20,s,电话联络,REP,甲公司,2026-10-09 10:15,2026-10-08,已完成\n"
        "g2,x,2026-10-09 10:20,s,约会,REP,甲公司,,2026-10-12,已安排\n",
        (("call", "done", "2026-10-09 10:15:00", "甲公司"), ("meeting", "planned", "2026-10-12", "甲公司")),
    ),
    Sample(
        "pipedrive/activities",
        "ID,Subject,Type,Done,Due date,Due time,Duration,Marked as done time,Add time,Assigned to user,Organization,"
        "Contact person,Deal,Note\n"
        "1,s,Call,Done,2026-10-08,18:30,00:30,2026-10-08 19:00:00,2026-10-08 01:00:00,REP,ACME,Ann,D1,n\n"
        "2,s,Meeting,To do,2026-10-12,02:00,01:00,,2026-10-08 01:00:00,REP,,Ann,D1,n\n"
        "3,s,Lunch,Done,2026-10-10,,,,2026-10-08 01:00:00,REP,,Ann,D1,n\n",
        (
            ("call", "done", "2026-10-09 02:30:00", "ACME"),
            ("meeting", "planned", "2026-10-12 10:00:00", "Ann"),
            ("meeting", "done", "2026-10-10", "Ann"),
        ),
    ),
    Sample(
        "pipedrive/activities-api",
        "id,user_id,type,done,due_date,due_time,duration,add_time,org_id,person_id,deal_id,note\n"
        "1,REP,call,1,2026-10-08,18:30,00:30,2026-10-08 01:00:00,O1,P1,D1,n\n"
        "2,REP,meeting,0,2026-10-12,,,2026-10-08 01:00:00,,P1,D1,n\n",
        (("call", "done", "2026-10-09 02:30:00", "O1"), ("meeting", "planned", "2026-10-12", "P1")),
    ),
    Sample(
        "fxiaoke/sales-records",
        "_id,active_record_content,active_record_type__r,created_by__r,create_time,account_id__r\n"
        "1,谈价格,电话,REP,1791511200000,甲公司\n"
        "2,谈合同,拜访,REP,1791561600000,甲公司\n",
        (("call", None, "2026-10-09 10:00:00", "甲公司"), ("visit", None, "2026-10-10 00:00:00", "甲公司")),
    ),
    Sample(
        "fxiaoke/sales-records",
        "销售记录编号,销售记录内容,销售记录类型,创建人,创建时间,客户名称\n1,谈价格,电话,REP,2026-10-09 10:00,甲公司\n",
        (("call", None, "2026-10-09 10:00:00", "甲公司"),),
    ),
    Sample(
        "fxiaoke/field-visits",
        "外勤编号,外勤类型,外勤人员,签到时间,客户名称,外勤状态\n"
        "1,拜访,REP,2026-10-09 10:00,甲公司,已完成\n2,拜访,REP,2026-10-12 10:00,甲公司,未完成\n",
        (("visit", "done", "2026-10-09 10:00:00", "甲公司"), ("visit", "planned", "2026-10-12 10:00:00", "甲公司")),
    ),
    Sample(
        "neocrm/activity-records",
        "活动编号,活动类型,活动内容,所有人,活动时间,业务对象,创建时间\n"
        "1,拜访签到,谈价格,REP,2026-10-09 10:00,甲公司,2026-10-09 10:30\n",
        (("visit", None, "2026-10-09 10:00:00", "甲公司"),),
    ),
    Sample(
        "wukong-php/follow-ups",
        "所属客户,跟进内容,创建人,跟进时间,跟进方式,下次联系时间,相关联系人,相关商机\n"
        "甲公司,谈价格,REP,2026-10-09 10:00:00,打电话,2026-10-16 10:00:00,,\n"
        "甲公司,谈合同,REP,2026-10-10 10:00:00,见面拜访,,,\n",
        (("call", None, "2026-10-09 10:00:00", "甲公司"), ("visit", None, "2026-10-10 10:00:00", "甲公司")),
    ),
    Sample(
        "wukong-java/follow-ups",
        "*跟进内容,*跟进人,*跟进时间,跟进方式,所属客户,相关联系人,相关商机,下次联系时间\n"
        "谈价格,REP,2026-10-09 10:00:00,发短信,甲公司,,,\n",
        (("message", None, "2026-10-09 10:00:00", "甲公司"),),
    ),
    Sample(
        "wukong-java/activity-table",
        "activity_id,type,category,activity_type,activity_type_id,content,next_time,create_user_id,create_time\n"
        "1,1,打电话,2,C1,谈价格,,REP,2026-10-09 10:00:00\n"
        "2,2,,2,C1,新建客户,,REP,2026-10-09 11:00:00\n"
        "3,4,,2,C1,签到,,REP,2026-10-10 10:00:00\n",
        (("call", None, "2026-10-09 10:00:00", "C1"), ("visit", None, "2026-10-10 10:00:00", "C1")),
    ),
    Sample(
        "wecom/follow-ups",
        "客户昵称,企业名称,跟进人,跟进时间,跟进方式,跟进内容\n"
        "小王,甲公司,REP,2026-10-09 10:00,企业微信,发资料\n小李,,REP,2026-10-09 11:00,,问好\n",
        (("message", None, "2026-10-09 10:00:00", "甲公司"), ("follow_up", None, "2026-10-09 11:00:00", "小李")),
    ),
    Sample(
        "dingtalk/follow-ups",
        "审批编号,审批状态,审批结果,发起时间,发起人姓名,客户名称,跟进方式,跟进时间,跟进内容\n"
        "1,已完成,同意,2026-10-09 12:00,REP,甲公司,上门拜访,2026-10-09 10:00,谈价格\n"
        "2,已撤销,,2026-10-09 12:00,REP,甲公司,上门拜访,2026-10-09 10:00,谈价格\n"
        "3,审批中,,2026-10-10 12:00,REP,甲公司,电话,2026-10-10 10:00,谈合同\n",
        (
            ("visit", "done", "2026-10-09 10:00:00", "甲公司"),
            ("visit", "cancelled", "2026-10-09 10:00:00", "甲公司"),
            ("call", "in_progress", "2026-10-10 10:00:00", "甲公司"),
        ),
    ),
    Sample(
        "suitecrm/calls",
        "name,id,description,status,direction,date_start,date_end,duration_hours,duration_minutes,parent_type,parent_id,"
        "assigned_user_name,assigned_user_id,date_entered,date_modified\n"
        "s,1,d,Held,Outbound,2026-10-09 10:00,2026-10-09 11:30,1,30,Accounts,A1,REP,u,2026-10-09 11:35,\n"
        "s,2,d,Planned,Outbound,2026-10-12 10:00,,0,15,Accounts,A1,REP,u,2026-10-09 11:35,2026-10-09 11:35\n"
        "s,3,d,Not Held,Outbound,2026-10-12 10:00,,0,15,Accounts,A1,REP,u,2026-10-09 11:35,2026-10-09 11:35\n",
        (
            ("call", "done", "2026-10-09 10:00:00", "A1"),
            ("call", "planned", "2026-10-12 10:00:00", "A1"),
            ("call", "not_held", "2026-10-12 10:00:00", "A1"),
        ),
    ),
    Sample(
        "suitecrm/meetings",
        "Subject,ID,Status,Location,Start Date and Time,Duration Hours,Duration Minutes,Related To Module,"
        "Related To ID,Assigned to\n"
        "s,M1,Held,here,2026-10-09 10:00,1,0,Accounts,A1,REP\n",
        (("meeting", "done", "2026-10-09 10:00:00", "A1"),),
    ),
    Sample(
        "espocrm/calls-csv",
        "id,name,status,dateStart,dateEnd,direction,description,parentName,accountId,createdAt,assignedUserName\n"
        "1,s,Held,2026-10-08 18:00:00,2026-10-08 18:30:00,Outbound,d,,A1,2026-10-08 18:40:00,REP\n"
        "2,s,Planned,2026-10-12 02:00:00,2026-10-12 03:00:00,Outbound,d,Lead 1,,2026-10-08 18:40:00,REP\n",
        (("call", "done", "2026-10-09 02:00:00", "A1"), ("call", "planned", "2026-10-12 10:00:00", "Lead 1")),
    ),
    Sample(
        "espocrm/calls-xlsx",
        "Name,Status,Date Start,Date End,Direction,Account,Created At,Assigned User\n"
        "s,Held,2026-10-09 10:00,2026-10-09 10:30,Outbound,ACME,2026-10-09 10:40,REP\n"
        "s,Not Held,2026-10-09 10:00,2026-10-09 10:30,Outbound,ACME,2026-10-09 10:40,REP\n",
        (("call", "done", "2026-10-09 10:00:00", "ACME"), ("call", "not_held", "2026-10-09 10:00:00", "ACME")),
    ),
    Sample(
        "espocrm/meetings-xlsx",
        "名称,状态,起始日期,日期结束,描述,关联,客户,创建于,已指派用户\n"
        "s,已进行,2026-10-09 10:00,2026-10-09 11:00,d,,甲公司,2026-10-09 11:00,REP\n"
        "s,已计划,2026-10-12 10:00,2026-10-12 11:00,d,,甲公司,2026-10-09 11:00,REP\n"
        "s,未进行,2026-10-12 10:00,2026-10-12 11:00,d,,甲公司,2026-10-09 11:00,REP\n",
        (
            ("meeting", "done", "2026-10-09 10:00:00", "甲公司"),
            ("meeting", "planned", "2026-10-12 10:00:00", "甲公司"),
            ("meeting", "not_held", "2026-10-12 10:00:00", "甲公司"),
        ),
    ),
    Sample(
        "odoo/activity-report",
        "Date,Created By,Salesperson,Sales Team,Opportunity,Activity Type,Customer,Summary\n"
        "2026-10-09 10:00:00,REP,Someone,East,Big deal,Call,ACME,s\n"
        "2026-10-10 10:00:00,REP,Someone,East,Big deal,Email,,s\n",
        (("call", None, "2026-10-09 10:00:00", "ACME"), ("email", None, "2026-10-10 10:00:00", "Big deal")),
    ),
    Sample(
        "vtiger/events",
        "Subject,Assigned To,Start Date & Time,Due Date,Related To,Status,Activity Type,Created Time\n"
        "s,REP,2026-10-09 10:00:00,2026-10-09,ACME,Held,Call,2026-10-09 11:00:00\n"
        "s,REP,2026-10-12 10:00:00,2026-10-12,ACME,Planned,Meeting,2026-10-09 11:00:00\n"
        "s,REP,2026-10-12 10:00:00,2026-10-12,ACME,Not Held,Meeting,2026-10-09 11:00:00\n"
        "s,REP,2026-10-12 10:00:00,2026-10-12,ACME,Deferred,Task,2026-10-09 11:00:00\n",
        (
            ("call", "done", "2026-10-09 10:00:00", "ACME"),
            ("meeting", "planned", "2026-10-12 10:00:00", "ACME"),
            ("meeting", "not_held", "2026-10-12 10:00:00", "ACME"),
            ("task", "planned", "2026-10-12 10:00:00", "ACME"),
        ),
    ),
    Sample(
        "generic-zh/log",
        "员工姓名,客户名称,拜访日期,拜访类型,完成状态,备注\n"
        "REP,甲公司,2026-10-09,上门拜访,已完成,x\nREP,甲公司,2026-10-12,上门拜访,已逾期,x\nREP,甲公司,2026-10-12,电话,已取消,x\n",
        (
            ("visit", "done", "2026-10-09", "甲公司"),
            ("visit", "planned", "2026-10-12", "甲公司"),
            ("call", "cancelled", "2026-10-12", "甲公司"),
        ),
    ),
    Sample(
        "generic-en/log",
        "Sales Rep,Customer,Activity Date,Activity Type,Status,Notes\n"
        "REP,ACME,2026-10-09,Site Visit,Completed,x\nREP,ACME,2026-10-12,Phone Call,Postponed,x\n"
        "REP,ACME,2026-10-12,Phone Call,No Show,x\n",
        (
            ("visit", "done", "2026-10-09", "ACME"),
            ("call", "planned", "2026-10-12", "ACME"),
            ("call", "not_held", "2026-10-12", "ACME"),
        ),
    ),
]
