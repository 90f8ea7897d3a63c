//! A portal that was built anew is embedded anew, also when a file of it is new.

fn main() {
    println!("cargo:rerun-if-changed=dist");
}
