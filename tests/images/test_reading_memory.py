"""Large scans: the peak is that of Pillow's bytes, not of floats."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

PROBE = """
import resource, sys
from ukiyo_widgets.images.reading import read_image
import numpy as np
read_image(np.zeros((600, 600, 3), np.uint8), max_side_px=64)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
picture = read_image(sys.argv[1], max_side_px=512)
assert max(picture.pixels.shape) == 512
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


# As floats these take 720 and 360 MB, and more while they are filtered. Pillow needs 4 bytes per pixel of RGB.
@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss is in kB on Linux only")
@pytest.mark.parametrize(("name", "size", "limit_mb"), [("JPEG", (10_000, 6_000), 150), ("PNG", (6_000, 5_000), 300)])
def test_a_large_scan_never_stands_in_memory_as_floats(
    tmp_path: Path, name: str, size: tuple[int, int], limit_mb: int
) -> None:
    path = tmp_path / "scan"
    options = {"compress_level": 1} if name == "PNG" else {}
    Image.new("RGB", size, (200, 60, 40)).save(path, format=name, **options)
    command = [sys.executable, "-c", PROBE, str(path)]
    grown_mb = int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert grown_mb < limit_mb
