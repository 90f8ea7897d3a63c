//! What checkers find and what stands of it: `charts/cityhall/waivers.md`.

use std::collections::BTreeSet;

use cityhall_tests::{Failure, Outcome};

use super::rendered::chart;

/// A check that failed, and the kind of object that it failed for.
pub(super) type Finding = (String, String);

/// Fails for a finding that is not waived, and for a waiver that nothing needs.
pub(super) fn judge(tool: &str, found: &BTreeSet<Finding>) -> Outcome {
    let waived = waived(tool)?;
    let new: Vec<_> = found.difference(&waived).collect();
    let unused: Vec<_> = waived.difference(found).collect();
    assert!(new.is_empty(), "{tool} finds {new:?}");
    assert!(unused.is_empty(), "{tool} does not find {unused:?}, which charts/cityhall/waivers.md waives");
    Ok(())
}

fn waived(tool: &str) -> Result<BTreeSet<Finding>, Failure> {
    let text = std::fs::read_to_string(chart("cityhall").join("waivers.md"))?;
    let rows = text.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"));
    let mut waived = BTreeSet::new();
    for row in rows {
        let cells: Vec<&str> = row.split(" | ").collect();
        let [by, check, kind, reason] = cells[..] else { return Err(format!("not four cells: {row}").into()) };
        assert!(!reason.trim().is_empty(), "no reason: {row}");
        if by == tool {
            waived.insert((check.to_owned(), kind.to_owned()));
        }
    }
    Ok(waived)
}
