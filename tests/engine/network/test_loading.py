"""The network in one call is the network of a run."""

from __future__ import annotations

import pytest
import torch

import ukiyo_widgets as uw
from tests.conftest import make_print
from ukiyo_widgets.engine.losses import content_loss, style_loss
from ukiyo_widgets.engine.objective.objective import mean_gram
from ukiyo_widgets.errors import SettingsError


@pytest.mark.parametrize("pooling", ["max", "average"])
def test_its_features_give_the_losses_of_a_run(pooling):
    picture, reference = make_print(seed=1), make_print(height=40, width=32, seed=2)
    options = {"preset": "paper", "pooling": pooling, "size": 48, "precision": "float32", "device": "cpu"}
    run = uw.colorize(picture, reference, start=make_print(seed=3), **options)
    network = uw.load_network(pooling=pooling, device="cpu")
    with torch.no_grad():
        of_x, of_p, of_a = (
            network.features(each, ["conv1_1", "conv4_2"])
            for each in (run.frame.unclipped, run.prints.content, run.prints.references[0])
        )
    content = content_loss(of_x["conv4_2"], of_p["conv4_2"]).item()
    style = style_loss(mean_gram(of_x["conv1_1"]), mean_gram(of_a["conv1_1"])).item()
    assert content == pytest.approx(run.frame.losses["content"], rel=1e-5)
    assert style == pytest.approx(run.frame.losses["style.conv1_1"], rel=1e-5)


def test_a_device_that_is_not_there_is_refused():
    with pytest.raises(SettingsError, match="this machine has"):
        uw.load_network(device="cuda:99")
