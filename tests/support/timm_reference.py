"""What timm computes, for tests/training/timm_test.cpp: python timm_reference.py FOLDER NAME

Writes FOLDER/NAME.safetensors (random weights, float32, timm's names) and FOLDER/NAME.answers.safetensors: in float64 and
evaluation mode, `images.K` and `logits.K` of three sides; then of one step in training mode, from `images.0` and
`labels`, the gradient of the mean cross-entropy by each parameter (`gradient.PARAMETER`) and the running statistics
afterwards (`after.BUFFER`); and how far timm's own float32 gradients lie from those, as a share of the largest
(`float32_error`), and its running statistics (`float32_statistics_error`). With --check FILE it loads a checkpoint of ours instead, strictly.
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
for each in (model.train(), single.train()):
    images = answers["images.0"].to(next(each.parameters()).dtype)
    F.cross_entropy(each(images), answers["labels"]).backward()
pairs = [(a.grad.double(), b.grad) for a, b in zip(single.parameters(), model.parameters())]
largest = max(b.abs().max() for _, b in pairs)
answers["float32_error"] = max((a - b).abs().max() for a, b in pairs) / largest
buffers = [(a.double(), b.double()) for a, b in zip(single.buffers(), model.buffers())]
answers["float32_statistics_error"] = max(
    [torch.zeros(())] + [(a - b).abs().max() / b.abs().max().clamp_min(1e-6) for a, b in buffers]
)
for key, parameter in model.named_parameters():
    answers[f"gradient.{key}"] = parameter.grad
for key, buffer in model.named_buffers():
    answers[f"after.{key}"] = buffer
save_file({k: v.detach().contiguous() for k, v in answers.items()}, f"{folder}/{name}.answers.safetensors")
