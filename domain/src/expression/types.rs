//! Types, by a walk over the parsed expression: every field that is read exists, operators get what
//! they can work with, the whole is yes or no.

use std::fmt;

use cel::IdedExpr;
use cel::common::ast::{CallExpr, ComprehensionExpr, Expr, LiteralValue, SelectExpr, operators};

use super::ExpressionProblem;
use super::shape::DAYS_SINCE;
use crate::form::{Choice, Field, FieldType};

/// Every place in which `expression` does not fit `fields`.
pub(super) fn check(expression: &IdedExpr, fields: &[Field]) -> Vec<ExpressionProblem> {
    let mut walk = Walk { scopes: vec![("answers", Type::Group(fields))], problems: Vec::new() };
    let whole = walk.type_of(&expression.expr);
    if !whole.fits(&Type::Bool) {
        walk.add("NotACondition", format!("the expression results in {whole}, not in true or false"));
    }
    walk.problems
}

#[derive(Debug, Clone, PartialEq)]
enum Type<'a> {
    /// Of an empty list's items, and of what a problem has been reported for.
    Unknown,
    Bool,
    Int,
    Text,
    /// Text that is a day.
    Day,
    /// Text out of a list of words.
    Choice(&'a [Choice]),
    List(Box<Type<'a>>),
    Group(&'a [Field]),
}

impl<'a> Type<'a> {
    fn of(kind: &'a FieldType) -> Self {
        match kind {
            FieldType::String => Self::Text,
            FieldType::Date => Self::Day,
            FieldType::Choice(choices) => Self::Choice(choices),
            FieldType::Integer => Self::Int,
            FieldType::Boolean => Self::Bool,
            FieldType::Object(fields) => Self::Group(fields),
            FieldType::List(kind) => Self::List(Box::new(Self::of(kind))),
        }
    }

    fn is_text(&self) -> bool {
        matches!(self, Self::Text | Self::Day | Self::Choice(_) | Self::Unknown)
    }

    /// Whether values of both can stand beside each other.
    fn fits(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Unknown, _) | (_, Self::Unknown) => true,
            (Self::List(ours), Self::List(theirs)) => ours.fits(theirs),
            _ => self == other || (self.is_text() && other.is_text()),
        }
    }

    /// The more telling of two types that fit.
    fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Unknown, other) => other,
            (Self::List(ours), Self::List(theirs)) => Self::List(Box::new(ours.or(*theirs))),
            (Self::Choice(_), Self::Text | Self::Day) | (Self::Day, Self::Text | Self::Choice(_)) => Self::Text,
            (ours, _) => ours,
        }
    }
}

impl fmt::Display for Type<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("something"),
            Self::Bool => f.write_str("true or false"),
            Self::Int => f.write_str("a whole number"),
            Self::Text => f.write_str("text"),
            Self::Day => f.write_str("a day"),
            Self::Choice(_) => f.write_str("a choice"),
            Self::List(of) => write!(f, "a list of {of}"),
            Self::Group(_) => f.write_str("a group of fields"),
        }
    }
}

struct Walk<'a> {
    /// Variables, innermost last.
    scopes: Vec<(&'a str, Type<'a>)>,
    problems: Vec<ExpressionProblem>,
}

impl<'a> Walk<'a> {
    fn type_of(&mut self, expression: &'a Expr) -> Type<'a> {
        match expression {
            Expr::Ident(name) => self.variable(name),
            Expr::Literal(literal) => of_literal(literal),
            Expr::Select(select) => self.select(select),
            Expr::List(list) => self.list(&list.elements),
            Expr::Call(call) => self.call(call),
            Expr::Comprehension(comprehension) => self.comprehension(comprehension),
            // Not admitted by the parser.
            Expr::Map(_) | Expr::Struct(_) | Expr::Unspecified => Type::Unknown,
        }
    }

    fn variable(&mut self, name: &str) -> Type<'a> {
        match self.scopes.iter().rev().find(|(known, _)| *known == name) {
            Some((_, of)) => of.clone(),
            None => {
                self.add("UnknownVariable", format!("`{name}` is not a variable: fields are read as `answers.<field>`"))
            }
        }
    }

