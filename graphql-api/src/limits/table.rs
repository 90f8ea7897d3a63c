//! The limits as people read them: rows of text, made from the numbers that are enforced. A limit that has no row
//! does not compile.

use std::time::Duration;

use cityhall_engine::EVENTS_BEHIND_MAX;

use super::{AudienceLimits, HELD_BACK_MAX, HttpLimits, Limits, Quota, SocketLimits, TurnLimits};
use crate::code::Code;
use crate::guard;
use crate::guard::{
    COMMAND_COST, FIRST_DEFAULT, FIRST_MAX, INTROSPECTION_COST, NOTICE_COST, SCHEMA_COST, WORKFLOW_COST,
};

/// One limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What is limited.
    pub en: &'static str,
    /// The same in Chinese.
    pub zh: &'static str,
    /// The number, of each column of its table.
    pub values: Vec<String>,
    /// What a request beyond it is answered.
    pub answer: String,
}

/// Limits that each kind of caller has for itself: public, partner, staff, admin.
#[must_use]
pub fn of_audiences(limits: &Limits) -> Vec<Row> {
    let all = [limits.public, limits.partner, limits.staff, limits.admin];
    let documents = |pick: fn(guard::Limits) -> u64| all.iter().map(|of| spaced(pick(of.document))).collect::<Vec<_>>();
    let mut rows: Vec<Row> = document_rows()
        .into_iter()
        .map(|(en, zh, pick)| Row { en, zh, values: documents(pick), answer: said(Code::DocumentRefused) })
        .collect();
    let budgets = |pick: fn(Quota) -> u32| {
        all.iter().map(|AudienceLimits { document: _, budget }| spaced(pick(*budget).into())).collect::<Vec<_>>()
    };
    let answer = said(Code::RateLimited);
    rows.push(Row {
        en: "units of cost that one caller can use at once",
        zh: "一个调用者一次可用的代价单位",
        values: budgets(Quota::burst),
        answer: answer.clone(),
    });
    rows.push(Row {
        en: "units that come back to them each second",
        zh: "每秒恢复的单位",
        values: budgets(Quota::per_second),
        answer,
    });
    rows
}

type DocumentRow = (&'static str, &'static str, fn(guard::Limits) -> u64);

fn document_rows() -> [DocumentRow; 11] {
    // Every field is named here, and once below.
    let guard::Limits {
        bytes_max: _,
        tokens_max: _,
        nesting_max: _,
        spreads_max: _,
        directives_max: _,
        definitions_max: _,
        fields_max: _,
        depth_max: _,
        aliases_max: _,
        cost_max: _,
        introspection_lists_max: _,
    } = Limits::PRODUCTION.public.document;
    [
        ("bytes of a document", "文档字节数", |of| of.bytes_max as u64),
        ("tokens", "词法单元", |of| of.tokens_max.into()),
        ("brackets open at once", "同时打开的括号", |of| of.nesting_max.into()),
        ("spreads, as written", "展开（按书写）", |of| of.spreads_max.into()),
        ("directives, as written", "指令（按书写）", |of| of.directives_max.into()),
        ("operations and fragments", "操作和片段", |of| of.definitions_max as u64),
        ("fields, with every fragment laid out", "字段（片段展开后）", |of| of.fields_max),
        ("fields inside each other", "字段嵌套层数", |of| of.depth_max.into()),
        ("aliases, with every fragment laid out", "别名（片段展开后）", |of| of.aliases_max),
        ("cost of one request", "一次请求的代价", |of| of.cost_max),
        ("lists of the introspection inside each other", "内省列表嵌套层数", |of| {
            of.introspection_lists_max.into()
        }),
    ]
}

