//! From flags and configuration files to engines: what holds for each input.
//!
//! Layers, from the bottom: defaults, profile, extended files, file, flags. Nothing is read that is not named.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, anyhow, bail};
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use yinmo::config::{self, Choices, Glob, List, ListKind, Profile, Set, Settings, suggest};
use yinmo::engine::Engine;
use yinmo::format::Encoding;
use yinmo::policy::{Purpose, matches_prefix};
use yinmo::rule::RuleSet;
use yinmo::style::Style;

use super::args::{Choice, ConfigSource, Input};
use super::walk::{self, Inputs, Item};
use super::{Manner, terms};

/// Names of configuration files, in the order they are looked for in a folder.
const NAMES: [&str; 3] = ["yinmo.toml", ".yinmo.toml", "pyproject.toml"];

/// How many files may extend each other in a row.
const DEEPEST: usize = 8;

/// The settings of a run.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    settings: Settings,
    /// The globs of each `[[path]]` table.
    paths: Vec<Vec<Gitignore>>,
    exclude: Vec<Gitignore>,
}

/// What holds for some inputs.
#[derive(Clone, Debug)]
pub(crate) struct Variant {
    pub(crate) engine: Arc<Engine>,
    pub(crate) style: Style,
    pub(crate) purpose: Purpose,
}

/// What holds for each input.
#[derive(Debug)]
pub(crate) struct Variants {
    variants: Vec<Variant>,
    /// The variant of each input.
    of: Vec<usize>,
    pub(crate) encoding: Option<Encoding>,
    pub(crate) jobs: Option<u16>,
}

impl Variants {
    /// What holds for the input of this index.
    pub(crate) fn of(&self, index: usize) -> &Variant {
        &self.variants[self.of[index]]
    }

    /// What holds where no path says otherwise.
    pub(crate) fn first(&self) -> &Variant {
        &self.variants[0]
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Variant> {
        self.variants.iter()
    }
}

/// What a command's own flags say.
#[derive(Clone, Debug, Default)]
pub(crate) struct Flags<'a> {
    pub(crate) style: Option<&'a str>,
    pub(crate) purpose: Option<Purpose>,
    pub(crate) input: Option<&'a Input>,
    pub(crate) baseline: Option<&'a Path>,
}

impl Config {
    /// Reads what is configured and lays the flags over it. `None` when the settings were only to be printed.
    pub(crate) fn load(choice: &Choice, flags: &Flags<'_>, manner: Manner) -> anyhow::Result<Option<Self>> {
        let config = Self::lay(typed(choice, flags), &choice.source, manner)?;
        if choice.source.dump_config {
            // Checks it too: what is printed is what a run would take.
            config.variant(&config.settings.choices)?;
            std::io::stdout().lock().write_all(config.settings.dump().as_bytes())?;
            return Ok(None);
        }
        Ok(Some(config))
    }

    /// The settings without a command's flags.
    pub(crate) fn bare(source: &ConfigSource, manner: Manner) -> anyhow::Result<Self> {
        Self::lay(Settings::default(), source, manner)
    }

    fn lay(typed: Settings, source: &ConfigSource, manner: Manner) -> anyhow::Result<Self> {
        let mut file = Settings::default();
        if let Some(path) = source.file() {
            if manner.verbose {
                manner.say(&format!("settings from {}", path.display()));
            }
            file = read(&path, 0)?;
        }
        let named = source.profile.as_ref().map(|name| Set::flag("--profile", name.clone()));
        let profile = named.or(file.profile.take());
        let mut settings = match &profile {
            Some(name) => self::profile(&name.value).with_context(|| name.origin.to_string())?.settings,
            None => Settings::default(),
        };
        settings = settings.under(file).under(typed);
        settings.profile = profile;
        for file in std::mem::take(&mut settings.rules) {
            let text = terms::text(Path::new(&file.value)).with_context(|| file.origin.to_string())?;
            let added = yinmo::rule::Additions::parse(&file.value, &text)?;
            settings.own.push(Set { value: added.into(), origin: file.origin.clone() });
            settings.rules.push(file);
        }
        let globs = |globs: &[Glob]| globs.iter().map(matcher).collect::<anyhow::Result<Vec<_>>>();
        let paths =
            settings.paths.iter().map(|path| globs(&path.value.globs)).collect::<anyhow::Result<_>>()?;
        let exclude: Vec<Glob> = settings.exclude.iter().map(|glob| glob.value.clone()).collect();
        Ok(Self { paths, exclude: globs(&exclude)?, settings })
    }

