"""Prints from museums: a server on this machine that speaks their interfaces, and all the ways in which it may not."""

from __future__ import annotations

import ast
import dataclasses
import io
from pathlib import Path

import PIL.Image
import pytest

import ukiyo_widgets as uw
from tests.museum.here import RAIN, jpeg, serving
from ukiyo_widgets.cli import main
from ukiyo_widgets.images.reading import fetching
from ukiyo_widgets.museum import asking, collections
from ukiyo_widgets.museum.met import Met

CREDIT = (
    "Utagawa Hiroshige, Sudden Shower & Rain\\u202e, 1857. "
    "The Metropolitan Museum of Art, New York, Gift of somebody, 1914. "
)


@pytest.fixture(scope="module")
def server():
    with serving() as place:
        yield place


@pytest.fixture
def met(server, monkeypatch, tmp_path):
    """The Met at our server, with one print; nothing is kept from test to test, and no time is lost between questions."""
    server.begin_anew()
    monkeypatch.setitem(collections.MUSEUMS, "met", Met(server.address))
    monkeypatch.setattr(asking, "PAUSE_S", 0.0)
    monkeypatch.setenv("UKIYO_WIDGETS_CACHE", str(tmp_path / "cache"))
    return server


def test_a_print_is_found_fetched_once_and_keeps_its_credit(met, tmp_path):
    (work,) = uw.museum.search("Hiroshige rain")
    assert (work.key, work.artist, work.date) == ("met:36461", "Utagawa Hiroshige", "1857")
    assert "departmentId=6&hasImages=true&q=Hiroshige+rain" in met.asked[0]
    path = uw.museum.fetch(work)
    assert path.is_relative_to(tmp_path / "cache")
    assert uw.museum.fetch("met:36461") == path
    assert met.asked.count("/rain.jpg") == 1
    assert PIL.Image.open(path).tobytes() == PIL.Image.open(io.BytesIO(jpeg())).tobytes()
    assert uw.read_image(path).credit == f"met-36461.jpg: {CREDIT}Public domain (CC0). https://museum.example/36461"


def test_the_credit_goes_into_the_recipe_the_saved_picture_and_the_page(met, tiny, tmp_path):
    run = uw.colorize(uw.museum.fetch("met:36461", folder=tmp_path), "sample:wave", size=48)
    run.advance(1)
    said = "Gift of somebody, 1914. Public domain (CC0)"
    assert said in run.recipe.content.credit
    assert run.recipe.content.name == "met-36461.jpg"
    assert said in uw.read_metadata(run.frame.save(tmp_path / "done.png"))["Source"]
    page = run.export_html(tmp_path / "page.html").read_text("utf-8")
    assert said in page
    assert "<title>met-36461</title>" in page


def test_a_small_picture_to_choose_by(met):
    (work,) = uw.museum.search("Hiroshige rain")
    assert uw.museum.fetch_small(work) == jpeg()
    assert "/rain.jpg" not in met.asked
    met.says("/small.jpg", jpeg(), **{"Content-Length": "999999999999"})
    with pytest.raises(uw.ImageError, match="larger than the 4,000,000 bytes"):
        uw.museum.fetch_small(work)
    met.asked.clear()
    assert uw.museum.fetch_small(dataclasses.replace(work, small_image="")) == b""
    assert met.asked == []


def test_only_prints_in_the_public_domain_with_a_picture_are_given(met):
    image = {"primaryImage": f"{met.address}/rain.jpg"}
    for number, described in {
        1: RAIN | image | {"isPublicDomain": False},
        2: RAIN | {"primaryImage": ""},
        3: RAIN | image | {"classification": "Ceramics"},
        4: RAIN | image | {"isPublicDomain": "yes"},
        5: RAIN | image | {"objectID": 5},
    }.items():
        met.says(f"/objects/{number}", described)
    met.says("/search", {"total": 6, "objectIDs": [1, 2, "x", 3, 4, 5]})
    assert [work.key for work in uw.museum.search("rain")] == ["met:5"]
    for number, why in {1: "not in the public domain", 2: "has no picture"}.items():
        with pytest.raises(uw.ImageError, match=why):
            uw.museum.fetch(f"met:{number}")


def test_nothing_found_is_nothing_and_no_more_is_asked_than_wanted(met):
    met.says("/search", {"total": 0, "objectIDs": None})
    assert list(uw.museum.search("rain")) == []
    met.says("/search", {"total": 3, "objectIDs": [36461, 36461, 36461]})
    met.asked.clear()
    assert len(list(uw.museum.search("rain", most=1))) == 1
    assert len(met.asked) == 2