/// Limits that all share.
#[must_use]
pub fn of_all(limits: &Limits) -> Vec<Row> {
    let Limits {
        public: _,
        partner: _,
        staff: _,
        admin: _,
        network,
        attempts,
        receipts,
        executions,
        execution_time_max,
        bodies,
        http,
        socket,
    } = *limits;
    let mut rows = vec![
        row("units that one network can use at once", "一个网段一次可用的代价单位", network.burst(), Code::RateLimited),
        row("units that come back to it each second", "网段每秒恢复的单位", network.per_second(), Code::RateLimited),
        row(
            "tokens not accepted, of one network at once",
            "一个网段一次可用的无效令牌数",
            attempts.burst(),
            Code::RateLimited,
        ),
        row(
            "attempts that come back to it each second",
            "网段每秒恢复的无效令牌数",
            attempts.per_second(),
            Code::RateLimited,
        ),
        large(
            "questions for a case by its receipt, of one network at once",
            "一个网段一次可用的凭回执查询次数",
            receipts.burst().into(),
            within(Code::RateLimited),
        ),
        large(
            "such questions that come back to it each second",
            "网段每秒恢复的凭回执查询次数",
            receipts.per_second().into(),
            within(Code::RateLimited),
        ),
        time("how long an answer 429 is held back at most", "429 应答最多推迟多久", HELD_BACK_MAX, String::new()),
        time("how long a request is worked on", "一次请求的最长处理时间", execution_time_max, within(Code::TimedOut)),
    ];
    rows.extend(turn_rows(executions, TURNS));
    rows.extend(turn_rows(bodies, BODIES));
    rows.extend(http_rows(http));
    rows.extend(socket_rows(socket));
    rows.push(large(
        "events that somebody who follows may be behind",
        "订阅者最多落后的事件数",
        EVENTS_BEHIND_MAX,
        said(Code::Resynchronise),
    ));
    rows
}

type Words = (&'static str, &'static str);

const TURNS: [Words; 5] = [
    ("requests executed at once", "同时执行的请求"),
    ("of them by one caller", "其中一个调用者的"),
    ("requests that wait for their turn", "等待执行的请求"),
    ("of them by one caller", "其中一个调用者的"),
    ("how long one waits", "最长等待时间"),
];

const BODIES: [Words; 5] = [
    ("large bodies read at once", "同时读取的大请求体"),
    ("of them from one network", "其中一个网段的"),
    ("large bodies that wait", "等待读取的大请求体"),
    ("of them from one network", "其中一个网段的"),
    ("how long one waits", "最长等待时间"),
];

fn turn_rows(limits: TurnLimits, words: [Words; 5]) -> [Row; 5] {
    let TurnLimits { at_once, at_once_each, waiting, waiting_each, wait_max } = limits;
    let [first, second, third, fourth, fifth] = words;
    let waits = || "the others wait".to_owned();
    [
        Row { en: first.0, zh: first.1, values: vec![spaced(at_once.into())], answer: waits() },
        Row { en: second.0, zh: second.1, values: vec![spaced(at_once_each.into())], answer: waits() },
        row(third.0, third.1, waiting, Code::Overloaded),
        row(fourth.0, fourth.1, waiting_each, Code::RateLimited),
        time(fifth.0, fifth.1, wait_max, format!("{}, {}", said(Code::RateLimited), said(Code::Overloaded))),
    ]
}

fn http_rows(limits: HttpLimits) -> Vec<Row> {
    let HttpLimits {
        head_bytes_max,
        headers_max,
        head_time_max,
        body_bytes_max,
        body_bytes_small,
        body_time_max,
        connections,
        connections_each,
        drain_time_max,
        variable_values_max,
        variable_depth_max,
    } = limits;
    vec![
        large(
            "bytes of a request's line and headers; up to twice as many may pass",
            "请求行和头部字节数（最多可能放行两倍）",
            head_bytes_max as u64,
            "431".to_owned(),
        ),
        large("headers of a request", "头部个数", headers_max as u64, "431".to_owned()),
        time(
            "how long a head may take, or a connection be idle",
            "头部最长时间，也是连接最长空闲时间",
            head_time_max,
            cut_off(),
        ),
        large("bytes of a body", "请求体字节数", body_bytes_max as u64, said(Code::PayloadTooLarge)),
        large("bytes beyond which a body is large", "超过多少字节算大请求体", body_bytes_small as u64, String::new()),
        time("how long a body may take", "请求体最长时间", body_time_max, said(Code::BodyTooSlow)),
        large("connections", "连接数", connections.into(), cut_off()),
        large("of them from one network", "其中一个网段的", connections_each.into(), cut_off()),
        time("how long requests may take when the city stops", "停止服务时请求的最长时间", drain_time_max, cut_off()),
        large("values in the variables", "变量中的值个数", variable_values_max as u64, said(Code::BadRequest)),
        large(
            "values inside each other in the variables",
            "变量嵌套层数",
            variable_depth_max as u64,
            said(Code::BadRequest),
        ),
    ]
}

