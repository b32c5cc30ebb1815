#!/usr/bin/env python3
"""Writes tests/golden/torch_trajectories.txt: the parameters of small networks after 1 and 100
updates, trained by PyTorch 1.13 in float64.

    /usr/bin/python3 tests/oracle/torch_trajectories.py > tests/golden/torch_trajectories.txt

(Debian's python3-torch.) tests/engine/oracle_tests.cpp trains the same experiments with the engine.
Forward pass, gradients, losses, optimizers, weight decay and clipping by value are PyTorch's own;
what PyTorch does not have or defines otherwise is written out here and marked "ours" (and explained
in docs/determinism.md).

The file, line by line: "data NAME JSON" and "start NAME JSON" are pieces of experiments; "case NAME"
begins a case; "experiment JSON" follows, with @NAME where a piece goes; then "UPDATES NUMBERS": all
parameters, layer by layer, weights w[to][from] row by row and then biases.
"""
import json
import math
import random

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)

ACTIVATIONS = {
    "linear": lambda z: z,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": F.relu,
    "leaky-relu": F.leaky_relu,
    "elu": F.elu,
    "gelu": F.gelu,
    "swish": F.silu,
    "softplus": F.softplus,
    "softmax": lambda z: torch.softmax(z, 1),
}
UNITWISE = [name for name in ACTIVATIONS if name != "softmax"]

# The error of every output (or, for cross-entropy, of every example) from z, o and the target y.
ERRORS = {
    "half-squared": lambda z, o, y, delta: 0.5 * F.mse_loss(o, y, reduction="none"),
    "squared": lambda z, o, y, delta: F.mse_loss(o, y, reduction="none"),
    "absolute": lambda z, o, y, delta: F.l1_loss(o, y, reduction="none"),
    "huber": lambda z, o, y, delta: F.huber_loss(o, y, reduction="none", delta=delta),
    "hinge": lambda z, o, y, delta: torch.clamp(1 - y * o, min=0),  # ours
    "binary-cross-entropy":
        lambda z, o, y, delta: F.binary_cross_entropy_with_logits(z, y, reduction="none"),
    "cross-entropy": lambda z, o, y, delta: F.cross_entropy(z, y, reduction="none"),
}

RATES = {"sgd": 0.1, "momentum": 0.03, "nesterov": 0.03, "adagrad": 0.05, "rmsprop": 0.01,
         "adam": 0.01, "adamw": 0.02}

pieces = {}


def short(generator, low, high):
    return round(generator.uniform(low, high), 3)


def make_data(name, seed, rows, inputs, outputs, target):
    generator = random.Random(seed)
    train = [[short(generator, -2, 2) for _ in range(inputs)] + target(generator, outputs)
             for _ in range(rows)]
    columns = [f"x{i + 1}" for i in range(inputs)] + [f"y{i + 1}" for i in range(outputs)]
    pieces[name] = {"kind": "inline", "inputs": inputs, "columns": columns, "train": train,
                    "test": []}


def numbers(low, high):
    return lambda generator, outputs: [short(generator, low, high) for _ in range(outputs)]


def pick(*choices):
    return lambda generator, outputs: [generator.choice(choices) for _ in range(outputs)]


def one_hot(generator, outputs):
    chosen = generator.randrange(outputs)
    return [1 if i == chosen else 0 for i in range(outputs)]


make_data("reals", 1, 10, 3, 2, numbers(-1, 1))
make_data("shares", 2, 10, 3, 2, numbers(0.1, 0.9))
make_data("signs", 3, 10, 3, 2, pick(-1, 1))
make_data("chances", 4, 10, 3, 2, pick(0, 1, 0, 1, 0.25, 0.7))
make_data("classes", 5, 10, 3, 3, one_hot)
make_data("weights", 6, 10, 3, 3, numbers(0, 1.5))  # targets of cross-entropy that do not sum to 1
make_data("points", 7, 10, 2, 1, numbers(-1, 1))


def make_start(sizes, bias, seed):
    name = "start-" + "-".join(map(str, sizes)) + f"-{bias}-{seed}"
    if name not in pieces:
        generator = random.Random(name)
        shapes = list(zip(sizes[1:], sizes[:-1]))
        pieces[name] = {
            "weights": [[[short(generator, -0.9, 0.9) for _ in range(inputs)]
                         for _ in range(units)] for units, inputs in shapes],
            "biases": [[short(generator, -0.5, 0.5)
                        for _ in range({"per-unit": units, "shared": 1, "none": 0}[bias])]
                       for units, _ in shapes],
        }
    return name


