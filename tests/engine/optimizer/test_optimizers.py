"""Our L-BFGS against textbook loops, an explicit inverse Hessian and SciPy; Adam and SGD against torch's."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
import scipy.optimize
import torch

from ukiyo_widgets.engine.optimizer.lbfgs import LBFGS, inverse_hessian_times
from ukiyo_widgets.engine.optimizer.optimizers import SGD, Adam
from ukiyo_widgets.engine.optimizer.pairs import Ring, Separate
from ukiyo_widgets.engine.settings import GRAY_LEVEL, Settings

QUADRATIC = torch.diag(torch.tensor([1.0, 3.0, 10.0, 30.0, 100.0], dtype=torch.float64))


def quadratic(x):
    return 0.5 * x @ QUADRATIC @ x - x.sum()


def rosenbrock(x):
    return (100 * (x[1:] - x[:-1] ** 2).square() + (1 - x[:-1]).square()).sum()


def descend(optimizer, function, start, n):
    """Return the points x_0 … x_n."""
    points, memory = [start], optimizer.begin(start)
    for _ in range(n):
        move, memory = optimizer.move(points[-1], gradient_of(function, points[-1]), memory)
        points.append(points[-1] + move)
    return points


def gradient_of(function, x):
    variable = x.clone().requires_grad_()
    return torch.autograd.grad(function(variable), variable)[0]


def textbook_lbfgs(function, start, n, *, history, step, first_move):
    """Nocedal and Wright's algorithm 7.5 as a plain loop over lists, with the same fixed step."""
    x, s_list, y_list, points = start.numpy().copy(), [], [], [start.numpy().copy()]
    gradient = gradient_of(function, start).numpy()
    for k in range(n):
        if k == 0:
            move = -gradient * first_move / np.abs(gradient).max()
        else:
            q, alphas = gradient.copy(), []
            for s, y in zip(reversed(s_list), reversed(y_list), strict=True):
                alphas.append(s @ q / (y @ s))
                q -= alphas[-1] * y
            r = (s_list[-1] @ y_list[-1]) / (y_list[-1] @ y_list[-1]) * q
            for s, y, alpha in zip(s_list, y_list, reversed(alphas), strict=True):
                r += (alpha - y @ r / (y @ s)) * s
            move = -step * r
        new_x = x + move
        new_gradient = gradient_of(function, torch.from_numpy(new_x)).numpy()
        s_list.append(new_x - x)
        y_list.append(new_gradient - gradient)
        s_list, y_list = s_list[-history:], y_list[-history:]
        x, gradient = new_x, new_gradient
        points.append(x.copy())
    return points


@pytest.mark.parametrize("history", [2, 3, 20])
def test_lbfgs_takes_the_textbooks_steps(history):
    start = torch.tensor([1.0, -2.0, 0.5, 3.0, -1.0], dtype=torch.float64)
    ours = descend(LBFGS(history=history, step=0.8, first_step=1.0), quadratic, start, 15)
    theirs = textbook_lbfgs(quadratic, start, 15, history=history, step=0.8, first_move=GRAY_LEVEL)
    for mine, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(mine.numpy(), other, rtol=1e-8, atol=1e-10)


def walked(*, history, n, dtype=torch.float64, refused=()):
    """A memory after n moves, some of which were followed by a rescue."""
    x = torch.tensor([1.0, -2.0, 0.5, 3.0, -1.0], dtype=dtype)
    optimizer = LBFGS(history=history, step=0.7, first_step=1.0)
    memory = optimizer.begin(x)
    for k in range(n):
        move, memory = optimizer.move(x, gradient_of(quadratic, x), memory)
        if k in refused:
            memory = replace(memory, usable=torch.tensor(False))
        x = x + move
    return memory


def explicit_inverse_hessian(pairs):
    """BFGS's update of the inverse Hessian, as a matrix (Nocedal and Wright, equation 7.16)."""
    s, y = pairs[-1]
    matrix = (s @ y) / (y @ y) * torch.eye(5, dtype=s.dtype)
    for s, y in pairs:
        rho = 1 / (s @ y)
        v = torch.eye(5, dtype=s.dtype) - rho * torch.outer(y, s)
        matrix = v.T @ matrix @ v + rho * torch.outer(s, s)
    return matrix


@pytest.mark.parametrize(("history", "n"), [(6, 6), (3, 6), (4, 12)])
@pytest.mark.parametrize("refused", [(), (2,), (3, 4), (5,)])
def test_the_compact_form_equals_the_explicit_inverse_hessian_of_the_pairs_believed(history, n, refused):
    memory = walked(history=history, n=n, refused=[n - 6 + k for k in refused])
    believed = [pair for pair, good in zip(memory.pairs, memory.good, strict=True) if good]
    assert len(memory.pairs) == min(history, n - 1)
    g = torch.tensor([0.3, -1.0, 2.0, 0.1, 0.7], dtype=torch.float64)
    product = inverse_hessian_times(g, memory, memory.pairs.times([g])[0])
    torch.testing.assert_close(product, explicit_inverse_hessian(believed) @ g)


