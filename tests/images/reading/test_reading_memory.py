"""Large scans: the peak is that of Pillow's bytes, not of floats."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

# Reads each file given and prints by how many MB the process's peak grew.
PROBE = """
import resource, sys
import numpy as np
from ukiyo_widgets.images.reading.reading import read_image
read_image(np.zeros((600, 600, 3), np.uint8), max_side_px=64)
for path in sys.argv[1:]:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert max(read_image(path, max_side_px=512).pixels.shape) == 512
    print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss is in kB on Linux only")
def test_large_scans_never_stand_in_memory_as_floats(tmp_path: Path) -> None:
    jpeg, png = tmp_path / "scan.jpg", tmp_path / "scan.png"
    Image.new("RGB", (10_000, 6_000), (200, 60, 40)).save(jpeg)
    Image.new("RGB", (6_000, 4_000), (200, 60, 40)).save(png, compress_level=1)
    command = [sys.executable, "-c", PROBE, str(jpeg), str(png)]
    grown_mb = [
        int(line) for line in subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    ]
    # As floats these take 720 and 288 MB, and more while they are filtered. Pillow has 4 bytes per pixel of RGB: 96 MB
    # for the PNG; the JPEG is decoded at a quarter of its sides, 15 MB.
    assert grown_mb[0] < 150
    assert grown_mb[1] < 220
