"""Pictures from a server on this machine."""

from __future__ import annotations

import base64
import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from PIL import Image

from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images.reading import fetching
from ukiyo_widgets.images.reading.fetching import credit_of, depth_of, is_elsewhere
from ukiyo_widgets.images.reading.reading import read_image


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (30, 20), (200, 60, 40)).save(out, format="PNG")
    return out.getvalue()


class Museum(BaseHTTPRequestHandler):
    """A server with one print and many ways to fail."""

    closing: threading.Event

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        redirects = {
            "/moved": "/wave.png",
            "/to-file": "file:///etc/passwd",
            "/to-ftp": "ftp://x/y",
            "/round": "/round",
            "/locked-moved": f"http://127.0.0.2:{self.server.server_port}/open",
            "/inside": f"http://127.0.0.2:{self.server.server_port}/wave.png",
        }
        if path in redirects:
            self.answer(302, {"Location": redirects[path]})
        elif path in ("/wave.png", "/%E6%B5%AE.png"):
            self.answer(200, {"Content-Type": "image/png", "Content-Length": str(len(png()))}, png())
        elif path == "/agent":
            self.answer(200 if "ukiyo_widgets" in self.headers["User-Agent"] else 403, {}, png())
        elif path in ("/locked", "/open"):
            given = self.headers["Authorization"]
            right = given == "Basic " + base64.b64encode("me:pass wörd".encode()).decode()
            self.answer(200 if (right if path == "/locked" else given is None) else 401, {}, png())
        elif path == "/page":
            self.answer(200, {"Content-Type": "text/html"}, b"<!doctype html><title>Wave</title>")
        elif path == "/announced":
            self.answer(200, {"Content-Length": "999999999"})
        elif path == "/short":
            self.answer(200, {"Content-Length": str(len(png()))}, png()[:20])
        elif path == "/endless":
            self.answer(200, {})
            self.drip(b"x" * 4096, pause_s=0)
        elif path == "/drip":
            self.answer(200, {})
            self.drip(b"x", pause_s=0.01)
        elif path == "/drip-header":
            self.wfile.write(b"HTTP/1.0 200 OK\r\nX-Slow: ")
            self.drip(b"x", pause_s=0.01)
        elif path == "/silent":
            self.closing.wait(10)
        else:
            self.send_error(404)

    def answer(self, status: int, headers: dict[str, str], body: bytes = b"") -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def drip(self, part: bytes, *, pause_s: float) -> None:
        try:
            while not self.closing.wait(pause_s):
                self.wfile.write(part)
        except OSError:  # the reader has left, as it should
            return

    def log_message(self, *_arguments: object) -> None:
        """Keep quiet."""


@pytest.fixture(scope="module")
def museum() -> Iterator[str]:
    Museum.closing = threading.Event()
    server = ThreadingHTTPServer(("0.0.0.0", 0), Museum)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    Museum.closing.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")


@pytest.mark.parametrize("path", ["/wave.png", "/moved", "/agent", "/浮.png", "/wave.png?token=secret#top"])
def test_pictures_arrive(museum: str, path: str) -> None:
    picture = read_image(museum + path)
    assert picture.pixels.shape == (3, 20, 30)
    assert picture.source == museum + path
    assert "secret" not in picture.credit
    assert picture.credit == museum + path.partition("?")[0]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/nothing?token=secret", "/nothing' is not there: the server answers 404 Not Found; check the address"),
        ("/to-file", "redirects in a circle or away from the web"),
        ("/to-ftp", "redirects in a circle or away from the web"),
        ("/round", "redirects in a circle or away from the web"),
        ("/page", "not a picture but looks like an HTML page"),
        ("/announced", "larger than the 1,000,000 bytes that are allowed"),
        ("/endless", "larger than the 1,000,000 bytes that are allowed"),
        ("/short", "cut off: the server closed the connection early"),
    ],
)
def test_what_can_go_wrong(museum: str, path: str, message: str) -> None:
    with pytest.raises(ImageError, match=message) as caught:
        read_image(museum + path, role="reference", max_bytes=1_000_000)
    assert str(caught.value).startswith("The reference image 'http://127.0.0.1:")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("path", ["/drip", "/drip-header", "/silent"])
