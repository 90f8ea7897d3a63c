//! What a module is called in the API. Pure and one-to-one, so that collisions can be proved at
//! publication instead of met in the schema.

use crate::name::ModuleName;

/// The names that module `food-licence` gives to its types and fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiName {
    /// Prefix of its types: `FoodLicence`.
    pub type_prefix: String,
    /// Prefix of its fields: `foodLicence`.
    pub field_prefix: String,
}

impl ApiName {
    /// The names of `module`.
    #[must_use]
    pub fn of(module: &ModuleName) -> Self {
        let type_prefix: String = module.as_str().split('-').map(capitalised).collect();
        let field_prefix = uncapitalised(&type_prefix);
        Self { type_prefix, field_prefix }
    }
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(characters).collect()
}

fn uncapitalised(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(characters).collect()
}

/// Whether `text` is a name of the GraphQL specification (section 2.1.9) that is not reserved for
/// introspection.
#[must_use]
pub fn is_graphql_name(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !text.starts_with("__")
}

/// Types of the core API. A module whose types would carry one of these names is refused; the API
/// tests that the list is complete.
pub const RESERVED_TYPES: &[&str] = &["Boolean", "Float", "ID", "Int", "Mutation", "Query", "String", "Subscription"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_names_its_types_and_fields() {
        let name = ApiName::of(&"food-licence".parse().unwrap());
        assert_eq!((name.type_prefix.as_str(), name.field_prefix.as_str()), ("FoodLicence", "foodLicence"));
    }

    #[test]
    fn graphql_names() {
        for good in ["a", "_a", "aB9"] {
            assert!(is_graphql_name(good), "{good}");
        }
        for bad in ["", "9a", "a-b", "__a", "车"] {
            assert!(!is_graphql_name(bad), "{bad}");
        }
    }
}
