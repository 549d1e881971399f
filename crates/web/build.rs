//! Makes the folder that the assets are embedded from, so that the program compiles before they are built.

use std::path::Path;

fn main() {
    let dist = Path::new("assets/dist");
    println!("cargo::rerun-if-changed=assets/dist");
    if let Err(error) = std::fs::create_dir_all(dist) {
        println!("cargo::error=Mappen crates/web/assets/dist kan ikke laves: {error}.");
        return;
    }
    if !dist.join("ottetal.css").is_file() {
        println!("cargo::warning=Siderne får intet udseende: kør `cargo xtask assets`, og byg igen.");
    }
}
