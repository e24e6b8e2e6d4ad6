use std::time::Instant;
use yinmo::{builtin, lexicon::Lexicon, recognize};
fn main() {
    let text = std::fs::read_to_string(std::env::args().nth(1).unwrap()).unwrap();
    let rules = builtin::rules();
    let recs = recognize::builtin(&rules).unwrap();
    let (terms, words) = builtin::lexicons();
    let mut t = vec![[0f64; 3]; recs.len() + 2];
    let mut buffers = recognize::Buffers::default();
    let mut at = 0;
    while at < text.len() {
        let mut end = (at + (1 << 18)).min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let n = Instant::now();
        let folded = recognize::Text::new(&text[at..end], at, terms.view(), buffers);
        t[recs.len()][0] += n.elapsed().as_secs_f64();
        let cx = recognize::Context {
            text: &folded,
            lexicon: terms.view(),
            words: words.view(),
            rules: &rules,
            edges: (at == 0, end == text.len()),
        };
        let mut found = vec![];
        for (i, r) in recs.iter().enumerate() {
            let n = Instant::now();
            r.recognize(&cx, &mut found);
            t[i][0] += n.elapsed().as_secs_f64();
        }
        let mut known = recognize::Known::default();
        for (i, r) in recs.iter().enumerate() {
            let n = Instant::now();
            r.learn(&cx, &found, &mut known);
            t[i][1] += n.elapsed().as_secs_f64();
        }
        known.finish();
        for (i, r) in recs.iter().enumerate() {
            let n = Instant::now();
            r.recall(&cx, &known, &mut found);
            t[i][2] += n.elapsed().as_secs_f64();
        }
        let n = Instant::now();
        let c = yinmo::resolve::resolve(&found, &rules);
        t[recs.len() + 1][0] += n.elapsed().as_secs_f64();
        std::hint::black_box(&c);
        buffers = folded.into_buffers();
        at = end;
    }
    let mb = text.len() as f64 / 1e6;
    for (i, x) in t.iter().enumerate() {
        let name =
            recs.get(i).map_or(if i == recs.len() { "text".to_owned() } else { "resolve".to_owned() }, |r| {
                format!("{r:?}").chars().take(12).collect()
            });
        println!(
            "{name:14} ns/byte: recognize {:.1} learn {:.1} recall {:.1}",
            x[0] * 1e3 / mb,
            x[1] * 1e3 / mb,
            x[2] * 1e3 / mb
        );
    }
    let _: Option<Lexicon> = None;
}
