//! Who may ask. Any page a browser shows can send requests to this machine; none of them may get through.
//!
//! The Host header keeps out pages that point their own name here; Origin and Sec-Fetch-Site keep out pages of other
//! sites; the token keeps out other users and programs of this machine.

use std::net::SocketAddr;

use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, Method, Request, StatusCode, header};

use super::reply::Refusal;
use super::routes::Area;

/// The header in which the page sends its token.
pub(super) const TOKEN: HeaderName = HeaderName::from_static("x-yinmo-token");
const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");

/// What is let through.
#[derive(Debug)]
pub(super) struct Guard {
    token: String,
    /// Whether the API takes requests without a token.
    open: bool,
    /// Names under which this service is called, with or without a port.
    hosts: Vec<String>,
}

impl Guard {
    pub(super) fn new(token: String, open: bool, at: SocketAddr, allowed: &[String]) -> Self {
        let mut hosts: Vec<String> = allowed.iter().map(|host| host.to_ascii_lowercase()).collect();
        if at.ip().is_loopback() {
            let ip = if at.is_ipv6() { format!("[{}]", at.ip()) } else { at.ip().to_string() };
            for name in [ip, "localhost".to_owned()] {
                hosts.push(format!("{name}:{}", at.port()));
                if at.port() == 80 {
                    hosts.push(name);
                }
            }
        }
        Self { token, open, hosts }
    }

    pub(super) fn token(&self) -> &str {
        &self.token
    }

    /// Whether a request may be answered.
    pub(super) fn check<B>(&self, request: &Request<B>, area: Area) -> Result<(), Refusal> {
        let headers = request.headers();
        self.host(headers, request.uri().authority())?;
        let navigates = area == Area::Asset && request.method() == Method::GET;
        if !navigates {
            self.origin(headers)?;
        }
        let needs_token = match area {
            Area::Asset | Area::Public => false,
            Area::Page => true,
            Area::Api => !self.open,
        };
        if needs_token && !self.has_token(headers) {
            let message = "the token is missing or wrong; open the address that the command printed, or send `Authorization: Bearer TOKEN`";
            return Err(Refusal::new(StatusCode::FORBIDDEN, "no-token", message));
        }
        Ok(())
    }

    fn host(&self, headers: &HeaderMap, target: Option<&Authority>) -> Result<(), Refusal> {
        let mut hosts = headers.get_all(header::HOST).iter();
        let named = match (hosts.next(), hosts.next()) {
            (Some(host), None) => host.to_str().is_ok_and(|host| self.knows(host)),
            _ => false,
        };
        if named && target.is_none_or(|target| self.knows(target.as_str())) {
            return Ok(());
        }
        let message = "this service is not called by that name; use the address that the command printed, or start it with --allow-host";
        Err(Refusal::new(StatusCode::MISDIRECTED_REQUEST, "foreign-host", message))
    }

    fn knows(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        let plain = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()));
        let plain = plain.map_or(host.as_str(), |(name, _)| name);
        self.hosts.iter().any(|known| *known == host || known == plain)
    }

    /// Refuses what a page of another site sends.
    fn origin(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let text = |name| headers.get(name).map(|value: &header::HeaderValue| value.to_str().unwrap_or("?"));
        let site = text(SITE).is_none_or(|site| site == "same-origin" || site == "none");
        let own = |origin: &str| {
            let host = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
            host.is_some_and(|host| self.knows(host))
        };
        let origin = headers.get_all(header::ORIGIN).iter().all(|origin| origin.to_str().is_ok_and(own));
        if site && origin && text(MODE) != Some("no-cors") {
            return Ok(());
        }
        let message = "pages of other sites may not use this service";
        Err(Refusal::new(StatusCode::FORBIDDEN, "cross-site", message))
    }

    fn has_token(&self, headers: &HeaderMap) -> bool {
        let given = headers.get(TOKEN).map(|value| value.as_bytes());
        let bearer = headers.get(header::AUTHORIZATION).and_then(|value| {
            let (scheme, token) = value.as_bytes().split_at_checked(7)?;
            scheme.eq_ignore_ascii_case(b"bearer ").then_some(token)
        });
        [given, bearer].into_iter().flatten().any(|token| same(token, self.token.as_bytes()))
    }
}

/// Whether two words are the same, in a time that does not depend on where they differ.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |all, (a, b)| all | (a ^ b)) == 0
}
