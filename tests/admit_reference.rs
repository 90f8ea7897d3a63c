//! The reference in `docs/reference/` is made from the product's own tables, never by hand:
//! `cargo xtask generate` writes it, and this test holds it fresh.

use std::fmt::Write as _;

use cityhall_domain::case::{CARD_RULES, CLOCK_RULES, CardMoment, EventBody, NOTICE_RULES, NoticeKind, Turn};
use cityhall_domain::module::{Placeholder, ServiceType};
use cityhall_domain::supervision::CardDays;
use cityhall_domain::text::Language;
use cityhall_graphql_api::limits::{Limits, table};
use cityhall_graphql_api::refusal::UserErrorCode;
use cityhall_tests::{Failure, Outcome, binary, cityhall, repository};
use tokio::process::Command;

#[tokio::test]
async fn generated_reference_is_fresh() -> Outcome {
    let pages = [
        ("check-reasons.md", check_reasons()?),
        ("guide-elements.md", guide_elements()?),
        ("user-errors.md", user_errors()?),
        ("events.md", events()?),
        ("clock-rules.md", clock_rules()?),
        ("command-line.md", command_line().await?),
        ("notices.md", notices()?),
        ("card-rules.md", card_rules()?),
        ("limits.md", limits()?),
    ];
    let folder = repository().join("docs/reference");
    if std::env::var_os("CITYHALL_GENERATE").is_some() {
        std::fs::create_dir_all(&folder)?;
        for (name, text) in &pages {
            std::fs::write(folder.join(name), text)?;
        }
    }
    for (name, text) in &pages {
        let committed = std::fs::read_to_string(folder.join(name)).unwrap_or_default();
        assert!(committed == *text, "docs/reference/{name} is not fresh: run `cargo xtask generate`");
    }
    Ok(())
}

const MADE: &str = "<!-- Made by `cargo xtask generate`; do not edit. -->\n\n";

fn check_reasons() -> Result<String, Failure> {
    let mut page = format!(
        "{MADE}# What `cityhall check` can say\n\nOne line a problem: `FILE:LINE: PATH: Reason: message`. The reasons are stable.\n\n| reason | meaning |\n|---|---|\n"
    );
    for reason in cityhall_crds::reason::ALL {
        writeln!(page, "| `{}` | {} |", reason.word, cell(reason.meaning))?;
    }
    Ok(page)
}

/// Which type of service needs which element of a guide.
fn guide_elements() -> Result<String, Failure> {
    let types = [
        (ServiceType::AdministrativeLicence, "Licence"),
        (ServiceType::AdministrativeConfirmation, "Confirmation"),
        (ServiceType::AdministrativePayment, "Payment, Reward, Ruling, OtherPower"),
        (ServiceType::Filing, "Filing"),
        (ServiceType::PublicService, "PublicService"),
        (ServiceType::WorkOrder, "WorkOrder, Letter"),
    ];
    let heads = types.map(|(_, head)| head).join(" | ");
    let mut page = format!(
        "{MADE}# What a guide needs\n\nWithout an element that its type needs a module is refused, under this path. Everything else may be left out.\n\n| path | what to write | {heads} |\n|---|---|{}\n",
        "---|".repeat(types.len())
    );
    for element in cityhall_crds::elements::ALL {
        let needs = types.iter().map(|(kind, _)| if element.is_needed_by(*kind) { " needed |" } else { " |" });
        writeln!(page, "| `{}` | {} |{}", element.path, cell(element.what), needs.collect::<String>())?;
    }
    Ok(page)
}

fn user_errors() -> Result<String, Failure> {
    let mut page = format!(
        "{MADE}# What a refused command answers\n\n`userErrors {{ code message field }}`. The codes are stable; the texts come in the caller's language.\n\n| code | English | 中文 |\n|---|---|---|\n"
    );
    for code in UserErrorCode::ALL {
        let (english, chinese) = (code.text(Language::English), code.text(Language::Chinese));
        writeln!(page, "| `{}` | {} | {} |", code.as_str(), cell(english), cell(chinese))?;
    }
    Ok(page)
}

