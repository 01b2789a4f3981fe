"""Figures: what is drawn is what was given, every label is there, and nothing is left behind in pyplot."""

from __future__ import annotations

import io
import subprocess
import sys

import numpy as np
import PIL.Image
import pytest
import torch

import ukiyo_widgets as uw
from tests.conftest import make_print
from ukiyo_widgets.plot.figure import WIDEST_PX

LETTERS = "一枚の浮世絵"


def drawn(axes):
    return np.asarray(axes.images[0].get_array())


def levels(pixels):
    return (pixels.clamp(0, 1) * 255).round().to(torch.uint8).permute(1, 2, 0).numpy()


def png(figure):
    """Render as a notebook would; pytest turns a warning, such as one about a missing letter, into an error."""
    with PIL.Image.open(io.BytesIO(figure._repr_png_())) as image:
        assert image.format == "PNG"
        assert max(np.asarray(figure.get_size_inches() * figure.dpi) - image.size) <= 1
        assert image.width <= WIDEST_PX + 1
        return np.asarray(image.convert("RGB"))


def boxes_overlap(figure):
    boxes = [axes.get_position() for axes in figure.axes]
    return any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[i + 1 :])


@pytest.fixture
def run(weights):
    return uw.colorize(make_print(seed=1), make_print(seed=2), size=48, iterations=5)


# ---------------------------------------------------------------------- pictures


@pytest.mark.parametrize("show", [uw.plot.strip, uw.plot.grid])
def test_every_kind_of_picture_is_drawn_as_it_is(show, run):
    pixels = make_print(seed=3)
    pictures = [
        pixels,
        PIL.Image.fromarray(levels(pixels)),
        run,
        run.advance(1),
        uw.read_image(pixels),
        2 * pixels - 0.5,
    ]
    figure = show(pictures, labels=list("abcdef"))
    expected = [levels(each) for each in (pixels, pixels)] + [np.asarray(run.image)] * 2 + [levels(pixels)]
    assert len(figure.axes) == 6
    for axes, each in zip(figure.axes, [*expected, levels(pictures[-1])], strict=True):
        assert np.array_equal(drawn(axes), each)
    assert [axes.get_xlabel() for axes in figure.axes] == list("abcdef")
    assert not boxes_overlap(figure)
    png(figure)


def test_frames_are_labelled_by_their_iteration_while_the_run_goes_on(run):
    figure = uw.plot.strip(run.steps(3))
    assert [axes.get_xlabel() for axes in figure.axes] == ["iteration 1", "iteration 2", "iteration 3"]
    assert run.index == 3


def test_a_strip_has_one_height_and_keeps_proportions():
    figure = uw.plot.strip([make_print(height=32, width=48), make_print(height=40, width=20)], height_px=100)
    sizes = [axes.get_window_extent() for axes in figure.axes]
    assert [(round(each.width), round(each.height)) for each in sizes] == [(150, 100), (50, 100)]
    wide = uw.plot.strip([make_print()] * 20, height_px=300)
    assert png(wide).shape[1] <= WIDEST_PX + 1


def test_a_grid_takes_a_batch_with_its_labels_and_headings(run):
    batch = uw.sweep(run, style_weight=[1, 2, 3], fade=[0, 0.01])
    figure = uw.plot.grid(batch, columns=["fixed", LETTERS], rows=["1", "2", "3"], title="β")
    assert [axes.get_xlabel().replace("\n", " ") for axes in figure.axes] == list(batch.labels)
    assert [text.get_text() for text in figure.texts] == ["β", "fixed", LETTERS, "1", "2", "3"]
    lefts = {round(axes.get_position().x0, 4) for axes in figure.axes}
    assert len(lefts) == 2
    assert not boxes_overlap(figure)
    png(uw.plot.grid(batch, columns=["fixed", "fading"], rows=["1", "2", "3"], title="β"))


def test_wrong_pictures_and_labels_are_refused_in_a_sentence():
    pixels = make_print()
    with pytest.raises(ValueError, match="2 labels for 1 pictures"):
        uw.plot.strip([pixels], labels=["a", "b"])
    with pytest.raises(ValueError, match="labels is 'ab' for 2"):
        uw.plot.strip([pixels] * 2, labels="ab")
    with pytest.raises(ValueError, match="no picture"):
        uw.plot.grid([])
    with pytest.raises(uw.SettingsError, match="brackets"):
        uw.plot.strip(PIL.Image.new("RGB", (20, 20)))
    with pytest.raises(ValueError, match="3 pictures in 2 columns make 2 rows, but rows has 1"):
        uw.plot.grid([pixels] * 3, columns=2, rows=["a"])
    with pytest.raises(ValueError, match="columns is 0"):
        uw.plot.grid([pixels], columns=0)


# ---------------------------------------------------------------------- losses


def test_losses_are_the_runs_own_by_iteration(run):
    frames = [run.frame, *run.steps(4)]
    run.set(style_weight=5, fade=0)
    frames += run.steps(2)
    figure = uw.plot.losses({"all": run, "some": frames[2:]}, terms=("style", "total", "style.conv1_1"))
    assert [axes.get_title() for axes in figure.axes] == ["style loss", "total loss", "style.conv1_1 loss"]
    for axes, term in zip(figure.axes, ("style", "total", "style.conv1_1"), strict=True):
        whole, some, mark = axes.get_lines()
        assert list(whole.get_xdata()) == list(range(7))
        assert list(whole.get_ydata()) == [frame.losses[term] for frame in frames]
        assert list(some.get_xdata()) == [2, 3, 4, 5, 6]
        assert list(mark.get_xdata()) == [4, 4]
        assert axes.texts[0].get_text() == "style_weight = 5, fade = 0"
        assert axes.get_yscale() == "log"
    (legend,) = figure.legends
    assert [text.get_text() for text in legend.get_texts()] == ["all", "some"]
    png(figure)


