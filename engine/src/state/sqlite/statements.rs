//! Every SQL text of the SQLite state database, rendered from schemas and questions.

use std::fmt::Write as _;

use super::super::{Condition, KeyColumn, KeyType, KeyValue, Order, Select, ViewSchema};

/// How a connection that writes is set up. `synchronous=NORMAL` is right here and only here: after a
/// power loss the file may be some transactions behind, but never torn, and rows go back together with
/// their checkpoint; the views then follow the event store again from there.
pub(super) const WRITER_SETUP: &str = include_str!("writer_setup.sql");

/// How a connection that reads is set up: pages that were moved into the file are read where the system has them,
/// those that are still in the log are kept.
pub(super) const READER_SETUP: &str = include_str!("reader_setup.sql");

/// How far each view is, and with which schema it was filled.
pub(super) const VIEWS_TABLE: &str = include_str!("table_views.sql");

/// The statement texts of one view.
pub(super) struct Statements {
    pub(super) create: String,
    pub(super) put: String,
    pub(super) delete: String,
    pub(super) body: String,
    pub(super) rows_after: String,
    pub(super) row_count: String,
    pub(super) listed_of: String,
    pub(super) listed_put: String,
    pub(super) listed_delete: String,
}

impl Statements {
    pub(super) fn of(view: &ViewSchema) -> Self {
        let name = view.name;
        let columns = each(view, |key, _| format!(", {}", key.name));
        let places = each(view, |_, index| format!(", ?{}", index + 3));
        let updates = each(view, |key, _| format!(", {0} = excluded.{0}", key.name));
        Self {
            create: create(view),
            put: format!(
                "INSERT INTO view_{name} (id, body{columns}) VALUES (?1, ?2{places}) \
                 ON CONFLICT (id) DO UPDATE SET body = excluded.body{updates} RETURNING row_number"
            ),
            delete: format!("DELETE FROM view_{name} WHERE id = ?1 RETURNING row_number"),
            body: format!("SELECT body FROM view_{name} WHERE id = ?1"),
            rows_after: format!("SELECT id, body{columns} FROM view_{name} WHERE id > ?1 ORDER BY id LIMIT ?2"),
            row_count: format!("SELECT count(*) FROM view_{name}"),
            listed_of: format!(
                "SELECT field, value FROM view_{name}_listed \
                 WHERE row_number = (SELECT row_number FROM view_{name} WHERE id = ?1) ORDER BY field"
            ),
            listed_put: format!("INSERT INTO view_{name}_listed (row_number, field, value) VALUES (?1, ?2, ?3)"),
            listed_delete: format!("DELETE FROM view_{name}_listed WHERE row_number = ?1"),
        }
    }
}

/// A piece of text for each key column, given the column and its index.
fn each(view: &ViewSchema, piece: impl Fn(&KeyColumn, usize) -> String) -> String {
    view.keys.iter().enumerate().map(|(index, key)| piece(key, index)).collect()
}

/// The table of a view, its indexes and its table of listed values. Rows are numbered as they come and
/// listed values hang on the number, so that what is new is written side by side. Also what tells whether stored
/// rows have the same schema.
fn create(view: &ViewSchema) -> String {
    let name = view.name;
    let columns = each(view, |key, _| match key.kind {
        KeyType::Text => format!(", {} TEXT", key.name),
        KeyType::Integer => format!(", {} INTEGER", key.name),
    });
    let mut sql = format!(
        "CREATE TABLE view_{name} (row_number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE{columns}, \
         body TEXT NOT NULL) STRICT;\n"
    );
    for index in view.indexes {
        let (label, columns) = (index.join("_"), index.join(", "));
        let _ = writeln!(sql, "CREATE INDEX view_{name}_by_{label} ON view_{name} ({columns});");
    }
    if view.listed {
        let _ = writeln!(
            sql,
            "CREATE TABLE view_{name}_listed (row_number INTEGER NOT NULL, field TEXT NOT NULL, value ANY NOT NULL, \
             PRIMARY KEY (row_number, field)) STRICT, WITHOUT ROWID;\n\
             CREATE INDEX view_{name}_listed_by_value ON view_{name}_listed (field, value);"
        );
    }
    sql
}

/// A statement under way: its text and the values that belong to its places.
#[derive(Default)]
pub(super) struct Rendered {
    pub(super) sql: String,
    pub(super) values: Vec<KeyValue>,
}

impl Rendered {
    /// The rows of a selection. Where one of several things has to hold, each is asked for by itself: only so is each
    /// found in order by an index, and no more rows are read than are wanted.
    pub(super) fn rows(select: &Select) -> Self {
        let mut out = Self { sql: format!("SELECT body FROM view_{} WHERE ", select.view.name), values: Vec::new() };
        match select.condition.branches() {
            Some(branches) => {
                out.sql.push_str("row_number IN (");
                for (index, branch) in branches.iter().enumerate() {
                    let between = if index == 0 { "" } else { " UNION " };
                    let view = select.view.name;
                    let _ = write!(out.sql, "{between}SELECT * FROM (SELECT row_number FROM view_{view} WHERE ");
                    out.condition(select.view, branch);
                    out.first(select);
                    out.sql.push(')');
                }
                out.sql.push(')');
            }
            None => out.condition(select.view, &select.condition),
        }
        out.first(select);
        out
    }

