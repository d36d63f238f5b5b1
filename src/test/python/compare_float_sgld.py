#!/usr/bin/env python3
"""Repeats a `spindrift export` in PyTorch and compares, step by step.

Independent of Spindrift's code: the network is torchvision's (ResNet18) or built here, gradients are
PyTorch's, the update is three lines. Starts from the same weights and sees the same mini-batches.

    spindrift export scenarios/quickstart.yaml --out DIR
    python3 src/test/python/compare_float_sgld.py DIR [--cifar CACHE/cifar10] [--rtol 1e-6] [--factor 4]

PyTorch runs twice, in float64 and in float32. The first is the truth, the second says what float rounding alone
does: rectifiers and pooling windows that flip at the last bit change a gradient by far more than rounding, and the
paper's steps amplify it. Losses, and parameters at the end, may differ from float64 by --factor times what PyTorch's
own float32 has differed so far, and by --rtol in any case. Export with --steps 1 to judge every parameter's gradient.

--cifar    read the images from the official binary files instead of images.npy, normalised here
--within   steps whose losses are judged (default 10), and the longest export whose parameters are

Exit code 0 if all agree, 1 if not. Needs numpy and torch; torchvision for ResNet18.
"""
import argparse
import json
import os
import pathlib
import sys

# Busy waiting takes minutes for seconds of work when other programs want the cores.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

import numpy
import torch
from torch import nn
from torch.nn import functional


class Dense(nn.Module):
    """linear and mlp: names as exported (dense1, bn1, dense2, ..., fc)."""

    def __init__(self, inputs, widths, classes):
        super().__init__()
        self.hidden = len(widths)
        for i, width in enumerate(widths, 1):
            setattr(self, f"dense{i}", nn.Linear(inputs, width, bias=False))
            setattr(self, f"bn{i}", nn.BatchNorm1d(width))
            inputs = width
        self.fc = nn.Linear(inputs, classes)

    def forward(self, x):
        x = x.flatten(1)
        for i in range(1, self.hidden + 1):
            x = functional.relu(getattr(self, f"bn{i}")(getattr(self, f"dense{i}")(x)))
        return self.fc(x)


class LeNet(nn.Module):
    """Two convolutions with batch norm, rectifier and pooling, a hidden dense layer, logits."""

    def __init__(self, channels, height, width, widths, classes):
        super().__init__()
        kernel, padding = (5, 0) if min(height, width) >= 20 else (3, 1)
        self.conv1 = nn.Conv2d(channels, widths[0], kernel, padding=padding, bias=False)
        self.bn1 = nn.BatchNorm2d(widths[0])
        self.conv2 = nn.Conv2d(widths[0], widths[1], kernel, padding=padding, bias=False)
        self.bn2 = nn.BatchNorm2d(widths[1])
        with torch.no_grad():
            size = self.features(torch.zeros(2, channels, height, width)).shape[1]
        self.bn1.reset_running_stats()
        self.bn2.reset_running_stats()
        self.dense3 = nn.Linear(size, widths[2], bias=False)
        self.bn3 = nn.BatchNorm1d(widths[2])
        self.fc = nn.Linear(widths[2], classes)

    def features(self, x):
        x = functional.max_pool2d(functional.relu(self.bn1(self.conv1(x))), 2)
        return functional.max_pool2d(functional.relu(self.bn2(self.conv2(x))), 2).flatten(1)

    def forward(self, x):
        return self.fc(functional.relu(self.bn3(self.dense3(self.features(x)))))


def network(about, shape):
    if about["network"] == "resnet18":
        import torchvision

        if about["widths"] != [64, 128, 256, 512]:
            sys.exit("torchvision's ResNet18 has widths 64, 128, 256, 512")
        return torchvision.models.resnet18(num_classes=about["classes"])
    if about["network"] == "lenet":
        return LeNet(*shape, about["widths"], about["classes"])
    return Dense(int(numpy.prod(shape)), about["widths"], about["classes"])


def load(net, file, double):
    arrays = numpy.load(file)
    state = net.state_dict()
    known = [k for k in state if not k.endswith("num_batches_tracked")]
    if sorted(known) != sorted(arrays.files):
        sys.exit(f"other parameters: {sorted(set(known) ^ set(arrays.files))}")
    for name in known:
        value = torch.from_numpy(arrays[name])
        if value.shape != state[name].shape:
            sys.exit(f"{name} has shape {tuple(value.shape)}, not {tuple(state[name].shape)}")
        state[name] = value.double() if double else value
    net.load_state_dict(state)


