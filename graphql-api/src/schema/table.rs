//! The types of one schema while they are put together. The library replaces a type of the same
//! name in silence and panics on a field that is there twice, so names are checked here first.

use std::collections::BTreeSet;

use async_graphql::dynamic::{
    Enum, EnumItem, InputObject, Object, Scalar, Schema, SchemaBuilder, SchemaError, Subscription, SubscriptionField,
    Type,
};

use crate::schema::spec::{Argument, Spec};

/// The types and root fields of one schema.
pub(crate) struct Table {
    builder: SchemaBuilder,
    names: BTreeSet<String>,
    query: Root<Spec>,
    mutation: Root<Spec>,
    subscription: Root<SubscriptionField>,
}

/// The fields of one root type.
struct Root<F> {
    fields: Vec<F>,
    names: BTreeSet<String>,
}

impl<F> Root<F> {
    fn new() -> Self {
        Self { fields: Vec::new(), names: BTreeSet::new() }
    }

    fn add(&mut self, name: &str, field: F) {
        if self.names.insert(name.to_owned()) {
            self.fields.push(field);
        } else {
            tracing::error!(field = name, "a root field is there twice; the first one stays");
        }
    }
}

impl Table {
    /// A schema without types; with a root of subscriptions or without.
    pub(crate) fn new(subscribes: bool) -> Self {
        let builder = Schema::build("Query", Some("Mutation"), subscribes.then_some("Subscription"));
        let names = ["Query", "Mutation", "Subscription", "Int", "Float", "String", "Boolean", "ID"];
        Self {
            builder: builder.disable_suggestions(),
            names: names.map(str::to_owned).into(),
            query: Root::new(),
            mutation: Root::new(),
            subscription: Root::new(),
        }
    }

    /// Whether any of these names is taken.
    pub(crate) fn takes<'a>(&self, mut names: impl Iterator<Item = &'a String>) -> Option<&'a String> {
        names.find(|name| self.names.contains(*name))
    }

    /// Whether a root field of one of these names is there.
    pub(crate) fn has_root_field(&self, name: &str) -> bool {
        self.query.names.contains(name) || self.mutation.names.contains(name)
    }

    /// Adds a type.
    pub(crate) fn add(&mut self, ty: impl Into<Type>) {
        let ty = ty.into();
        let name = name_of(&ty).to_owned();
        if self.names.insert(name.clone()) {
            self.with(|builder| builder.register(ty));
        } else {
            tracing::error!(r#type = name, "a type is there twice; the first one stays");
        }
    }

    fn with(&mut self, change: impl FnOnce(SchemaBuilder) -> SchemaBuilder) {
        let builder = std::mem::replace(&mut self.builder, Schema::build("Query", None, None));
        self.builder = change(builder);
    }

    /// Adds an object.
    pub(crate) fn object(&mut self, name: &str, about: &str, fields: impl IntoIterator<Item = Spec>) {
        self.add(crate::schema::spec::object(name, about, fields));
    }

    /// Adds an input.
    pub(crate) fn input(&mut self, name: &str, about: &str, fields: impl IntoIterator<Item = Argument>) {
        let input = InputObject::new(name).description(about);
        self.add(fields.into_iter().fold(input, |input, field| input.field(field.build())));
    }

    /// Adds an input of which exactly one field is given.
    pub(crate) fn one_of(&mut self, name: &str, about: &str, fields: impl IntoIterator<Item = Argument>) {
        let input = InputObject::new(name).description(about).oneof();
        self.add(fields.into_iter().fold(input, |input, field| input.field(field.build())));
    }

    /// Adds an enumeration; each word with what it means.
    pub(crate) fn words(&mut self, name: &str, about: &str, words: &[(&str, &str)]) {
        let start = Enum::new(name).description(about);
        self.add(words.iter().fold(start, |all, (word, about)| all.item(EnumItem::new(*word).description(*about))));
    }

    /// Adds a scalar that its own code checks; `specified` is where its form is laid down.
    pub(crate) fn scalar(&mut self, name: &str, about: &str, specified: Option<&str>) {
        let scalar = Scalar::new(name).description(about);
        self.add(specified.into_iter().fold(scalar, Scalar::specified_by_url));
    }

    /// Adds a field of `Query`.
    pub(crate) fn query(&mut self, name: &str, field: Spec) {
        self.query.add(name, field);
    }

    /// Adds a field of `Mutation`.
    pub(crate) fn mutation(&mut self, name: &str, field: Spec) {
        self.mutation.add(name, field);
    }

    /// Adds a field of `Subscription`.
    pub(crate) fn subscription(&mut self, name: &str, field: SubscriptionField) {
        self.subscription.add(name, field);
    }

    /// The schema.
    ///
    /// # Errors
    /// What does not fit together.
    pub(crate) fn finish(mut self) -> Result<Schema, SchemaError> {
        let query = crate::schema::spec::object("Query", "What can be read.", std::mem::take(&mut self.query.fields));
        let mutation =
            crate::schema::spec::object("Mutation", "What can be done.", std::mem::take(&mut self.mutation.fields));
        let builder = self.builder.register(query).register(mutation);
        if self.subscription.fields.is_empty() {
            return builder.finish();
        }
        let root = Subscription::new("Subscription").description("What can be followed.");
        let subscription = self.subscription.fields.into_iter().fold(root, Subscription::field);
        builder.register(subscription).finish()
    }
}

fn name_of(ty: &Type) -> &str {
    match ty {
        Type::Scalar(one) => one.type_name(),
        Type::Object(one) => one.type_name(),
        Type::InputObject(one) => one.type_name(),
        Type::Enum(one) => one.type_name(),
        Type::Interface(one) => one.type_name(),
        Type::Union(one) => one.type_name(),
        Type::Subscription(one) => one.type_name(),
        Type::Upload => "Upload",
    }
}

/// The object as the library wants it, with more to add.
pub(crate) fn implementing(object: Object, interfaces: &[&str]) -> Object {
    interfaces.iter().fold(object, |object, interface| object.implement(*interface))
}
