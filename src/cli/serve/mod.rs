//! `serve`: the page on which a person decides, and the same work for programs over HTTP.
//!
//! Everything that arrives is held in memory alone and answered on one thread; the work on texts is done on a bounded
//! number of others. No text goes into a log, a metric or an error.

mod api;
mod ask;
mod assets;
mod batch;
mod body;
mod decide;
mod documents;
mod download;
mod findings;
mod guard;
mod held;
mod metrics;
mod offsets;
mod open;
mod page;
mod plan;
mod pool;
mod presidio;
mod query;
mod reply;
mod routes;
mod start;
mod state;
mod terms;
mod verdict;

use std::path::PathBuf;

use clap::Args;

use super::{Manner, Status, args, office};

/// What can be typed.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Files to open on the page
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Where to listen: an address, or an address and a port; another than this machine's own needs --token-file and
    /// --allow-host
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:0", value_parser = start::address)]
    pub(super) listen: std::net::SocketAddr,
    /// Do not open the browser
    #[arg(long)]
    pub(super) no_open: bool,
    /// Take the token from this file instead of a new one at each start: at least 16 characters, random
    #[arg(long, value_name = "FILE")]
    pub(super) token_file: Option<PathBuf>,
    /// Let every program of this machine use the API without a token; the page keeps its own
    #[arg(long)]
    pub(super) no_token: bool,
    /// A name under which clients may call this service, such as mask.example.org; may be repeated
    #[arg(long, value_name = "HOST")]
    pub(super) allow_host: Vec<String>,
    /// The largest document or request, as 512K, 64M or 1G
    #[arg(long, value_name = "SIZE", default_value = "64M", value_parser = args::size)]
    pub(super) max_body: usize,
    /// How many seconds a request may take to arrive, to wait and to be worked on
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub(super) timeout: u64,
    /// How many texts are worked on at once [default: one for each processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) jobs: Option<u16>,
    /// What findings become, until the page or a request says otherwise [default: xx]
    #[arg(long, value_name = "NAME")]
    pub(super) style: Option<String>,
    #[command(flatten)]
    pub(super) choice: args::Choice,
    #[command(flatten)]
    pub(super) opening: office::Opening,
    #[command(flatten)]
    pub(super) writing: office::Writing,
}

pub(crate) fn serve(args: &Serve, manner: Manner) -> anyhow::Result<Status> {
    start::run(args, manner)
}
