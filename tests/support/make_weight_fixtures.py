"""Writes the small files of tests/fixtures/weights with PyTorch itself: python make_weight_fixtures.py FOLDER"""
import collections
import os
import sys

import torch

folder = sys.argv[1]
base = torch.arange(12, dtype=torch.float32)
tensors = collections.OrderedDict(
    [
        ("conv.weight", torch.arange(6, dtype=torch.float32).reshape(2, 3) / 4),
        ("conv.turned", torch.arange(6, dtype=torch.float32).reshape(2, 3).t()),
        ("conv.bias", torch.tensor([0.5, -1.5], dtype=torch.float16)),
        ("conv.brain", torch.tensor([0.5, -1.5], dtype=torch.bfloat16)),
        ("shared.first", base[:4]),
        ("shared.rest", base[4:].reshape(2, 4)),
        ("steps", torch.tensor(7)),
        ("mask", torch.tensor([True, False, True])),
        ("none", torch.empty(0, 3)),
    ]
)


class Command:
    def __reduce__(self):
        return os.system, ("echo it ran > it_ran",)


def save(name, value, **options):
    torch.save(value, os.path.join(folder, name), **options)


for name, options in {"zip": {}, "legacy": {"_use_new_zipfile_serialization": False}}.items():
    save(f"{name}.pth", tensors, **options)
    save(f"{name}_model.pth", {"epoch": 3, "lr": 0.1, "model": tensors}, **options)
    save(f"{name}_state_dict.pth", {"state_dict": {"module." + k: v for k, v in tensors.items()}}, **options)
    save(f"{name}_command.pth", {"model": tensors, "evil": Command()}, **options)
    save(f"{name}_best.pth", {"best": torch.tensor(0.9), "state_dict": tensors}, **options)
    save(f"{name}_parameter.pth", {"w": torch.nn.Parameter(torch.ones(2, 2))}, **options)
save("zip_protocol4.pth", tensors, pickle_protocol=4)
save("zip_number.pth", {"epoch": 3})
save("zip_numbered.pth", {0: torch.ones(2), 1: torch.ones(2)})
save("zip_module.pth", torch.nn.Linear(3, 2).state_dict())
