use yinmo::{builtin, recognize};
fn cpu() -> f64 {
    std::fs::read_to_string("/proc/thread-self/schedstat")
        .unwrap()
        .split(' ')
        .next()
        .unwrap()
        .parse::<f64>()
        .unwrap()
}
fn dup(f: &[recognize::Candidate]) -> Vec<recognize::Candidate> {
    let mut v = Vec::with_capacity(f.len() + 200000);
    v.extend_from_slice(f);
    v
}
fn main() {
    let text = std::fs::read_to_string(std::env::args().nth(1).unwrap()).unwrap();
    let only: Vec<String> = std::env::args().skip(2).collect();
    let rules = builtin::rules();
    let recs = recognize::builtin(&rules).unwrap();
    let (terms, words) = builtin::lexicons();
    let folded = recognize::Text::new(&text, 0, terms.view(), recognize::Buffers::default());
    let cx = recognize::Context {
        text: &folded,
        lexicon: terms.view(),
        words: words.view(),
        rules: &rules,
        edges: (true, true),
    };
    let n = text.len() as f64;
    const R: usize = 100;
    let mut found: Vec<recognize::Candidate> = Vec::new();
    for r in &recs {
        let name = format!("{r:?}");
        if only.iter().any(|o| name.starts_with(o.as_str())) {
            let a = cpu();
            for _ in 0..R {
                if name.starts_with("Orgs") {
                    std::hint::black_box(dup(&found));
                }
            }
            let b = cpu();
            for _ in 0..R {
                let mut f = if name.starts_with("Orgs") { dup(&found) } else { Vec::new() };
                r.recognize(&cx, &mut f);
                std::hint::black_box(&f);
            }
            let c = cpu();
            println!(
                "{} recognize {:.2}",
                name.chars().take(8).collect::<String>(),
                ((c - b) - (b - a)) / n / R as f64
            );
        }
        r.recognize(&cx, &mut found);
    }
    let mut known = recognize::Known::default();
    for r in &recs {
        let name = format!("{r:?}");
        let a = cpu();
        r.learn(&cx, &found, &mut known);
        let b = cpu();
        if only.iter().any(|o| name.starts_with(o.as_str())) {
            println!("{} learn {:.2}", name.chars().take(8).collect::<String>(), (b - a) / n);
        }
    }
    known.finish();
    for r in &recs {
        let name = format!("{r:?}");
        if only.iter().any(|o| name.starts_with(o.as_str())) {
            let a = cpu();
            for _ in 0..R {
                std::hint::black_box(dup(&found));
            }
            let b = cpu();
            for _ in 0..R {
                let mut f = dup(&found);
                r.recall(&cx, &known, &mut f);
                std::hint::black_box(&f);
            }
            let c = cpu();
            println!(
                "{} recall {:.2}",
                name.chars().take(8).collect::<String>(),
                ((c - b) - (b - a)) / n / R as f64
            );
        }
        r.recall(&cx, &known, &mut found);
    }
}