    pub(crate) const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The same with a style that was typed.
    #[cfg(feature = "web")]
    pub(crate) fn with_style(&self, name: &str) -> Self {
        let mut config = self.clone();
        config.settings.choices.style = Some(Set::flag("--style", name.to_owned()));
        config
    }

    /// Walks the arguments, passes over what is excluded, and makes an engine for each set of choices that holds
    /// somewhere.
    pub(crate) fn inputs(
        &self,
        paths: &[PathBuf],
        output: Option<&Path>,
        records: bool,
    ) -> anyhow::Result<(Inputs, Variants)> {
        let mut inputs = walk::inputs(paths, output, records)?;
        let excluded = |path: &Path| self.exclude.iter().any(|glob| covers(glob, path));
        inputs.items.retain(|item| item.named || !item.path.as_deref().is_some_and(excluded));
        inputs.skipped.retain(|path| !excluded(path));
        let mut variants = vec![self.variant(&self.settings.choices)?];
        let mut known: BTreeMap<Vec<usize>, usize> = BTreeMap::from([(Vec::new(), 0)]);
        let mut of = Vec::with_capacity(inputs.items.len());
        for Item { path, .. } in &inputs.items {
            let fitting = self.fitting(path.as_deref());
            let index = match known.get(&fitting) {
                Some(&index) => index,
                None => {
                    variants.push(self.variant(&self.choices(&fitting))?);
                    known.insert(fitting, variants.len() - 1);
                    variants.len() - 1
                }
            };
            of.push(index);
        }
        let encoding = self.settings.encoding.as_ref().and_then(|name| Encoding::named(&name.value));
        let jobs = self.settings.jobs.as_ref().map(|jobs| jobs.value);
        Ok((inputs, Variants { variants, of, encoding, jobs }))
    }

    /// What holds for one path.
    pub(crate) fn variant_of(&self, path: Option<&Path>) -> anyhow::Result<Variant> {
        self.variant(&self.choices(&self.fitting(path)))
    }

    /// What holds where no path is asked for, with other rules.
    #[cfg(feature = "web")]
    pub(crate) fn variant_with(&self, choice: &Choice) -> anyhow::Result<Variant> {
        self.variant(&self.settings.choices.clone().under(typed(choice, &Flags::default()).choices))
    }

    /// Whether something else holds for a path than where none is asked for.
    #[cfg(feature = "web")]
    pub(crate) fn differs(&self, path: &Path) -> bool {
        !self.fitting(Some(path)).is_empty()
    }

    /// The `[[path]]` tables that fit a path.
    fn fitting(&self, path: Option<&Path>) -> Vec<usize> {
        let Some(path) = path else { return Vec::new() };
        let fits = |globs: &Vec<Gitignore>| globs.iter().any(|glob| covers(glob, path));
        self.paths.iter().enumerate().filter(|(_, globs)| fits(globs)).map(|(n, _)| n).collect()
    }

    /// The choices where these `[[path]]` tables fit: what is typed wins over them, they win over the rest.
    fn choices(&self, fitting: &[usize]) -> Choices {
        let (typed, lower) = split(self.settings.choices.clone());
        let over = fitting.iter().map(|&n| self.settings.paths[n].value.choices.clone());
        over.fold(lower, Choices::under).under(typed)
    }

    /// An engine with own rules and lists and every rule on.
    pub(crate) fn unchosen(&self) -> anyhow::Result<Engine> {
        self.engine(&Choices::default())
    }