FEATURES = {
    "x1": lambda x: x[:, 0], "x2": lambda x: x[:, 1],
    "x1^2": lambda x: x[:, 0] * x[:, 0], "x2^2": lambda x: x[:, 1] * x[:, 1],
    "x1*x2": lambda x: x[:, 0] * x[:, 1],
    "sin(x1)": lambda x: torch.sin(x[:, 0]), "sin(x2)": lambda x: torch.sin(x[:, 1]),
}


def make_optimizer(spec, rate, weights, biases):
    kind = spec["kind"]
    parameters = weights + biases
    if kind == "sgd":
        return torch.optim.SGD(parameters, lr=rate)
    if kind in ("momentum", "nesterov"):
        return torch.optim.SGD(parameters, lr=rate, momentum=spec.get("beta", 0.9),
                               nesterov=kind == "nesterov")
    if kind == "adagrad":
        return torch.optim.Adagrad(parameters, lr=rate, eps=spec.get("epsilon", 1e-10))
    if kind == "rmsprop":
        return torch.optim.RMSprop(parameters, lr=rate, alpha=spec.get("smoothing", 0.99),
                                   eps=spec.get("epsilon", 1e-8))
    betas = (spec.get("beta1", 0.9), spec.get("beta2", 0.999))
    eps = spec.get("epsilon", 1e-8)
    if kind == "adam":
        return torch.optim.Adam(parameters, lr=rate, betas=betas, eps=eps)
    groups = [{"params": weights, "weight_decay": spec.get("weight_decay", 0.01)},
              {"params": biases, "weight_decay": 0.0}]  # ours: the decay is of weights only
    return torch.optim.AdamW([group for group in groups if group["params"]], lr=rate, betas=betas,
                             eps=eps)


def make_schedule(spec, optimizer):
    scheduler = torch.optim.lr_scheduler
    if spec["kind"] == "step":
        return scheduler.StepLR(optimizer, spec["every"], spec["factor"])
    if spec["kind"] == "cosine":
        return scheduler.CosineAnnealingLR(optimizer, spec["epochs"])
    if spec["kind"] == "warm-up":
        return scheduler.LinearLR(optimizer, start_factor=1 / spec["epochs"],
                                  total_iters=spec["epochs"] - 1)
    return scheduler.ConstantLR(optimizer, factor=1.0)


class Model:
    def __init__(self, experiment, start):
        self.layers = experiment["network"]["layers"]
        self.weights = [torch.tensor(w, requires_grad=True) for w in start["weights"]]
        self.biases = [torch.tensor(b, requires_grad=True) for b in start["biases"]]

    def forward(self, a):
        for layer, w, b in zip(self.layers, self.weights, self.biases):
            z = a @ w.T
            if len(b) > 0:
                z = z + b  # one shared number is added to every unit
            a = ACTIVATIONS[layer["activation"]](z)
        return z, a

    def all_numbers(self):
        return [number for w, b in zip(self.weights, self.biases)
                for number in w.detach().flatten().tolist() + b.detach().tolist()]


def batch_loss(loss, z, o, y):
    errors = ERRORS[loss["error"]](z, o, y, loss.get("delta", 1.0))
    if errors.dim() == 2:
        errors = errors.mean(1) if loss["over_outputs"] == "mean" else errors.sum(1)
    return errors.mean() if loss["over_examples"] == "mean" else errors.sum()


def keep_frozen(model, frozen):
    """Hooks that make a frozen weight's gradient 0; whole layers are left out of the optimizer."""
    whole = set()
    for entry in frozen:
        where = [int(index) for index in entry[len("weights["):-1].split("][")]
        assert entry.startswith("weights[")
        if len(where) == 1:
            whole.add(where[0])
            continue
        mask = torch.ones_like(model.weights[where[0]])
        mask[where[1], where[2]] = 0
        model.weights[where[0]].register_hook(lambda gradient, mask=mask: gradient * mask)
    return whole


