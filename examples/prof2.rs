use std::time::Instant;
fn main() {
    let rules = yinmo::builtin::rules();
    let mut all = vec![];
    for (_, r) in rules.iter() {
        for p in &r.patterns {
            all.push((r.name.clone(), p));
        }
    }
    for p in rules.keeps() {
        all.push(("keep".into(), p));
    }
    let mut v: Vec<(f64, String, String)> = all
        .iter()
        .map(|(n, p)| {
            let t = Instant::now();
            let _ = p.regex();
            (t.elapsed().as_secs_f64() * 1e6, format!("{n} {}", p.id), p.regex.clone())
        })
        .collect();
    v.sort_by(|a, b| b.0.total_cmp(&a.0));
    println!("{} patterns, {:.1} ms", v.len(), v.iter().map(|x| x.0).sum::<f64>() / 1e3);
    for x in v.iter().take(40) {
        println!("{:.0} us {} {}", x.0, x.1, x.2.chars().take(100).collect::<String>());
    }
}
