//! Reads and views over whole cases, through the engine's public face, on real files.

mod changes;
mod figures;
mod module;
mod one_door;
mod paging;
mod rebuilding;
mod walls;

pub(crate) mod world;