@pytest.mark.parametrize(
    ("answer", "status", "said"),
    [
        (b"slow down", 429, "answers 429 Too Many Requests; try again in some minutes"),
        (b"", 500, "answers 500 Internal Server Error"),
        (b"", 503, "try again in some minutes"),
        (b"", 404, "answers 404 Not Found"),
        (b"<html>", 200, "something else than it promises"),
        (b"[1]", 200, "something else than it promises"),
        (b"{}", 200, "not in the public domain"),
        (b'{"isPublicDomain": true, "primaryImage": "x", "objectID": "7"}', 200, "an object without a number"),
        (b'{"a": NaN}', 200, "something else than it promises"),
        (b"[" * 100_000, 200, "something else than it promises"),
        (b" " * (asking.MOST_JSON_BYTES + 1), 200, "larger than"),
    ],
)
def test_whatever_the_server_does_is_said_in_one_sentence(met, answer, status, said):
    met.says("/objects/7", answer, status=status)
    with pytest.raises(uw.ImageError, match=said) as caught:
        uw.museum.look_up("met:7")
    assert len(str(caught.value)) < 500
    assert "\n" not in str(caught.value)


def test_offline_it_says_so(met, monkeypatch):
    monkeypatch.setitem(collections.MUSEUMS, "met", Met("http://nowhere.invalid"))
    with pytest.raises(
        uw.ImageError,
        match=r"The Metropolitan Museum of Art, New York cannot be reached: nothing answers at nowhere\.invalid",
    ):
        list(uw.museum.search("rain"))


@pytest.mark.parametrize(
    ("picture", "said"),
    [
        (b"\x89PNG\r\n\x1a\n", "is no JPEG"),
        (b"<html>", "is no JPEG"),
    ],
)
def test_what_is_no_jpeg_is_refused_and_not_kept(met, tmp_path, picture, said):
    met.says("/rain.jpg", picture)
    with pytest.raises(uw.ImageError, match=said):
        uw.museum.fetch("met:36461", folder=tmp_path / "prints")
    assert not (tmp_path / "prints").exists()


def test_a_huge_file_is_not_taken(met):
    met.says("/rain.jpg", jpeg(), **{"Content-Length": "999999999999"})
    with pytest.raises(uw.ImageError, match="larger than"):
        uw.museum.fetch("met:36461")


@pytest.mark.parametrize("way", ["told", "redirected"])
def test_a_museum_on_the_web_leads_to_nothing_inside_this_network(met, monkeypatch, way):
    outside = "127.0.0.1"
    monkeypatch.setattr(fetching, "depth_of", lambda address: 0 if address == outside else 2)
    monkeypatch.setattr(asking, "depth_of", lambda address: 0 if address == outside else 2)
    inside = met.address.replace(outside, "127.0.0.2") + "/secret.jpg"
    met.says("/secret.jpg", jpeg())
    if way == "told":
        met.says("/objects/36461", RAIN | {"primaryImage": inside})
    else:
        met.says("/rain.jpg", b"", status=302, Location=inside)
    with pytest.raises(uw.ImageError, match="inside of this network or machine"):
        uw.museum.fetch("met:36461")
    assert "/secret.jpg" not in met.asked


def test_one_server_is_asked_slowly(met, monkeypatch):
    waits = []

    class Clock:
        def wait(self, seconds):
            waits.append(seconds)

    monkeypatch.setattr(asking, "PAUSE_S", 100.0)
    monkeypatch.setattr(asking.threading, "Event", Clock)
    monkeypatch.setattr(asking, "_asked", {})
    for _ in range(3):
        asking._wait_for_turn("a")
    asking._wait_for_turn("b")
    assert waits == pytest.approx([0, 100, 200, 0], abs=5)


# ---------------------------------------------------------------- IIIF

CC0 = "http://creativecommons.org/publicdomain/zero/1.0/"


def version_3(address, **more):
    service = {"id": f"{address}/iiif/wave", "type": "ImageService3", "profile": "level2"}
    body = {"id": f"{address}/x.jpg", "type": "Image", "service": [service]}
    canvas = {"type": "Canvas", "items": [{"items": [{"body": body}]}]}
    return {
        "id": f"{address}/manifest",
        "type": "Manifest",
        "label": {"ja": ["大波"]},
        "requiredStatement": {"label": {"en": ["Attribution"]}, "value": {"en": ["Collection of a town"]}},
        "provider": [{"label": {"en": ["Town Museum"]}}],
        "homepage": [{"id": "https://town.example/wave"}],
        "rights": CC0,
        "items": [canvas],
        **more,
    }


def version_2(address):
    service = {"@id": f"{address}/iiif/wave", "profile": "http://iiif.io/api/image/2/level0.json"}
    service |= {
        "sizes": [{"width": 300, "height": 200}, {"width": 150, "height": 100}, {"width": 9000, "height": 6000}]
    }
    resource = {"@id": f"{address}/x.jpg", "@type": "dctypes:Image", "service": service}
    return {
        "@id": f"{address}/manifest",
        "label": "The wave",
        "attribution": "Collection of a town",
        "license": "https://creativecommons.org/publicdomain/mark/1.0/",
        "sequences": [{"canvases": [{"images": [{"resource": resource}]}]}],
    }


