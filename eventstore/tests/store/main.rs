//! The event store through its public face, on a real disk.

#[cfg(test)]
mod contract;
#[cfg(test)]
mod golden;
#[cfg(test)]
mod opening;
#[cfg(test)]
mod support;

#[cfg(test)]
#[cfg(target_os = "linux")]
mod full_disk;
#[cfg(test)]
#[cfg(unix)]
mod killed;
