"""Whatever Pillow raises on damaged data, as one kind of error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ukiyo_widgets.errors import ImageError


@contextmanager
def damage_as_image_error(subject: str) -> Iterator[None]:
    """Turn whatever Pillow raises on damaged data (OSError, SyntaxError, struct.error, ...) into one kind of error."""
    try:
        yield
    except ImageError:
        raise
    except MemoryError as error:
        raise ImageError(f"{subject} does not fit into the memory; give a smaller picture.") from error
    except Exception as error:
        if isinstance(error, OSError) and ("truncated" in str(error) or "broken data stream" in str(error)):
            raise ImageError(f"{subject} is cut off: its end is missing; download or copy it again.") from error
        reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        raise ImageError(
            f"{subject} is damaged and cannot be decoded ({reason}); download or copy it again."
        ) from error
