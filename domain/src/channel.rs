//! By which way somebody came.

use serde::{Deserialize, Serialize};

/// By which way a command came; recorded with each event. The stored words never change: the online door
/// is called `graphql` there since the first event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Channel {
    /// Over the API, from the portal or a program.
    #[serde(rename = "graphql")]
    Online,
    /// At a counter, where an officer takes it down (窗口).
    Counter,
    /// By telephone, where an officer takes it down (电话).
    Phone,
    /// At a self-service terminal of the city (自助终端).
    Terminal,
    /// Through a system of another body.
    Partner,
    /// Nobody came: time passed.
    Timer,
}

impl Channel {
    /// Every way.
    pub const ALL: [Self; 6] = [Self::Online, Self::Counter, Self::Phone, Self::Terminal, Self::Partner, Self::Timer];

    /// Whether somebody of the city takes down there what a person brings.
    #[must_use]
    pub fn is_attended(self) -> bool {
        matches!(self, Self::Counter | Self::Phone)
    }
}

#[cfg(test)]
mod tests {
    use super::Channel;

    #[test]
    fn stored_words_are_stable() {
        let words = ["graphql", "counter", "phone", "terminal", "partner", "timer"];
        assert_eq!(serde_json::to_value(Channel::ALL).unwrap(), serde_json::json!(words));
    }
}
