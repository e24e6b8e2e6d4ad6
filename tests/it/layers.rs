//! Modules of the library point one way: each uses only those above it in `lib.rs`; nothing above the wall knows
//! what a rule is; the library never names the binary's modules.

use std::fs;
use std::path::{Path, PathBuf};

fn rust_files(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            rust_files(&entry.unwrap().path(), files);
        }
    } else if path.extension().is_some_and(|e| e == "rs") {
        files.push(path.to_owned());
    }
}

#[test]
fn modules_use_only_those_above_them() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let lib = fs::read_to_string(src.join("lib.rs")).unwrap();
    let order: Vec<&str> =
        lib.lines().filter_map(|l| l.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert!(order.len() > 10, "the module list of lib.rs was not understood: {order:?}");
    for (rank, module) in order.iter().enumerate() {
        let mut files = Vec::new();
        rust_files(&src.join(module), &mut files);
        rust_files(&src.join(format!("{module}.rs")).clone(), &mut files);
        files.retain(|f| f.exists() && !f.ends_with("tests.rs"));
        assert!(!files.is_empty(), "no file for the module {module}");
        for file in files {
            let text = fs::read_to_string(&file).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap();
            for below in &order[rank + 1..] {
                let needle = format!("crate::{below}::");
                let hit = code.lines().find(|l| l.contains(&needle) && !l.trim_start().starts_with("//"));
                assert!(
                    hit.is_none(),
                    "{} uses {below}, which stands below {module}: {hit:?}",
                    file.display()
                );
            }
            assert!(!code.contains("crate::cli"), "{} names the binary", file.display());
        }
    }
}
