"""What a user would write instead of a simulator: ResNet18 in PyTorch, batch of 48 images, and a push-pull
Langevin update of two devices a weight, each with noise of its own. No chip, no time, no energy.

usage: plain_push_pull_step.py THREADS STEPS [update]
prints the milliseconds of each step, or of its update alone; the first three of STEPS + 3 are left out.
"""

import math
import sys
import time

import torch
import torchvision

threads, steps = int(sys.argv[1]), int(sys.argv[2])
update_alone = sys.argv[3:] == ["update"]
torch.set_num_threads(threads)
torch.manual_seed(0)
TAU, ETA, BATCH = 2e-5, 1e5, 48
SIGMA = math.sqrt(2 * TAU) / math.sqrt(2)  # two devices make the weight's noise together
RATE = TAU * ETA / 50000

network = torchvision.models.resnet18(num_classes=10)
network.train()
images = torch.randn(BATCH, 3, 32, 32)
labels = torch.randint(0, 10, (BATCH,))
loss_of = torch.nn.CrossEntropyLoss()
weights = [p for p in network.parameters() if p.dim() > 1]
with torch.no_grad():
    for p in weights:
        p.clamp_(-1, 1)
    plus = [(p + 1) / 2 for p in weights]
    minus = [(1 - p) / 2 for p in weights]
    noise = [torch.empty_like(p) for p in weights]

for step in range(steps + 3):
    start = time.perf_counter()
    if step == 0 or not update_alone:
        network.zero_grad(set_to_none=True)
        loss_of(network(images), labels).backward()
    with torch.no_grad():
        for p, up, down, z in zip(weights, plus, minus, noise):
            z.normal_(0, SIGMA)
            up.add_(p.grad, alpha=-RATE / 2).add_(z).clamp_(0, 1)
            z.normal_(0, SIGMA)
            down.add_(p.grad, alpha=RATE / 2).add_(z).clamp_(0, 1)
            torch.sub(up, down, out=p)
    if step >= 3:
        print(1e3 * (time.perf_counter() - start))