def test_the_time_limit_is_for_all_of_it(museum: str, path: str) -> None:
    with pytest.raises(ImageError, match="did not arrive in time"):
        read_image(museum + path, timeout_s=0.2)


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("file:///etc/passwd", "of the kind 'file'; http and https are read, so give the path itself"),
        ("ftp://museum.org/wave.png", "of the kind 'ftp'; http and https are read, so download it"),
        ("s3://bucket/wave.png", "of the kind 's3'"),
        ("http://127.0.0.1:1/wave.png", "cannot be downloaded"),
        ("http://[::1/wave.png", "cannot be used"),
        ("http://127.0.0.1:port/wave.png", "an address that cannot be used"),
        ("http:///wave.png", "cannot be"),
    ],
)
def test_addresses_that_cannot_be_read(address: str, message: str) -> None:
    with pytest.raises(ImageError, match=message):
        read_image(address)


@pytest.mark.parametrize("timeout_s", [0, -1, float("inf"), float("nan")])
def test_a_wrong_time_limit_is_told(timeout_s: float) -> None:
    with pytest.raises(ImageError, match="timeout_s is a positive number of seconds"):
        read_image("http://127.0.0.1:1/wave.png", timeout_s=timeout_s)


def test_credit_holds_no_secrets() -> None:
    assert credit_of("https://me:pass@museum.org:8000/a/wave.png?key=1#x") == "https://museum.org:8000/a/wave.png"


def test_a_name_and_password_go_to_their_server_alone_and_stand_nowhere(museum: str) -> None:
    secret = museum.replace("://", "://me:pass%20w%C3%B6rd@")
    picture = read_image(secret + "/locked")
    assert picture.pixels.shape == (3, 20, 30)
    assert "me" not in f"{picture.source} {picture.credit}".replace("museum", "")
    assert read_image(secret + "/locked-moved").pixels.shape == (3, 20, 30)  # to another host, without them
    for path in ("/locked", "/nothing", "/short", "/page"):
        with pytest.raises(ImageError) as caught:
            read_image(museum.replace("://", "://me:secret@") + path)
        assert "secret" not in str(caught.value)
    with pytest.raises(ImageError) as caught:
        read_image("http://me:secret@127.0.0.1:1/wave.png")
    assert "secret" not in str(caught.value)


def test_a_redirect_leads_no_further_inside_than_the_address_that_was_given(museum, monkeypatch) -> None:
    assert read_image(museum + "/inside").pixels.shape == (3, 20, 30)  # from this machine to this machine
    sentence = (
        r"^The image 'http://127.0.0.1:\d+/\w+' is not there: the server sends on to an address inside of this network"
    )
    monkeypatch.setattr(fetching, "depth_of", lambda address: 0 if address == "127.0.0.1" else depth_of(address))
    with pytest.raises(ImageError, match=sentence):
        read_image(museum + "/inside")


@pytest.mark.parametrize(
    ("address", "depth"),
    [
        ("93.184.215.14", 0),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", 0),
        ("10.1.2.3", 1),
        ("172.16.0.1", 1),
        ("100.64.0.1", 1),
        ("fd00::1", 1),
        ("224.0.0.1", 1),
        ("0.0.0.0", 2),
        ("127.9.9.9", 2),
        ("::1", 2),
        ("::ffff:127.0.0.1", 2),
        ("2002:7f00:1::", 2),
        ("169.254.169.254", 3),
        ("fe80::1%eth0", 3),
        ("::ffff:169.254.169.254", 3),
    ],
)
def test_how_far_inside_an_address_is(address: str, depth: int) -> None:
    assert depth_of(address) == depth


def test_what_lies_on_another_machine() -> None:
    assert all(map(is_elsewhere, ["https://museum.org/wave.png", "\\\\server\\share\\wave.png", "//server/wave.png"]))
    assert not any(map(is_elsewhere, ["wave.png", "/prints/wave.png", "C:\\wave.png", "sample:wave", b"//", None]))
