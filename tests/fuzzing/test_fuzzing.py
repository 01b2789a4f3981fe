"""Some seconds of what ``tests/fuzzing/fuzz.py`` does for minutes: the corpus as it is, and blindly changed."""

from __future__ import annotations

import random

import pytest

from tests.fuzzing import changing, targets

TRIES = {"pictures": 600, "weights": 300, "runs": 100, "recipes": 600, "messages": 200}
NO_NETWORKS = {"weights": 0}


@pytest.fixture(scope="module", autouse=True)
def _ended():
    yield
    targets.close()


@pytest.fixture(autouse=True)
def _quiet(caplog):
    caplog.set_level("CRITICAL")


def corpus(name):
    return [each.read_bytes() for each in sorted((targets.CORPUS / name).iterdir())]


@pytest.mark.parametrize("name", targets.TARGETS)
def test_what_is_as_it_should_be_is_read(name):
    read = sum(map(targets.TARGETS[name], corpus(name)))
    assert read == NO_NETWORKS.get(name, len(corpus(name)))


@pytest.mark.parametrize("name", targets.TARGETS)
def test_what_is_not_is_refused_in_a_sentence_or_does_no_harm(name):
    chance, target = random.Random(name), changing.with_digest_made_anew(targets.TARGETS[name])
    good = corpus(name)
    for _ in range(TRIES[name]):
        target(changing.changed(chance.choice(good), chance))