    fn first(&mut self, select: &Select) {
        let (column, direction) = match select.order {
            Order::Ascending(column) => (column, "ASC"),
            Order::Descending(column) => (column, "DESC"),
        };
        let _ = write!(self.sql, " ORDER BY {column} {direction} LIMIT ");
        self.value(KeyValue::Integer(i64::try_from(select.limit).unwrap_or(i64::MAX)));
    }

    pub(super) fn count(view: &ViewSchema, condition: &Condition) -> Self {
        let mut out = Self::default();
        let branches = condition.branches().unwrap_or_else(|| vec![condition.clone()]);
        // No row is counted twice: of a choice, only the first branch that holds for it.
        for (index, branch) in branches.iter().enumerate() {
            let before = if index == 0 { "SELECT (" } else { " + (" };
            let _ = write!(out.sql, "{before}SELECT count(*) FROM view_{} WHERE ", view.name);
            out.condition(view, branch);
            for earlier in branches.iter().take(index) {
                out.sql.push_str(" AND ");
                out.condition(view, &Condition::Not(Box::new(earlier.clone())));
            }
            out.sql.push(')');
        }
        out
    }

    pub(super) fn groups(view: &ViewSchema, condition: &Condition, by: &[&str], tallies: &[Condition]) -> Self {
        let by = by.join(", ");
        let mut out = Self { sql: format!("SELECT {by}, count(*)"), values: Vec::new() };
        for tally in tallies {
            out.sql.push_str(", count(*) FILTER (WHERE ");
            out.condition(view, tally);
            out.sql.push(')');
        }
        let _ = write!(out.sql, " FROM view_{} WHERE ", view.name);
        out.condition(view, condition);
        let _ = write!(out.sql, " GROUP BY {by} ORDER BY {by}");
        out
    }

    fn value(&mut self, value: KeyValue) {
        self.values.push(value);
        let _ = write!(self.sql, "?{}", self.values.len());
    }

    fn compare(&mut self, column: &str, operator: &str, value: &KeyValue) {
        let _ = write!(self.sql, "{column} {operator} ");
        self.value(value.clone());
    }

    fn condition(&mut self, view: &ViewSchema, condition: &Condition) {
        match condition {
            Condition::All(parts) => self.joined(view, parts, " AND ", "1=1"),
            Condition::Any(parts) => self.joined(view, parts, " OR ", "1=0"),
            Condition::Not(part) => {
                // A comparison with null is neither true nor false; its opposite must be true.
                self.sql.push_str("NOT coalesce(");
                self.condition(view, part);
                self.sql.push_str(", 1=0)");
            }
            Condition::Is(id) => self.compare("id", "=", &KeyValue::from(id.as_str())),
            Condition::IsOneOf(ids) => self.one_of("id", ids.iter().map(|id| KeyValue::from(id.as_str()))),
            Condition::Equals(column, KeyValue::Null) => {
                let _ = write!(self.sql, "{column} IS NULL");
            }
            Condition::Equals(column, value) => self.compare(column, "=", value),
            Condition::OneOf(column, values) => self.one_of(column, values.iter().cloned()),
            Condition::Below(column, value) => self.compare(column, "<", value),
            Condition::AtMost(column, value) => self.compare(column, "<=", value),
            Condition::Above(column, value) => self.compare(column, ">", value),
            Condition::Listed(field, value) => {
                let _ =
                    write!(self.sql, "row_number IN (SELECT row_number FROM view_{}_listed WHERE field = ", view.name);
                self.value(KeyValue::from(field.as_str()));
                self.sql.push_str(" AND value = ");
                self.value(value.clone());
                self.sql.push(')');
            }
            Condition::Elsewhere { own, view: other, identity, condition } => {
                let _ = write!(self.sql, "{own} IN (SELECT {identity} FROM view_{} WHERE ", other.name);
                self.condition(other, condition);
                self.sql.push(')');
            }
        }
    }

    fn joined(&mut self, view: &ViewSchema, parts: &[Condition], between: &str, empty: &str) {
        if parts.is_empty() {
            return self.sql.push_str(empty);
        }
        for (index, part) in parts.iter().enumerate() {
            self.sql.push_str(if index == 0 { "(" } else { between });
            self.condition(view, part);
        }
        self.sql.push(')');
    }

    fn one_of(&mut self, column: &str, values: impl Iterator<Item = KeyValue>) {
        let _ = write!(self.sql, "{column} IN (");
        for (index, value) in values.enumerate() {
            if index > 0 {
                self.sql.push_str(", ");
            }
            self.value(value);
        }
        self.sql.push(')');
    }
}
