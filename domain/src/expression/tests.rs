use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::form::fields;

fn form_fields() -> Vec<Field> {
    fields::read(&json!({ "type": "object", "properties": {
        "kind": { "type": "string", "enum": ["person", "company"] },
        "spaces": { "type": "integer" },
        "agreed": { "type": "boolean" },
        "born": { "type": "string", "format": "date" },
        "name": { "type": "string" },
        "home": { "type": "object", "properties": { "street": { "type": "string" } } },
        "tags": { "type": "array", "maxItems": 9, "items": { "type": "string" } },
        "cars": { "type": "array", "maxItems": 3, "items": { "type": "object", "properties": {
            "plate": { "type": "string" }, "seats": { "type": "integer" },
            "keepers": { "type": "array", "maxItems": 2, "items": { "type": "string" } } } } },
    } }))
}

fn answers() -> Map<String, Value> {
    let answers = json!({ "kind": "company", "spaces": 2, "agreed": true, "born": "1990-02-28", "name": "张三",
        "home": { "street": "长安街" }, "tags": ["a", "b"],
        "cars": [{ "plate": "清A12345", "seats": 5, "keepers": ["x"] }, { "plate": "清B12345", "seats": 2, "keepers": [] }] });
    serde_json::from_value(answers).unwrap()
}

const TRUE: &[&str] = &[
    "true",
    "answers.agreed",
    "answers.agreed == true && !false",
    "answers.kind == 'company'",
    "answers.kind in ['person', 'company']",
    "'a' in answers.tags",
    "answers.spaces * 2 - 1 == 3 && -answers.spaces < 0",
    "answers.spaces + 1 >= 3 || answers.spaces / 0 == 1",
    "answers.born < '2008-01-01'",
    "has(answers.name) && answers.name.startsWith('张') && answers.name.size() == 2",
    "size(answers.cars) == 2 && answers.cars[0].plate.endsWith('5')",
    "answers.home.street.contains('安')",
    "answers.cars.all(car, car.seats > 1)",
    "answers.cars.exists(car, car.keepers.exists(keeper, keeper == 'x'))",
    "answers.cars.exists_one(car, car.plate.startsWith('清B'))",
    "answers.cars.filter(car, car.seats > 4).size() == 1",
    "'清A12345' in answers.cars.map(car, car.plate)",
    "(answers.agreed ? 'yes' : 'no') + '!' == 'yes!'",
    "answers.tags == ['a'] + ['b']",
    "!has(answers.home.number) || true",
];

#[test]
fn conditions_hold_over_answers() {
    for source in TRUE {
        let expression = Expression::parse(*source).unwrap_or_else(|error| panic!("{source}: {error}"));
        assert_eq!(expression.holds(&answers()), Ok(true), "{source}");
        let problems = expression.check_types(&form_fields());
        // The last one reads a field that the form does not have.
        assert_eq!(problems.is_empty(), !source.contains("number"), "{source}: {problems:?}");
    }
}

#[test]
fn what_does_not_fit_the_form_is_told() {
    let cases = [
        ("answers.stranger == 1", "UnknownField"),
        ("answers.home.stranger == 'x'", "UnknownField"),
        ("has(answers.stranger)", "UnknownField"),
        ("stranger", "UnknownVariable"),
        ("answers.spaces", "NotACondition"),
        ("answers.spaces == '1'", "TypeMismatch"),
        ("answers.home == answers.home", "TypeMismatch"),
        ("answers.agreed && answers.name", "TypeMismatch"),
        ("!answers.spaces", "TypeMismatch"),
        ("answers.name < 3", "TypeMismatch"),
        ("answers.agreed < true", "TypeMismatch"),
        ("answers.name - 'x' == 'y'", "TypeMismatch"),
        ("answers.agreed + true", "TypeMismatch"),
        ("answers.name.street == 'x'", "TypeMismatch"),
        ("answers.spaces in ['a']", "TypeMismatch"),
        ("answers.name in [1, 'a']", "TypeMismatch"),
        ("answers.tags['a'] == 'x'", "TypeMismatch"),
        ("answers['name'] == 'x'", "TypeMismatch"),
        ("size(answers.spaces) == 1", "TypeMismatch"),
        ("size() == 1", "TypeMismatch"),
        ("answers.spaces.startsWith('a')", "TypeMismatch"),
        ("startsWith(answers.name, 'a')", "TypeMismatch"),
        ("(answers.agreed ? 1 : 'a') == 1", "TypeMismatch"),
        ("answers.kind == 'persn'", "UnknownWord"),
        ("answers.kind in ['person', 'firm']", "UnknownWord"),
        ("answers.name.first.exists(x, true)", "TypeMismatch"),
        ("answers.home.exists(x, true)", "NotAList"),
        ("answers.cars.all(car, car.colour == 'red')", "UnknownField"),
        ("daysSince(answers.name) > 1", "TypeMismatch"),
        ("daysSince(answers.spaces) > 1", "TypeMismatch"),
        ("answers.born.daysSince() > 1", "TypeMismatch"),
        ("daysSince(answers.born)", "NotACondition"),
    ];
    for (source, reason) in cases {
        let problems = Expression::parse(source).unwrap().check_types(&form_fields());
        assert!(problems.iter().any(|problem| problem.reason == reason), "{source}: {problems:?}");
    }
}

