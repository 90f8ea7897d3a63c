use super::*;

const GOOD: &str = "\
apiVersion: cityhall.dev/v1alpha1
kind: Department
metadata:
  name: hea
spec:
  title: {zh: 卫生局, en: Health}
  phone: \"12345\"
---
# a comment
apiVersion: cityhall.dev/v1alpha1
kind: Department
metadata: {name: edu}
spec:
  title:
    zh: 教育局
  people:
    - subject: a
    - subject: b
";

fn reasons(text: &str) -> Vec<(usize, String, &'static str)> {
    parse(text).1.into_iter().map(|p| (p.line, p.diagnostic.path, p.diagnostic.reason)).collect()
}

fn one(line: usize, path: &str, reason: &'static str) -> Vec<(usize, String, &'static str)> {
    vec![(line, path.to_owned(), reason)]
}

#[test]
fn every_path_has_its_line() {
    let (manifests, problems) = parse(GOOD);
    assert_eq!(problems, []);
    assert_eq!(manifests.iter().map(|m| m.name.as_str()).collect::<Vec<_>>(), ["hea", "edu"]);
    let lines = &manifests[1].lines;
    assert_eq!(lines.of("metadata.name"), Some(12));
    assert_eq!(lines.of("spec.title.zh"), Some(15));
    assert_eq!(lines.of("spec.title.en"), Some(14), "what is missing is reported where it should stand");
    assert_eq!(lines.of("spec.people[1].subject"), Some(18));
    assert_eq!(lines.of("spec.people[1]"), Some(18));
    assert_eq!(manifests[0].lines.of("spec.title.en"), Some(6));
}

#[test]
fn keys_keep_their_order() {
    let text = GOOD.replace("  phone: \"12345\"\n", "  zeta: 1\n  alpha: 2\n");
    let (manifests, _) = parse(&text);
    let keys: Vec<_> = manifests[0].spec.as_object().unwrap().keys().cloned().collect();
    assert_eq!(keys, ["title", "zeta", "alpha"]);
}

#[test]
fn heads_are_checked() {
    let first = GOOD.split("---").next().unwrap();
    assert_eq!(reasons(&first.replace("dev/v1alpha1", "dev/v9")), one(1, "apiVersion", "UnknownApiVersion"));
    assert_eq!(reasons(&first.replace("kind: Department", "kind: Desk")), one(2, "kind", "UnknownKind"));
    assert_eq!(reasons(&first.replace("kind: Department\n", "")), one(1, "kind", "MissingField"));
    assert_eq!(reasons(&first.replace("name: hea", "name: Hea")), one(4, "metadata.name", "InvalidName"));
    assert_eq!(reasons(&first.replace("name: hea", "name: 7")), one(4, "metadata.name", "WrongType"));
    assert_eq!(reasons(&first.replace("spec:", "specs:")).len(), 2);
    assert_eq!(reasons("just a text"), one(1, "", "WrongType"));
}

#[test]
fn hostile_yaml_costs_nothing() {
    for nested in ["[".repeat(200_000), "{a: ".repeat(50_000), "- ".repeat(50_000), "[".repeat(70)] {
        assert!(["TooDeep", "InvalidYaml"].contains(&reasons(&nested)[0].2));
    }
    assert_eq!(reasons(&"x".repeat(TEXT_BYTES_MAX + 1))[0].2, "ManifestTooLarge");
    let bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n";
    assert!(reasons(bomb).iter().all(|(_, _, reason)| *reason == "NotPlainYaml"));
}

#[test]
fn yaml_that_is_read_in_two_ways_is_refused() {
    let first = GOOD.split("---").next().unwrap();
    assert_eq!(reasons(&first.replace("\"12345\"", "yes")), one(7, "spec.phone", "AmbiguousScalar"));
    assert_eq!(reasons(&first.replace("\"12345\"", "007")), one(7, "spec.phone", "AmbiguousScalar"));
    assert_eq!(reasons(&first.replace("\"12345\"", "!!str 1")), one(7, "spec.phone", "NotPlainYaml"));
    assert_eq!(reasons(&format!("{first}  phone: \"1\"\n")), one(8, "spec.phone", "DuplicateKey"));
    assert_eq!(reasons(&format!("{first}\tfax: 1\n"))[0].2, "InvalidYaml");
}

#[test]
fn a_bad_document_does_not_take_the_others_down() {
    let (manifests, problems) = parse(&GOOD.replace("phone: \"12345\"", "phone: no"));
    assert_eq!((manifests.len(), problems.len()), (1, 1));
    let (manifests, problems) = parse(&format!("{GOOD}---\nspec: [}}\n"));
    assert_eq!((manifests.len(), problems[0].diagnostic.reason), (2, "InvalidYaml"));
}

#[test]
fn empty_texts_hold_nothing() {
    for text in ["", "\n# nothing\n", "---\n---\n"] {
        assert_eq!(parse(text), (vec![], vec![]), "{text:?}");
    }
}

proptest::proptest! {
    #[test]
    fn no_text_panics(text in "[a-z:\\-{}\\[\\]\"'&*!#|> \\n\\t0-9]{0,200}") {
        let _ = parse(&text);
    }

    #[test]
    fn no_change_of_a_good_text_panics(at in 0..GOOD.len(), with in proptest::prelude::any::<char>()) {
        if GOOD.is_char_boundary(at) {
            let mut text = GOOD.to_owned();
            text.insert(at, with);
            let _ = parse(&text);
        }
    }
}