    fn select(&mut self, select: &'a SelectExpr) -> Type<'a> {
        let of = match self.type_of(&select.operand.expr) {
            Type::Group(fields) => match fields.iter().find(|field| field.name == select.field) {
                Some(field) => Type::of(&field.kind),
                None => self.add("UnknownField", format!("the form has no field `{}` there", select.field)),
            },
            Type::Unknown => Type::Unknown,
            other => self.add("TypeMismatch", format!("`.{}` is read from {other}, which has no fields", select.field)),
        };
        if select.test { Type::Bool } else { of }
    }

    fn list(&mut self, elements: &'a [IdedExpr]) -> Type<'a> {
        let mut of = Type::Unknown;
        for element in elements {
            let this = self.type_of(&element.expr);
            if !this.fits(&of) {
                self.add("TypeMismatch", format!("a list mixes {of} and {this}"));
            }
            of = of.or(this);
        }
        Type::List(Box::new(of))
    }

    fn call(&mut self, call: &'a CallExpr) -> Type<'a> {
        let parts: Vec<&IdedExpr> = call.target.as_deref().into_iter().chain(&call.args).collect();
        let of: Vec<Type<'a>> = parts.iter().map(|part| self.type_of(&part.expr)).collect();
        let name = call.func_name.as_str();
        match (name, of.as_slice()) {
            (
                operators::LOGICAL_AND | operators::LOGICAL_OR | operators::LOGICAL_NOT | operators::NOT_STRICTLY_FALSE,
                all,
            ) => self.all(name, all, &Type::Bool),
            (
                operators::NEGATE | operators::SUBSTRACT | operators::MULTIPLY | operators::DIVIDE | operators::MODULO,
                all,
            ) => self.all(name, all, &Type::Int),
            (operators::ADD, [left, right]) => self.sum(left, right),
            (operators::EQUALS | operators::NOT_EQUALS, [left, right]) => self.equal(left, right, &parts),
            (
                operators::GREATER | operators::GREATER_EQUALS | operators::LESS | operators::LESS_EQUALS,
                [left, right],
            ) => self.ordered(name, left, right),
            (operators::CONDITIONAL, [test, then, otherwise]) => self.conditional(test, then, otherwise),
            (operators::INDEX, [list, at]) => self.index(list, at),
            (operators::IN, [item, list]) => self.member(item, list, &parts),
            ("size", [Type::Text | Type::Day | Type::Choice(_) | Type::List(_) | Type::Unknown]) => Type::Int,
            (DAYS_SINCE, [Type::Day | Type::Unknown]) if call.target.is_none() => Type::Int,
            ("startsWith" | "endsWith" | "contains", [text, part])
                if call.target.is_some() && text.is_text() && part.is_text() =>
            {
                Type::Bool
            }
            _ => self.mismatch(name, &of),
        }
    }

    fn all(&mut self, operator: &str, operands: &[Type<'a>], demanded: &Type<'a>) -> Type<'a> {
        if !operands.iter().all(|of| of.fits(demanded)) {
            self.mismatch(operator, operands);
        }
        demanded.clone()
    }

    fn sum(&mut self, left: &Type<'a>, right: &Type<'a>) -> Type<'a> {
        match (left, right) {
            (Type::Bool | Type::Group(_), _) | (_, Type::Bool | Type::Group(_)) => {
                self.mismatch(operators::ADD, &[left.clone(), right.clone()])
            }
            _ if !left.fits(right) => self.mismatch(operators::ADD, &[left.clone(), right.clone()]),
            _ if left.is_text() && right.is_text() && *left != Type::Unknown => Type::Text,
            _ => left.clone().or(right.clone()),
        }
    }

    fn equal(&mut self, left: &Type<'a>, right: &Type<'a>, parts: &[&'a IdedExpr]) -> Type<'a> {
        if matches!(left, Type::Group(_)) || !left.fits(right) {
            self.mismatch("==", &[left.clone(), right.clone()]);
        }
        for (choice, literal) in [(left, 1), (right, 0)] {
            self.word(choice, &parts[literal].expr);
        }
        Type::Bool
    }

    /// A choice is never equal to a word that it does not have.
    fn word(&mut self, choice: &Type<'a>, literal: &Expr) {
        let (Type::Choice(choices), Expr::Literal(LiteralValue::String(word))) = (choice, literal) else { return };
        if choices.iter().all(|choice| choice.value != word.inner()) {
            self.add("UnknownWord", format!("the field never has the value `{}`", word.inner()));
        }
    }

    fn ordered(&mut self, operator: &str, left: &Type<'a>, right: &Type<'a>) -> Type<'a> {
        let texts = left.is_text() && right.is_text();
        let numbers = left.fits(&Type::Int) && right.fits(&Type::Int);
        if !(texts || numbers) {
            self.mismatch(operator, &[left.clone(), right.clone()]);
        }
        Type::Bool
    }

    fn conditional(&mut self, test: &Type<'a>, then: &Type<'a>, otherwise: &Type<'a>) -> Type<'a> {
        if !test.fits(&Type::Bool) || !then.fits(otherwise) {
            self.mismatch(operators::CONDITIONAL, &[test.clone(), then.clone(), otherwise.clone()]);
        }
        then.clone().or(otherwise.clone())
    }

    fn index(&mut self, list: &Type<'a>, at: &Type<'a>) -> Type<'a> {
        match list {
            Type::List(of) if at.fits(&Type::Int) => of.as_ref().clone(),
            Type::Unknown => Type::Unknown,
            _ => self.mismatch(operators::INDEX, &[list.clone(), at.clone()]),
        }
    }

    fn member(&mut self, item: &Type<'a>, list: &Type<'a>, parts: &[&'a IdedExpr]) -> Type<'a> {
        let fits = matches!(list, Type::List(of) if of.fits(item)) || *list == Type::Unknown;
        if !fits || matches!(item, Type::Group(_)) {
            self.mismatch("in", &[item.clone(), list.clone()]);
        }
        if let Expr::List(words) = &parts[1].expr {
            for word in &words.elements {
                self.word(item, &word.expr);
            }
        }
        if let Type::List(of) = list {
            self.word(of, &parts[0].expr);
        }
        Type::Bool
    }

    fn comprehension(&mut self, part: &'a ComprehensionExpr) -> Type<'a> {
        let item = match self.type_of(&part.iter_range.expr) {
            Type::List(of) => *of,
            Type::Unknown => Type::Unknown,
            other => self.add("NotAList", format!("a macro walks over a list of the form, not over {other}")),
        };
        let start = self.type_of(&part.accu_init.expr);
        let outside = self.scopes.len();
        self.scopes.push((&part.accu_var, start));
        self.scopes.push((&part.iter_var, item));
        self.type_of(&part.loop_cond.expr);
        let step = self.type_of(&part.loop_step.expr);
        self.scopes.truncate(outside);
        self.scopes.push((&part.accu_var, step));
        let result = self.type_of(&part.result.expr);
        self.scopes.truncate(outside);
        result
    }

    fn mismatch(&mut self, operator: &str, operands: &[Type<'a>]) -> Type<'a> {
        let operator = operator.trim_matches(|character| matches!(character, '_' | '@'));
        let operands: Vec<String> = operands.iter().map(ToString::to_string).collect();
        self.add("TypeMismatch", format!("`{operator}` does not work on {}", operands.join(" and ")))
    }

    fn add(&mut self, reason: &'static str, message: String) -> Type<'a> {
        let problem = ExpressionProblem { reason, message };
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
        Type::Unknown
    }
}

fn of_literal<'a>(literal: &LiteralValue) -> Type<'a> {
    match literal {
        LiteralValue::Boolean(_) => Type::Bool,
        LiteralValue::Int(_) => Type::Int,
        LiteralValue::String(_) => Type::Text,
        // Not admitted by the parser.
        LiteralValue::Bytes(_) | LiteralValue::Double(_) | LiteralValue::Null | LiteralValue::UInt(_) => Type::Unknown,
    }
}
