//! `cityhall check`: every problem of every manifest, with file, line, path and reason.

use cityhall_tests::{Outcome, cityhall, generated_city, module_manifest, repository};

#[tokio::test]
async fn the_example_city_has_no_problem() -> Outcome {
    let city = repository().join("examples/qingshui");
    let output = cityhall(&["check", city.to_str().ok_or("not text")?]).await?;
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(())
}

#[tokio::test]
async fn every_mistake_is_reported_with_its_place() -> Outcome {
    let folder = generated_city(3)?;
    let [one, other, third] = &folder.modules[..] else { return Err("three modules were asked for".into()) };
    let unowned =
        module_manifest(one, "").replace("roles: [clerk], effect: {accept: {}}", "roles: [], effect: {accept: {}}");
    std::fs::write(folder.file(one), unowned)?;
    // What surrounds a module is proved once the module itself is whole.
    std::fs::write(folder.file(third), module_manifest(third, "").replace("department: works", "department: nowhere"))?;
    std::fs::write(
        folder.file(other),
        module_manifest(other, "        when: {type: string, format: date-time, title: 时, x-cityhall-title-en: When}"),
    )?;
    let output = cityhall(&["check", folder.path().to_str().ok_or("not text")?]).await?;
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stdout)?;
    for place in ["spec.workflow.actions[0].roles", "spec.department", "spec.form.schema.properties.when"] {
        let line = text.lines().find(|line| line.contains(place)).ok_or(format!("{place} is not in:\n{text}"))?;
        let mut parts = line.splitn(4, ':');
        assert!(parts.next().is_some_and(|file| folder.path().join(file).is_file()), "{line}");
        assert!(parts.next().is_some_and(|number| number.parse::<usize>().is_ok_and(|number| number > 5)), "{line}");
    }
    Ok(())
}

#[tokio::test]
async fn every_mistake_in_a_rule_is_reported_with_its_place() -> Outcome {
    let folder = generated_city(1)?;
    let rule = |name: &str, cedar: &str| {
        format!("    - name: {name}\n      why: {{zh: 试, en: A try}}\n      cedar: |\n        {cedar}\n")
    };
    let module = &folder.modules[0];
    let rules = [
        rule(
            "fine",
            &format!(
                "forbid(principal is Auditor, action == Action::\"see\", resource) when {{ resource.module == Module::\"{module}\" }};"
            ),
        ),
        rule("opens", "permit(principal, action, resource);"),
        rule(
            "lost",
            "forbid(principal in Role::\"jester\", action == Action::\"see\", resource) when { resource.department == Department::\"moon\" };",
        ),
        rule(
            "typo",
            "forbid(principal is Officer, action == Action::\"see\", resource) when { resource.colour == 3 };",
        ),
        rule("broken", "forbid(principal is Officer,\n          action = Action::\"see\", resource);"),
    ];
    let head = "apiVersion: cityhall.dev/v1alpha1\nkind: AccessPolicy\nmetadata: {name: walls}\nspec:\n  title: {zh: 规则, en: Walls}\n  rules:\n";
    std::fs::write(folder.path().join("walls.yaml"), format!("{head}{}", rules.concat()))?;
    let output = cityhall(&["check", folder.path().to_str().ok_or("not text")?]).await?;
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stdout)?;
    for (line, path, reason) in [
        (13, "spec.rules[1].cedar", "PolicyPermits"),
        (17, "spec.rules[2].cedar", "UnknownRole"),
        (17, "spec.rules[2].cedar", "UnknownDepartment"),
        (21, "spec.rules[3].cedar", "PolicyNotValid"),
        (25, "spec.rules[4].cedar", "NotCedar: line 2, column"),
    ] {
        let place = format!("walls.yaml:{line}: {path}: {reason}");
        assert!(text.lines().any(|told| told.starts_with(&place)), "{place} is not in:\n{text}");
    }
    assert_eq!(text.lines().count(), 5, "{text}");
    Ok(())
}
