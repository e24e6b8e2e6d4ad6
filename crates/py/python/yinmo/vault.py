"""A vault: the encrypted file that holds what masks stand for. It is the command line's: either opens the other's."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from types import TracebackType

from . import _yinmo
from ._yinmo import VaultError

#: How many seconds another process may hold the vault.
PATIENCE = 120.0


class Vault(_yinmo.Vault):
    """Opened under a lock and written when the block ends without an error.

    >>> import tempfile, os
    >>> import yinmo
    >>> engine = yinmo.Engine(style="tag")
    >>> path = os.path.join(tempfile.mkdtemp(), "vault")
    >>> with yinmo.Vault.open(path, passphrase="long and secret") as vault:
    ...     masked = engine.mask("杨澍到柳林镇", vault=vault).text
    >>> masked
    '【人名1】到【镇1】'
    >>> with yinmo.Vault.open(path, passphrase="long and secret") as vault:
    ...     vault.restore(masked)
    ('杨澍到柳林镇', True)
    """

    _path: str
    _lock: str | None

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str],
        *,
        passphrase: str | None = None,
        key: str | None = None,
        recipients: Iterable[str] = (),
    ) -> Vault:
        """Opens the vault at `path`, or makes a new one.

        `passphrase` opens it, or `key`: the text of a file that `age-keygen` wrote. The owners of the public keys in
        `recipients` can open it, too.
        """
        name = os.fspath(path)
        lock = _take(name + ".lock")
        try:
            try:
                with open(name, "rb") as file:
                    content: bytes | None = file.read()
            except FileNotFoundError:
                content = None
            vault = cls.__new__(cls, content, passphrase=passphrase, key=key, recipients=list(recipients))
        except BaseException as error:
            os.unlink(lock)
            if isinstance(error, VaultError):
                raise VaultError(f"{name}: {error}") from None
            raise
        vault._path, vault._lock = name, lock
        return vault

    def save(self) -> None:
        """Writes the vault. Do so before a masked text is written: without the vault nothing can be restored."""
        content = self.encrypted()
        folder = os.path.dirname(os.path.abspath(self._path))
        import tempfile  # Slow to import, and only needed here.

        handle, temporary = tempfile.mkstemp(dir=folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, self._path)
        except BaseException:
            os.unlink(temporary)
            raise

    def close(self) -> None:
        """Gives the lock back without writing."""
        if self._lock is not None:
            os.unlink(self._lock)
            self._lock = None

    def __enter__(self) -> Vault:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self.save()
        finally:
            self.close()


def _take(lock: str) -> str:
    start = time.monotonic()
    while True:
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            return lock
        except FileExistsError:
            if time.monotonic() - start > PATIENCE:
                raise VaultError(f"{lock}: another run holds the vault; if there is none, delete this file") from None
            time.sleep(0.05)
        except OSError as error:
            raise VaultError(f"{lock}: {error.strerror}; a vault needs a folder that can be written") from error
