//! The age format, version 1: what `age` writes and reads, with a passphrase (`age -p`) or with keys (`age -r`).
//!
//! A random file key is wrapped: under a key that scrypt makes of the passphrase, or for each recipient under a key
//! agreed upon with an ephemeral X25519 key. The payload is encrypted in chunks of 64 KiB under a key made of the file
//! key. A changed byte anywhere is noticed.
//!
//! The system's random numbers are all that comes from outside.

mod base64;
mod key;

use chacha20poly1305::aead::{Aead as _, KeyInit as _};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use hkdf::Hkdf;
use hmac::{Hmac, Mac as _};
use sha2::Sha256;

use self::base64::{base64, unbase64};
pub use self::key::{Identity, KeyError, Recipient};

const VERSION: &str = "age-encryption.org/v1";
const SCRYPT: &[u8] = b"age-encryption.org/v1/scrypt";
/// Work of a guess: 2^17 rounds need 128 MiB and some tenths of a second.
const WORK: u8 = 17;
/// The most work that is done for a file.
const MOST_WORK: u8 = 20;
/// Characters of a full line of a stanza's body.
const LINE: usize = 64;
const CHUNK: usize = 1 << 16;
const TAG: usize = 16;
/// What is said where [`encrypt`] or [`secret`] give nothing.
pub const NO_RANDOM: &str = "the system gives no random numbers";

/// Who can read a file.
#[derive(Clone, Copy)]
pub enum Readers<'a> {
    /// Whoever knows it.
    Passphrase(&'a [u8]),
    /// The owners of these keys.
    Keys(&'a [Recipient]),
}

/// What a file is read with.
#[derive(Clone, Copy)]
pub enum Opener<'a> {
    /// A passphrase.
    Passphrase(&'a [u8]),
    /// Secret keys; one of them has to fit.
    Keys(&'a [Identity]),
}

/// Why a file cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unreadable {
    /// Another passphrase, or damage.
    #[error("the passphrase is wrong, or the vault was changed")]
    Passphrase,
    /// Other keys, or damage.
    #[error("it is encrypted to none of your keys, or the vault was changed")]
    Keys,
    /// A passphrase was given.
    #[error("it is encrypted to keys; give yours instead of a passphrase")]
    NeedsKey,
    /// Keys were given.
    #[error("it is encrypted with a passphrase; give it instead of a key")]
    NeedsPassphrase,
    /// Not in the format.
    #[error(
        "it is not in the age format, or the vault was changed; armoured text is not read, write it without -a"
    )]
    Foreign,
    /// The right key, and damage.
    #[error("the vault was changed, or is cut off")]
    Changed,
}

/// A random secret in text.
pub fn secret() -> Option<String> {
    let mut random = [0u8; 32];
    getrandom::fill(&mut random).ok()?;
    Some(base64(&random))
}

/// Encrypts; `None` when the system gives no random numbers, or there is no reader.
pub fn encrypt(content: &[u8], readers: &Readers<'_>) -> Option<Vec<u8>> {
    let mut random = [0u8; 48];
    getrandom::fill(&mut random).ok()?;
    let (salt, rest) = random.split_at(16);
    let (file_key, nonce) = rest.split_at(16);
    let mut header = format!("{VERSION}\n");
    let mut stanza = |kind: &str, wrapped: &[u8]| {
        header.push_str(&format!("-> {kind}\n{}\n", base64(wrapped)));
    };
    match readers {
        Readers::Passphrase(passphrase) => {
            let wrapped = wrap(&wrapping_key(passphrase, salt, WORK)?, file_key)?;
            stanza(&format!("scrypt {} {WORK}", base64(salt)), &wrapped);
        }
        Readers::Keys([]) => return None,
        Readers::Keys(keys) => {
            for recipient in *keys {
                let (share, key) = recipient.agree()?;
                stanza(&format!("X25519 {}", base64(&share)), &wrap(&key, file_key)?);
            }
        }
    }
    header.push_str("---");
    let mac = header_mac(file_key, header.as_bytes())?.finalize().into_bytes();
    header.push_str(&format!(" {}\n", base64(&mac)));
    let mut out = header.into_bytes();
    out.extend_from_slice(nonce);
    let payload = cipher(&derived(file_key, nonce, b"payload")?);
    let chunks: Vec<&[u8]> = if content.is_empty() { vec![b""] } else { content.chunks(CHUNK).collect() };
    for (number, chunk) in chunks.iter().enumerate() {
        out.extend(payload.encrypt(&chunk_nonce(number, number + 1 == chunks.len()), *chunk).ok()?);
    }
    Some(out)
}

