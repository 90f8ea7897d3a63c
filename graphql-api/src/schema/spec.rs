//! One field of the schema as data: the same field stands in the interface `Case` and in the type of
//! every module, and the library's own field can be neither read nor copied.

use std::any::Any;
use std::sync::Arc;

use async_graphql::Value;
use async_graphql::dynamic::{
    Field, FieldFuture, FieldValue, InputValue, InterfaceField, Object, ResolverContext, TypeRef,
};
use futures_util::future::BoxFuture;

use crate::schema::fault::Fault;

type Resolve = Arc<dyn for<'a> Fn(ResolverContext<'a>) -> FieldFuture<'a> + Send + Sync>;

/// What a field that waits for something comes to.
pub(crate) type Answer<'a> = BoxFuture<'a, Result<Option<FieldValue<'a>>, Fault>>;

/// One field.
#[derive(Clone)]
pub(crate) struct Spec {
    name: String,
    ty: TypeRef,
    about: String,
    arguments: Vec<Argument>,
    deprecated: Option<String>,
    resolve: Resolve,
}

/// One argument of a field, or one field of an input.
#[derive(Clone)]
pub(crate) struct Argument {
    name: String,
    ty: TypeRef,
    about: String,
    default: Option<Value>,
    deprecated: Option<String>,
}

impl Argument {
    /// Its name.
    #[cfg(all(test, feature = "all"))]
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// An argument that may be left out.
    pub(crate) fn new(name: &str, ty: TypeRef, about: &str) -> Self {
        Self { name: name.to_owned(), ty, about: about.to_owned(), default: None, deprecated: None }
    }

    /// With a default.
    pub(crate) fn or(self, default: impl Into<Value>) -> Self {
        Self { default: Some(default.into()), ..self }
    }

    /// Kept for those who still send it.
    pub(crate) fn deprecated(self, reason: Option<&str>) -> Self {
        Self { deprecated: reason.map(str::to_owned), ..self }
    }

    /// As the library wants it.
    pub(crate) fn build(&self) -> InputValue {
        let mut value = InputValue::new(self.name.clone(), self.ty.clone()).description(self.about.clone());
        if let Some(default) = &self.default {
            value = value.default_value(default.clone());
        }
        if let Some(reason) = &self.deprecated {
            value = value.deprecation(Some(reason));
        }
        value
    }
}

impl Spec {
    fn new(name: &str, ty: TypeRef, about: &str, resolve: Resolve) -> Self {
        Self { name: name.to_owned(), ty, about: about.to_owned(), arguments: Vec::new(), deprecated: None, resolve }
    }

    /// Its name.
    #[cfg(all(test, feature = "all"))]
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// A value that is read from the parent.
    pub(crate) fn leaf<T: Any>(
        name: &str,
        ty: TypeRef,
        about: &str,
        read: impl Fn(&T) -> Option<Value> + Send + Sync + 'static,
    ) -> Self {
        Self::part::<T>(name, ty, about, move |parent, _| read(parent).map(FieldValue::value))
    }

    /// A part of the parent, or something that is known without waiting.
    pub(crate) fn part<T: Any>(
        name: &str,
        ty: TypeRef,
        about: &str,
        read: impl for<'a> Fn(&'a T, &ResolverContext<'a>) -> Option<FieldValue<'a>> + Send + Sync + 'static,
    ) -> Self {
        let resolve: Resolve = Arc::new(move |ctx| {
            FieldFuture::Value(ctx.parent_value.downcast_ref::<T>().and_then(|parent| read(parent, &ctx)))
        });
        Self::new(name, ty, about, resolve)
    }

    /// A field of a root type that is known without waiting.
    pub(crate) fn known(
        name: &str,
        ty: TypeRef,
        about: &str,
        read: impl for<'a> Fn(&ResolverContext<'a>) -> Option<FieldValue<'a>> + Send + Sync + 'static,
    ) -> Self {
        Self::new(name, ty, about, Arc::new(move |ctx| FieldFuture::Value(read(&ctx))))
    }

    /// A field that waits for something. Its type must be nullable: a fault makes it null.
    pub(crate) fn asked(
        name: &str,
        ty: TypeRef,
        about: &str,
        ask: impl for<'a> Fn(ResolverContext<'a>) -> Answer<'a> + Send + Sync + 'static,
    ) -> Self {
        let resolve: Resolve = Arc::new(move |ctx| {
            let context = ctx.ctx;
            let answer = ask(ctx);
            FieldFuture::Future(Box::pin(async move {
                Ok(answer.await.unwrap_or_else(|fault| {
                    fault.report(context);
                    None
                }))
            }))
        });
        Self::new(name, ty, about, resolve)
    }

    /// With an argument.
    pub(crate) fn with(mut self, argument: Argument) -> Self {
        self.arguments.push(argument);
        self
    }

    /// With several arguments.
    pub(crate) fn with_all(mut self, arguments: impl IntoIterator<Item = Argument>) -> Self {
        self.arguments.extend(arguments);
        self
    }

    /// Kept for those who still ask for it.
    pub(crate) fn deprecated(self, reason: Option<&str>) -> Self {
        Self { deprecated: reason.map(str::to_owned), ..self }
    }

    /// The field of an object.
    pub(crate) fn field(&self) -> Field {
        let resolve = self.resolve.clone();
        let mut field =
            Field::new(self.name.clone(), self.ty.clone(), move |ctx| resolve(ctx)).description(self.about.clone());
        for argument in &self.arguments {
            field = field.argument(argument.build());
        }
        if let Some(reason) = &self.deprecated {
            field = field.deprecation(Some(reason));
        }
        field
    }

    /// The field of an interface.
    pub(crate) fn interface_field(&self) -> InterfaceField {
        let mut field = InterfaceField::new(self.name.clone(), self.ty.clone()).description(self.about.clone());
        for argument in &self.arguments {
            field = field.argument(argument.build());
        }
        if let Some(reason) = &self.deprecated {
            field = field.deprecation(Some(reason));
        }
        field
    }
}

/// An object of these fields.
pub(crate) fn object(name: &str, about: &str, fields: impl IntoIterator<Item = Spec>) -> Object {
    fields.into_iter().fold(Object::new(name).description(about), |object, spec| object.field(spec.field()))
}

/// Shorthand for types.
pub(crate) mod ty {
    use async_graphql::dynamic::TypeRef;

    /// May be null.
    pub(crate) fn may(name: &str) -> TypeRef {
        TypeRef::named(name)
    }

    /// Never null.
    pub(crate) fn must(name: &str) -> TypeRef {
        TypeRef::named_nn(name)
    }

    /// A list that may be null, of values that are not.
    pub(crate) fn list(name: &str) -> TypeRef {
        TypeRef::named_nn_list(name)
    }

    /// A list that is never null, of values that are not.
    pub(crate) fn full_list(name: &str) -> TypeRef {
        TypeRef::named_nn_list_nn(name)
    }
}