def test_without_a_believed_pair_the_inverse_hessian_is_the_given_scale():
    memory = walked(history=4, n=6).forget(torch.tensor(False))
    g = torch.tensor([0.3, -1.0, 2.0, 0.1, 0.7], dtype=torch.float64)
    products = memory.pairs.times([g])[0]
    torch.testing.assert_close(inverse_hessian_times(g, memory, products), g)
    scale = torch.tensor(0.25, dtype=torch.float64)
    torch.testing.assert_close(inverse_hessian_times(g, memory, products, otherwise=scale), 0.25 * g)


def test_the_newest_pair_fulfils_the_secant_equation():
    memory = walked(history=4, n=6)
    s, y = memory.pairs[-1]
    torch.testing.assert_close(inverse_hessian_times(y, memory, memory.pairs.times([y])[0]), s)


def test_products_that_are_carried_over_are_those_of_the_pairs():
    memory = walked(history=4, n=11)
    s, y = (torch.stack(side) for side in zip(*memory.pairs, strict=True))
    torch.testing.assert_close(memory.products[0].triu(), (s @ y.T).triu())
    torch.testing.assert_close(memory.products[1], y @ y.T)


@pytest.mark.parametrize("history", [1, 3, 8])
@pytest.mark.parametrize("many", [2**20, 0])
def test_a_ring_gives_what_separate_pairs_give_whatever_slot_is_the_oldest(history, many, monkeypatch):
    monkeypatch.setattr("ukiyo_widgets.engine.optimizer.pairs.MANY", many)
    generator = torch.Generator().manual_seed(3)
    pairs, ring = Separate(), Ring.of_zeros(torch.zeros(5, dtype=torch.float64), history=history)
    for _ in range(11):
        s, y, a, b = torch.randn(4, 5, generator=generator, dtype=torch.float64)
        pairs, ring = pairs.with_newest((s, y), history=history), ring.with_newest((s, y), history=history)
        here = slice(history - len(pairs), None)  # before it is full, its oldest are zeros
        torch.testing.assert_close(ring.times([a, b])[..., here], pairs.times([a, b]))
        assert not ring.times([a, b])[..., : here.start].any()
        shares = torch.randn(2, history, generator=generator, dtype=torch.float64)
        expected = pairs.combined(shares[:, here], start=a.clone())
        torch.testing.assert_close(ring.combined(shares, start=a.clone()), expected)
    assert len(ring) == len(pairs) == history
    assert ring.arrived == (pairs[-1],)


def test_lbfgs_reaches_scipys_minimum_of_classic_functions():
    # Fixed steps suit a quadratic; Rosenbrock's valley is curved, so there the step is shorter.
    for function, start, step, n in (
        (quadratic, torch.tensor([1.0, -2.0, 0.5, 3.0, -1.0], dtype=torch.float64), 1.0, 60),
        (rosenbrock, torch.tensor([0.6, 0.3, 0.1], dtype=torch.float64), 0.5, 400),
    ):
        ours = descend(LBFGS(history=10, step=step, first_step=1.0), function, start, n)[-1]
        theirs = scipy.optimize.minimize(
            lambda x, f=function: f(torch.from_numpy(x)).item(),
            start.numpy(),
            jac=lambda x, f=function: gradient_of(f, torch.from_numpy(x)).numpy(),
            method="L-BFGS-B",
            options={"maxiter": 1000, "ftol": 1e-15, "gtol": 1e-12},
        )
        np.testing.assert_allclose(ours.numpy(), theirs.x, atol=1e-5)


@pytest.mark.parametrize("scale", [1e-12, 1.0, 1e12])
def test_the_path_does_not_depend_on_the_losss_scale(scale):
    start = torch.tensor([1.0, -2.0, 0.5, 3.0, -1.0], dtype=torch.float64)
    for optimizer in (LBFGS(history=5, step=1.0, first_step=2.0), Adam(3.0, 0.9, 0.999), SGD(1.0, 0.5)):
        expected = descend(optimizer, quadratic, start, 8)
        scaled = descend(optimizer, lambda x: scale * quadratic(x), start, 8)
        torch.testing.assert_close(torch.stack(scaled), torch.stack(expected), rtol=1e-6, atol=1e-9)


def test_the_first_move_shifts_the_most_affected_pixel_by_first_step():
    start = torch.zeros(3, 4, 5)
    gradient = 1e9 * torch.randn(3, 4, 5, generator=torch.Generator().manual_seed(0))
    move, _ = LBFGS(history=5, step=1.0, first_step=2.0).move(start, gradient, LBFGS(5, 1.0, 2.0).begin(start))
    assert 255 * move.abs().max().item() == pytest.approx(2.0)
    assert (move * gradient).sum() < 0


