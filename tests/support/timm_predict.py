"""What timm says of pictures, for tests/system/predict_test.cpp: python timm_predict.py WEIGHTS SIDE FILE...

Writes WEIGHTS, a ConvNeXt-Atto of two classes under timm's names with random weights, and prints its P(fake), the softmax of
class 1, of each picture reduced or enlarged to SIDE x SIDE pixels: one number a line, in the order of the files.
"""
import sys

import cv2
import numpy as np
import timm
import torch
from safetensors.torch import save_file

weights, side = sys.argv[1], int(sys.argv[2])
torch.manual_seed(5)
model = timm.create_model("convnext_atto", num_classes=2).eval()
with torch.no_grad():
    for key, parameter in model.named_parameters():
        parameter.normal_(1.0 if key.endswith("norm.weight") or "gamma" in key else 0.0, 0.1)
save_file(model.state_dict(), weights)

mean, std = (torch.tensor(model.default_cfg[key]).view(3, 1, 1) for key in ("mean", "std"))
for file in sys.argv[3:]:
    picture = cv2.resize(cv2.imread(file), (side, side), interpolation=cv2.INTER_LINEAR)
    image = torch.from_numpy(np.ascontiguousarray(picture[:, :, ::-1])).permute(2, 0, 1) / 255
    with torch.inference_mode():
        print(f"{model(((image - mean) / std)[None]).softmax(1)[0, 1].item():.9f}")
