"""Pictures from the web: http and https only, with one deadline for everything and a limit on bytes."""

from __future__ import annotations

import base64
import http.client
import ipaddress
import queue
import socket
import string
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from typing import Any, Literal

from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.locks import Worker

_USER_AGENT = "ukiyo_widgets (a Python package that reads one picture for its user)"
_CHUNK_BYTES = 2**16

Why = Literal["unreachable", "busy", "refused", "missing", "failed", "astray", "too_large", "cut_off"]

_WHY: Mapping[int, Why] = {
    401: "refused", 403: "refused", 404: "missing", 410: "missing", 429: "busy", 451: "refused", 503: "busy",
}  # fmt: skip
"""By what a server answers; all else is "failed"."""


class FetchError(ImageError):
    """A file cannot be had from an address; ``why`` is of what kind that is, ``status`` what the server answers, or 0."""

    def __init__(self, message: str, why: Why = "failed", *, status: int = 0) -> None:
        super().__init__(message)
        self.why, self.status = why, status


class UnreachableError(FetchError):
    """Nothing answers at an address: this machine is offline, perhaps, or the server is."""

    def __init__(self, message: str) -> None:
        super().__init__(message, "unreachable")


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
        raise FetchError(f"The address of the image cannot be used ({error}).", "astray") from error
    return urllib.parse.urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def is_elsewhere(source: object) -> bool:
    """Whether reading a source asks another machine: an address, or a folder that Windows shares.

    Examples
    --------
    >>> is_elsewhere("https://museum.org/wave.jpg"), is_elsewhere("prints/wave.jpg")
    (True, False)
    """
    return isinstance(source, str) and ("://" in source or source.startswith(("\\\\", "//")))


def address_of(url: str) -> str:
    """Return an address to fetch from again, which a saved picture carries: without user name and password.

    Examples
    --------
    >>> address_of("https://me:secret@museum.org/print?id=7")
    'https://museum.org/print?id=7'
    """
    parts = urllib.parse.urlsplit(url)
    return urllib.parse.urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def fetch(
    url: str,
    *,
    subject: str,
    timeout_s: float,
    max_bytes: int,
    most_depth: int | None = None,
    accept: str = "image/*",
) -> bytes:
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
    most_depth
        How far inside this network or machine the address may lead, see :func:`depth_of`; None is as far as it does.
    accept
        Media types that are asked for.

    Raises
    ------
    UnreachableError
        If nothing answers, or not in time.
    FetchError
        If the address, the server or the size forbids it.
    """
    scheme = urllib.parse.urlsplit(url).scheme
    if scheme not in ("http", "https"):
        instead = "give the path itself" if scheme == "file" else "download it and give the file"
        raise FetchError(
            f"{subject} has an address of the kind '{scheme}'; http and https are read, so {instead}.", "astray"
        )
    answers: queue.SimpleQueue[bytes | FetchError] = queue.SimpleQueue()
    deadline = time.monotonic() + timeout_s

    def work() -> None:
        try:
            opener = _opener(_Depth(subject, most_depth), accept)
            answers.put(_download(url, opener, subject=subject, deadline=deadline, max_bytes=max_bytes))
        except FetchError as error:
            answers.put(error)
        except Exception as error:  # noqa: BLE001 - whatever it is, the caller waits for it
            answers.put(_explained(error, subject))

    Worker(work, name="ukiyo_widgets download")
    try:
        answer = answers.get(timeout=timeout_s)
    except queue.Empty:
        answer = UnreachableError(_late(subject, timeout_s))
    if isinstance(answer, FetchError):
        raise answer
    return answer


class _WebRedirects(urllib.request.HTTPRedirectHandler):
    """Redirects that stay on the web: the standard handler would follow to ftp as well."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        if urllib.parse.urlsplit(newurl).scheme not in ("http", "https"):
            raise urllib.error.HTTPError(req.full_url, code, msg, headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, address_of(newurl))


class _Depth:
    """How far into the inside of a network a download may come: no further than the address that somebody gave.

    A server on the web that answers with the address of a printer, or of a cloud machine's own secrets, gets nothing. What is
    asked is the address that a connection has reached, whatever names led there. Behind a proxy that is the proxy's.
    """

    def __init__(self, subject: str, most: int | None = None) -> None:
        self._subject, self._most = subject, most

    def check(self, address: str) -> None:
        """Raise FetchError if an address is further inside than the first one."""
        depth = depth_of(address)
        self._most = depth if self._most is None else self._most
        if depth > self._most:
            raise FetchError(
                f"{self._subject} is not there: the server sends on to an address inside of this network or machine, which is "
                "not followed; give that address itself if you want it.",
                "astray",
            )