/// Whether a file has a passphrase, or else keys; `None` when it is not in the format.
pub fn has_passphrase(file: &[u8]) -> Option<bool> {
    let header = Header::read(file)?;
    let is = |kind: &str| header.stanzas.iter().any(|stanza| stanza.kind == kind);
    if is("scrypt") { Some(true) } else { is("X25519").then_some(false) }
}

/// Decrypts.
///
/// # Errors
/// When it is not in the format, was changed, or does not open with what is given.
pub fn decrypt(file: &[u8], opener: &Opener<'_>) -> Result<Vec<u8>, Unreadable> {
    let header = Header::read(file).ok_or(Unreadable::Foreign)?;
    let scrypt = header.stanzas.iter().any(|stanza| stanza.kind == "scrypt");
    let file_key = match opener {
        Opener::Passphrase(_) if !scrypt => return Err(Unreadable::NeedsKey),
        Opener::Keys(_) if scrypt => return Err(Unreadable::NeedsPassphrase),
        Opener::Passphrase(passphrase) => header.by_passphrase(passphrase).ok_or(Unreadable::Passphrase)?,
        Opener::Keys(keys) => {
            let mut ways = keys.iter().flat_map(|key| header.stanzas.iter().map(move |stanza| (key, stanza)));
            ways.find_map(|(key, stanza)| stanza.by_key(key)).ok_or(Unreadable::Keys)?
        }
    };
    header.payload(file, &file_key).ok_or(match opener {
        Opener::Passphrase(_) => Unreadable::Passphrase,
        Opener::Keys(_) => Unreadable::Changed,
    })
}

/// One way to the file key.
struct Stanza<'f> {
    kind: &'f str,
    args: Vec<&'f str>,
    body: Vec<u8>,
}

impl Stanza<'_> {
    fn by_key(&self, key: &Identity) -> Option<Vec<u8>> {
        let [share] = self.args[..] else { return None };
        let share: [u8; 32] = unbase64(share).filter(|_| self.kind == "X25519")?.try_into().ok()?;
        self.unwrap(&key.agree(&share)?)
    }

    fn unwrap(&self, key: &[u8; 32]) -> Option<Vec<u8>> {
        let file_key = cipher(key).decrypt(&Nonce::default(), self.body.as_slice()).ok()?;
        Some(file_key).filter(|key| key.len() == 16)
    }
}

/// What stands before the payload.
struct Header<'f> {
    stanzas: Vec<Stanza<'f>>,
    mac: Vec<u8>,
    /// Where the line with the code starts, and where it ends.
    code: (usize, usize),
}

impl<'f> Header<'f> {
    fn read(file: &'f [u8]) -> Option<Self> {
        let end = file.windows(5).position(|five| five == b"\n--- ")? + 1;
        let line = end + file[end..].iter().position(|&b| b == b'\n')?;
        let header = std::str::from_utf8(&file[..line]).ok()?;
        let mac = unbase64(header[end..].strip_prefix("--- ")?)?;
        let mut lines = header[..end].split_terminator('\n');
        if lines.next() != Some(VERSION) {
            return None;
        }
        let mut stanzas = Vec::new();
        while let Some(first) = lines.next() {
            let mut words = first.strip_prefix("-> ")?.split(' ');
            let (kind, args) = (words.next()?, words.collect());
            let mut body = String::new();
            loop {
                let line = lines.next()?;
                body.push_str(line);
                if line.len() < LINE {
                    break;
                }
            }
            stanzas.push(Stanza { kind, args, body: unbase64(&body)? });
        }
        Some(Self { stanzas, mac, code: (end, line) })
    }

    /// A passphrase stands alone.
    fn by_passphrase(&self, passphrase: &[u8]) -> Option<Vec<u8>> {
        let [stanza] = &self.stanzas[..] else { return None };
        let [salt, work] = stanza.args[..] else { return None };
        let work: u8 = work.parse().ok().filter(|work| (1..=MOST_WORK).contains(work))?;
        stanza.unwrap(&wrapping_key(passphrase, &unbase64(salt)?, work)?)
    }