#[test]
fn only_a_part_of_cel_is_admitted() {
    for source in [
        "{'a': 1}.size() == 1",
        "a.b{c: 1}",
        "null == null",
        "1.5 > 1.0",
        "1u == 1u",
        "b'x' == b'x'",
        "answers.name.matches('a+')",
        "duration('1h') > duration('1m')",
        "timestamp('2026-01-01T00:00:00Z') == 1",
        "int('1') == 1",
        "type(1) == int",
        "f(1)",
        "dyn(1) == 1",
    ] {
        assert!(
            matches!(Expression::parse(source), Err(ExpressionError::NotAdmitted { .. })),
            "{source}: {:?}",
            Expression::parse(source)
        );
    }
    for source in [
        "",
        "answers.",
        "1 +",
        "a b",
        "answers.?name == 1",
        "'",
        "answers.cars.all(1, true)",
        "has(answers)",
        "\u{0}",
        "`a`",
    ] {
        assert!(
            matches!(Expression::parse(source), Err(ExpressionError::Syntax { .. })),
            "{source}: {:?}",
            Expression::parse(source)
        );
    }
}

#[test]
fn macros_are_bounded() {
    for source in [
        "[1, 2].all(x, x > 0)",
        "answers.cars.filter(c, true).all(c, true)",
        "answers.all(x, true)",
        "answers.cars[0].keepers.all(x, true)",
    ] {
        assert_eq!(Expression::parse(source).unwrap_err(), ExpressionError::MacroNotOverForm, "{source}");
    }
    let deep = "answers.a.all(x, x.b.all(y, y.c.all(z, true)))";
    assert_eq!(Expression::parse(deep).unwrap_err(), ExpressionError::MacrosTooDeep);
}

#[test]
fn a_day_is_so_many_days_ago_on_a_day_that_is_said() {
    let (answers, today) = (answers(), jiff::civil::date(2008, 3, 1));
    for (source, holds) in [
        ("daysSince(answers.born) == 6576", true),
        ("daysSince(answers.born) == 6575", false),
        ("daysSince('2008-02-28') == 2 && daysSince('2008-03-01') == 0 && daysSince('2008-03-04') == -3", true),
        ("daysSince(answers.born) > 30 ? answers.agreed : answers.spaces == 9", true),
    ] {
        let expression = Expression::parse(source).unwrap();
        assert!(expression.reads_the_day(), "{source}");
        assert_eq!(Judge::on(&answers, today).holds(&expression), Ok(holds), "{source}");
        assert!(expression.holds(&answers).is_err(), "without a day nobody knows: {source}");
    }
    assert_eq!(Expression::parse("daysSince(answers.born) == 1").unwrap().check_types(&form_fields()), []);
    for source in ["daysSince(answers.name) > 0", "daysSince(answers.absent) > 0"] {
        assert!(Judge::on(&answers, today).holds(&Expression::parse(source).unwrap()).is_err(), "{source}");
    }
    let timeless = Expression::parse("answers.born < '2008-03-01'").unwrap();
    assert_eq!((timeless.reads_the_day(), Judge::on(&answers, today).holds(&timeless)), (false, Ok(true)));
}