fn socket_rows(limits: SocketLimits) -> [Row; 5] {
    let SocketLimits { message_bytes_max, operations_max, init_time_max, silence_time_max, send_time_max } = limits;
    let closed = |code: u16| format!("closed with {code}");
    [
        large("bytes of a message over WebSocket", "WebSocket 消息字节数", message_bytes_max as u64, closed(1009)),
        large(
            "operations at once over one WebSocket",
            "一个 WebSocket 上同时进行的操作",
            operations_max as u64,
            format!("`{}`", Code::TooManyOperations.as_str()),
        ),
        time("until its `connection_init`", "等待 `connection_init` 的时间", init_time_max, closed(4408)),
        time("how long its client may be silent", "客户端最长静默时间", silence_time_max, cut_off()),
        time("how long a message waits for its reader", "消息等待读取的最长时间", send_time_max, cut_off()),
    ]
}

fn cut_off() -> String {
    "the connection is closed".to_owned()
}

/// What a request costs.
#[must_use]
pub fn costs() -> Vec<(&'static str, &'static str, String)> {
    vec![
        ("a field that the answer can hold", "应答中可能有的一个字段", "1".to_owned()),
        (
            "what is in a connection",
            "连接（列表）中的内容",
            format!("times `first`; {FIRST_DEFAULT} when nothing is said, at most {FIRST_MAX}"),
        ),
        (
            "a command (a field of a mutation), beside its fields",
            "一个命令（变更的一个字段），另加其字段",
            spaced(COMMAND_COST),
        ),
        (
            "an introspection, for each type of the schema, beside its fields",
            "内省：模式中每个类型，另加其字段",
            spaced(INTROSPECTION_COST),
        ),
        ("`/schema.graphql`", "`/schema.graphql`", spaced(SCHEMA_COST)),
        ("a notice as a document", "一份文书文件", spaced(NOTICE_COST)),
        ("the picture of a workflow", "一张办理流程图", spaced(WORKFLOW_COST)),
    ]
}

fn row(en: &'static str, zh: &'static str, value: u32, code: Code) -> Row {
    Row { en, zh, values: vec![spaced(value.into())], answer: said(code) }
}

fn large(en: &'static str, zh: &'static str, value: u64, answer: String) -> Row {
    Row { en, zh, values: vec![spaced(value)], answer }
}

fn time(en: &'static str, zh: &'static str, value: Duration, answer: String) -> Row {
    Row { en, zh, values: vec![format!("{} s", value.as_secs())], answer }
}

fn said(code: Code) -> String {
    format!("{} `{}`", crate::http::status_of(code).as_u16(), code.as_str())
}

/// What was being executed is answered as what was.
fn within(code: Code) -> String {
    format!("200 with `{}`", code.as_str())
}

/// A number with its thousands apart.
fn spaced(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_apart() {
        for (number, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(spaced(number), text);
        }
    }

    #[test]
    fn every_audience_has_its_column() {
        for row in of_audiences(&Limits::PRODUCTION) {
            assert_eq!(row.values.len(), crate::schema::AUDIENCES.len(), "{}", row.en);
        }
    }
}