    fn variant(&self, choices: &Choices) -> anyhow::Result<Variant> {
        let style = match &choices.style {
            None => Style::named("xx").expect("the default style is built in"),
            Some(name) => self.style(name)?,
        };
        let engine = Arc::new(self.engine(choices)?);
        let purpose = choices.purpose.as_ref().map_or(Purpose::Release, |purpose| purpose.value);
        Ok(Variant { engine, style, purpose })
    }

    fn style(&self, name: &Set<String>) -> anyhow::Result<Style> {
        self.settings.style(&name.value).ok_or_else(|| {
            let own = self.settings.styles.iter().map(|style| style.value.name().to_owned());
            let names: Vec<String> = Style::all().map(|style| style.name().to_owned()).chain(own).collect();
            anyhow!(
                "{}: there is no style {:?}; there are these styles: {}",
                name.origin,
                name.value,
                names.join(", ")
            )
        })
    }

    fn engine(&self, choices: &Choices) -> anyhow::Result<Engine> {
        let mut engine = yinmo::builtin::engine(choices.policy());
        let own = self.settings.own.iter().map(|own| (own.origin.to_string(), &*own.value));
        let own: Vec<_> = own.collect();
        engine.extend(own.iter().map(|(origin, added)| (origin.as_str(), *added)))?;
        let lists = choices.select.iter().chain(&choices.ignore);
        let named = lists.flat_map(|set| set.value.iter().map(|rule| (rule, &set.origin)));
        for (prefix, origin) in named.chain(choices.severity.iter().map(|(rule, set)| (rule, &set.origin))) {
            known(prefix, engine.rules()).with_context(|| origin.to_string())?;
        }
        for list in &self.settings.lists {
            terms::add(&mut engine, &list.value).map_err(|error| match &list.origin {
                config::Origin::Flag(_) => error,
                origin => error.context(origin.to_string()),
            })?;
        }
        Ok(engine)
    }
}

impl ConfigSource {
    /// The configuration file that is read, if any.
    pub(crate) fn file(&self) -> Option<PathBuf> {
        match &self.config {
            _ if self.isolated => None,
            Some(path) => Some(path.clone()),
            None => find(&std::env::current_dir().unwrap_or_default()),
        }
    }
}

/// The engine that holds where no path is asked for; `None` when the settings were only to be printed.
pub(crate) fn engine(choice: &Choice, manner: Manner) -> anyhow::Result<Option<Engine>> {
    let config = Config::load(choice, &Flags::default(), manner)?;
    config.map(|config| config.engine(&config.settings.choices)).transpose()
}

/// The encoding of this name; none to detect it.
pub(crate) fn encoding(name: Option<&str>) -> Option<Encoding> {
    name.and_then(Encoding::named)
}

/// Refuses a rule or group that is not there.
fn known(prefix: &str, rules: &RuleSet) -> anyhow::Result<()> {
    if rules.iter().any(|(_, rule)| matches_prefix(&rule.name, prefix)) {
        return Ok(());
    }
    let groups = rules.iter().map(|(_, rule)| rule.name.split('/').next().unwrap_or_default());
    let names = rules.iter().map(|(_, rule)| rule.name.as_ref()).chain(groups);
    let hint = suggest(prefix, names).map_or(String::new(), |hint| format!("did you mean {hint:?}? "));
    bail!("there is no rule or group {prefix:?}; {hint}`yinmo rules` lists them")
}

/// The profile of this name.
pub(crate) fn profile(name: &str) -> anyhow::Result<Profile> {
    match Profile::named(name) {
        Some(profile) => Ok(profile?),
        None => {
            let names: Vec<&str> = Profile::names().collect();
            bail!("there is no profile {name:?}; there are {}", names.join(", "))
        }
    }
}

/// What was typed apart from the rest.
fn split(choices: Choices) -> (Choices, Choices) {
    fn part<T>(set: Option<Set<T>>, typed: &mut Option<Set<T>>) -> Option<Set<T>> {
        match set {
            Some(Set { origin: config::Origin::Flag(_), .. }) => {
                *typed = set;
                None
            }
            _ => set,
        }
    }
    let mut typed = Choices::default();
    let lower = Choices {
        style: part(choices.style, &mut typed.style),
        purpose: part(choices.purpose, &mut typed.purpose),
        select: part(choices.select, &mut typed.select),
        ignore: part(choices.ignore, &mut typed.ignore),
        min_score: part(choices.min_score, &mut typed.min_score),
        severity: choices.severity,
    };
    (typed, lower)
}

