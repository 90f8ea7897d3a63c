//! The engine through its public face, over the real SQLite store on a real disk.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a helper that fails fails its test")]

mod access;
mod actions;
mod assignment;
mod beside;
mod city;
mod concerns;
mod conversation;
mod denials;
mod mandates;
mod migration;
mod module;
mod opening;
mod partners;
mod people;
mod publishing;
mod ratings;
mod sealing;
mod submissions;
mod timers;
mod tokens;