def train(experiment, data, start):
    """Yields (updates, parameters) at 1 and 100 updates."""
    training, loss = experiment["training"], experiment["loss"]
    rows = torch.tensor(data["train"])
    x, y = rows[:, :data["inputs"]], rows[:, data["inputs"]:]
    if "features" in experiment:
        x = torch.stack([FEATURES[name](x) for name in experiment["features"]], 1)
    model = Model(experiment, start)
    whole = keep_frozen(model, training.get("frozen", []))
    weights = [w for l, w in enumerate(model.weights) if l not in whole]
    biases = [b for b in model.biases if len(b) > 0] if training.get("train_biases", True) else []
    optimizer = make_optimizer(training["optimizer"], training["learning_rate"], weights, biases)
    schedule = make_schedule(training.get("schedule", {"kind": "constant"}), optimizer)
    penalty = training.get("regularization", {"kind": "none"})
    clip = training.get("clip", {})
    size = len(x) if training["batch"] == "all" else training["batch"]
    updates = epoch = 0
    while True:
        for change in training.get("changes", []):
            if change["epoch"] == epoch:
                for group in optimizer.param_groups:
                    group["lr"] = change["learning_rate"]
        for first in range(0, len(x), size):
            optimizer.zero_grad()
            z, o = model.forward(x[first:first + size])
            value = batch_loss(loss, z, o, y[first:first + size])
            if penalty["kind"] == "l1":
                value = value + penalty["rate"] * sum(w.abs().sum() for w in weights)
            if penalty["kind"] == "l2":
                value = value + 0.5 * penalty["rate"] * sum((w * w).sum() for w in weights)
            value.backward()
            if clip.get("value"):
                torch.nn.utils.clip_grad_value_(weights + biases, clip["value"])
            if clip.get("norm"):  # ours: clip_grad_norm_ divides by norm + 1e-6
                norm = torch.linalg.norm(torch.cat([p.grad.flatten() for p in weights + biases]))
                if norm > clip["norm"]:
                    for p in weights + biases:
                        p.grad *= clip["norm"] / norm
            optimizer.step()
            updates += 1
            if updates in (1, 100):
                yield updates, model.all_numbers()
            if updates == 100:
                return
        schedule.step()
        epoch += 1


cases = []


def add(name, data, activations, units=(4,), error="half-squared", over_outputs="sum",
        over_examples="mean", optimizer="sgd", batch=7, bias="per-unit", seed=1, rate=None,
        features=None, delta=None, numbers_of_optimizer=None, **training):
    inputs = pieces[data]["inputs"]
    outputs = len(pieces[data]["train"][0]) - inputs
    sizes = [len(features) if features else inputs, *units, outputs]
    start = make_start(sizes, bias, seed)
    experiment = {"version": 1, "data": "@" + data}
    if features:
        experiment["features"] = features
    experiment["network"] = {
        "inputs": inputs,
        "layers": [{"units": u, "activation": a} for u, a in zip(sizes[1:], activations)],
        "bias": bias}
    experiment["start"] = "@" + start
    experiment["loss"] = {"error": error, "over_outputs": over_outputs,
                          "over_examples": over_examples}
    if delta is not None:
        experiment["loss"]["delta"] = delta
    if rate is None:
        rate = RATES[optimizer] * (0.2 if over_examples == "sum" and optimizer in (
            "sgd", "momentum", "nesterov") else 1)
    experiment["training"] = {"optimizer": {"kind": optimizer, **(numbers_of_optimizer or {})},
                              "learning_rate": round(rate, 6), "batch": batch, "epochs": 1000,
                              **training}
    cases.append((name, experiment, data, start))


