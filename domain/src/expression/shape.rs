//! The part of CEL that is admitted. Everything else is refused by name, so that a new version of
//! the crate cannot add to what a city's expressions can do.

use std::collections::BTreeSet;

use cel::IdedExpr;
use cel::common::ast::{CallExpr, ComprehensionExpr, Expr, LiteralValue, operators};

use super::{ExpressionError, MACRO_LEVELS_MAX};

/// How deeply the parts of an expression may be nested; `a + b + c` is two deep.
const DEPTH_MAX: usize = 48;

const OPERATORS: &[&str] = &[
    operators::CONDITIONAL,
    operators::LOGICAL_AND,
    operators::LOGICAL_OR,
    operators::LOGICAL_NOT,
    operators::SUBSTRACT,
    operators::ADD,
    operators::MULTIPLY,
    operators::DIVIDE,
    operators::MODULO,
    operators::EQUALS,
    operators::NOT_EQUALS,
    operators::GREATER_EQUALS,
    operators::LESS_EQUALS,
    operators::GREATER,
    operators::LESS,
    operators::NEGATE,
    operators::INDEX,
    operators::NOT_STRICTLY_FALSE,
    operators::IN,
];

const FUNCTIONS: &[&str] = &["size", "startsWith", "endsWith", "contains", DAYS_SINCE];

/// How many days ago a day of the form was: 0 today, less than 0 in the future.
pub(super) const DAYS_SINCE: &str = "daysSince";

/// Checks that `expression` uses only what is admitted.
pub(super) fn check(expression: &IdedExpr) -> Result<(), ExpressionError> {
    walk(&expression.expr, DEPTH_MAX, 0)
}

fn walk(expression: &Expr, depth_left: usize, macros: usize) -> Result<(), ExpressionError> {
    let depth_left = depth_left.checked_sub(1).ok_or(ExpressionError::TooDeep)?;
    let within = |part: &IdedExpr| walk(&part.expr, depth_left, macros);
    match expression {
        Expr::Ident(_) => Ok(()),
        Expr::Literal(literal) => admitted(literal),
        Expr::Select(select) => within(&select.operand),
        Expr::List(list) => list.elements.iter().try_for_each(within),
        Expr::Call(call) => {
            named(call)?;
            call.target.as_deref().into_iter().chain(&call.args).try_for_each(within)
        }
        Expr::Comprehension(comprehension) => walk_macro(comprehension, depth_left, macros + 1),
        Expr::Map(_) | Expr::Struct(_) => refused("a literal in braces"),
        Expr::Unspecified => refused("an empty part"),
    }
}

fn walk_macro(comprehension: &ComprehensionExpr, depth_left: usize, macros: usize) -> Result<(), ExpressionError> {
    if macros > MACRO_LEVELS_MAX {
        return Err(ExpressionError::MacrosTooDeep);
    }
    if !is_path(&comprehension.iter_range.expr) {
        return Err(ExpressionError::MacroNotOverForm);
    }
    let ComprehensionExpr { accu_init, loop_cond, loop_step, result, .. } = comprehension;
    [accu_init, loop_cond, loop_step, result].iter().try_for_each(|part| walk(&part.expr, depth_left, macros))
}

/// `answers.items`, or `x.items` where `x` is the variable of a macro around: fields only.
fn is_path(expression: &Expr) -> bool {
    match expression {
        Expr::Select(select) if !select.test => {
            matches!(select.operand.expr, Expr::Ident(_)) || is_path(&select.operand.expr)
        }
        _ => false,
    }
}

fn admitted(literal: &LiteralValue) -> Result<(), ExpressionError> {
    match literal {
        LiteralValue::Boolean(_) | LiteralValue::Int(_) | LiteralValue::String(_) => Ok(()),
        LiteralValue::Null => refused("`null` (an answer is there or not: use `has`)"),
        LiteralValue::Bytes(_) | LiteralValue::Double(_) | LiteralValue::UInt(_) => {
            refused("a number that is not a whole signed one, or bytes,")
        }
    }
}

fn named(call: &CallExpr) -> Result<(), ExpressionError> {
    let name = call.func_name.as_str();
    if OPERATORS.contains(&name) || FUNCTIONS.contains(&name) {
        return Ok(());
    }
    refused(&format!(
        "`{name}` (known are size, has, startsWith, endsWith, contains, daysSince, in, all, exists, exists_one, filter, map)"
    ))
}

fn refused(what: &str) -> Result<(), ExpressionError> {
    Err(ExpressionError::NotAdmitted { what: what.to_owned() })
}

/// Names selected from `answers`, wherever the expression does so.
pub(super) fn fields_read(expression: &IdedExpr) -> BTreeSet<String> {
    let of_answers = |part: &Expr| match part {
        Expr::Select(select) if matches!(&select.operand.expr, Expr::Ident(name) if name == "answers") => {
            Some(select.field.clone())
        }
        _ => None,
    };
    parts(expression).into_iter().filter_map(of_answers).collect()
}

/// Whether it depends on the day on which it is judged.
pub(super) fn reads_the_day(expression: &IdedExpr) -> bool {
    parts(expression).into_iter().any(|part| matches!(part, Expr::Call(call) if call.func_name == DAYS_SINCE))
}

/// The expression and everything in it that can read an answer.
fn parts(expression: &IdedExpr) -> Vec<&Expr> {
    let mut found = Vec::new();
    let mut pending = vec![&expression.expr];
    while let Some(expression) = pending.pop() {
        match expression {
            Expr::Select(select) => pending.push(&select.operand.expr),
            Expr::Call(call) => {
                pending.extend(call.target.as_deref().into_iter().chain(&call.args).map(|part| &part.expr));
            }
            Expr::List(list) => pending.extend(list.elements.iter().map(|part| &part.expr)),
            Expr::Comprehension(macro_) => {
                pending.extend([&macro_.iter_range.expr, &macro_.loop_step.expr, &macro_.result.expr]);
            }
            Expr::Ident(_) | Expr::Literal(_) | Expr::Map(_) | Expr::Struct(_) | Expr::Unspecified => {}
        }
        found.push(expression);
    }
    found
}
