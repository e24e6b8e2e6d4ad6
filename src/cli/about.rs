//! `rules`, `styles` and `demo`: what yinmo knows, and shows of itself.

use std::io::{self, Write as _};

use anyhow::bail;
use yinmo::builtin;
use yinmo::edit;
use yinmo::policy::Policy;
use yinmo::report::{self, DiffLook, Look, Source, View};
use yinmo::style::Style;

use super::config::Config;
use super::{Manner, Status};
use super::{args, init};

/// An invented sentence with one of each kind.
pub(crate) const SENTENCE: &str = "2021年3月5日，临江县财政局局长杨槐到临江县柳林镇走访企业48家，兑现奖补资金3.2亿元，办结率95%，联系电话0571-88006633。";

/// An invented report with everything in it that yinmo is for.
const REPORT: &str = include_str!("../../examples/report.txt");

pub(crate) fn rules(args: &args::Rules, manner: Manner) -> anyhow::Result<Status> {
    let config = Config::bare(&args.source, manner)?;
    if args.source.dump_config {
        bail!("--dump-config shows the settings of scan, check, mask and clean");
    }
    let mut rules = builtin::rules();
    let before = rules.size().0;
    for own in &config.settings().own {
        rules.extend(&own.origin.to_string(), &own.value)?;
    }
    let mut out = io::stdout().lock();
    if args.prove {
        return init::prove(&config, before, &mut out);
    }
    match &args.rule {
        None => {
            report::rule_list(&rules, "", manner.colour, &mut out)?;
        }
        Some(name) => match rules.find(name) {
            Some(id) => report::rule_page(rules.rule(id), manner.colour, &mut out)?,
            None if report::rule_list(&rules, name, manner.colour, &mut out)? == 0 => {
                bail!("there is no rule or group {name:?}; `yinmo rules` lists them");
            }
            None => {}
        },
    }
    Ok(Status::Fine)
}

pub(crate) fn styles(manner: Manner) -> anyhow::Result<Status> {
    let engine = builtin::engine(Policy::default());
    let bold = if manner.colour { anstyle::Style::new().bold() } else { anstyle::Style::new() };
    let mut out = io::stdout().lock();
    writeln!(out, "{SENTENCE}\n")?;
    for style in Style::all() {
        writeln!(out, "{bold}{}{bold:#}: {}", style.name(), style.describe())?;
        let masked = engine.mask(SENTENCE, &style);
        writeln!(out, "  {}", edit::apply(SENTENCE, &masked.edits))?;
        writeln!(out, "  hides {}; shows {}", style.hides(), style.shows())?;
    }
    Ok(Status::Fine)
}

pub(crate) fn demo(manner: Manner) -> anyhow::Result<Status> {
    let engine = builtin::engine(Policy::default());
    let style = Style::named("xx").expect("the default style is built in");
    let bold = if manner.colour { anstyle::Style::new().bold() } else { anstyle::Style::new() };
    let mut out = io::BufWriter::new(io::stdout().lock());
    let source = Source { path: "report.txt", unit: None, text: REPORT };
    let view = View { rules: engine.rules(), policy: engine.policy(), with_text: true, details: true };
    let look = Look { colour: manner.colour, explain: false };
    let outcome = engine.scan(REPORT);
    writeln!(out, "{bold}$ yinmo scan report.txt{bold:#}")?;
    let mut masker = style.masker();
    masker.meet(REPORT, &outcome.findings);
    report::records(
        source,
        view,
        &mut masker,
        outcome.findings.iter().map(|finding| (finding, None)),
        |record| report::text(record, REPORT, look, &mut out),
    )?;
    let masked = engine.mask_clean(REPORT, &style);
    writeln!(out, "\n{bold}$ yinmo mask --clean --stdout report.txt{bold:#}")?;
    out.write_all(edit::apply(REPORT, &masked.edits).as_bytes())?;
    writeln!(out, "\n{bold}$ yinmo mask --clean report.txt{bold:#}")?;
    let look = DiffLook { colour: manner.colour, ..DiffLook::default() };
    report::diff("report.txt", REPORT, &masked.edits, look, &mut out)?;
    out.flush()?;
    manner.say(&format!(
        "\n{} in a report of {} lines",
        report::plural(outcome.findings.len(), "finding"),
        REPORT.lines().count()
    ));
    Ok(Status::Fine)
}