/// Each event with the golden file that binds its stored form.
fn events() -> Result<String, Failure> {
    let mut page = format!("{MADE}# The events of a case\n\nThe open part of each type, as version 1 stores it.\n");
    for name in EventBody::TYPE_NAMES {
        let golden = repository().join(format!("domain/golden/events/{name}.1.json"));
        let golden = std::fs::read_to_string(golden)?;
        write!(page, "\n## {name}\n\n```json\n{}\n```\n", golden.trim_end())?;
    }
    Ok(page)
}

/// What each event does to the limits, from the table that drives the decider.
fn clock_rules() -> Result<String, Failure> {
    let mut page = format!(
        "{MADE}# What each event does to the limits\n\nThe table by which a case is folded. Limits *of the case* are the promised and the statutory one; beside what stands here, an event that leads to another state ends the limit of the state that is left and starts that of the state that is entered. The day on which a clock stops is counted, the day on which it goes on is not; while the clocks stand still nothing passes. Why: [decision 0018](../decisions/0018-clocks.md).\n\n| event | when | limits of the case | limit of the state | because |\n|---|---|---|---|---|\n"
    );
    for rule in CLOCK_RULES {
        let (case_limits, state_limit) = (turn(rule.case_limits), turn(rule.state_limit));
        writeln!(page, "| `{}` | {} | {case_limits} | {state_limit} | {} |", rule.event, rule.when, rule.source)?;
    }
    Ok(page)
}

/// Which limit draws which card, from the table that drives the decider.
fn card_rules() -> Result<String, Failure> {
    let mut page = format!(
        "{MADE}# Which limit draws which card\n\nA card is about one run of one limit and is issued once. A limit that stands still draws none, one that has ended with the decision none any more. The numbers of working days are the city's (`City.spec.supervision`); here those that hold when it says nothing. Why: [decision 0021](../decisions/0021-supervision.md).\n\n| limit | card | when | because |\n|---|---|---|---|\n"
    );
    let CardDays { before, after } = CardDays::default();
    for rule in CARD_RULES {
        let when = match rule.when {
            CardMoment::BeforeEnd => format!("{before} working day before the last day, from its beginning"),
            CardMoment::AtEnd => "when it ends".to_owned(),
            CardMoment::AfterEnd => format!("{after} working day after the last day, at its end"),
        };
        writeln!(page, "| {:?} | {:?} | {when} | {} |", rule.clock, rule.card, rule.source)?;
    }
    Ok(page)
}

fn turn(turn: Turn) -> &'static str {
    match turn {
        Turn::Untouched => "",
        Turn::Starts => "**start**",
        Turn::Stops => "**stop**",
        Turn::GoesOn => "**go on**",
        Turn::Lengthens => "longer",
        Turn::CountedAgain => "counted again",
        Turn::Passes => "passed",
        Turn::Ends => "end",
    }
}

/// Which event brings which notice, from the table that drives the decider, and what texts may name.
fn notices() -> Result<String, Failure> {
    let mut page = format!(
        "{MADE}# What is told in writing\n\nOf licences, confirmations, payments, rewards, rulings, filings and other powers; reports, letters and public services bring no notices. Where remedies are told, those of the guide run from the day after service. Why: [decision 0020](../decisions/0020-notices.md).\n\n| event | when | notice | | remedies | because |\n|---|---|---|---|---|---|\n"
    );
    for rule in NOTICE_RULES {
        let (zh, en) = (rule.kind.title(Language::Chinese), rule.kind.title(Language::English));
        let remedies = if rule.remedies { "told" } else { "" };
        writeln!(page, "| `{}` | {} | {zh} | {en} | {remedies} | {} |", rule.event, rule.when, rule.source)?;
    }
    page.push_str("\n## What texts may name\n\nA module puts its own text in the place of the city's with `spec.notices.texts`. In braces it may name:\n\n| | what stands there | in notices of |\n|---|---|---|\n");
    for placeholder in Placeholder::ALL {
        let kinds: Vec<_> =
            NoticeKind::ALL.iter().filter(|kind| kind.placeholders().any(|one| one == *placeholder)).collect();
        let kinds = if kinds.len() == NoticeKind::ALL.len() {
            "every kind".to_owned()
        } else {
            kinds.iter().map(|kind| format!("`{}`", kind.name())).collect::<Vec<_>>().join(", ")
        };
        writeln!(page, "| `{{{}}}` | {} | {kinds} |", placeholder.word(), placeholder.about())?;
    }
    Ok(page)
}

