#!/usr/bin/env python3
"""Repeats a `spindrift export` in PyTorch and compares, step by step.

Independent of Spindrift's code: the network is torchvision's (ResNet18) or built here, gradients are
PyTorch's, the update is three lines. Starts from the same weights and sees the same mini-batches.

    spindrift export scenarios/quickstart.yaml --out DIR
    python3 src/test/python/compare_float_sgld.py DIR [--double] [--cifar CACHE/cifar10] [--rtol 1e-3]

--double   PyTorch in float64: then only Spindrift's float rounding differs
--cifar    read the images from the official binary files instead of images.npy, normalised here
--rtol     largest relative error of the loss allowed in the first --within steps (default 1e-3, 10)

Exit code 0 if the losses agree, 1 if not. Needs numpy and torch; torchvision for ResNet18.
"""
import argparse
import json
import pathlib
import sys

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


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("folder", type=pathlib.Path)
    p.add_argument("--double", action="store_true")
    p.add_argument("--cifar")
    p.add_argument("--rtol", type=float, default=1e-3)
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

    net = network(about, images.shape[2:])
    if a.double:
        net.double()
    load(net, a.folder / "initial.npz", a.double)
    net.train()
    # What lies in tiles: weights of convolutions and dense layers. The rest is digital.
    tiles = {id(m.weight) for m in net.modules() if isinstance(m, (nn.Conv2d, nn.Linear))}
    print("step  spindrift     pytorch       relative error")
    worst = 0.0
    for k in range(about["steps"]):
        x = torch.from_numpy(numpy.array(images[k]))
        loss = functional.cross_entropy(
            net(x.double() if a.double else x) * about["logitScale"], torch.from_numpy(labels[k]).long()
        )
        net.zero_grad()
        loss.backward()
        with torch.no_grad():
            for w in net.parameters():
                if id(w) in tiles:
                    w.add_(w.grad, alpha=drifts[k]).clamp_(-1, 1)
                else:
                    w.sub_(w.grad, alpha=about["digitalRate"])
        error = abs(loss.item() - losses[k]) / losses[k]
        if k < a.within:
            worst = max(worst, error)
        if k < 10 or (k + 1) % 10 == 0:
            print(f"{k + 1:4d}  {losses[k]:12.8f}  {loss.item():12.8f}  {error:.1e}")
    final = numpy.load(a.folder / "final.npz")
    state = net.state_dict()
    for what, part in [("weights and digital parameters", lambda n: "running" not in n), ("batch-norm statistics", lambda n: "running" in n)]:
        names = [n for n in final.files if part(n)]
        if names:
            difference = sum(float(((state[n].double().numpy() - final[n].astype(float)) ** 2).sum()) for n in names)
            size = sum(float((final[n].astype(float) ** 2).sum()) for n in names)
            print(f"final {what}: relative difference {(difference / size) ** 0.5:.1e}")
    agree = worst <= a.rtol
    print(f"{'AGREE' if agree else 'DISAGREE'}: largest relative error of the first {a.within} losses is {worst:.1e} (limit {a.rtol:.0e})")
    return 0 if agree else 1


if __name__ == "__main__":
    sys.exit(main())