def add_cases():
    batches = (1, 7, "all")
    for kind in RATES:
        for batch in batches:
            add(f"{kind}, batch {batch}", "reals", ("tanh", "linear"), optimizer=kind, batch=batch)
        # RMSProp jitters here at its usual rate: one unit in the last place of the start weights
        # moves the end by 1e-11, so that nobody's result is an oracle.
        add(f"{kind}, deep", "shares", ("gelu", "softplus", "tanh", "sigmoid"), (4, 3, 3),
            optimizer=kind, rate=0.002 if kind == "rmsprop" else None)
        add(f"{kind}, sums over examples", "reals", ("elu", "linear"), optimizer=kind,
            over_examples="sum")
        add(f"{kind}, l1", "reals", ("tanh", "linear"), optimizer=kind,
            regularization={"kind": "l1", "rate": 0.01})
        add(f"{kind}, l2", "reals", ("tanh", "linear"), optimizer=kind,
            regularization={"kind": "l2", "rate": 0.02})
        add(f"{kind}, clip by value", "reals", ("tanh", "linear"), optimizer=kind,
            clip={"value": 0.05, "norm": None})
        add(f"{kind}, clip by norm", "reals", ("tanh", "linear"), optimizer=kind,
            clip={"value": None, "norm": 0.1})
        add(f"{kind}, both clips and l2", "reals", ("tanh", "linear"), optimizer=kind,
            clip={"value": 0.1, "norm": 0.15}, regularization={"kind": "l2", "rate": 0.02})
        add(f"{kind}, step schedule", "reals", ("tanh", "linear"), optimizer=kind,
            schedule={"kind": "step", "every": 9, "factor": 0.7})
    for kind in ("sgd", "momentum", "adam"):
        add(f"{kind}, cosine schedule", "reals", ("tanh", "linear"), optimizer=kind, batch="all",
            schedule={"kind": "cosine", "epochs": 110})
        add(f"{kind}, warm-up", "reals", ("tanh", "linear"), optimizer=kind, batch=7,
            schedule={"kind": "warm-up", "epochs": 20})
        add(f"{kind}, another learning rate from epoch 5 on", "reals", ("tanh", "linear"),
            optimizer=kind, batch=7, changes=[{"epoch": 5, "learning_rate": 0.005}])
        for bias in ("shared", "none"):
            for batch in batches:
                add(f"{kind}, bias {bias}, batch {batch}", "reals", ("tanh", "linear"),
                    optimizer=kind, bias=bias, batch=batch)
        add(f"{kind}, biases that do not train", "reals", ("tanh", "linear"), optimizer=kind,
            train_biases=False)
    for kind in ("sgd", "adamw"):
        add(f"{kind}, a frozen layer", "reals", ("tanh", "linear"), optimizer=kind,
            frozen=["weights[0]"], clip={"value": None, "norm": 0.1})
    add("sgd, one frozen weight", "reals", ("tanh", "linear"), frozen=["weights[0][1][2]"],
        clip={"value": None, "norm": 0.1})
    other = {"momentum": {"beta": 0.5}, "nesterov": {"beta": 0.7}, "adagrad": {"epsilon": 1e-3},
             "rmsprop": {"smoothing": 0.8, "epsilon": 1e-4},
             "adam": {"beta1": 0.7, "beta2": 0.95, "epsilon": 1e-3},
             "adamw": {"beta1": 0.8, "beta2": 0.9, "epsilon": 1e-5, "weight_decay": 0.3}}
    for kind, numbers_of_kind in other.items():
        add(f"{kind}, other numbers", "reals", ("tanh", "linear"), optimizer=kind,
            numbers_of_optimizer=numbers_of_kind)
    for hidden in UNITWISE:
        for batch in batches:
            add(f"hidden {hidden}, batch {batch}", "reals", (hidden, hidden, "linear"), (4, 3),
                batch=batch, rate=0.05, seed=2)
    fit = {"binary-cross-entropy": ["sigmoid"], "cross-entropy": ["softmax"],
           "hinge": ["linear", "tanh"]}
    turn = 0
    for error in ERRORS:
        for output in fit.get(error, UNITWISE):
            for over_outputs in ("sum", "mean") if error != "cross-entropy" else ("sum",):
                for over_examples in ("sum", "mean"):
                    data = {"hinge": "signs", "binary-cross-entropy": "chances",
                            "cross-entropy": "classes"}.get(error, "shares")
                    batch = batches[turn % 3]
                    turn += 1
                    add(f"{error} with {output}, {over_outputs} over outputs, "
                        f"{over_examples} over examples, batch {batch}", data,
                        ("tanh", output), (2,), error=error, over_outputs=over_outputs,
                        over_examples=over_examples, batch=batch, rate=0.02,
                        delta=0.4 if error == "huber" else None)
    add("cross-entropy with targets that do not sum to 1", "weights", ("tanh", "softmax"),
        error="cross-entropy", rate=0.05)
    add("all features", "points", ("tanh", "linear"), (4,), features=list(FEATURES), rate=0.02)


def format_json(value):
    return json.dumps(value, separators=(",", ":"))


def main():
    add_cases()
    print("# Written by tests/oracle/torch_trajectories.py with PyTorch", torch.__version__)
    for name, piece in pieces.items():
        print("data" if piece.get("kind") == "inline" else "start", name, format_json(piece))
    for name, experiment, data, start in cases:
        print("case", name)
        text = format_json(experiment)
        for piece in (data, start):
            text = text.replace(f'"@{piece}"', "@" + piece)
        print("experiment", text)
        for updates, parameters in train(experiment, pieces[data], pieces[start]):
            assert all(math.isfinite(number) for number in parameters), name
            print(updates, *map(repr, parameters))


main()