def depth_of(address: str) -> int:
    """Return how far inside an IP address is: 0 the web, 1 a private network, 2 this machine, 3 the link alone.

    Examples
    --------
    >>> [depth_of(each) for each in ("8.8.8.8", "192.168.0.1", "127.0.0.1", "169.254.169.254")]
    [0, 1, 2, 3]
    """
    ip: Any = ipaddress.ip_address(address.partition("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None) or ip
    if ip.is_link_local:
        return 3
    if ip.is_loopback or ip.is_unspecified:
        return 2
    return 0 if ip.is_global and not ip.is_multicast else 1


def _connection(kind: type[http.client.HTTPConnection], depth: _Depth) -> type[http.client.HTTPConnection]:
    """Return a connection that looks where it has come to before it asks for anything."""

    class Looking(kind):  # type: ignore[misc, valid-type]
        def connect(self) -> None:
            super().connect()
            if self.sock.family in {socket.AF_INET, socket.AF_INET6}:
                depth.check(self.sock.getpeername()[0])

    return Looking


def _opener(depth: _Depth, accept: str) -> urllib.request.OpenerDirector:
    """Return an opener for http and https; urllib's own also opens files, ftp and data addresses."""

    class Http(urllib.request.HTTPHandler):
        def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
            return self.do_open(_connection(http.client.HTTPConnection, depth), req)

    class Https(urllib.request.HTTPSHandler):
        def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
            return self.do_open(_connection(http.client.HTTPSConnection, depth), req)

    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler,
        urllib.request.UnknownHandler,
        Http,
        Https,
        urllib.request.HTTPDefaultErrorHandler,
        _WebRedirects,
        urllib.request.HTTPErrorProcessor,
    ):
        opener.add_handler(handler())
    opener.addheaders = [("User-Agent", _USER_AGENT), ("Accept", accept)]
    return opener


def _request(url: str) -> urllib.request.Request:
    """Return what is asked for. A user name and password in the address go along in a header, and to no other server."""
    # Addresses copied from a browser may hold characters such as 浮; what is quoted already stays.
    request = urllib.request.Request(urllib.parse.quote(address_of(url), safe=string.punctuation))  # noqa: S310 - http or https
    parts = urllib.parse.urlsplit(url)
    if parts.username is not None:
        pair = f"{urllib.parse.unquote(parts.username)}:{urllib.parse.unquote(parts.password or '')}"
        request.add_unredirected_header("Authorization", f"Basic {base64.b64encode(pair.encode()).decode()}")
    return request


def _download(
    url: str, opener: urllib.request.OpenerDirector, *, subject: str, deadline: float, max_bytes: int
) -> bytes:
    received = bytearray()
    with opener.open(_request(url), timeout=max(0.01, deadline - time.monotonic())) as response:
        announced = response.headers.get("Content-Length", "")
        if announced.isdecimal() and int(announced) > max_bytes:
            raise _too_large(subject, max_bytes)
        while chunk := response.read1(_CHUNK_BYTES):
            received += chunk
            if len(received) > max_bytes:
                raise _too_large(subject, max_bytes)
            if time.monotonic() > deadline:
                raise TimeoutError
    if announced.isdecimal() and len(received) < int(announced):
        raise FetchError(f"{subject} is cut off: the server closed the connection early; try again.", "cut_off")
    return bytes(received)


def _explained(error: Exception, subject: str) -> FetchError:
    """Return one sentence for whatever stopped a download."""
    check = "check the address in a browser"
    if isinstance(error, urllib.error.HTTPError):
        error.close()
        if 300 <= error.code < 400:
            circle = f"{subject} is not there: the server redirects in a circle or away from the web; {check}."
            return FetchError(circle, "astray", status=error.code)
        why = _WHY.get(error.code, "failed")
        now, hint = (" now", "try again in some minutes") if why == "busy" else ("", check)
        answers = f"the server answers {error.code} {http.client.responses.get(error.code, '')}"
        return FetchError(f"{subject} is not there{now}: {answers}; {hint}.", why, status=error.code)
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(reason, TimeoutError):
        return UnreachableError(f"{subject} did not arrive in time; try again, or download it and give the file.")
    if isinstance(reason, http.client.InvalidURL | UnicodeError):
        return FetchError(f"{subject} has an address that cannot be used; {check}.", "astray")
    return UnreachableError(f"{subject} cannot be downloaded ({reason}); {check}, or download it and give the file.")


def _late(subject: str, timeout_s: float) -> str:
    return f"{subject} did not arrive in time, which is {timeout_s:g} s; raise timeout_s, or download it and give the file."


def _too_large(subject: str, max_bytes: int) -> FetchError:
    return FetchError(
        f"{subject} is larger than the {max_bytes:,} bytes that are allowed; give a smaller file, or allow more: "
        "max_megapixels (--max-megapixels) for a run, max_bytes for read_image.",
        "too_large",
    )