/// The flags as a layer.
fn typed(choice: &Choice, flags: &Flags<'_>) -> Settings {
    let names = |flag, list: &[String]| (!list.is_empty()).then(|| Set::flag(flag, list.to_vec()));
    let list = |flag, kind| {
        move |path: &PathBuf| Set::flag(flag, List { kind, path: path.to_string_lossy().into_owned() })
    };
    let terms = choice.terms.iter().map(list("--terms", ListKind::Mask));
    Settings {
        choices: Choices {
            style: flags.style.map(|name| Set::flag("--style", name.to_owned())),
            purpose: flags.purpose.map(|purpose| Set::flag("--for", purpose)),
            select: names("--select", &choice.select),
            ignore: names("--ignore", &choice.ignore),
            min_score: choice.min_score.map(|score| Set::flag("--min-score", score)),
            severity: BTreeMap::new(),
        },
        encoding: flags
            .input
            .and_then(|input| input.encoding.clone())
            .map(|name| Set::flag("--encoding", name)),
        jobs: flags.input.and_then(|input| input.jobs).map(|jobs| Set::flag("--jobs", jobs)),
        allow: choice.allow.as_ref().map(|path| Set::flag("--allow", path.to_string_lossy().into_owned())),
        baseline: flags.baseline.map(|path| Set::flag("--baseline", path.to_string_lossy().into_owned())),
        lists: terms.chain(choice.keep.iter().map(list("--keep", ListKind::Keep))).collect(),
        ..Settings::default()
    }
}

/// The nearest configuration file, here or in a folder above.
fn find(folder: &Path) -> Option<PathBuf> {
    let mut files = folder.ancestors().flat_map(|folder| NAMES.iter().map(|name| folder.join(name)));
    let found = files.find(|path| {
        path.is_file()
            && (!is_project(path)
                || std::fs::read_to_string(path).is_ok_and(|text| text.contains("[tool.yinmo")))
    })?;
    // As short as it can be said.
    Some(found.strip_prefix(folder).map(Path::to_owned).unwrap_or(found))
}

pub(crate) fn is_project(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == "pyproject.toml")
}

/// Reads a file and those it extends.
fn read(path: &Path, depth: usize) -> anyhow::Result<Settings> {
    let text = terms::text(path)?;
    let within: &[&str] = if is_project(path) { &["tool", "yinmo"] } else { &[] };
    let mut settings = config::read(&path.display().to_string(), &text, within)?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let base = std::path::absolute(if folder.as_os_str().is_empty() { Path::new(".") } else { folder })?;
    let base = base.canonicalize().unwrap_or(base);
    settings.rebase(&base.to_string_lossy(), |path| folder.join(path).to_string_lossy().into_owned());
    let mut lower = Settings::default();
    for other in std::mem::take(&mut settings.extend) {
        if depth == DEEPEST {
            bail!("{}: more than {DEEPEST} files extend each other; is there a circle?", other.origin);
        }
        let other_settings =
            read(Path::new(&other.value), depth + 1).with_context(|| other.origin.to_string())?;
        lower = lower.under(other_settings);
    }
    Ok(lower.under(settings))
}

fn covers(glob: &Gitignore, path: &Path) -> bool {
    let full = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    full.starts_with(glob.path()) && glob.matched_path_or_any_parents(&full, false).is_ignore()
}

fn matcher(glob: &Glob) -> anyhow::Result<Gitignore> {
    let base = if glob.base.is_empty() { std::env::current_dir()? } else { PathBuf::from(&glob.base) };
    let mut builder = GitignoreBuilder::new(base);
    builder
        .add_line(None, &glob.pattern)
        .map_err(|error| anyhow!("the pattern {:?}: {error}", glob.pattern))?;
    builder.build().map_err(|error| anyhow!("the pattern {:?}: {error}", glob.pattern))
}
