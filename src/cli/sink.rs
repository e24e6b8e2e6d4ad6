//! Where reports go: standard output, through a buffer for each file so that files stay in order.

use std::io::{self, StdoutLock, Write};

/// Bytes held back before they are passed on.
const FULL: usize = 1 << 16;

/// Standard output as a sequence of parts.
pub(crate) struct Output {
    to: StdoutLock<'static>,
    /// The next byte is the comma before the first record of an array.
    drop_comma: bool,
}

impl Output {
    pub(crate) fn new(is_array: bool) -> Self {
        Self { to: io::stdout().lock(), drop_comma: is_array }
    }

    /// Writes what stands between or around records.
    pub(crate) fn frame(&mut self, text: &str) -> io::Result<()> {
        self.to.write_all(text.as_bytes())
    }

    /// Writes records.
    pub(crate) fn part(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        if self.drop_comma && !bytes.is_empty() {
            bytes = bytes.strip_prefix(b",").unwrap_or(bytes);
            self.drop_comma = false;
        }
        self.to.write_all(bytes)
    }

    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Takes one file's report: keeps it, or passes it on when the file is the only one at work.
pub(crate) struct Sink<'o> {
    buffer: Vec<u8>,
    through: Option<&'o mut Output>,
}

impl<'o> Sink<'o> {
    /// Keeps everything.
    pub(crate) const fn kept() -> Self {
        Self { buffer: Vec::new(), through: None }
    }

    /// Passes on.
    pub(crate) const fn through(output: &'o mut Output) -> Self {
        Self { buffer: Vec::new(), through: Some(output) }
    }

    /// What was kept.
    pub(crate) fn finish(mut self) -> io::Result<Vec<u8>> {
        self.spill()?;
        Ok(self.buffer)
    }

    fn spill(&mut self) -> io::Result<()> {
        if let Some(output) = &mut self.through {
            output.part(&self.buffer)?;
            self.buffer.clear();
        }
        Ok(())
    }
}

impl Write for Sink<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    #[inline]
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= FULL { self.spill() } else { Ok(()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.spill()
    }
}
