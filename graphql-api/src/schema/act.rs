//! What every module lets people do with a case, beside its own actions: one mutation for each act.

use async_graphql::dynamic::{FieldValue, ResolverContext};
use cityhall_domain::case::ServiceMethod;
use cityhall_domain::case::rating::Level;
use cityhall_engine::{ActOnCase, CaseAct, Refusal};
use jiff::civil::Date;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};

use crate::opaque::GlobalId;
use crate::schema::fault::Fault;
use crate::schema::mutation::{Payload, add_case_payload, key_of, once, read_input};
use crate::schema::notice::method_of;
use crate::schema::people::{self, Way};
use crate::schema::spec::{Answer, Argument, Spec, ty};
use crate::schema::table::Table;
use crate::visit::Visit;

/// Adds the acts of an applicant.
pub(crate) fn add_applicants(table: &mut Table) {
    add_present_documents(table);
    let about = "Objects to what a public notice says (提出异议).";
    add::<RaiseObjection>(table, "raiseObjection", about, [Argument::new("reason", ty::must("String"), "Why.")]);
    add_conversation(table);
    add_rate(table);
    add_acknowledge_notice(table);
}

/// Adds the acts of an officer.
pub(crate) fn add_staff(table: &mut Table) {
    add_present_documents(table);
    let about = "Takes the applicant off the distrust list, as far as this case put them there (信用修复).";
    add::<RepairTrust>(table, "repairTrust", about, [Argument::new("reason", ty::must("String"), "Why.")]);
    add_conversation(table);
    add_record_service(table);
    add_withdraw_card(table);
}

#[derive(Deserialize)]
struct RaiseObjection {
    reason: String,
}

impl From<RaiseObjection> for CaseAct {
    fn from(RaiseObjection { reason }: RaiseObjection) -> Self {
        Self::RaiseObjection { reason }
    }
}

#[derive(Deserialize)]
struct RepairTrust {
    reason: String,
}

impl From<RepairTrust> for CaseAct {
    fn from(RepairTrust { reason }: RepairTrust) -> Self {
        Self::RepairTrust { reason }
    }
}

#[derive(Deserialize)]
struct PresentDocuments {
    documents: Vec<String>,
}

impl From<PresentDocuments> for CaseAct {
    fn from(PresentDocuments { documents }: PresentDocuments) -> Self {
        Self::PresentDocuments { documents }
    }
}

fn add_present_documents(table: &mut Table) {
    let documents = Argument::new("documents", ty::full_list("String"), "Names of the module's documents.");
    add::<PresentDocuments>(table, "presentDocuments", "Hands in materials (提交材料).", [documents]);
}

#[derive(Deserialize)]
struct SendMessage {
    text: String,
}