def test_a_loss_of_zero_is_left_out(weights):
    run = uw.colorize(make_print(seed=1), make_print(seed=2), size=48, preset="paper", start="content")
    run.advance(2)
    values = uw.plot.losses(run, terms=("content",)).axes[0].get_lines()[0].get_ydata()
    assert run.losses[0]["content"] == 0
    assert np.isnan(values).tolist() == [True, False, False]
    png(uw.plot.losses(run))


def test_a_batch_brings_its_labels_and_single_frames_are_seen(run):
    batch = uw.sweep(run, style_weight=[1, 2])
    figure = uw.plot.losses(batch)
    assert [text.get_text() for text in figure.legends[0].get_texts()] == list(batch.labels)
    assert figure.axes[0].get_lines()[0].get_marker() == "."


def test_wrong_runs_and_terms_are_refused_in_a_sentence(run):
    with pytest.raises(ValueError, match="computed nothing yet"):
        uw.plot.losses(run)
    run.advance(1)
    with pytest.raises(ValueError, match="no loss 'beauty'; there are total, content"):
        uw.plot.losses(run, terms=("beauty",))
    with pytest.raises(ValueError, match="terms is 'total'"):
        uw.plot.losses(run, terms="total")
    with pytest.raises(ValueError, match="2 labels for 1 runs"):
        uw.plot.losses([run], labels=["a", "b"])
    for wrong in (3, [3], [[3]]):
        with pytest.raises(uw.SettingsError, match="frames are needed"):
            uw.plot.losses(wrong)


# ---------------------------------------------------------------------- features and Gram matrices


def test_feature_maps_are_drawn_as_they_are():
    maps = torch.rand(20, 8, 12)
    maps[1] = 0  # a filter that sees nothing
    figure = uw.plot.features(maps, count=5, columns=3)
    assert len(figure.axes) == 5
    for axes, each in zip(figure.axes, maps, strict=False):
        assert np.array_equal(drawn(axes), each.numpy())
        assert axes.images[0].get_clim()[1] == pytest.approx(max(float(each.max()), 1e-12))
    assert figure.axes[1].get_xlabel() == "1 (max 0)"
    assert not boxes_overlap(figure)
    png(figure)
    assert uw.plot.features(maps[[3, 7]], labels=["left", "right"]).axes[1].get_xlabel() == "right"
    with pytest.raises(ValueError, match="feature maps are N × H × W"):
        uw.plot.features(maps[0])


def test_gram_matrices_share_one_scale():
    features = torch.rand(6, 30)
    small = features @ features.T
    figure = uw.plot.gram({"small": small, "large": 1000 * small}, title=LETTERS)
    first, second = figure.axes[:2]
    assert np.array_equal(drawn(first), small.numpy())
    assert np.array_equal(drawn(second), (1000 * small).numpy())
    assert first.images[0].norm is second.images[0].norm
    assert (first.get_title(), second.get_title()) == ("small", "large")
    png(uw.plot.gram({"small": small, "large": 1000 * small}, title="Gram"))


def test_matrices_without_a_logarithm_are_drawn_too():
    png(uw.plot.gram(torch.zeros(4, 4)))
    png(uw.plot.gram(torch.eye(4)))
    signed = torch.randn(5, 5)
    axes = uw.plot.gram(signed).axes[0]
    assert axes.images[0].norm.vmin == -axes.images[0].norm.vmax
    png(uw.plot.gram(signed))
    for wrong in (torch.rand(3, 4), torch.full((2, 2), torch.nan)):
        with pytest.raises(ValueError, match="N × N and finite"):
            uw.plot.gram(wrong)


# ---------------------------------------------------------------------- what stands around


def run_python(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120).stdout


def test_matplotlib_is_imported_on_use_and_pyplot_never():
    code = (
        "import sys, ukiyo_widgets as uw\n"
        "plot = uw.plot\n"
        "print('matplotlib' in sys.modules)\n"
        "import torch\n"
        "plot.features(torch.rand(2, 4, 4))._repr_png_()\n"
        "print('matplotlib' in sys.modules, 'matplotlib.pyplot' in sys.modules)"
    )
    assert run_python(code).split() == ["False", "True", "False"]


def test_without_matplotlib_a_sentence_says_what_to_install():
    code = (
        "import sys\n"
        "sys.modules['matplotlib'] = None\n"
        "import ukiyo_widgets as uw\n"
        "try:\n"
        "    uw.plot.strip\n"
        "except ImportError as error:\n"
        "    print(error)"
    )
    assert run_python(code).strip().endswith("install it with: pip install 'ukiyo_widgets[lab]'")


def test_its_names_are_listed():
    assert set(uw.plot.__all__) == set(dir(uw.plot))
    with pytest.raises(AttributeError, match="no attribute 'stripe'; it offers Plot, features"):
        _ = uw.plot.stripe


@pytest.mark.parametrize("name", ["$\\frac{$", "_hidden"])
def test_a_name_is_a_name_and_no_formula(name, run):
    picture = np.zeros((32, 32, 3))
    figures = [
        uw.plot.strip([picture, picture], labels=[name, name]),
        uw.plot.grid([picture, picture], labels=[name, name], title=name),
        uw.plot.features(torch.zeros(2, 16, 16), labels=[name, name]),
        uw.plot.gram({name: torch.eye(4), "other": torch.eye(4)}, title=name),
    ]
    run.advance(1)
    curves = uw.plot.losses({name: run, "other": run})
    assert [each.get_text() for each in curves.legends[0].get_texts()] == [name, "other"]
    assert all(each._repr_png_()[:4] == b"\x89PNG" for each in [*figures, curves])