def read_cifar(folder, indices):
    """The official format: rows of a label byte and 3 x 32 x 32 bytes, five files."""
    files = sorted(pathlib.Path(folder).rglob("data_batch_*.bin"))
    rows = numpy.concatenate([numpy.fromfile(f, numpy.uint8).reshape(-1, 3073) for f in files])
    picked = rows[indices]
    mean = numpy.array([0.4914, 0.4822, 0.4465]).reshape(3, 1, 1)
    deviation = numpy.array([0.2470, 0.2435, 0.2616]).reshape(3, 1, 1)
    images = (picked[..., 1:].reshape(*indices.shape, 3, 32, 32) / 255.0 - mean) / deviation
    return images.astype(numpy.float32), picked[..., 0].astype(numpy.int32)


class Chain:
    """Float SGLD without noise, in three lines."""

    def __init__(self, about, shape, folder, dtype):
        self.about = about
        self.dtype = dtype
        self.net = network(about, shape).to(dtype)
        load(self.net, folder / "initial.npz", dtype == torch.float64)
        self.net.train()
        # What lies in tiles: weights of convolutions and dense layers. The rest is digital.
        self.tiles = {id(m.weight) for m in self.net.modules() if isinstance(m, (nn.Conv2d, nn.Linear))}

    def step(self, images, labels, drift):
        x = torch.from_numpy(numpy.array(images)).to(self.dtype)
        loss = functional.cross_entropy(self.net(x) * self.about["logitScale"], torch.from_numpy(labels).long())
        self.net.zero_grad()
        loss.backward()
        with torch.no_grad():
            for w in self.net.parameters():
                if id(w) in self.tiles:
                    w.add_(w.grad, alpha=drift).clamp_(-1, 1)
                else:
                    w.sub_(w.grad, alpha=self.about["digitalRate"])
        return loss.item()


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("folder", type=pathlib.Path)
    p.add_argument("--cifar")
    p.add_argument("--rtol", type=float, default=1e-6)
    p.add_argument("--factor", type=float, default=4)
    p.add_argument("--within", type=int, default=10)
    p.add_argument("--threads", type=int, default=2)
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    about = json.loads((a.folder / "export.json").read_text())
    images = numpy.load(a.folder / "images.npy", mmap_mode="r")
    labels = numpy.load(a.folder / "labels.npy")
    drifts = numpy.load(a.folder / "drifts.npy")
    losses = numpy.load(a.folder / "losses.npy")
    if a.cifar:
        own, classes = read_cifar(a.cifar, numpy.load(a.folder / "batches.npy"))
        print(f"pixels differ by at most {numpy.abs(own - images).max():.1e}, labels by {numpy.abs(classes - labels).max()}")
        images, labels = own, classes

    exact = Chain(about, images.shape[2:], a.folder, torch.float64)
    rounded = Chain(about, images.shape[2:], a.folder, torch.float32)
    print("step  spindrift     float64       spindrift's error  float32's error")
    failures, own_worst = [], 0.0
    for k in range(about["steps"]):
        truth = exact.step(images[k], labels[k], drifts[k])
        own = abs(rounded.step(images[k], labels[k], drifts[k]) - truth) / truth
        error = abs(losses[k] - truth) / truth
        own_worst = max(own_worst, own)
        if k < a.within and error > max(a.rtol, a.factor * own_worst):
            failures.append(f"loss {k + 1}: {error:.1e}")
        if k < 10 or (k + 1) % 10 == 0:
            print(f"{k + 1:4d}  {losses[k]:12.8f}  {truth:12.8f}  {error:17.1e}  {own:15.1e}")

    final = numpy.load(a.folder / "final.npz")
    exact_state, rounded_state = exact.net.state_dict(), rounded.net.state_dict()
    table = []
    for name in final.files:
        truth = exact_state[name].double().numpy()
        size = numpy.linalg.norm(truth) + 1e-300
        error = numpy.linalg.norm(final[name].astype(float) - truth) / size
        own = numpy.linalg.norm(rounded_state[name].double().numpy() - truth) / size
        table.append((error, own, name))
        if about["steps"] <= a.within and error > max(10 * a.rtol, a.factor * own):
            failures.append(f"{name}: {error:.1e}, float32 {own:.1e}")
    print(f"{len(table)} parameters and statistics after {about['steps']} steps, relative difference to float64:")
    for what, (error, own, name) in [("largest", max(table)), ("median", sorted(table)[len(table) // 2])]:
        print(f"  {what} {error:.1e} ({name}; PyTorch's float32 {own:.1e})")
    for f in failures:
        print(f"DISAGREE: {f}")
    if not failures:
        print(f"AGREE: within {a.factor:g} times what PyTorch's own float32 differs, or {a.rtol:.0e}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
