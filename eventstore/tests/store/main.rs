//! The event store through its public face, on a real disk.

#[cfg(test)]
mod contract;
#[cfg(test)]
mod opening;
#[cfg(test)]
mod support;
