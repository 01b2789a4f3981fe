"""Whatever Pillow raises on damaged data, as one kind of error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.untrusted import one_line

_MOST_OF_A_REASON = 120
"""Characters: some decoders tell a story."""

_PANIC = "PanicException"
"""What decoders written in Rust raise; it is no Exception."""


@contextmanager
def damage_as_image_error(subject: str) -> Iterator[None]:
    """Turn whatever Pillow raises on damaged data (OSError, SyntaxError, struct.error, ...) into one kind of error."""
    try:
        yield
    except ImageError:
        raise
    except MemoryError as error:
        raise ImageError(f"{subject} does not fit into the memory; give a smaller picture.") from error
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__name__ != _PANIC:
            raise
        if isinstance(error, OSError) and ("truncated" in str(error) or "broken data stream" in str(error)):
            raise ImageError(f"{subject} is cut off: its end is missing; download or copy it again.") from error
        said = one_line(" ".join(str(error).split()), most=_MOST_OF_A_REASON)
        reason = f"{type(error).__name__}: {said}" if said else type(error).__name__
        raise ImageError(
            f"{subject} is damaged and cannot be decoded ({reason}); download or copy it again."
        ) from error
