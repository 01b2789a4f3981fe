"""Learning from prints: what is learnt is found again, the same prints give the same bits, on any number of threads."""

from __future__ import annotations

import pytest
import torch

from tests.conftest import make_print, tiny_weights
from ukiyo_widgets.engine.colour.model import belief_in, evidence_size, find_evidence, fit_model
from ukiyo_widgets.engine.colour.nearness import Look
from ukiyo_widgets.engine.colour.paper import Paper, paper_under, tint
from ukiyo_widgets.engine.colour.study import Study
from ukiyo_widgets.engine.network.vgg import VGG19
from ukiyo_widgets.images import colour

PAPER = torch.tensor([0.93, 0.88, 0.74])
SEA = torch.tensor([0.15, 0.25, 0.5])


def make_network():
    return VGG19(tiny_weights(), pooling="max", device=torch.device("cpu"), dtype=torch.float32)


def make_view(seed):
    """Blue in the lower half, paper above; where the line lies, and the grain, differ."""
    generator = torch.Generator().manual_seed(seed)
    print_ = PAPER.view(3, 1, 1).expand(3, 48, 64).clone()
    line = 20 + int(torch.randint(8, (), generator=generator))
    print_[:, line:] = SEA.view(3, 1, 1)
    return (print_ + 0.02 * torch.randn(1, 48, 64, generator=generator)).clamp(0, 1)


@pytest.fixture(scope="module")
def studies():
    network = make_network()
    return [Study.of(make_view(seed), network) for seed in range(5)]


def evidence_for(print_, studies):
    model = fit_model(studies, weights=[1.0] * len(studies))
    gray = colour.luma(print_)
    return find_evidence(model, gray, study=Study.of(gray, make_network()), weights=[1.0] * len(studies))


def test_what_was_learnt_is_found_in_a_print_that_was_not_seen(studies):
    unseen = make_view(99)
    evidence = evidence_for(unseen, studies)
    lab = colour.rgb_to_lab(unseen)
    relative = torch.einsum("kc,khw->chw", evidence.centres, evidence.log_p.exp())
    found = relative + tint(colour.lightness(colour.luma(unseen)), evidence.paper)
    assert (found - lab[1:]).norm(dim=0).mean() < 6
    assert lab[1:].norm(dim=0).mean() > 15  # so much would gray be wrong


def test_the_same_prints_give_the_same_bits_on_any_number_of_threads(studies):
    before = torch.get_num_threads()
    models = []
    for threads in (1, 2):
        torch.set_num_threads(threads)
        models.append(fit_model(studies, weights=[1.0] * 5))
    torch.set_num_threads(before)
    one, other = models
    assert torch.equal(one.centres, other.centres)
    assert torch.equal(one.head.near, other.head.near)
    assert torch.equal(one.head.along, other.head.along)


@pytest.mark.parametrize("every", [1, 2, 3, 13, 28])
def test_what_is_learnt_from_is_strewn_over_all_of_a_print(studies, every):
    """However few of the samples are taken: each quarter has its share."""
    (places, *_) = fit_model(studies, weights=[1.0] * 5).samples.places
    _, height, width = studies[0].lab.shape
    taken = places[::every]
    lower, right = taken // width >= height / 2, taken % width >= width / 2
    shares = torch.stack([(a & b).float().mean() for a in (lower, ~lower) for b in (right, ~right)])
    torch.testing.assert_close(shares, torch.full((4,), 0.25), rtol=0, atol=2 / len(taken) ** 0.5)


def test_what_is_drawn_by_chance_elsewhere_changes_nothing(studies):
    before = torch.get_rng_state()
    one = fit_model(studies, weights=[1.0] * 5)
    assert torch.equal(torch.get_rng_state(), before)
    torch.rand(7)
    assert torch.equal(fit_model(studies, weights=[1.0] * 5).head.near, one.head.near)


def test_probabilities_add_up_to_one(studies):
    evidence = evidence_for(make_view(7), studies)
    assert evidence.log_p.exp().sum(0).sub(1).abs().max() < 1e-4
    assert evidence.prior.exp().sum().item() == pytest.approx(1, abs=1e-4)


def test_progress_is_told_and_an_interrupt_passes(studies):
    told = []
    fit_model(studies, weights=[1.0] * 5, progress=lambda done, total: told.append((done, total)))
    assert told == [(done, len(told)) for done in range(1, len(told) + 1)]

    def interrupt(_done, _total):
        raise KeyboardInterrupt

    threads = torch.get_num_threads()
    with pytest.raises(KeyboardInterrupt):
        fit_model(studies, weights=[1.0] * 5, progress=interrupt)
    assert torch.get_num_threads() == threads


def test_inks_printed_anew_move_the_classes_and_nothing_else(studies):
    model = fit_model(studies, weights=[1.0] * 5)
    labs = [each.lab for each in studies]
    torch.testing.assert_close(model.recoloured(labs), model.centres, rtol=0, atol=3)
    redder = [torch.cat((lab[:1], lab[1:2] + 20 * (lab[:1] < 50), lab[2:])) for lab in labs]
    moved = (model.recoloured(redder) - model.recoloured(labs))[:, 0]
    blue = model.centres[:, 1] < -5
    assert moved[blue].mean() > 10


def test_the_fewer_tones_a_print_shares_with_what_was_learnt_from_the_less_is_believed(studies):
    model = fit_model(studies, weights=[1.0] * 5)
    paper = make_view(7)
    night = 0.35 * paper  # no tone of its paper was seen
    half = torch.cat((paper[:, :, :32], night[:, :, 32:]), dim=2)
    found = [belief_in(model, Study.of(colour.luma(each), make_network())) for each in (paper, half, night)]
    assert 1 == found[0] > found[1] > found[2] > 0


def test_papers_as_light_as_the_prints_own_count_most():
    papers = [Paper(90.0, 1.0, 10.0), Paper(70.0, 5.0, 30.0)]
    found = paper_under(torch.full((1, 4, 4), 89.0), papers, weights=[1.0, 1.0])
    assert (found.lightness, round(found.b, 1)) == (89.0, 10.0)


def test_evidence_is_no_larger_than_it_need_be():
    assert evidence_size((4096, 2048)) == (512, 256)
    assert evidence_size((100, 30)) == (100, 30)


def test_a_print_is_known_again_at_any_size_in_any_colour_and_its_sister_is_not():
    print_ = make_print(height=300, width=200, seed=1)
    own = Look.at(print_, None)
    smaller = torch.nn.functional.interpolate(colour.luma(print_)[None], size=(97, 66), mode="area")[0]
    assert own.shows_the_same_as(Look.at(smaller, None))
    assert not own.shows_the_same_as(Look.at(make_print(height=300, width=200, seed=2), None))


def test_the_nearer_print_is_nearer():
    network = make_network()
    own, near, far = (Look.at(each, network) for each in (make_view(1), make_view(2), make_print(height=48, width=64)))
    assert own.nearness_to(own) > own.nearness_to(near) > own.nearness_to(far)
