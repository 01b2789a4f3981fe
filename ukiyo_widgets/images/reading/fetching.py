"""Pictures from the web: http and https only, with one deadline for everything and a limit on bytes."""

from __future__ import annotations

import http.client
import queue
import string
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.locks import Worker

_USER_AGENT = "ukiyo_widgets (a Python package that reads one picture for its user)"
_CHUNK_BYTES = 2**16


def credit_of(url: str) -> str:
    """Return an address to show: without user name, password, query and fragment, which may hold secrets.

    Examples
    --------
    >>> credit_of("https://me:secret@museum.org/wave.jpg?token=1#top")
    'https://museum.org/wave.jpg'
    """
    try:
        parts = urllib.parse.urlsplit(url)
    except ValueError as error:
        raise ImageError(f"The address of the image cannot be used ({error}).") from error
    return urllib.parse.urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def address_of(url: str) -> str:
    """Return an address to fetch from again, which a saved picture carries: without user name and password.

    Examples
    --------
    >>> address_of("https://me:secret@museum.org/print?id=7")
    'https://museum.org/print?id=7'
    """
    parts = urllib.parse.urlsplit(url)
    return urllib.parse.urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def fetch(url: str, *, subject: str, timeout_s: float, max_bytes: int) -> bytes:
    """Download a file.

    A thread does the work, because the system's look-up of a host name has no time limit, and a server that sends a byte
    now and then never reaches the limit of a single read. After the deadline the thread is left to end by itself.

    Parameters
    ----------
    url
        Address that begins with http:// or https://.
    subject
        Beginning of error sentences.
    timeout_s
        Seconds for all of it, redirects included.
    max_bytes
        Most bytes to accept.

    Raises
    ------
    ImageError
        If the address, the server, the time or the size forbids it.
    """
    scheme = urllib.parse.urlsplit(url).scheme
    if scheme not in ("http", "https"):
        instead = "give the path itself" if scheme == "file" else "download it and give the file"
        raise ImageError(f"{subject} has an address of the kind '{scheme}'; http and https are read, so {instead}.")
    if not 0 < timeout_s <= threading.TIMEOUT_MAX:
        raise ImageError(f"timeout_s is a positive number of seconds; got {timeout_s}.")
    answers: queue.SimpleQueue[bytes | ImageError] = queue.SimpleQueue()
    deadline = time.monotonic() + timeout_s

    def work() -> None:
        try:
            answers.put(_download(url, subject=subject, deadline=deadline, max_bytes=max_bytes))
        except ImageError as error:
            answers.put(error)
        except Exception as error:  # noqa: BLE001 - whatever it is, the caller waits for it
            answers.put(_explained(error, subject))

    Worker(work, name="ukiyo_widgets download")
    try:
        answer = answers.get(timeout=timeout_s)
    except queue.Empty:
        answer = ImageError(_late(subject, timeout_s))
    if isinstance(answer, ImageError):
        raise answer
    return answer


class _WebRedirects(urllib.request.HTTPRedirectHandler):
    """Redirects that stay on the web: the standard handler would follow to ftp as well."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        if urllib.parse.urlsplit(newurl).scheme not in ("http", "https"):
            raise urllib.error.HTTPError(req.full_url, code, msg, headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener() -> urllib.request.OpenerDirector:
    """Return an opener for http and https; urllib's own also opens files, ftp and data addresses."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler,
        urllib.request.UnknownHandler,
        urllib.request.HTTPHandler,
        urllib.request.HTTPSHandler,
        urllib.request.HTTPDefaultErrorHandler,
        _WebRedirects,
        urllib.request.HTTPErrorProcessor,
    ):
        opener.add_handler(handler())
    opener.addheaders = [("User-Agent", _USER_AGENT), ("Accept", "image/*")]
    return opener


def _download(url: str, *, subject: str, deadline: float, max_bytes: int) -> bytes:
    # Addresses copied from a browser may hold characters such as 浮; what is quoted already stays.
    quoted = urllib.parse.quote(url, safe=string.punctuation)
    received = bytearray()
    with _opener().open(quoted, timeout=max(0.01, deadline - time.monotonic())) as response:
        announced = response.headers.get("Content-Length", "")
        if announced.isdecimal() and int(announced) > max_bytes:
            raise ImageError(_too_large(subject, max_bytes))
        while chunk := response.read1(_CHUNK_BYTES):
            received += chunk
            if len(received) > max_bytes:
                raise ImageError(_too_large(subject, max_bytes))
            if time.monotonic() > deadline:
                raise TimeoutError
    if announced.isdecimal() and len(received) < int(announced):
        raise ImageError(f"{subject} is cut off: the server closed the connection early; try again.")
    return bytes(received)


def _explained(error: Exception, subject: str) -> ImageError:
    """Return one sentence for whatever stopped a download."""
    check = "check the address in a browser"
    if isinstance(error, urllib.error.HTTPError):
        error.close()
        if 300 <= error.code < 400:
            return ImageError(
                f"{subject} is not there: the server redirects in a circle or away from the web; {check}."
            )
        phrase = http.client.responses.get(error.code, "")
        return ImageError(f"{subject} is not there: the server answers {error.code} {phrase}; {check}.")
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(reason, TimeoutError):
        return ImageError(f"{subject} did not arrive in time; try again, or download it and give the file.")
    if isinstance(reason, http.client.InvalidURL | UnicodeError):
        return ImageError(f"{subject} has an address that cannot be used; {check}.")
    return ImageError(f"{subject} cannot be downloaded ({reason}); {check}, or download it and give the file.")


def _late(subject: str, timeout_s: float) -> str:
    return f"{subject} did not arrive in time, which is {timeout_s:g} s; raise timeout_s, or download it and give the file."


def _too_large(subject: str, max_bytes: int) -> str:
    return (
        f"{subject} is larger than the {max_bytes:,} bytes that are allowed; give a smaller file, or allow more: "
        "max_megapixels (--max-megapixels) for a run, max_bytes for read_image."
    )
