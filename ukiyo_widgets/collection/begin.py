"""From prints and settings to a collection."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from ukiyo_widgets.collection.collection import Collection
from ukiyo_widgets.collection.crews.crew import Crew
from ukiyo_widgets.collection.crews.processes import Processes, check_workers
from ukiyo_widgets.collection.series import files_of, series_of
from ukiyo_widgets.collection.table import is_named, rows_of
from ukiyo_widgets.collection.task import Made
from ukiyo_widgets.engine.settings import Settings
from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images.reading.files import absolute
from ukiyo_widgets.images.writing.writing import check_image_path
from ukiyo_widgets.places import named
from ukiyo_widgets.surroundings import undisturbed

PICTURE = "print"


@undisturbed
def colorize_collection(
    prints: Any,
    references: Any = None,
    *,
    out: str | os.PathLike[str],
    client: Any = None,
    workers: int | None = None,
    suffix: str = ".png",
    keep_runs: bool = False,
    full_size: bool = False,
    only_again: bool = False,
    shared: bool | None = None,
    **settings: Any,
) -> Collection:
    """Return a collection that colours many gray prints; nothing is computed before you iterate over it.

    What is finished in ``out`` already, of the same prints with the same settings, is not made again.

    Parameters
    ----------
    prints
        A folder, a list of files, addresses (also of a museum's IIIF manifest) and folders, or a table: a CSV with a column
        ``file`` and, if you like, ``reference`` (several with ``|`` between them), ``settings`` (``vividness=0.7 size=256``), a
        column for any setting, and ``again``. The manifest that a collection writes is such a table.
    references
        As for :func:`ukiyo_widgets.colorize`: a coloured print, a list of several, or a folder of a series. Of several folders,
        or a folder of folders, each print finds its own. None where the table has a reference for each.
    out
        The folder for the results: a picture for each, named as its gray print, ``records/``, ``manifest.csv`` and
        ``contact-sheet.html``.
    client
        None has processes of this machine do the work. A ``distributed.Client`` or the address of a scheduler
        (``"tcp://10.0.0.1:8786"``) has a Dask cluster do it, which needs the extra ``cluster``.
    workers
        How many processes of this machine; None is as many as its cores, memory and GPUs have room for.
    suffix
        Of the pictures: .png, .jpg, .webp or .tif.
    keep_runs
        Keep each run too (``.ukiyo``), to go on with it.
    full_size
        Write pictures as large as the gray prints, their colours carried along the ink lines.
    only_again
        Make only the prints that are marked in the column ``again`` of the table, or of the manifest in ``out``: with the
        settings that stand there (``vividness=0.9``), or, for any other mark, just once more.
    shared
        Whether a cluster's workers see this machine's folders under the same paths; None finds out. Where they do not, prints
        travel with the tasks, and results are sent back.
    **settings
        Any setting of :class:`~ukiyo_widgets.engine.settings.Settings`, and ``preset``.

    Raises
    ------
    ImageError
        If there are no prints, a reference cannot be read, or ``out`` cannot be written to, or holds the prints themselves.
    SettingsError
        If a setting or a row of the table is not allowed.
    ImportError
        If ``client`` is given and Dask is not installed.

    Examples
    --------
    >>> import tempfile
    >>> import ukiyo_widgets as uw
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     uw.colorize_collection(["sample:wave", "sample:surf"], "sample:homeward", out=folder, size=32)
    <Collection: 0 of 2 prints done>
    """
    check_workers(workers)
    rows = rows_of(prints)
    series = () if references is None else series_of(references)
    folder = absolute(out, subject=f"The folder {named(out)}")
    sources = {row.file for row in rows} | {path for each in series for path in files_of(each)}
    if folder in {Path(each).parent for each in sources if not is_named(each)}:
        raise ImageError(f"The folder {named(folder)} holds prints that are read; give results a folder of their own.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImageError(f"The folder {named(folder)} cannot be made ({error.strerror}); choose another.") from error
    check_image_path(folder / f"{PICTURE}{suffix}")

    def crew() -> Crew:
        if client is None:
            return Processes(workers, settings=Settings.from_preset(**settings))
        if not isinstance(client, str) and isinstance(client, Crew):
            return client
        return _cluster(client, folder=folder, shared=shared)

    made = Made(suffix.lower(), keep_runs, full_size)
    return Collection(
        rows, series=series, settings=settings, folder=folder, made=made, crew=crew, only_again=only_again
    )


def _cluster(client: Any, *, folder: Path, shared: bool | None) -> Crew:
    try:
        from ukiyo_widgets.collection.crews.cluster import Cluster
    except ImportError as error:
        raise ImportError(
            f"A cluster needs Dask ({error}); install it with: pip install 'ukiyo_widgets[cluster]', or leave client out."
        ) from error
    return Cluster(client, folder=folder, shared=shared)