impl From<SendMessage> for CaseAct {
    fn from(SendMessage { text }: SendMessage) -> Self {
        Self::SendMessage { text }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ReadMessages {
    up_to: u64,
}

impl From<ReadMessages> for CaseAct {
    fn from(ReadMessages { up_to }: ReadMessages) -> Self {
        Self::ReadMessages { up_to }
    }
}

fn add_conversation(table: &mut Table) {
    let text = Argument::new("text", ty::must("String"), "What is said: 1 to 2,000 characters.");
    add::<SendMessage>(table, "sendMessage", "Writes to the other side of a case. Moves no clock.", [text]);
    let up_to = Argument::new("upTo", ty::must("Int"), "The `revision` of the last message that was read.");
    let about = "Says that what the other side wrote was read. Nothing new changes nothing.";
    add::<ReadMessages>(table, "readMessages", about, [up_to]);
}

#[derive(Deserialize)]
struct Rate {
    step: Option<u64>,
    level: Level,
    comment: Option<String>,
}

impl From<Rate> for CaseAct {
    fn from(Rate { step, level, comment }: Rate) -> Self {
        Self::Rate { step, level, comment }
    }
}

fn add_rate(table: &mut Table) {
    let own = [
        Argument::new(
            "step",
            ty::may("Int"),
            "Which step of `rating.steps`; absent: the whole matter, once it is over.",
        ),
        Argument::new("level", ty::must("RatingLevel"), "How content."),
        Argument::new("comment", ty::may("String"), "What is said to it, at most 500 characters."),
    ];
    let about = "Rates what an officer did, or the whole matter, once (好差评). Nobody has to.";
    add::<Rate>(table, "rate", about, own);
}

#[derive(Deserialize)]
struct AcknowledgeNotice {
    notice: u16,
}

impl From<AcknowledgeNotice> for CaseAct {
    fn from(AcknowledgeNotice { notice }: AcknowledgeNotice) -> Self {
        Self::AcknowledgeNotice { notice }
    }
}

fn add_acknowledge_notice(table: &mut Table) {
    let about = "Opens a notice that was sent electronically, which serves it (签收文书).";
    add::<AcknowledgeNotice>(table, "acknowledgeNotice", about, [which_notice()]);
}

#[derive(Deserialize)]
struct RecordService {
    notice: u16,
    #[serde(deserialize_with = "service_method")]
    how: ServiceMethod,
    on: Option<Date>,
}

fn service_method<'de, D: Deserializer<'de>>(deserializer: D) -> Result<ServiceMethod, D::Error> {
    let name = String::deserialize(deserializer)?;
    method_of(&name).ok_or_else(|| D::Error::custom("no way of service"))
}

impl From<RecordService> for CaseAct {
    fn from(RecordService { notice, how, on }: RecordService) -> Self {
        Self::RecordService { notice, how, on }
    }
}

fn add_record_service(table: &mut Table) {
    let how = Argument::new("how", ty::must("ServiceMethod"), "How it was served.");
    let about = "The day on which it was handed over, received, left or announced; today when absent.";
    let on = Argument::new("on", ty::may("Date"), about);
    add::<RecordService>(
        table,
        "recordService",
        "Records that a notice was served (登记送达).",
        [which_notice(), how, on],
    );
}

fn which_notice() -> Argument {
    Argument::new("notice", ty::must("Int"), "Which notice: its place in the case, from 1.")
}

#[derive(Deserialize)]
struct WithdrawCard {
    card: u32,
    reason: String,
}

impl From<WithdrawCard> for CaseAct {
    fn from(WithdrawCard { card, reason }: WithdrawCard) -> Self {
        Self::WithdrawCard { number: card, reason }
    }
}

fn add_withdraw_card(table: &mut Table) {
    let own = [
        Argument::new("card", ty::must("Int"), "The number of the card in the case."),
        Argument::new("reason", ty::must("String"), "Why."),
    ];
    add::<WithdrawCard>(table, "withdrawCard", "Withdraws a card (撤牌).", own);
}

/// Adds the mutation `name`. `T` reads what its input has beside the case, the seen revision and the key.
pub(crate) fn add<T: DeserializeOwned + Into<CaseAct> + Send + 'static>(
    table: &mut Table,
    name: &str,
    about: &str,
    own: impl IntoIterator<Item = Argument>,
) {
    let mut letters = name.chars();
    let base: String = letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect();
    let (input, payload) = (format!("{base}Input"), format!("{base}Payload"));
    let case = Argument::new("caseId", ty::must("ID"), "Which case.");
    let common = [
        Argument::new("expectedRevision", ty::may("Int"), "The revision of the case that the caller has seen."),
        Argument::new(
            "idempotencyKey",
            ty::may("String"),
            "The same key with the same content is done once and answered the same.",
        ),
        people::channel_argument(),
    ];
    table.input(&input, about, [case].into_iter().chain(own).chain(common));
    add_case_payload(table, &payload);
    let field = Spec::asked(name, ty::may(&payload), about, act::<T>);
    table.mutation(name, field.with(Argument::new("input", ty::must(&input), "What is asked.")));
}

/// The input of an act.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Input<T> {
    case_id: String,
    expected_revision: Option<u64>,
    idempotency_key: Option<String>,
    channel: Option<Way>,
    #[serde(flatten)]
    act: T,
}

fn act<T: DeserializeOwned + Into<CaseAct> + Send>(ctx: ResolverContext<'_>) -> Answer<'_> {
    Box::pin(async move {
        let payload = once(&ctx, async {
            let visit = Visit::of(&ctx);
            let input = read_input::<Input<T>>(&ctx)?;
            // An id that is none of ours looks like one of nobody's.
            let Some(case_id) = GlobalId::case(&input.case_id) else {
                return Ok(Payload::of(Err(Refusal::NotFound), &ctx));
            };
            let asked = ActOnCase {
                case_id,
                act: input.act.into(),
                expected_revision: input.expected_revision,
                idempotency_key: key_of(input.idempotency_key)?,
                channel: input.channel.unwrap_or_default().0,
            };
            Ok::<_, Fault>(Payload::of(visit.engine.act(&visit.who, asked).await, &ctx))
        });
        Ok(Some(FieldValue::owned_any(payload.await?)))
    })
}
