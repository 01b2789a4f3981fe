"""Slides and worksheets: made of the notebooks' own words, in two languages, in files that need nothing from elsewhere."""

from __future__ import annotations

import html
import json
import re

import pytest

from docs.lessons import markup, pages
from docs.lessons.lesson import read
from docs.lessons.words import LANGUAGES, Words
from tests.lessons import NOTEBOOKS, PRINTED, as_if_executed

NUMBERS = [path.stem[:2] for path in pages.notebooks(NOTEBOOKS)]


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Pages of the course as if executed."""
    folder = tmp_path_factory.mktemp("lessons")
    assert pages.write(as_if_executed(folder / "notebooks"), NOTEBOOKS, folder / "out") == []
    return folder / "out"


def page(written, kind, number, language):
    return (written / f"{pages.page_name(kind, number, language)}.html").read_text("utf-8")


def visible(text):
    """Return a page's words, without marks and spaces."""
    text = re.sub(r"<(style|script)>.*?</\1>|<[^>]+>", "", text, flags=re.DOTALL)
    return re.sub(r"\s", "", html.unescape(text))


def plain(markdown):
    """Return Markdown's words up to its first mark, as :func:`visible` has them."""
    return re.sub(r"\s", "", re.split(r"[*`$|\n]", re.sub(r"^\*\*\d\.\*\*", "", markdown))[0])


def lessons():
    return [read(path) for path in pages.notebooks(NOTEBOOKS)]


def test_there_are_pages_for_each_lesson_in_each_language(written):
    assert [f"0{i}" for i in range(1, 10)] == NUMBERS
    wanted = {
        f"{pages.page_name(kind, n, language)}.html"
        for kind in ("slides", "worksheet")
        for n in NUMBERS
        for language in LANGUAGES
    }
    assert {path.name for path in written.glob("*.html")} == wanted


def test_all_that_is_asked_stands_on_slides_and_worksheet_in_both_languages(written):
    for language in LANGUAGES:
        words = Words(language)
        for lesson in lessons():
            slides, sheet = (visible(page(written, kind, lesson.number, language)) for kind in ("slides", "worksheet"))
            assert len(lesson.predictions) >= 2
            for text in [*(each.texts[0] for each in lesson.predictions), *(each.text for each in lesson.exercises)]:
                assert plain(words(text)) in slides
                assert plain(words(text)) in sheet
            for exercise in lesson.exercises:
                assert re.sub(r"\s", "", exercise.check) in sheet
                assert re.sub(r"\s", "", exercise.head) in sheet


def test_every_exercise_of_the_course_is_there():
    checks = {each.check for lesson in lessons() for each in lesson.exercises}
    written = "".join(path.read_text("utf-8") for path in pages.notebooks(NOTEBOOKS))
    assert {re.search(r'"([\w.]+)"', check)[1] for check in checks} == set(
        re.findall(r'course\.check\(\\"([\w.]+)\\"', written)
    )


def test_results_are_shown_where_there_are_any_and_else_asked_for(written):
    for path in pages.notebooks(NOTEBOOKS):
        waiting, shown = read(path), read(written.parent / "notebooks" / path.name)
        assert {"figure", "numbers"} >= {each.kind for each in shown.screens} - {each.kind for each in waiting.screens}
        assert not [each for each in shown.screens if each.kind == "run"]
        assert not [each for each in waiting.screens if each.picture]
        assert waiting.predictions == shown.predictions
        assert bool(waiting.figure) == bool(shown.figure)
        assert shown.figure is None or shown.figure.picture
    assert html.escape(PRINTED) in page(written, "slides", "02", "en")


def test_the_catalogue_has_what_is_said_and_nothing_else(written):
    words = Words("ja")
    questions = pages.questions(NOTEBOOKS, "ja")
    for folder in (NOTEBOOKS, written.parent / "notebooks"):
        for path in pages.notebooks(folder):
            for kind in ("slides", "worksheet"):
                pages.render(kind, read(path), words=words, question=questions[path.stem[:2]])
    assert words.missing == []
    assert words.known - words.said == set()


def test_an_empty_folder_is_told(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"There is no notebook of a lesson in .*nowhere"):
        pages.write(tmp_path / "nowhere", NOTEBOOKS, tmp_path / "out")


