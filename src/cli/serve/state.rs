//! What all requests share.

use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use anyhow::anyhow;
use yinmo::format::Encoding;
use yinmo::style::Style;

use super::Serve;
use super::documents::Documents;
use super::guard::Guard;
use super::metrics::Metrics;
use super::pool::Pool;
use super::reply::Refusal;
use crate::cli::Manner;
use crate::cli::allow::Allowances;
use crate::cli::args::{self, Choice, Input};
use crate::cli::config::{Config, Flags, Variant};
use crate::cli::walk::Item;

/// The service.
pub(super) struct App {
    pub(super) guard: Guard,
    pub(super) pool: Pool,
    pub(super) documents: Documents,
    pub(super) metrics: Metrics,
    pub(super) max_body: usize,
    pub(super) patience: Duration,
    pub(super) choice: Choice,
    style: Option<String>,
    /// How inputs are read and what is made of them: as by the commands without flags.
    pub(super) input: Input,
    pub(super) target: args::Target,
    settings: RwLock<Arc<Loaded>>,
    /// Files that were named when it was started.
    pub(super) open: RwLock<Vec<(String, String)>>,
}

/// What the configuration says.
pub(super) struct Loaded {
    pub(super) config: Config,
    pub(super) base: Arc<Variant>,
    pub(super) allowances: Arc<Allowances>,
    pub(super) encoding: Option<Encoding>,
    /// Settings with other rules, by what was asked for; the latest come first.
    known: Mutex<Vec<(String, Arc<Variant>)>>,
}

/// How many choices of rules are remembered.
const KNOWN: usize = 8;

impl Loaded {
    fn load(choice: &Choice, style: Option<&str>, manner: Manner) -> anyhow::Result<Self> {
        let flags = Flags { style, ..Flags::default() };
        let config = Config::load(choice, &flags, manner)?
            .ok_or_else(|| anyhow!("--dump-config shows the settings of scan, check, mask and clean"))?;
        let base = Arc::new(config.variant_of(None)?);
        if base.style.invents() || base.style.is_keyed() {
            return Err(anyhow!(
                "the style {} needs a vault or a secret, which the service does not have; take another with --style",
                base.style.name()
            ));
        }
        let allowances = Arc::new(Allowances::load(config.settings())?);
        let encoding = config.settings().encoding.as_ref().and_then(|name| Encoding::named(&name.value));
        Ok(Self { config, base, allowances, encoding, known: Mutex::default() })
    }

    /// What holds for a document of this name.
    pub(super) fn variant(&self, item: &Item) -> Result<Arc<Variant>, Refusal> {
        let Some(path) = item.path.as_deref().filter(|path| self.config.differs(path)) else {
            return Ok(Arc::clone(&self.base));
        };
        let variant = self.config.variant_of(Some(path));
        variant.map(Arc::new).map_err(|error| Refusal::unfit("bad-settings", format!("{error:#}")))
    }

    /// The settings with other rules; what was asked for lately is known.
    pub(super) fn chosen(
        &self,
        select: &[String],
        ignore: &[String],
        min_score: Option<f32>,
    ) -> Result<Arc<Variant>, Refusal> {
        if select.is_empty() && ignore.is_empty() && min_score.is_none() {
            return Ok(Arc::clone(&self.base));
        }
        let lock = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let key = format!("{:?}", (select, ignore, min_score));
        if let Some((_, variant)) = lock().iter().find(|(known, _)| *known == key) {
            return Ok(Arc::clone(variant));
        }
        let chosen =
            Choice { select: select.to_vec(), ignore: ignore.to_vec(), min_score, ..Choice::default() };
        let variant = self.config.variant_with(&chosen).map(Arc::new).map_err(|_| {
            let message = "a rule or group in select or ignore is not known; GET /v1/rules lists them";
            Refusal::unfit("unknown-rule", message)
        })?;
        let mut known = lock();
        known.truncate(KNOWN - 1);
        known.insert(0, (key, Arc::clone(&variant)));
        Ok(variant)
    }

    /// A style that can be used here.
    pub(super) fn style(&self, name: &str) -> Result<Style, Refusal> {
        let style = self.config.settings().style(name).ok_or_else(|| {
            let message = "there is no such style; GET /v1/rules and `yinmo styles` list them";
            Refusal::unfit("unknown-style", message)
        })?;
        if style.invents() || style.is_keyed() {
            let message = "this style needs a vault or a secret, which the service does not have; take another, such as tag";
            return Err(Refusal::unfit("unfit-style", message));
        }
        Ok(style)
    }

    /// The styles that can be used here, own ones too.
    pub(super) fn styles(&self) -> Vec<Style> {
        let own = self.config.settings().styles.iter().map(|style| style.value.clone());
        let mut styles: Vec<Style> = Style::all().chain(own).collect();
        styles.retain(|style| !style.invents() && !style.is_keyed());
        styles
    }
}

impl App {
    pub(super) fn new(args: &Serve, guard: Guard, manner: Manner) -> anyhow::Result<Self> {
        let loaded = Loaded::load(&args.choice, args.style.as_deref(), manner)?;
        let jobs = args.jobs.or(loaded.config.settings().jobs.as_ref().map(|jobs| jobs.value));
        let all = || std::thread::available_parallelism().map_or(1, usize::from);
        let patience = Duration::from_secs(args.timeout);
        let mut input = Input::of(Vec::new(), None);
        input.opening = args.opening.clone();
        input.max_unit = args.max_body;
        let mut target = args::Target::printed();
        target.writing = args.writing;
        Ok(Self {
            guard,
            pool: Pool::new(jobs.map_or_else(all, usize::from), patience),
            documents: Documents::default(),
            metrics: Metrics::default(),
            max_body: args.max_body,
            patience,
            choice: args.choice.clone(),
            style: args.style.clone(),
            input,
            target,
            settings: RwLock::new(Arc::new(loaded)),
            open: RwLock::default(),
        })
    }

    /// The settings in effect.
    pub(super) fn loaded(&self) -> Arc<Loaded> {
        Arc::clone(&self.settings.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads the settings again, for documents that come from now on.
    pub(super) fn reload(&self) -> anyhow::Result<()> {
        let manner = Manner { colour: false, quiet: true, verbose: false };
        let loaded = Loaded::load(&self.choice, self.style.as_deref(), manner)?;
        *self.settings.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(loaded);
        Ok(())
    }
}
