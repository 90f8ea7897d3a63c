//! What a case is after events about what others bring and say: materials that follow, opinions of departments,
//! objections of the public. Each waits with a limit of its own.

use jiff::Timestamp;

use crate::calendar::{Due, Limit};
use crate::case::event::{Event, EventBody, Following, Wait};
use crate::case::{Objection, OpenCase, Opinion, OpinionAnswer, Waiting};
use crate::module::Silence;
use crate::name::{DepartmentName, DocumentName};

impl OpenCase {
    /// It was accepted without these.
    pub(super) fn wait_for_materials(&mut self, following: &[Following], at: Timestamp) {
        self.wait(following.iter().map(|one| (Wait::Document(one.document.clone()), one.within, one.due)), at);
    }

    /// What a notice asks for has to come again.
    pub(super) fn ask_for_materials(&mut self, documents: &[DocumentName]) {
        self.asked_documents.extend(documents.iter().cloned());
        self.presented.retain(|name| !documents.contains(name));
    }

    /// What the applicant has to bring was judged again.
    pub(super) fn want(&mut self, wanted: Option<&Vec<DocumentName>>) {
        if let Some(wanted) = wanted {
            self.wanted = wanted.iter().cloned().collect();
        }
    }

    /// The time for the check of objections is over.
    pub(super) fn pass_objections(&mut self, due: Due) {
        let objections = self.waits.iter_mut().filter(|waiting| matches!(waiting.wait, Wait::Objection(_)));
        objections.filter(|one| one.due.at == due.at).for_each(|one| one.passed = true);
    }

    /// What the event says of materials and of what was promised about them.
    pub(super) fn concern_materials(&mut self, event: &Event) {
        let at = event.effective_at;
        match &event.body {
            EventBody::DocumentsPresented { documents } => {
                self.presented.extend(documents.iter().cloned());
                self.wait_no_longer(|wait| matches!(wait, Wait::Document(name) if documents.contains(name)));
            }
            EventBody::DocumentsLapsed { documents, arrival, .. } => {
                self.wait_no_longer(|wait| matches!(wait, Wait::Document(name) if documents.contains(name)));
                if let Some(arrival) = arrival {
                    self.arrive(arrival, at);
                }
            }
            EventBody::DistrustRecorded { cause } => self.distrust = Some((*cause, at)),
            EventBody::TrustRepaired {} => self.distrust = None,
            _ => {}
        }
    }

    /// What the event says of the opinions and objections of others.
    pub(super) fn concern_others(&mut self, event: &Event) {
        let at = event.effective_at;
        match &event.body {
            EventBody::OpinionsRequested { departments, within, due, silence, on_all, .. } if self.end.is_none() => {
                self.wait(departments.iter().map(|name| (Wait::Opinion(name.clone()), *within, *due)), at);
                self.opinions.extend(departments.iter().map(|department| Opinion {
                    department: department.clone(),
                    asked_at: at,
                    silence: *silence,
                    on_all: on_all.clone(),
                    answer: None,
                }));
            }
            EventBody::OpinionGiven { department, agrees, .. } => {
                self.opine(department, OpinionAnswer { agrees: *agrees, deemed: false, at });
            }
            EventBody::OpinionsLapsed { departments, silence, arrival, .. } => {
                for department in departments {
                    match silence {
                        Silence::Consents => self.opine(department, OpinionAnswer { agrees: true, deemed: true, at }),
                        Silence::Waits => self.pass_wait(&Wait::Opinion(department.clone())),
                    }
                }
                if let Some(arrival) = arrival {
                    self.arrive(arrival, at);
                }
            }
            EventBody::PublicNoticeEnded { calendar_version, .. } => {
                self.calendar_version = *calendar_version;
                self.procedure = None;
            }
            EventBody::ObjectionRaised { procedure, objection, within, due, .. } => {
                self.wait([(Wait::Objection(*objection), *within, *due)], at);
                let by = event.by.subject().cloned();
                let procedure = procedure.clone();
                self.objections.push(Objection { number: *objection, by, procedure, raised_at: at, answer: None });
            }
            EventBody::ObjectionAnswered { objection, upheld, .. } => {
                self.wait_no_longer(|wait| *wait == Wait::Objection(*objection));
                let mut those = self.objections.iter_mut().filter(|one| one.number == *objection);
                those.by_ref().for_each(|one| one.answer = Some((*upheld, at)));
            }
            _ => {}
        }
    }

    fn wait(&mut self, waits: impl IntoIterator<Item = (Wait, Limit, Due)>, since: Timestamp) {
        if self.end.is_none() {
            let waiting = |(wait, within, due)| Waiting { wait, since, within, due, passed: false };
            self.waits.extend(waits.into_iter().map(waiting));
        }
    }

    fn wait_no_longer(&mut self, is_it: impl Fn(&Wait) -> bool) {
        self.waits.retain(|waiting| !is_it(&waiting.wait));
    }

    fn pass_wait(&mut self, wait: &Wait) {
        self.waits.iter_mut().filter(|waiting| waiting.wait == *wait).for_each(|waiting| waiting.passed = true);
    }

    fn opine(&mut self, department: &DepartmentName, answer: OpinionAnswer) {
        self.wait_no_longer(|wait| matches!(wait, Wait::Opinion(name) if name == department));
        let asked = |opinion: &&mut Opinion| opinion.department == *department && opinion.answer.is_none();
        self.opinions.iter_mut().filter(asked).for_each(|opinion| opinion.answer = Some(answer));
    }

    pub(super) fn set_waits(&mut self, dates: &[(Wait, Due)]) {
        for (wait, due) in dates {
            self.waits.iter_mut().filter(|waiting| waiting.wait == *wait).for_each(|waiting| waiting.due = *due);
        }
    }
}
