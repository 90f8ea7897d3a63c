use std::collections::BTreeMap;

use cityhall_domain::calendar::Limit;
use cityhall_domain::expression::Expression;
use cityhall_domain::form::Form;
use cityhall_domain::module::{LimitsByAnswers, Module, StateLimit};
use cityhall_domain::name::DepartmentName;
use cityhall_domain::text::{Language, Text};
use proptest::prelude::*;
use svg::node::element::tag;
use svg::parser::Event;

use super::Explanation;
use super::chart::{Arrow, Chart, Label, StateBox, chart};
use super::effect::meaning;
use super::layout::{Layout, Place, layout};

const LANGUAGES: [Language; 2] = [Language::Chinese, Language::English];

/// Felling a tree: a module that uses most of the language.
fn felling() -> Module {
    let spec = include_str!("../../golden/tree-felling.spec.json");
    crate::lower(crate::LANGUAGE, "tree-felling", &serde_json::from_str(spec).unwrap()).unwrap()
}

fn departments(module: &Module) -> BTreeMap<DepartmentName, Text> {
    let title = Text { zh: Some("园林局".to_owned()), en: Some("Parks Office".to_owned()) };
    BTreeMap::from([(module.department.clone(), title)])
}

fn summary(module: &Module, language: Language) -> String {
    Explanation { module, departments: &departments(module), language }.summary()
}

fn mermaid(module: &Module, language: Language) -> String {
    Explanation { module, departments: &departments(module), language }.mermaid()
}

fn picture(module: &Module, language: Language) -> String {
    Explanation { module, departments: &departments(module), language }.svg()
}

fn charted(module: &Module, language: Language) -> Chart {
    chart(Explanation { module, departments: &departments(module), language })
}

fn is_chinese(letter: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&letter)
}

// === Words ===

#[test]
fn every_effect_is_told_as_a_word_and_a_sentence_in_both_languages() {
    for action in &felling().workflow.actions {
        let meaning = meaning(&action.effect);
        let ([zh, en], [zh_sentence, en_sentence]) = (meaning.word, meaning.sentence);
        assert!(zh.chars().all(is_chinese) && !en.contains(is_chinese), "{zh} {en}");
        assert!(zh_sentence.ends_with('。') && en_sentence.ends_with('.'), "{zh_sentence} {en_sentence}");
    }
}

#[test]
fn a_summary_tells_every_text_of_the_workflow() {
    let module = felling();
    for language in LANGUAGES {
        let summary = summary(&module, language);
        for state in &module.workflow.states {
            assert!(summary.contains(state.title.in_language(language)), "{}", state.name);
        }
        for action in &module.workflow.actions {
            assert!(summary.contains(&format!("- {}", action.title.in_language(language))), "{}", action.name);
            for field in action.demands.fields.iter().flat_map(Form::fields) {
                assert!(summary.contains(field.title.in_language(language)), "{}", field.name);
            }
        }
        for basis in &module.guide.legal_basis {
            assert!(summary.contains(basis.text.in_language(language)), "{}", basis.name);
        }
        assert!(summary.contains(language_of("园林局", "Parks Office", language)), "{summary}");
    }
}

fn language_of(zh: &'static str, en: &'static str, language: Language) -> &'static str {
    match language {
        Language::Chinese => zh,
        Language::English => en,
    }
}

#[test]
fn an_english_summary_has_no_chinese_in_it() {
    let summary = summary(&felling(), Language::English);
    assert!(!summary.contains(is_chinese), "{summary}");
}

#[test]
fn four_eyes_are_told_with_the_actions_that_are_checked() {
    let mut module = felling();
    module.workflow.actions[1].not_by = vec![module.workflow.actions[0].name.clone()];
    let summary = summary(&module, Language::English);
    let checked = module.workflow.actions[0].title.en.as_deref().unwrap();
    assert!(summary.contains(&format!("Four eyes: nobody who has done “{checked}” in the same case")), "{summary}");
    let notes = charted(&module, Language::Chinese);
    let labels = notes.arrows.iter().map(|arrow| &arrow.label).chain(notes.boxes.iter().flat_map(|state| &state.stays));
    assert!(labels.into_iter().any(|label| label.notes.contains(&"不相容岗位".to_owned())));
}