def test_a_manifest_of_version_3(met, tmp_path):
    met.says("/manifest", version_3(met.address))
    met.says("/iiif/wave/full/!3000,3000/0/default.jpg", jpeg())
    path = uw.museum.fetch(f"{met.address}/manifest", folder=tmp_path)
    expected = "大波. Town Museum, Collection of a town. Public domain (CC0). https://town.example/wave"
    assert uw.read_image(path).credit == f"{path.name}: {expected}"


def test_a_manifest_of_version_2_whose_server_makes_some_sizes_alone(met, tmp_path):
    met.says("/manifest", version_2(met.address))
    met.says("/iiif/wave/full/300,/0/default.jpg", jpeg())
    path = uw.museum.fetch(f"{met.address}/manifest", folder=tmp_path)
    assert "The wave. 127.0.0.1" in uw.read_image(path).credit
    assert uw.museum.look_up(f"{met.address}/manifest").rights == "Public domain"


def test_an_info_json_that_says_its_rights(met):
    met.says("/info.json", {"id": f"{met.address}/iiif/wave", "width": 800, "height": 500, "rights": CC0})
    assert uw.museum.look_up(f"{met.address}/info.json").image == f"{met.address}/iiif/wave/full/max/0/default.jpg"


@pytest.mark.parametrize(
    "rights", [None, "http://creativecommons.org/licenses/by-nc/4.0/", "http://rightsstatements.org/vocab/InC/1.0/", 7]
)
def test_what_is_not_marked_as_public_domain_is_not_taken(met, rights):
    met.says("/manifest", version_3(met.address, rights=rights))
    with pytest.raises(uw.ImageError, match="only what is marked as public domain is taken"):
        uw.museum.fetch(f"{met.address}/manifest")
    assert met.asked == ["/manifest"]


@pytest.mark.parametrize(
    "answer", [{}, {"items": []}, {"items": [{"items": [{"items": [{"body": []}]}]}]}, {"sequences": 1}, [], 3]
)
def test_what_is_no_manifest_is_said(met, answer):
    met.says("/manifest", answer)
    with pytest.raises(uw.ImageError, match=r"neither a IIIF manifest with a picture nor an info\.json"):
        uw.museum.look_up(f"{met.address}/manifest")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (lambda: uw.museum.search("rain", museum="louvre"), "museum is 'louvre'; there are 'met'"),
        (lambda: uw.museum.search(" "), "query is empty"),
        (lambda: uw.museum.search("rain", most=0), "most is 0"),
        (lambda: uw.museum.look_up("louvre:1"), "names no museum's print; give 'met:…'"),
        (lambda: uw.museum.look_up("met:../1"), "have numbers"),
    ],
)
def test_wrong_questions_are_refused_in_words(met, asked, said):
    with pytest.raises(uw.UkiyoError, match=said):
        asked()
    assert met.asked == []


def test_all_that_goes_wrong_with_a_museum_has_a_kind_by_which_a_screen_can_say_it():
    made = {
        node.func.id
        for path in [*Path(collections.__file__).parent.glob("*.py"), Path(fetching.__file__)]
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    named = {"FetchError", "UnreachableError", "MuseumError", "SettingsError"}
    assert {each for each in made if each.endswith("Error")} == named


def test_on_the_command_line(met, tmp_path, capsys):
    assert main(["museum", "Hiroshige rain"]) == 0
    assert capsys.readouterr().out == f"{CREDIT}Public domain (CC0). https://museum.example/36461\n  met:36461\n"
    assert main(["museum", "met:36461", "-o", str(tmp_path / "prints")]) == 0
    assert capsys.readouterr().out == f"{tmp_path / 'prints' / 'met-36461.jpg'}\n"
    met.says("/search", {"total": 0, "objectIDs": None})
    assert main(["museum", "nothing"]) == 1
    assert "No print in the public domain goes by 'nothing'" in capsys.readouterr().err


def test_where_nothing_may_be_kept_a_folder_is_asked_for(met, monkeypatch):
    monkeypatch.setenv("UKIYO_WIDGETS_CACHE", "off")
    with pytest.raises(uw.SettingsError, match="name a folder"):
        uw.museum.fetch("met:36461")


def test_pictures_that_were_used_longest_ago_go_first(met, monkeypatch, tmp_path):
    monkeypatch.setattr(collections, "BUDGET_MB", 1.5 * len(jpeg()) / 1e6)
    met.says("/objects/2", RAIN | {"objectID": 2, "primaryImage": f"{met.address}/rain.jpg"})
    first = uw.museum.fetch("met:36461")
    second = uw.museum.fetch("met:2")
    assert [path.exists() for path in (first, second)] == [False, True]