    fn payload(&self, file: &[u8], file_key: &[u8]) -> Option<Vec<u8>> {
        let (end, line) = self.code;
        header_mac(file_key, &file[..end + 3])?.verify_slice(&self.mac).ok()?;
        let (nonce, mut rest) = file[line + 1..].split_at_checked(16)?;
        let payload = cipher(&derived(file_key, nonce, b"payload")?);
        let (mut content, mut number) = (Vec::with_capacity(rest.len()), 0);
        loop {
            let (chunk, later) = rest.split_at(rest.len().min(CHUNK + TAG));
            content.extend(payload.decrypt(&chunk_nonce(number, later.is_empty()), chunk).ok()?);
            if later.is_empty() {
                return Some(content);
            }
            (rest, number) = (later, number + 1);
        }
    }
}

fn wrap(key: &[u8; 32], file_key: &[u8]) -> Option<Vec<u8>> {
    cipher(key).encrypt(&Nonce::default(), file_key).ok()
}

fn wrapping_key(passphrase: &[u8], salt: &[u8], work: u8) -> Option<[u8; 32]> {
    let params = scrypt::Params::new(work, 8, 1, 32).ok()?;
    let mut key = [0u8; 32];
    scrypt::scrypt(passphrase, &[SCRYPT, salt].concat(), &params, &mut key).ok()?;
    Some(key)
}

fn derived(file_key: &[u8], salt: &[u8], info: &[u8]) -> Option<[u8; 32]> {
    let mut key = [0u8; 32];
    Hkdf::<Sha256>::new(Some(salt), file_key).expand(info, &mut key).ok()?;
    Some(key)
}

fn header_mac(file_key: &[u8], header: &[u8]) -> Option<Hmac<Sha256>> {
    let mut mac = <Hmac<Sha256> as hmac::Mac>::new_from_slice(&derived(file_key, b"", b"header")?).ok()?;
    mac.update(header);
    Some(mac)
}

fn cipher(key: &[u8; 32]) -> ChaCha20Poly1305 {
    ChaCha20Poly1305::new(Key::from_slice(key))
}

/// Eleven bytes that count, and one that says whether this is the last chunk.
fn chunk_nonce(number: usize, last: bool) -> Nonce {
    let mut nonce = Nonce::default();
    nonce[3..11].copy_from_slice(&(number as u64).to_be_bytes());
    nonce[11] = u8::from(last);
    nonce
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encrypted_comes_back_and_changed_bytes_do_not() {
        let (readers, opener) = (Readers::Passphrase(b"secret"), Opener::Passphrase(b"secret"));
        for size in [0, 5, CHUNK, CHUNK + 1] {
            let content = vec![7u8; size];
            let file = encrypt(&content, &readers).unwrap();
            assert!(decrypt(&file, &opener).unwrap() == content, "{size}");
        }
        let file = encrypt(b"content", &readers).unwrap();
        assert_eq!(decrypt(&file, &Opener::Passphrase(b"other")), Err(Unreadable::Passphrase));
        assert_eq!(decrypt(&file, &Opener::Keys(&[])), Err(Unreadable::NeedsPassphrase));
        assert!(decrypt(&file[..file.len() - 1], &opener).is_err());
        for at in [0, 30, 60, 100, 150, file.len() - 20, file.len() - 1] {
            let mut changed = file.clone();
            changed[at] ^= 1;
            assert!(decrypt(&changed, &opener).is_err(), "{at}");
        }
    }

    #[test]
    fn every_recipient_can_read_and_nobody_else() {
        let keys = [1, 2, 3].map(|n| Identity::new([n; 32]));
        let recipients = [keys[0].recipient(), keys[1].recipient()];
        let file = encrypt(b"content", &Readers::Keys(&recipients)).unwrap();
        for key in &keys[..2] {
            let one = std::slice::from_ref(key);
            assert_eq!(decrypt(&file, &Opener::Keys(one)).unwrap(), b"content");
            for at in 0..file.len() {
                let mut changed = file.clone();
                changed[at] ^= 1;
                assert!(decrypt(&changed, &Opener::Keys(one)).is_err(), "{at}");
            }
        }
        assert_eq!(decrypt(&file, &Opener::Keys(&keys[2..])), Err(Unreadable::Keys));
        assert_eq!(decrypt(&file, &Opener::Passphrase(b"")), Err(Unreadable::NeedsKey));
        assert!(encrypt(b"", &Readers::Keys(&[])).is_none());
    }
}