#[test]
fn one_is_told_as_one() {
    let (module, departments) = (felling(), BTreeMap::new());
    let of = |language| Explanation { module: &module, departments: &departments, language };
    assert_eq!(of(Language::English).limit(Limit::WorkingDays(1)), "1 working day");
    assert_eq!(of(Language::English).limit(Limit::Hours(2)), "2 hours");
    assert_eq!(of(Language::Chinese).limit(Limit::CalendarDays(7)), "7个自然日");
    assert_eq!(of(Language::English).any_of(&["a", "b", "c"]), "a, b or c");
    assert_eq!(of(Language::Chinese).any_of(&["甲", "乙", "丙"]), "甲、乙或丙");
    assert_eq!(of(Language::Chinese).all_of(&["甲"]), "甲");
}

// === The chart ===

#[test]
fn every_way_from_a_state_to_another_is_an_arrow_and_what_stays_is_in_the_box() {
    let module = felling();
    let chart = charted(&module, Language::English);
    let workflow = &module.workflow;
    let leaves: usize =
        workflow.actions.iter().filter(|action| action.to.is_some()).map(|action| action.from.len()).sum();
    let stays: usize =
        workflow.actions.iter().filter(|action| action.to.is_none()).map(|action| action.from.len()).sum();
    assert_eq!(chart.arrows.iter().filter(|arrow| !arrow.by_itself).count(), leaves);
    assert_eq!(chart.boxes.iter().map(|state| state.stays.len()).sum::<usize>(), stays);
    let expiries = workflow.states.iter().filter(|state| state.on_expiry.is_some()).count();
    let by_itself: Vec<&Arrow> = chart.arrows.iter().filter(|arrow| arrow.by_itself).collect();
    assert!(by_itself.len() > expiries, "a supplement lapses as well");
    assert!(by_itself.iter().all(|arrow| arrow.label.notes[0].starts_with("after ")));
}

#[test]
fn mermaid_text_cannot_be_broken_by_a_title() {
    let mut module = felling();
    let title = "A \"quoted\" <b>title</b>; #1\n]) --> x".to_owned();
    module.title.en = Some(title.clone());
    module.workflow.states[0].title.en = Some(title.clone());
    module.workflow.actions[0].title.en = Some(title);
    let text = mermaid(&module, Language::English);
    let (_, graph) = text.split_once("flowchart TB").unwrap();
    assert!(graph.contains("A #34;quoted#34; #60;b#62;title#60;/b#62;; #35;1 ]) --#62; x"), "{graph}");
    for line in graph.lines().filter(|line| line.contains('"')) {
        assert_eq!(line.matches('"').count(), 2, "{line}");
    }
}

#[test]
fn mermaid_draws_moves_by_themselves_dashed_and_marks_ends() {
    let module = felling();
    let text = mermaid(&module, Language::Chinese);
    let chart = charted(&module, Language::Chinese);
    let by_itself = chart.arrows.iter().filter(|arrow| arrow.by_itself).count();
    assert_eq!(text.matches(" -.->|").count(), by_itself);
    assert_eq!(text.matches(" -->|").count(), chart.arrows.len() - by_itself);
    let ends = chart.boxes.iter().filter(|state| state.end.is_some()).count();
    assert_eq!(text.matches("  class s").count(), ends);
    assert_eq!(text.matches("([\"").count(), ends);
}

// === The picture ===

/// What a reader of the picture can read, tags aside.
fn read(picture: &str) -> (Vec<String>, usize) {
    let (mut texts, mut dashed) = (Vec::new(), 0);
    for event in svg::read(picture).unwrap() {
        match event {
            Event::Text(text) if !text.trim().is_empty() => texts.push(text.trim().to_owned()),
            Event::Tag(tag::Path, _, attributes) => dashed += usize::from(attributes.contains_key("stroke-dasharray")),
            Event::Error(error) => panic!("{error}"),
            _ => {}
        }
    }
    (texts, dashed)
}

#[test]
fn a_picture_says_all_that_the_chart_says() {
    let module = felling();
    for language in LANGUAGES {
        let picture = picture(&module, language);
        let chart = charted(&module, language);
        let (texts, dashed) = read(&picture);
        let all = texts.join("").replace(' ', "");
        let labels = chart.arrows.iter().map(|arrow| &arrow.label);
        let labels = labels.chain(chart.boxes.iter().flat_map(|state| &state.stays));
        let titles = labels.map(|label| &label.title).chain(chart.boxes.iter().map(|state| &state.title));
        for title in titles {
            assert!(all.contains(&title.replace(' ', "")), "{title} is not in {all}");
        }
        assert_eq!(dashed, chart.arrows.iter().filter(|arrow| arrow.by_itself).count());
        assert!(picture.contains("<title") && picture.contains("<desc"), "{picture}");
    }
}

