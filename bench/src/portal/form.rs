//! A service whose form has a page of 150 fields, of which 149 are demanded.

use std::fmt::Write as _;

use cityhall_tests::{Failure, GeneratedCity, module_manifest};

const FIELDS: usize = 150;

/// Writes its manifest beside the others; gives its name.
pub(super) fn write(folder: &GeneratedCity) -> Result<String, Failure> {
    let name = "long-form";
    let mut group =
        "        all:\n          type: object\n          title: 全部\n          x-cityhall-title-en: All\n".to_owned();
    let demanded = (1..FIELDS).map(|field| format!("f{field}")).collect::<Vec<_>>().join(", ");
    writeln!(group, "          required: [{demanded}]\n          properties:")?;
    for field in 1..=FIELDS {
        writeln!(
            group,
            "            f{field}: {{type: string, title: 第 {field} 项, x-cityhall-title-en: Item {field}, \
             minLength: 2, maxLength: 60}}"
        )?;
    }
    // The group is all of its form, so that it is its first page.
    let manifest = module_manifest(name, &group);
    let (own, rest) = (manifest.find("        topic:"), manifest.find("        all:"));
    let (Some(own), Some(rest)) = (own, rest) else { return Err("the form was not found in the manifest".into()) };
    let manifest = [&manifest[..own], &manifest[rest..]].concat().replace("required: [topic, wish]", "required: [all]");
    std::fs::write(folder.file(name), manifest)?;
    Ok(name.to_owned())
}
