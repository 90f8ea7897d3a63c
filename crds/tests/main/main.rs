//! The compiler of modules, entered by its public door: YAML in, module or diagnostics out.

#[cfg(test)]
mod alternatives;
#[cfg(test)]
mod base;
#[cfg(test)]
mod consultation;
#[cfg(test)]
mod definitions;
#[cfg(test)]
mod examination;
#[cfg(test)]
mod examples;
#[cfg(test)]
mod golden;
#[cfg(test)]
mod guide;
#[cfg(test)]
mod kinds;
#[cfg(test)]
mod notices;
mod people;
#[cfg(test)]
mod robust;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod structure;
