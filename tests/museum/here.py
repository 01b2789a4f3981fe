"""A museum's server on this machine, which speaks The Met's interface and answers what a test puts into it."""

from __future__ import annotations

import contextlib
import io
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import PIL.Image

RAIN = {
    "objectID": 36461,
    "isPublicDomain": True,
    "classification": "Prints",
    "title": "Sudden <i>Shower</i> &amp; Rain\u202e",
    "artistDisplayName": "Utagawa Hiroshige",
    "objectDate": "1857",
    "creditLine": "Gift of somebody, 1914",
    "objectURL": "https://museum.example/36461",
}


def jpeg():
    out = io.BytesIO()
    PIL.Image.new("RGB", (60, 40), (200, 60, 40)).save(out, "JPEG")
    return out.getvalue()


class Server(BaseHTTPRequestHandler):
    """Answers what a test puts into ``answers``: by the path, a status and a body."""

    answers: dict[str, tuple[int, bytes, dict[str, str]]]
    asked: list[str]

    def do_GET(self):
        self.asked.append(self.path)
        status, body, headers = self.answers.get(self.path.partition("?")[0], (404, b"{}", {}))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Place:
    """A museum's server, and what it answers."""

    def __init__(self, address, answers, asked):
        self.address, self.answers, self.asked = address, answers, asked

    def says(self, path, answer, *, status=200, **headers):
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.answers[path] = (status, body, headers)

    def begin_anew(self):
        """Forget what was asked; have one print, which every search finds."""
        self.answers.clear()
        self.asked.clear()
        images = {"primaryImage": f"{self.address}/rain.jpg", "primaryImageSmall": f"{self.address}/small.jpg"}
        self.says("/objects/36461", RAIN | images)
        self.says("/search", {"total": 1, "objectIDs": [36461]})
        self.says("/rain.jpg", jpeg())
        self.says("/small.jpg", jpeg())


@contextlib.contextmanager
def serving():
    """Give a server for as long as the block lasts."""
    handler = type("Handler", (Server,), {"answers": {}, "asked": []})
    running = ThreadingHTTPServer(("", 0), handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    place = Place(f"http://127.0.0.1:{running.server_port}", handler.answers, handler.asked)
    place.begin_anew()
    try:
        yield place
    finally:
        running.shutdown()
        running.server_close()
