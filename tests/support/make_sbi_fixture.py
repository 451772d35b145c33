"""Writes tests/fixtures/sbi.json: what Albumentations 1.1.0 makes of a small picture at fixed parameters.

    python tests/support/make_sbi_fixture.py

Needs albumentations==1.1.0 with numpy below 2, and OpenCV. Its functions are called as its classes call them.
"""
import json
import os

import albumentations
import cv2
import numpy as np
from albumentations.augmentations import functional as F

assert albumentations.__version__ == "1.1.0", albumentations.__version__

SIDE = 12
rng = np.random.RandomState(5)
smooth = cv2.resize(rng.randint(0, 256, (3, 3, 3), dtype=np.uint8), (SIDE, SIDE))
picture = np.clip(smooth.astype(int) + rng.randint(-25, 26, smooth.shape), 0, 255).astype(np.uint8)
picture[0, 0] = (0, 0, 0)
picture[0, 1] = (255, 255, 255)
picture[0, 2] = (255, 0, 0)


def sharpened(image, amount, lightness):
    kept = np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]], dtype=np.float32)
    effect = np.array([[-1, -1, -1], [-1, 8 + lightness, -1], [-1, -1, -1]], dtype=np.float32)
    return F.convolve(image, (1 - amount) * kept + amount * effect)


def of_floats(image, shift):
    shifted = F.shift_hsv(image.astype(np.float32) / 255, *shift)
    return np.clip(np.rint(shifted * 255), 0, 255).astype(np.uint8)


cases = []
for shift in [(12.7, -3.2, 19.99), (-20, 0.4, 7.5)]:
    cases.append({"what": "shift", "values": shift, "after": F.shift_rgb(picture, *shift)})
for shift in [(-0.3, 0.2, 0.1), (0.01, -0.2, -0.001), (0.29, 0.3, 0.3)]:
    cases.append({"what": "hsv", "values": shift, "after": F.shift_hsv(picture, *shift)})
for shift in [(0.3, -0.2, 0.15), (-0.3, 0.3, -0.3)]:
    cases.append({"what": "hsv_of_floats", "values": shift, "after": of_floats(picture, shift)})
for contrast, brightness in [(0.1, -0.07), (-0.3, 0.3), (0.299, 0.21)]:
    after = F.brightness_contrast_adjust(picture, 1 + contrast, brightness, True)
    cases.append({"what": "tone", "values": (contrast, brightness), "after": after})
for values in [(0.2, 0.5), (0.5, 1.0), (0.37, 0.81)]:
    cases.append({"what": "sharpen", "values": values, "after": sharpened(picture, *values)})

for case in cases:
    case["after"] = case["after"].reshape(-1).tolist()
fixture = {"side": SIDE, "picture": picture.reshape(-1).tolist(), "cases": cases}
path = os.path.join(os.path.dirname(__file__), "..", "fixtures", "sbi.json")
with open(path, "w") as file:
    json.dump(fixture, file, separators=(",", ":"))
    file.write("\n")
