//! The command line of yinmo.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let engine = yinmo::builtin::engine(yinmo::policy::Policy::default());
    let mut files: Vec<std::path::PathBuf> = vec![];
    for a in &args[4..] {
        if std::path::Path::new(a).is_dir() {
            files.extend(std::fs::read_dir(a).unwrap().map(|e| e.unwrap().path()));
        } else {
            files.push(a.into());
        }
    }
    files.sort();
    for f in files {
        let text = std::fs::read_to_string(&f).unwrap();
        for x in engine.scan(&text).findings {
            println!(
                "{}",
                serde_json::json!({"path": f.to_str(), "rule": engine.rules().rule(x.rule).name, "start": x.span.start, "end": x.span.end, "score": x.score, "text": x.span.of(&text)})
            );
        }
    }
}
