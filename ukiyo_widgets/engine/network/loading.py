"""The network in one call, for whoever wants to look into it."""

from __future__ import annotations

from ukiyo_widgets.engine.machine import choose_device, choose_precision
from ukiyo_widgets.engine.network.vgg import VGG19
from ukiyo_widgets.engine.network.weights import load_weights
from ukiyo_widgets.surroundings import undisturbed


@undisturbed
def load_network(
    *, pooling: str = "max", device: str = "auto", precision: str = "float32", weights: str = "auto"
) -> VGG19:
    """Return VGG-19 up to conv5_1, ready for :meth:`VGG19.features`.

    Parameters
    ----------
    pooling
        ``"max"`` as in the paper, or ``"average"`` as in Gatys et al. (2015).
    device, precision, weights
        As the settings of these names.

    Raises
    ------
    WeightsError
        If the weights are missing, damaged, or not VGG-19's.
    SettingsError
        If this machine has no such device.

    Examples
    --------
    >>> import ukiyo_widgets as uw
    >>> network = uw.load_network(device="cpu")
    >>> pixels = uw.read_image("sample:wave", max_side_px=96).pixels
    >>> {layer: tuple(maps.shape) for layer, maps in network.features(pixels, ["conv1_1", "conv4_2"]).items()}
    {'conv1_1': (64, 64, 96), 'conv4_2': (512, 8, 12)}
    """
    where = choose_device(device)
    dtype = choose_precision(precision, device=where)
    return VGG19(load_weights(weights), pooling=pooling, device=where, dtype=dtype)