def test_marks_of_the_translations_are_understood():
    """In Japanese, where no space stands around words, an emphasis that ends in a sign of punctuation is none."""
    words = Words("ja")
    for text in words.known:
        said = re.sub(r"<(math|code).*?</\1>", "", markup.html(words(text)), flags=re.DOTALL)
        assert "*" not in said
        assert "$" not in said


def test_a_text_without_a_translation_is_told():
    words = Words("ja")
    assert words("No such sentence.") == "No such sentence."
    assert words.missing == ["No such sentence."]


def test_pages_need_nothing_from_elsewhere(written):
    for path in written.glob("*.html"):
        text = path.read_text("utf-8")
        addresses = re.findall(
            r"""(?:src|href)=["']?([^"'\s>]+)""", re.sub(r"<aside.*?</aside>", "", text, flags=re.DOTALL)
        )
        assert all(each.startswith("data:image/") for each in addresses)
        assert set(re.findall(r'url\("([^"]+)"\)', text)) == {"ipaexg.ttf"}
        assert (written / "ipaexg.ttf").stat().st_size > 1_000_000


def test_every_formula_is_understood(written):
    """What the converter does not know it leaves as it is written, with its backslash."""
    for path in written.glob("*.html"):
        marks = re.findall(r"<m[a-z]+[^>]*>([^<]*)</", path.read_text("utf-8"))
        assert not [each for each in marks if "\\" in each or "$" in each]
    assert "<mfrac>" in markup.mathml(r"\frac{1}{2}")


def test_what_is_printed_stands_there_once_whether_merged_or_not(tmp_path):
    lines = ["one\n", "two\n", "three\n"]
    merged = ["".join(lines), *lines[1:]]  # as MyST-NB leaves it
    for texts in (lines, merged, ["".join(lines)], [[each] for each in lines]):
        outputs = [{"output_type": "stream", "name": "stdout", "text": text} for text in texts]
        cells = [
            {"cell_type": "markdown", "id": "a", "metadata": {}, "source": "# 1 · Title"},
            {"cell_type": "code", "id": "b", "metadata": {}, "source": "", "outputs": outputs},
        ]
        (tmp_path / "01_printed.ipynb").write_text(json.dumps({"cells": cells}), "utf-8")
        (screen,) = read(tmp_path / "01_printed.ipynb").screens
        assert screen.texts == ("one\ntwo\nthree",)


def test_a_sentence_must_stand_in_its_cell(tmp_path):
    path = tmp_path / "01_changed.ipynb"
    notebook = json.loads((NOTEBOOKS / "01_what_a_network_sees.ipynb").read_text("utf-8"))
    cell = next(cell for cell in notebook["cells"] if "slide" in cell["metadata"])
    cell["metadata"]["slide"].append("This is not what the notebook says.")
    path.write_text(json.dumps(notebook), "utf-8")
    with pytest.raises(ValueError, match=r"01_changed.ipynb, cell cell-01-06: 'This is not what"):
        read(path)


def test_what_looks_like_html_is_text(tmp_path):
    path = tmp_path / "01_marked.ipynb"
    mark = "<script>alert(1)</script>"
    cells = [
        {"cell_type": "markdown", "id": "a", "metadata": {}, "source": f"# 1 · {mark}\n\n{mark}"},
        {"cell_type": "markdown", "id": "b", "metadata": {}, "source": f"## {mark}\n\n**Predict**: {mark}?"},
        {
            "cell_type": "code", "id": "c", "metadata": {"tags": ["gallery"]}, "source": mark,
            "outputs": [{"output_type": "stream", "name": "stdout", "text": mark}],
        },
    ]  # fmt: skip
    path.write_text(json.dumps({"cells": cells}), "utf-8")
    for kind in ("slides", "worksheet"):
        assert mark not in pages.render(kind, read(path), words=Words("en"), question=mark)


def test_the_lists_lead_to_the_pages(written):
    for language in LANGUAGES:
        for pdf in (False, True):
            table = "".join(pages.listed(NOTEBOOKS, NOTEBOOKS, language, pdf=pdf, folder="lessons"))
            links = re.findall(r'href="lessons/([^"]+)"', table)
            assert len(links) == len(set(links)) == 4 * len(NUMBERS)
            assert all((written / each).with_suffix(".html").exists() for each in links)
            assert any(each.endswith(".pdf") for each in links) is pdf