#[test]
fn the_same_module_gives_the_same_picture() {
    let module = felling();
    let first = picture(&module, Language::Chinese);
    for _ in 0..20 {
        assert!(picture(&module, Language::Chinese) == first);
    }
}

#[test]
fn a_title_cannot_break_out_of_a_picture() {
    let mut module = felling();
    module.title.en = Some("</title><script>alert(1)</script> & more".to_owned());
    let picture = picture(&module, Language::English);
    assert!(!picture.contains("<script"), "{picture}");
    assert!(picture.contains("&amp; more"), "{picture}");
}

fn overlap(one: Place, other: Place) -> bool {
    let apart = |a: f64, b: f64, widths: f64| (a - b).abs() >= widths / 2.0 - 0.01;
    !apart(one.x, other.x, one.width + other.width) && !apart(one.y, other.y, one.height + other.height)
}

fn places(layout: &Layout) -> Vec<Place> {
    let labels = layout.routes.iter().skip(1).map(|route| route.label.place);
    layout.boxes.iter().map(|written| written.place).chain(labels).collect()
}

/// A chart of any shape: boxes with titles of any length, arrows anywhere.
fn any_chart() -> impl Strategy<Value = Chart> {
    let label = |title: String| Label { title, notes: vec!["window-clerk".to_owned()] };
    (2..9_usize).prop_flat_map(move |count| {
        let boxes = prop::collection::vec("[a-z审核 ]{1,40}", count);
        let arrows = prop::collection::vec((0..count, 1..count, any::<bool>(), "[a-z受理 ]{1,40}"), 0..16);
        (boxes, arrows).prop_map(move |(boxes, arrows)| Chart {
            title: "any".to_owned(),
            limits: String::new(),
            description: String::new(),
            boxes: boxes
                .into_iter()
                .map(|title| StateBox { title, note: None, stays: Vec::new(), end: None })
                .collect(),
            arrows: arrows
                .into_iter()
                .map(|(from, step, by_itself, title)| Arrow {
                    from,
                    to: (from + step) % count,
                    by_itself,
                    label: label(title),
                })
                .collect(),
        })
    })
}

proptest! {
    #[test]
    fn nothing_in_a_picture_lies_upon_anything_else(chart in any_chart()) {
        let layout = layout(&chart);
        let places = places(&layout);
        for (index, one) in places.iter().enumerate() {
            prop_assert!(one.x - one.width / 2.0 > -0.1 && one.x + one.width / 2.0 < layout.width + 0.1);
            prop_assert!(one.y - one.height / 2.0 > -0.1 && one.y + one.height / 2.0 < layout.height + 0.1);
            for other in &places[index + 1..] {
                prop_assert!(!overlap(*one, *other), "{one:?} {other:?}");
            }
        }
        for route in &layout.routes {
            prop_assert!(route.passes.len() >= 3, "{route:?}");
            for (x, y) in route.passes.iter().flatten() {
                prop_assert!(*x > -0.1 && *x < layout.width + 0.1 && y.is_finite(), "{route:?}");
            }
        }
    }
}

#[test]
fn limits_by_answers_are_told_in_words_and_drawn() {
    let mut module = felling();
    let state = module.workflow.states.iter().find(|state| state.limit.is_some()).unwrap().clone();
    module.limits.by_answers = vec![LimitsByAnswers {
        title: Text { zh: Some("危险树木".to_owned()), en: Some("A dangerous tree".to_owned()) },
        when: Expression::parse("answers.danger == true").unwrap(),
        promised: Limit::WorkingDays(4),
        extension: None,
        states: vec![StateLimit { state: state.name.clone(), limit: Limit::Hours(36) }],
    }];
    let words = summary(&module, Language::English);
    assert!(words.contains("- A dangerous tree (answers.danger == true): promised in 4 working days, no extension."));
    assert!(words.contains("Other limits by the answers: A dangerous tree: 36 hours"), "{words}");
    let words = summary(&module, Language::Chinese);
    assert!(words.contains("- 危险树木（answers.danger == true）：承诺时限4个工作日，不能延长。"), "{words}");
    assert!(words.contains("按申请内容另有时限：危险树木36小时"), "{words}");
    let chart = charted(&module, Language::Chinese);
    assert!(chart.limits.ends_with("；危险树木4个工作日"), "{}", chart.limits);
    assert!(chart.boxes.iter().any(|one| one.note.as_deref().is_some_and(|note| note.contains("；危险树木36小时"))));
}
