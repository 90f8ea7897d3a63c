//! The charts as Helm 3 and Helm 4 render and install them: no checker finds what is not written
//! down, an API server takes everything, and nothing of a city is lost when a release changes or goes.

mod checks;
mod life;
mod rendered;
mod rules;
mod site;
mod waivers;
