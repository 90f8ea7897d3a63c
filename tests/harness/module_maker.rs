//! Modules that stand in no repository: made anew in each run, so that nothing in the product can
//! know them.

use std::path::{Path, PathBuf};

use crate::Failure;

/// A folder of manifests with one department and as many modules as asked.
pub struct GeneratedCity {
    folder: tempfile::TempDir,
    /// The names of the modules.
    pub modules: Vec<String>,
}

impl GeneratedCity {
    /// The folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The file of a module.
    #[must_use]
    pub fn file(&self, module: &str) -> PathBuf {
        self.path().join(format!("modules/{module}.yaml"))
    }
}

/// A city whose module names are drawn anew.
///
/// # Errors
/// When the folder cannot be written.
#[expect(clippy::disallowed_methods, reason = "a name that nothing can know must be drawn here")]
pub fn generated_city(modules: usize) -> Result<GeneratedCity, Failure> {
    let folder = tempfile::tempdir()?;
    std::fs::create_dir(folder.path().join("modules"))?;
    std::fs::write(folder.path().join("city.yaml"), CITY)?;
    let mut names = Vec::new();
    for _ in 0..modules {
        let drawn = uuid::Uuid::new_v4().simple().to_string();
        let name = format!("m{}", &drawn[..10]);
        std::fs::write(folder.path().join(format!("modules/{name}.yaml")), module_manifest(&name, ""))?;
        names.push(name);
    }
    Ok(GeneratedCity { folder, modules: names })
}

const CITY: &str = "\
apiVersion: cityhall.dev/v1alpha1
kind: City
metadata: {name: made-up}
spec:
  code: MU
  title: {zh: 虚构市, en: Made-up City}
  timeZone: Asia/Shanghai
  languages: [zh, en]
  region: '590900'
---
apiVersion: cityhall.dev/v1alpha1
kind: Department
metadata: {name: works}
spec:
  title: {zh: 工程局, en: Works}
";

/// A small complete module; `extra_property` is laid into its form's properties as it is.
#[must_use]
pub fn module_manifest(name: &str, extra_property: &str) -> String {
    format!(
        "\
apiVersion: cityhall.dev/v1alpha1
kind: ServiceModule
metadata: {{name: {name}}}
spec:
  type: PublicService
  department: works
  title: {{zh: 事项, en: Matter}}
  applicants: [Resident, Company]
  guide:
    summary: {{zh: 说明, en: What it is}}
    handling: Promised
    themes: [Utilities]
    online: Handling
    legalBasis: [{{name: rule-1, text: {{zh: 第一条, en: Rule 1}}}}]
    conditions: [{{zh: 居住本市, en: Lives in the city}}]
    steps: [{{zh: 提交, en: Hand it in}}]
    fee: {{zh: 不收费, en: Free}}
    result: {{zh: 答复, en: An answer}}
    visitsMax: 0
    contact: {{place: {{zh: 大厅, en: The hall}}, hours: {{zh: 周一至周五, en: Monday to Friday}}, enquiries: 0300-5550100, complaints: 0300-5550119}}
    questions: []
  form:
    schema:
      type: object
      required: [topic, wish]
      properties:
        topic: {{type: string, title: 主题, x-cityhall-title-en: Topic, enum: [light, water], x-cityhall-class: internal, x-cityhall-listed: true, x-cityhall-labels: {{light: {{zh: 路灯, en: Light}}, water: {{zh: 供水, en: Water}}}}}}
        wish: {{type: string, title: 诉求, x-cityhall-title-en: Wish, minLength: 2, maxLength: 200}}
        urgent: {{type: boolean, title: 紧急, x-cityhall-title-en: Urgent, x-cityhall-class: internal}}
{extra_property}
  limits: {{promised: {{workingDays: 5}}}}
  workflow:
    states:
      - {{name: intake, title: {{zh: 待受理, en: Intake}}, limit: {{workingDays: 2}}}}
      - {{name: review, title: {{zh: 审查, en: Review}}, limit: {{workingDays: 3}}}}
      - {{name: done, title: {{zh: 已办结, en: Done}}, end: Completed}}
      - {{name: not-accepted, title: {{zh: 不予受理, en: Not accepted}}, end: Declined}}
      - {{name: refused, title: {{zh: 不予许可, en: Refused}}, end: Refused}}
      - {{name: withdrawn, title: {{zh: 已撤回, en: Withdrawn}}, end: Withdrawn}}
    actions:
      - {{name: accept, title: {{zh: 受理, en: Accept}}, from: [intake], to: review, roles: [clerk], effect: {{accept: {{}}}}}}
      - {{name: decline, title: {{zh: 不予受理, en: Decline}}, from: [intake], to: not-accepted, roles: [clerk], effect: {{decline: {{basis: [rule-1]}}}}}}
      - {{name: note, title: {{zh: 备注, en: Note}}, from: [intake, review], roles: [clerk], demands: {{reason: true}}, effect: {{note: {{}}}}}}
      - {{name: approve, title: {{zh: 准予, en: Approve}}, from: [review], to: done, roles: [head], notBy: [accept], effect: {{approve: {{}}}}}}
      - {{name: refuse, title: {{zh: 不予许可, en: Refuse}}, from: [review], to: refused, roles: [head], effect: {{refuse: {{basis: [rule-1]}}}}}}
      - {{name: withdraw, title: {{zh: 撤回, en: Withdraw}}, from: [intake, review], to: withdrawn, roles: [applicant], effect: {{withdraw: {{}}}}}}
"
    )
}
