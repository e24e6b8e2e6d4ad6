//! The age format, version 1, with a passphrase: what `age -p` writes and `age -d` reads.
//!
//! A random file key is wrapped under a key that scrypt makes of the passphrase; the payload is encrypted in chunks of
//! 64 KiB under a key made of the file key. A changed byte anywhere is noticed.

use chacha20poly1305::aead::{Aead as _, KeyInit as _};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use hkdf::Hkdf;
use hmac::{Hmac, Mac as _};
use sha2::Sha256;

const VERSION: &str = "age-encryption.org/v1";
const LABEL: &[u8] = b"age-encryption.org/v1/scrypt";
/// Work of a guess: 2^17 rounds need 128 MiB and some tenths of a second.
const WORK: u8 = 17;
/// The most work that is done for a file.
const MOST_WORK: u8 = 20;
const CHUNK: usize = 1 << 16;
const TAG: usize = 16;
pub(crate) const NO_RANDOM: &str = "the system gives no random numbers";

/// A random secret in text.
pub(crate) fn secret() -> Option<String> {
    let mut random = [0u8; 32];
    getrandom::fill(&mut random).ok()?;
    Some(base64(&random))
}

/// Encrypts with a passphrase; `None` when the system gives no random numbers.
pub(crate) fn encrypt(content: &[u8], passphrase: &[u8]) -> Option<Vec<u8>> {
    let mut random = [0u8; 48];
    getrandom::fill(&mut random).ok()?;
    let (salt, rest) = random.split_at(16);
    let (file_key, nonce) = rest.split_at(16);
    let wrapped = cipher(&wrapping_key(passphrase, salt, WORK)?).encrypt(&Nonce::default(), file_key).ok()?;
    let mut header = format!("{VERSION}\n-> scrypt {} {WORK}\n{}\n---", base64(salt), base64(&wrapped));
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

/// Decrypts; `None` when the passphrase is wrong or a byte was changed.
pub(crate) fn decrypt(file: &[u8], passphrase: &[u8]) -> Option<Vec<u8>> {
    let end = file.windows(5).position(|five| five == b"\n--- ")? + 1;
    let line = end + file[end..].iter().position(|&b| b == b'\n')?;
    let header = std::str::from_utf8(&file[..line]).ok()?;
    let mac = unbase64(header[end..].strip_prefix("--- ")?)?;
    let mut lines = header[..end].lines();
    let (version, stanza, body, rest) = (lines.next()?, lines.next()?, lines.next()?, lines.next());
    let (salt, work) = stanza.strip_prefix("-> scrypt ")?.split_once(' ')?;
    let work: u8 = work.parse().ok().filter(|work| (1..=MOST_WORK).contains(work))?;
    if version != VERSION || rest.is_some() {
        return None;
    }
    let key = wrapping_key(passphrase, &unbase64(salt)?, work)?;
    let file_key = cipher(&key).decrypt(&Nonce::default(), unbase64(body)?.as_slice()).ok()?;
    header_mac(&file_key, &file[..end + 3])?.verify_slice(&mac).ok()?;
    let (nonce, mut rest) = file[line + 1..].split_at_checked(16)?;
    let payload = cipher(&derived(&file_key, nonce, b"payload")?);
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

fn wrapping_key(passphrase: &[u8], salt: &[u8], work: u8) -> Option<[u8; 32]> {
    let params = scrypt::Params::new(work, 8, 1, 32).ok()?;
    let mut key = [0u8; 32];
    scrypt::scrypt(passphrase, &[LABEL, salt].concat(), &params, &mut key).ok()?;
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

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Base 64 without padding.
fn base64(bytes: &[u8]) -> String {
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let group = three.iter().enumerate().fold(0u32, |all, (i, &b)| all | u32::from(b) << (16 - 8 * i));
        for i in 0..=three.len() {
            out.push(DIGITS[(group >> (18 - 6 * i) & 63) as usize].into());
        }
    }
    out
}

fn unbase64(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    for four in text.as_bytes().chunks(4) {
        let digit = |&b: &u8| DIGITS.iter().position(|&d| d == b).map(|d| d as u32);
        let digits = four.iter().map(digit).collect::<Option<Vec<u32>>>()?;
        let group = digits.iter().enumerate().fold(0u32, |all, (i, d)| all | d << (18 - 6 * i));
        let bytes = [(group >> 16) as u8, (group >> 8) as u8, group as u8];
        let count = four.len().checked_sub(1).filter(|&n| n > 0)?;
        out.extend_from_slice(&bytes[..count]);
    }
    (base64(&out) == text).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encrypted_comes_back_and_changed_bytes_do_not() {
        for size in [0, 5, CHUNK, CHUNK + 1] {
            let content = vec![7u8; size];
            let file = encrypt(&content, b"secret").unwrap();
            assert!(decrypt(&file, b"secret").unwrap() == content, "{size}");
        }
        let file = encrypt(b"content", b"secret").unwrap();
        assert!(decrypt(&file, b"other").is_none());
        assert!(decrypt(&file[..file.len() - 1], b"secret").is_none());
        for at in [0, 30, 60, 100, 150, file.len() - 20, file.len() - 1] {
            let mut changed = file.clone();
            changed[at] ^= 1;
            assert!(decrypt(&changed, b"secret").is_none(), "{at}");
        }
    }

    #[test]
    fn base_64_is_strict() {
        for bytes in [&b""[..], b"a", b"ab", b"abc", b"abcd"] {
            assert_eq!(unbase64(&base64(bytes)).unwrap(), bytes);
        }
        assert!(unbase64("YR").is_none() && unbase64("Y").is_none() && unbase64("YQ==").is_none());
    }
}