#[test]
fn an_absent_answer_is_named_and_no_value_is_told() {
    let expression = Expression::parse("answers.spaces > 1").unwrap();
    let failed = expression.holds(&Map::new()).unwrap_err();
    assert_eq!(failed.absent.as_deref(), Some("spaces"));
    assert_eq!(failed.to_string(), "failed to evaluate `answers.spaces > 1`: `spaces` is absent");
    let overflow = Expression::parse("answers.spaces * 9223372036854775807 > 1").unwrap();
    assert_eq!(overflow.holds(&answers()).unwrap_err().absent, None);
}

#[test]
fn equality_serialisation_and_fields() {
    let expression =
        Expression::parse("answers.cars.all(c, c.seats > answers.spaces) && has(answers.home.street)").unwrap();
    assert_eq!(expression, Expression::parse(expression.source()).unwrap());
    assert_eq!(serde_json::to_value(&expression).unwrap(), json!(expression.source()));
    assert_eq!(expression.fields_read().into_iter().collect::<Vec<_>>(), ["cars", "home", "spaces"]);
}

/// Worst cases of the parser, on a stack half as large as that of a worker thread.
#[test]
fn nothing_of_five_hundred_bytes_overflows_a_small_stack() {
    let worst = [
        "(".repeat(512),
        "[".repeat(512),
        "{".repeat(512),
        "!".repeat(511) + "a",
        "-".repeat(511) + "1",
        "a?".repeat(256),
        "a?b:".repeat(127) + "c",
        "1+".repeat(255) + "1",
        format!("a{}", ".a".repeat(255)),
        format!("a{}", "[0]".repeat(170)),
        "true&&".repeat(85) + "a",
        "a<".repeat(255) + "a",
        format!("{}a{}", "(".repeat(16), ")".repeat(16)),
        format!("{}a{}", "[".repeat(16), "]".repeat(16)),
        format!("{}1{}", "a?b:(".repeat(16), ")".repeat(16)),
        "a.b(".repeat(128),
        "a(\"(".repeat(100),
        "'(' in [')', ".repeat(30),
        "x.all(y,".repeat(60),
        "\\".repeat(512),
        "\"".repeat(512),
        "a in ".repeat(100) + "b",
        "// x".to_owned(),
    ];
    let outcome = std::thread::Builder::new().stack_size(1024 * 1024).spawn(move || {
        for source in worst {
            if let Ok(expression) = Expression::parse(source) {
                let _ = expression.check_types(&form_fields());
                let _ = expression.holds(&answers());
            }
        }
    });
    outcome.unwrap().join().unwrap();
    assert_eq!(Expression::parse("a".repeat(513)).unwrap_err(), ExpressionError::TooLong { bytes: 513 });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_the_parser_or_the_evaluation_panic(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..24)) {
        if let Ok(expression) = Expression::parse(pieces.concat()) {
            let _ = expression.check_types(&form_fields());
            let _ = expression.holds(&answers());
        }
    }

    #[test]
    fn well_typed_conditions_fail_only_for_absence_or_arithmetic(left in prop::sample::select(TRUE), right in prop::sample::select(TRUE)) {
        let expression = Expression::parse(format!("({left}) && ({right})")).unwrap();
        prop_assert_eq!(expression.holds(&answers()), Ok(true));
    }
}

const PIECES: &[&str] = &[
    "answers",
    ".",
    "spaces",
    "cars",
    "kind",
    "tags",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "'a'",
    "\"",
    "'",
    "1",
    "-",
    "9223372036854775807",
    "!",
    "&&",
    "||",
    "==",
    "<",
    "+",
    "*",
    "/",
    "%",
    "?",
    ":",
    ",",
    " in ",
    "has(",
    ".all(x,",
    ".map(x,",
    ".exists(",
    "x",
    "size(",
    "true",
    "null",
    "r'",
    "\\",
    "车",
    "\n",
    "0x",
    "1e9",
    "//",
    "`",
];