def test_a_pair_without_positive_curvature_is_refused():
    start = torch.tensor([1.0, 1.0], dtype=torch.float64)
    points = descend(LBFGS(history=5, step=1.0, first_step=1.0), lambda x: -0.5 * x @ x, start, 3)
    # Every move is still the scaled gradient step: no pair was believed.
    for before, after in itertools.pairwise(points):
        assert 255 * (after - before).abs().max().item() == pytest.approx(1.0)


def test_a_standstill_does_not_end_in_nan():
    still = torch.zeros(3, 2, 2)
    for optimizer in (LBFGS(5, 1.0, 1.0), Adam(1.0, 0.9, 0.999), SGD(1.0, 0.9)):
        memory = optimizer.begin(still)
        for _ in range(3):
            move, memory = optimizer.move(still, torch.zeros_like(still), memory)
            assert torch.equal(move, torch.zeros_like(still))


def test_adam_takes_torchs_steps():
    start = torch.tensor([1.0, -2.0, 0.5, 3.0, -1.0], dtype=torch.float64)
    ours = descend(Adam(step=5.0, beta1=0.8, beta2=0.99), quadratic, start, 12)
    theirs = start.clone().requires_grad_()
    optimizer = torch.optim.Adam([theirs], lr=5.0 * GRAY_LEVEL, betas=(0.8, 0.99), eps=1e-18)
    for mine in ours[1:]:
        optimizer.zero_grad()
        quadratic(theirs).backward()
        optimizer.step()
        torch.testing.assert_close(mine, theirs.detach(), rtol=1e-10, atol=1e-12)


def test_sgd_takes_torchs_steps():
    start = torch.tensor([1.0, -2.0, 0.5, 3.0, -1.0], dtype=torch.float64)
    ours = descend(SGD(step=2.0, momentum=0.6), quadratic, start, 12)
    rate = 2.0 * GRAY_LEVEL / gradient_of(quadratic, start).square().mean().sqrt().item()
    theirs = start.clone().requires_grad_()
    optimizer = torch.optim.SGD([theirs], lr=rate, momentum=0.6)
    for mine in ours[1:]:
        optimizer.zero_grad()
        quadratic(theirs).backward()
        optimizer.step()
        torch.testing.assert_close(mine, theirs.detach(), rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("optimizer", [LBFGS(4, 1.0, 1.0), Adam(1.0, 0.9, 0.999), SGD(1.0, 0.9)])
def test_memories_are_never_altered_and_survive_a_round_trip(optimizer):
    x = torch.tensor([1.0, -2.0, 0.5, 3.0, -1.0], dtype=torch.float64)
    memory = optimizer.begin(x)
    for _ in range(6):
        copies = {name: tensor.clone() for name, tensor in memory.tensors().items()}
        restored = type(memory).from_tensors(copies)
        gradient = gradient_of(quadratic, x)
        move, after = optimizer.move(x, gradient, memory)
        again, _ = optimizer.move(x, gradient, restored)
        assert torch.equal(move, again)
        assert all(torch.equal(tensor, copies[name]) for name, tensor in memory.tensors().items())
        x, memory = x + move, after


@pytest.mark.parametrize("optimizer", [LBFGS(4, 1.0, 1.0), Adam(1.0, 0.9, 0.999), SGD(1.0, 0.9)])
def test_forgetting_begins_anew(optimizer):
    x = torch.tensor([1.0, -2.0, 0.5, 3.0, -1.0], dtype=torch.float64)
    memory = optimizer.begin(x)
    first, _ = optimizer.move(x, gradient_of(quadratic, x), memory)
    for _ in range(4):
        _, memory = optimizer.move(x + 0.1 * torch.rand_like(x), gradient_of(quadratic, x), memory)
    forgotten = memory.forget(torch.tensor(False))
    kept = memory.forget(torch.tensor(True))
    if not isinstance(optimizer, SGD):  # its rate is set once, by the first gradient
        torch.testing.assert_close(optimizer.move(x, gradient_of(quadratic, x), forgotten)[0], first)
    expected, _ = optimizer.move(x, gradient_of(quadratic, x), memory)
    assert torch.equal(optimizer.move(x, gradient_of(quadratic, x), kept)[0], expected)


def test_the_history_is_as_long_as_asked():
    start = torch.tensor([1.0, -2.0, 0.5, 3.0, -1.0], dtype=torch.float64)
    optimizer, x = LBFGS(history=Settings().history, step=0.5, first_step=1.0), start
    memory = optimizer.begin(x)
    for _ in range(2 * Settings().history):
        move, memory = optimizer.move(x, gradient_of(quadratic, x), memory)
        x = x + move
    assert len(memory.pairs) == Settings().history
