"""What is to be coloured: folders, lists and tables, and what is said of those that cannot be understood."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ukiyo_widgets as uw
from tests.collection.here import write_prints
from ukiyo_widgets.collection.plan import names_of
from ukiyo_widgets.collection.reports.manifest import COLUMNS
from ukiyo_widgets.collection.series import series_of
from ukiyo_widgets.collection.table import Row, plain_cell, rows_of, safe_cell
from ukiyo_widgets.collection.written import settings_read, settings_written
from ukiyo_widgets.engine.settings import knobs

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)


def table(tmp_path, text, *, encoding="utf-8"):
    path = tmp_path / "prints.csv"
    path.write_text(text, encoding=encoding)
    return path


def test_a_folder_a_list_and_a_sample(tmp_path):
    folder = write_prints(tmp_path / "gray", ["b", "a"])
    files = [str(folder / "a.png"), str(folder / "b.png")]
    assert [row.file for row in rows_of(folder)] == files
    assert [row.file for row in rows_of([folder, files[0], "sample:wave"])] == [*files, "sample:wave"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("comma", [",", ";"])
def test_a_table_names_files_beside_it_references_settings_and_what_is_wanted_again(tmp_path, encoding, comma):
    lines = [
        ["File", "reference", "vividness", "title", "settings", "again"],
        ["gray/浪.png", "sea | wave.jpg", "0.7", "A wave", "size=64 iterations=2", ""],
        ["sample:wave", "", "", "", "", "x"],
        ["", "", "", "", "", ""],
        ["gray/b.png", "", "", "", "", "reference=mountain seed=3"],
    ]
    rows = rows_of(table(tmp_path, "\n".join(comma.join(line) for line in lines), encoding=encoding))
    first = {"vividness": "0.7", "size": "64", "iterations": "2"}
    assert rows == [
        Row(str(tmp_path / "gray/浪.png"), (str(tmp_path / "sea"), str(tmp_path / "wave.jpg")), first),
        Row("sample:wave", again={}),
        Row(str(tmp_path / "gray/b.png"), again={"reference": str(tmp_path / "mountain"), "seed": "3"}),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,reference\nwave.png,sea", "has no column 'file'"),
        ("file,vividnes\nwave.png,1", "did you mean vividness"),
        ("file,file\na.png,b.png", "two columns 'file'"),
        ("file,settings\na.png,vivid", "line 2: 'vivid' has 'vivid'; write name=value"),
        ('file,settings\na.png,"seed=\'3"', "cannot be read .*No closing quotation"),
        ("file,seed\na.png,1\na.png,2", "is there twice"),
        ("", "no column 'file'"),
    ],
)
def test_a_table_that_cannot_be_understood_is_refused_in_a_sentence(tmp_path, text, said):
    with pytest.raises(uw.SettingsError, match=said):
        rows_of(table(tmp_path, text))


def test_what_cannot_be_found_again_is_refused(tmp_path):
    (tmp_path / "empty").mkdir()
    for prints, said in [
        (np.zeros((32, 32)), "got a ndarray: save it to a file first"),
        ([], "There are no gray prints"),
        (tmp_path / "empty", "holds no pictures"),
    ]:
        with pytest.raises(uw.ImageError, match=said):
            rows_of(prints)
    with pytest.raises(uw.SettingsError, match="not in UTF-8"):
        rows_of(table(tmp_path, "file\nä.png", encoding="latin-1"))
    with pytest.raises(uw.SettingsError, match="cannot be read"):
        rows_of(tmp_path / "missing.csv")


def test_the_manifests_columns_are_understood_and_none_is_a_setting():
    assert not set(COLUMNS) & set(knobs())


def test_references_are_one_series_or_several(tmp_path):
    sea = write_prints(tmp_path / "all" / "sea", ["a", "b"])
    mountain = write_prints(tmp_path / "all" / "mountain", ["c"])
    assert series_of(sea) == ((str(sea),),)
    assert series_of(tmp_path / "all") == ((str(mountain),), (str(sea),))
    assert series_of([sea, mountain]) == ((str(sea),), (str(mountain),))
    assert series_of([sea / "a.png", "sample:wave"]) == ((str(sea / "a.png"), "sample:wave"),)
    (tmp_path / "none" / "deeper").mkdir(parents=True)
    with pytest.raises(uw.ImageError, match="none of its folders does"):
        series_of(tmp_path / "none")
    with pytest.raises(uw.ImageError, match="list of references is empty"):
        series_of([])


@given(st.dictionaries(st.from_regex(r"[a-z_]{1,12}", fullmatch=True), TEXTS, max_size=4))
def test_settings_come_back_from_a_cell(settings):
    assert settings_read(settings_written(settings), where="") == settings


@given(TEXTS)
def test_no_spreadsheet_takes_a_cell_for_a_formula_and_it_comes_back(text):
    cell = safe_cell(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert plain_cell(cell) == text


@given(st.lists(TEXTS.map(lambda text: f"/gray/{text}.png"), unique=True, max_size=8))
def test_each_print_has_a_name_of_its_own_that_does_not_depend_on_the_others_order(files):
    names = names_of(files)
    assert len({name.casefold() for name in names}) == len(files)
    assert dict(zip(files[::-1], names_of(files[::-1]), strict=True)) == dict(zip(files, names, strict=True))
    assert all(name and not set(name) & set('\\/:*?"<>|\0') and not name.startswith(".") for name in names)
