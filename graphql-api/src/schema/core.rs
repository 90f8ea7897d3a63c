//! What every schema has: scalars, the languages, `Node`, the shared parts of lists.

use async_graphql::Value;
use async_graphql::dynamic::{Interface, InterfaceField};

use crate::opaque::encode_position;
use crate::schema::page;
use crate::schema::spec::{Argument, Spec, ty};
use crate::schema::table::Table;
use crate::visit::Visit;

/// Adds it.
pub(crate) fn add(table: &mut Table) {
    let internet_time = Some("https://www.rfc-editor.org/rfc/rfc3339#section-5.6");
    table.scalar("DateTime", "A moment, RFC 3339 in UTC.", internet_time);
    table.scalar("Date", "A day, `YYYY-MM-DD`.", internet_time);
    table.scalar("JSON", "Any JSON value.", Some("https://www.rfc-editor.org/rfc/rfc8259"));
    table.scalar("Position", "A place in the history of the city. Opaque: only ever sent back.", None);
    let exact = Some("https://www.rfc-editor.org/rfc/rfc7493#section-2.2");
    table.scalar("WholeNumber", "A whole number within ±(2^53−1), which every client holds exactly.", exact);
    table.words("Language", "A language for texts.", &[("ZH", "Simplified Chinese."), ("EN", "English.")]);
    table.add(
        Interface::new("Node")
            .description("Anything with a global id.")
            .field(InterfaceField::new("id", ty::must("ID")).description("The global id. Opaque.")),
    );
    page::add_shared(table);
    table.query(
        "asOf",
        Spec::known("asOf", ty::may("Position"), "What the views reflect now.", |ctx| {
            let position = Visit::of(ctx).engine.as_of();
            Some(Value::from(encode_position(position)).into())
        }),
    );
}

/// The argument of every text for people.
pub(crate) fn language_argument() -> Argument {
    Argument::new("language", ty::may("Language"), "The language; that of the request when absent.")
}

/// A moment as the API writes it.
pub(crate) fn moment(at: jiff::Timestamp) -> Value {
    Value::from(at.to_string())
}

/// JSON as the executor holds it. Numbers that GraphQL cannot hold do not occur in JSON.
pub(crate) fn json(value: &serde_json::Value) -> Option<Value> {
    Value::from_json(value.clone()).ok()
}