/// What one caller may use, from the table that is enforced.
fn limits() -> Result<String, Failure> {
    let mut page = format!(
        "{MADE}# What one caller may use 调用限制\n\nEvery limit of the API, as it holds outside development; in development budgets, turns and connections are wider. Why: [decision 0031](../decisions/0031-limits.md).\n\nBudgets are in units of cost. What a request costs is known before it is executed, stands in `extensions.cost` of its answer, and is taken from the budget of the caller (the person or system of the token; without a token the address, with IPv6 its first 64 bits) and from that of their network (24 bits of an IPv4 address, 48 of an IPv6 address). The headers `RateLimit-Policy` and `RateLimit` tell the caller's budget; beyond it the answer is 429 with `Retry-After` in seconds. A partner may have a budget of its own.\n\n预算以代价单位计。请求的代价在执行前算出，写在应答的 `extensions.cost` 中，并从调用者（令牌所指的人或系统；没有令牌时为地址）和其所在网段的预算中扣除。超出预算时应答为 429，`Retry-After` 给出需等待的秒数。\n\n## What a request costs 代价\n\n| | | units |\n|---|---|---|\n"
    );
    for (english, chinese, units) in table::costs() {
        writeln!(page, "| {english} | {chinese} | {units} |")?;
    }
    page.push_str("\n## Of each kind of caller 各类调用者\n\n| limit | 限制 | public | partner | staff | admin | beyond it |\n|---|---|---|---|---|---|---|\n");
    rows(&mut page, &table::of_audiences(&Limits::PRODUCTION))?;
    page.push_str("\n## Of all 共同的限制\n\n| limit | 限制 | | beyond it |\n|---|---|---|---|\n");
    rows(&mut page, &table::of_all(&Limits::PRODUCTION))?;
    Ok(page)
}

fn rows(page: &mut String, rows: &[table::Row]) -> Outcome {
    for table::Row { en, zh, values, answer } in rows {
        writeln!(page, "| {en} | {zh} | {} | {answer} |", values.join(" | "))?;
    }
    Ok(())
}

async fn command_line() -> Result<String, Failure> {
    let mut page = format!("{MADE}# The command line\n");
    for command in ["", "serve", "check", "explain", "crds", "schema", "events", "rebuild"] {
        let help = cityhall(&words(command)).await?;
        section(&mut page, &format!("cityhall {command}"), &help.stdout)?;
    }
    // The same binary under another name is the plugin.
    let home = tempfile::tempdir()?;
    let plugin = home.path().join("kubectl-cityhall");
    std::os::unix::fs::symlink(binary()?, &plugin)?;
    for command in ["", "status", "check", "diff", "pause", "resume", "support-bundle"] {
        let help = Command::new(&plugin).args(words(command)).output().await?;
        section(&mut page, &format!("kubectl cityhall {command}"), &help.stdout)?;
    }
    Ok(page)
}

fn words(command: &str) -> Vec<&str> {
    [command, "--help"].into_iter().filter(|word| !word.is_empty()).collect()
}

fn section(page: &mut String, title: &str, help: &[u8]) -> Outcome {
    let help = str::from_utf8(help)?;
    let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
    write!(page, "\n## {}\n\n```text\n{}\n```\n", title.trim_end(), lines.join("\n").trim_end())?;
    Ok(())
}

fn cell(text: &str) -> String {
    text.trim().replace('|', "\\|")
}
