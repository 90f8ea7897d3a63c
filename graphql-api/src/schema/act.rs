//! What every module lets people do with a case, beside its own actions: one mutation for each act.

use async_graphql::dynamic::{FieldValue, ResolverContext};
use cityhall_engine::{ActOnCase, CaseAct, Refusal};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::opaque::GlobalId;
use crate::schema::fault::Fault;
use crate::schema::mutation::{CHANNEL, Payload, add_case_payload, key_of, once, read_input};
use crate::schema::spec::{Answer, Argument, Spec, ty};
use crate::schema::table::Table;
use crate::visit::Visit;

/// Adds the acts of an applicant.
pub(crate) fn add_applicants(table: &mut Table) {
    add_present_documents(table);
}

/// Adds the acts of an officer.
pub(crate) fn add_staff(table: &mut Table) {
    add_present_documents(table);
    add_withdraw_card(table);
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
fn add<T: DeserializeOwned + Into<CaseAct> + Send + 'static>(
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
                channel: CHANNEL.to_owned(),
            };
            Ok::<_, Fault>(Payload::of(visit.engine.act(&visit.who, asked).await, &ctx))
        });
        Ok(Some(FieldValue::owned_any(payload.await?)))
    })
}
