//! Paths into a manifest, as people read them: `spec.workflow.actions[2].to`.

use cityhall_domain::form::pointer::tokens;
use serde_json::Value;

/// The path of `key` below `parent`.
#[must_use]
pub fn key(parent: &str, key: &str) -> String {
    match (is_plain(key), parent.is_empty()) {
        (true, true) => key.to_owned(),
        (true, false) => format!("{parent}.{key}"),
        (false, _) => format!("{parent}[{}]", Value::from(key)),
    }
}

/// The path of the item at `index` below `parent`.
#[must_use]
pub fn item(parent: &str, index: usize) -> String {
    format!("{parent}[{index}]")
}

fn is_plain(key: &str) -> bool {
    let mut bytes = key.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_alphabetic() || first == b'$' || first == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'$'))
}

/// The path that JSON Pointer `pointer` of `root` has below `prefix`.
pub(crate) fn of_pointer(prefix: &str, root: &Value, pointer: &str) -> String {
    let mut at = Some(root);
    let mut path = prefix.to_owned();
    for name in tokens(pointer) {
        let index = at.filter(|value| value.is_array()).and_then(|_| name.parse::<usize>().ok());
        path = index.map_or_else(|| key(&path, &name), |index| item(&path, index));
        at = at.and_then(|value| index.map_or_else(|| value.get(&name), |index| value.get(index)));
    }
    path
}

/// The path above `path`: without its last key or index. `None` at the top.
pub(crate) fn parent(path: &str) -> Option<&str> {
    if let Some(open) = path.strip_suffix("\"]").and_then(|rest| rest.rfind("[\"")) {
        return Some(&path[..open]);
    }
    path.rfind(['.', '[']).map(|end| &path[..end])
}

/// Whether `path` is `around`, lies within it, or is the whole spec.
pub(crate) fn is_within(path: &str, around: &str) -> bool {
    let inner = path.strip_prefix(around).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']));
    inner || path == "spec"
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn paths_are_read_as_people_write_them() {
        let root = json!({"a": [{"x-y": {"0": 1, "车.b": 2}}]});
        assert_eq!(of_pointer("spec", &root, "/a/0/x-y/0"), "spec.a[0].x-y[\"0\"]");
        assert_eq!(of_pointer("spec", &root, "/a/0/x-y/车.b"), "spec.a[0].x-y[\"车.b\"]");
        assert_eq!(of_pointer("spec", &root, "/missing/b"), "spec.missing.b");
        assert_eq!(of_pointer("spec", &root, ""), "spec");
    }

    #[test]
    fn the_parent_of_a_path() {
        assert_eq!(parent("spec.a[0].b"), Some("spec.a[0]"));
        assert_eq!(parent("spec.a[0]"), Some("spec.a"));
        assert_eq!(parent("spec.x[\"车.b\"]"), Some("spec.x"));
        assert_eq!(parent("spec"), None);
    }
}
