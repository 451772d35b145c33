"""What timm computes, for tests/training/timm_test.cpp: python timm_reference.py FOLDER NAME

Writes FOLDER/NAME.safetensors (random weights, float32, timm's names) and FOLDER/NAME.answers.safetensors: in float64 and
evaluation mode, `images.K` and `logits.K` of three sides; then of one step in training mode, from `images.0` and
`labels`, the gradient of the mean cross-entropy by each parameter (`gradient.PARAMETER`) and the running statistics
afterwards (`after.BUFFER`); and the largest error that timm's own float32 has in such gradients, as a share of the
largest (`float32_error`), and in the running statistics (`float32_statistics_error`). With --check FILE it loads a
checkpoint of ours instead, strictly.
"""
import copy
import sys

import timm
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file

folder, name = sys.argv[1:3]
classes = 5
model = timm.create_model(name, num_classes=classes)
if len(sys.argv) > 3:
    model.load_state_dict(load_file(sys.argv[4]), strict=True)
    sys.exit(0)

torch.manual_seed(sum(map(ord, name)))
with torch.no_grad():
    for key, tensor in model.state_dict().items():
        if key.endswith("running_mean"):
            tensor.normal_(0, 0.1)
        elif key.endswith(("running_var", "gamma")):
            tensor.uniform_(0.5, 1.5)
        elif tensor.dim() == 1 and key.endswith("weight"):
            tensor.uniform_(0.5, 1.5)
        elif key.endswith("bias"):
            tensor.normal_(0, 0.1)
save_file({k: v.contiguous() for k, v in model.state_dict().items()}, f"{folder}/{name}.safetensors")

single = copy.deepcopy(model)
model = model.double().eval()
answers = {"labels": torch.arange(2) % classes}
for k, side in enumerate((96, 97, 75)):
    images = torch.randn(2, 3, side, side, dtype=torch.float64)
    answers[f"images.{k}"] = images
    with torch.no_grad():
        answers[f"logits.{k}"] = model(images)
model.train()


def step(network, images):
    network.zero_grad()
    F.cross_entropy(network(images), answers["labels"]).backward()


def distance(found, wanted):
    pairs = [(a.double(), b.double()) for a, b in zip(found, wanted)]
    return max((a - b).abs().max() for a, b in pairs) / max(b.abs().max() for _, b in pairs).clamp_min(1e-6)


def float32_errors(k):
    """Of timm's gradients and running statistics after one step, in both layouts."""
    exact = copy.deepcopy(model)
    step(exact, answers[f"images.{k}"])
    for layout in (torch.contiguous_format, torch.channels_last):
        rounded = copy.deepcopy(single).train().to(memory_format=layout)
        step(rounded, answers[f"images.{k}"].float().contiguous(memory_format=layout))
        pairs = zip(rounded.parameters(), exact.parameters())
        gradients = distance(*zip(*[(a.grad, b.grad) for a, b in pairs]))
        statistics = [distance([a], [b]) for a, b in zip(rounded.buffers(), exact.buffers())]
        yield gradients, max([torch.zeros((), dtype=torch.float64), *statistics])


# A unit at zero that rounding lets through, or not, changes all gradients before it by percents: most networks of ReLUs
# meet one now and then.
errors = [error for k in range(3) for error in float32_errors(k)]
answers["float32_error"], answers["float32_statistics_error"] = (max(column) for column in zip(*errors))
step(model, answers["images.0"])
for key, parameter in model.named_parameters():
    answers[f"gradient.{key}"] = parameter.grad
for key, buffer in model.named_buffers():
    answers[f"after.{key}"] = buffer
save_file({k: v.detach().contiguous() for k, v in answers.items()}, f"{folder}/{name}.answers.safetensors")
