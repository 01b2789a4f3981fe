"""What is told of a collection: whatever comes from files is escaped, and a manifest is a table that can be read again."""

from __future__ import annotations

import csv
import html.parser

import pytest

import ukiyo_widgets as uw
from tests.collection.here import Here, collect, write_prints
from ukiyo_widgets.collection.plan import names_of
from ukiyo_widgets.collection.record import Records
from ukiyo_widgets.collection.reports import contact_sheet
from ukiyo_widgets.collection.reports.board import board_html
from ukiyo_widgets.collection.reports.manifest import COLUMNS, NAME
from ukiyo_widgets.collection.reports.texts import LANGUAGES, duration, texts
from ukiyo_widgets.collection.results import Failure
from ukiyo_widgets.collection.table import rows_of
from ukiyo_widgets.collection.tally import Tally

EVIL = "=a'&amp;<img src=x onerror=alert(1)>"
(MADE_OF_EVIL,) = names_of([EVIL])


class Page(html.parser.HTMLParser):
    """Which elements and addresses a page has."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.addresses, self.words = [], [], ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.elements.append(tag)
        self.addresses += [value for name, value in attributes if name in ("src", "href")]
        assert not [name for name, _ in attributes if name.startswith("on")]

    def handle_data(self, data):
        self.words += data


@pytest.fixture
def made(tmp_path, tiny):
    gray = write_prints(tmp_path / "gray", ["b", "c", EVIL.replace("/", "")])
    (gray / "c.png").write_bytes(b"none")
    sea = write_prints(tmp_path / "sea", ["one"], gray=False, first_seed=200)
    collection = collect(gray, sea / "one.png", tmp_path / "done", keep_runs=True)
    with pytest.warns(UserWarning, match="1 of 3 prints were skipped"):
        list(collection)
    return collection


def test_the_manifest_has_a_row_for_each_print_and_is_a_table_of_the_same_collection(made, tmp_path):
    with (made.folder / NAME).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS
    assert sorted(row["state"] for row in rows) == ["done", "done", "skipped"]
    assert [bool(row["reason"]) for row in rows] == [row["state"] == "skipped" for row in rows]
    done = [row for row in rows if row["state"] == "done"]
    assert all(
        float(row["loss_total"]) > 0 and float(row["seconds"]) > 0 and row["computed_on"] == "cpu" for row in done
    )
    assert {row["made_with"] for row in done} == {uw.__version__}
    assert all(len(row[name]) == 64 for row in done for name in ("content_sha256", "picture_sha256", "made_of"))
    again = rows_of(made.folder / NAME)
    assert {row.file for row in again} == {str(path) for path in (tmp_path / "gray").iterdir()}
    with pytest.warns(UserWarning, match="skipped"):
        assert list(collect(made.folder / NAME, None, made.folder, keep_runs=True)) == []


def test_parquet_says_the_same(made):
    parquet = pytest.importorskip("pyarrow.parquet")
    rows = parquet.read_table(made.folder / "manifest.parquet").to_pylist()
    with (made.folder / NAME).open(encoding="utf-8-sig", newline="") as file:
        texts_of = list(csv.DictReader(file))
    assert [row["made_of"] for row in rows] == [row["made_of"] for row in texts_of]
    assert [row["loss_total"] for row in rows] == [
        float(row["loss_total"] or "nan") if row["loss_total"] else None for row in texts_of
    ]
    assert isinstance(next(row["width_px"] for row in rows if row["state"] == "done"), int)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_contact_sheet_needs_nothing_beside_it_and_escapes_names(made, language, monkeypatch):
    names = ["b", MADE_OF_EVIL]
    (path,) = contact_sheet.write_contact_sheet(names, Records(made.folder), language=language)
    page = Page(path.read_text("utf-8"))
    assert page.elements.count("img") == page.elements.count("figure") == 2
    assert "script" not in page.elements
    assert all(
        address.startswith("data:image/webp;base64,") or (made.folder / _unquoted(address)).exists()
        for address in page.addresses
    )
    assert MADE_OF_EVIL in page.words
    monkeypatch.setattr(contact_sheet, "ON_A_PAGE", 1)
    first, second = contact_sheet.write_contact_sheet(names, Records(made.folder), language=language)
    assert Page(first.read_text("utf-8")).elements.count("img") == 1
    monkeypatch.undo()
    contact_sheet.write_contact_sheet(names, Records(made.folder))
    assert not second.exists()


def _unquoted(address):
    from urllib.parse import unquote

    return unquote(address)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_board_tells_how_far_it_is_and_escapes_everything(made, language):
    tally, now = Tally(100, done=20, clock=lambda: now[0]), [0.0]
    tally.begin()
    for name in ("b", MADE_OF_EVIL):
        now[0] += 10
        tally.finished(name, worker=EVIL, seconds=20)
    for number in range(30):
        tally.failed(Failure(f"{number}{EVIL}", "file", EVIL))
    page = Page(board_html(tally, Records(made.folder), dashboard="javascript:alert(1)", language=language))
    assert page.elements.count("img") == 2
    assert all(address.startswith("data:") for address in page.addresses)
    words = texts(language)
    assert words["done"].format(done=22, total=100) in page.words
    assert words["left"].format(time=duration(48 * 10, words)) in page.words
    assert words["more"].format(count=10) in page.words
    assert "180" in page.words  # an hour, of the worker
    linked = Page(board_html(tally, Records(made.folder), dashboard="http://localhost:8787/status", language=language))
    assert "http://localhost:8787/status" in linked.addresses


def test_a_collection_shows_its_board(made):
    assert "1 skipped" in made._repr_html_()
    assert "3 prints" in repr(made)
    made.show()  # outside of a notebook that is nothing
    with pytest.raises(uw.SettingsError, match="language is 'fr'"):
        texts("fr")


def test_pauses_do_not_count_and_nothing_is_foretold_before_anything_is_known():
    now = [0.0]
    tally = Tally(10, clock=lambda: now[0])
    tally.begin()
    assert (tally.per_hour, tally.left_s) == (None, None)
    now[0] = 36.0
    tally.finished("a", worker="1", seconds=30)
    assert (tally.per_hour, tally.left_s) == (100, 9 * 36)
    now[0] = 10_000
    tally.begin()
    assert tally.per_hour is None


def test_no_record_is_kept_in_memory(tmp_path, tiny):
    """What a print leaves in a collection is its name and its row: a hundred thousand of them must fit."""
    gray = write_prints(tmp_path / "gray", [f"{number:02}" for number in range(20)])
    collection = collect(
        gray, write_prints(tmp_path / "sea", ["one"], gray=False, first_seed=500), tmp_path / "done", crew=Here(room=4)
    )
    assert len(list(collection)) == 20
    assert len(collection.tally.recent) == 12
    assert not collection._desk.under_way
    assert not collection._desk.waits
