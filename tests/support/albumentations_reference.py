"""What Albumentations does at fixed parameters: python albumentations_reference.py FOLDER [SEED]

For the release that this Python has, 1.1.0 or 2.0.8 (both semantics are ours to follow), writes

  FOLDER/cases.json   what to ask of our plugins, in order, and how often each level occurs in noise over flat pictures
  FOLDER/WIDTH.png    for each of two widths a picture, and below it what each case makes of it

tests/fixtures/augmentations/RELEASE holds what it wrote with seed 0; tests/augmentations/albumentations_test.cpp reads
that, and what it writes anew where $UNSEEN_ALBUMENTATIONS_1_1_0_PYTHON or $UNSEEN_ALBUMENTATIONS_2_0_8_PYTHON names a
Python. With Python 3.11, release 1.1.0 runs beside numpy 1.26.4, opencv-python-headless 4.9.0.80 and scikit-image 0.22.0;
2.0.8 beside numpy 2.4.6 and opencv-python-headless 5.0.0.93.
"""
import json
import os
import sys

import albumentations as A
import cv2
import numpy as np

folder = sys.argv[1]
seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
newer = A.__version__ == "2.0.8"
if not newer and A.__version__ != "1.1.0":
    sys.exit(f"albumentations {A.__version__}: wanted 1.1.0 or 2.0.8")
cv2.setNumThreads(0)
rng = np.random.default_rng(seed)


def picture(width, height):
    """Patches with a little noise; grey, black and white ones among them."""
    patches = rng.integers(0, 256, (height // 4 + 1, width // 4 + 1, 3))
    patches[:, ::5] = patches[:, ::5, :1]
    patches[0, :4], patches[0, 4:8] = 0, 255
    large = patches.repeat(4, 0).repeat(4, 1)[:height, :width]
    noise = rng.integers(-9, 10, large.shape) * (rng.random(large.shape[:2]) < 0.7)[..., None]
    return np.clip(large + noise, 0, 255).astype(np.uint8)


def rgb_shift(r, g, b):
    limits = {f"{name}_shift_limit": (value, value) for name, value in zip("rgb", (r, g, b))}
    return "rgb_shift", limits, A.RGBShift(**limits, p=1)


def hue_saturation_value(hue, saturation, value):
    shifts = {"hue": hue, "sat": saturation, "val": value}
    limits = {f"{name}_shift_limit": (shift, shift) for name, shift in shifts.items()}
    return "hue_saturation_value", limits, A.HueSaturationValue(**limits, p=1)


def brightness_contrast(brightness, contrast, **options):
    given = {"brightness_limit": (brightness, brightness), "contrast_limit": (contrast, contrast), **options}
    return "random_brightness_contrast", given, A.RandomBrightnessContrast(**given, p=1)


def image_compression(quality, kind="jpeg"):
    ours = {"quality_lower": quality, "quality_upper": quality, "compression_type": kind}
    if newer:
        return "image_compression", ours, A.ImageCompression(kind, (quality, quality), p=1)
    kinds = A.ImageCompression.ImageCompressionType
    return "image_compression", ours, A.ImageCompression(quality, quality, kinds[kind.upper()], p=1)


def cases():
    yield "horizontal_flip", {}, A.HorizontalFlip(p=1)
    for shift in (20, -20, 7), (0.3, -0.3, -12.5), (-3.7, -3.7, -3.7), (0, 0, 0), (255, -255, 1.01):
        yield rgb_shift(*shift)
    if newer:
        yield rgb_shift(0.1, -0.05, 0.031)
    shifts = (10, 20, -15), (-20, -30, 20), (0.3, -0.3, 0.3), (-0.3, 0.3, -0.3), (0, 0, 0), (170, 0, 0), (0, 40, 0)
    for shift in (*shifts, (-12.6, 5.5, 7.25)):
        yield hue_saturation_value(*shift)
    for change in (0.2, 0.1), (-0.3, 0.3), (0, -0.25), (0.1, 0), (-0.07, 0.013):
        yield brightness_contrast(*change)
    yield brightness_contrast(0.2, 0.2, brightness_by_max=False)
    if newer:
        yield brightness_contrast(0.2, 0.3, ensure_safe_range=True)
        yield brightness_contrast(-0.1, -1.2, ensure_safe_range=True)
    for quality in 1, 40, 75, 100:
        yield image_compression(quality)
    yield image_compression(60, "webp")


def noise(ours, theirs):
    """How often each level occurs where noise is added to flat pictures of the levels 0, 100 and 255."""
    np.random.seed(seed)
    counts = {}
    for level in 0, 100, 255:
        changed = theirs(image=np.full((256, 256, 3), level, np.uint8))["image"]
        counts[level] = np.bincount(changed.ravel(), minlength=256).tolist()
    return {"params": ours, "counts": counts}


def noises():
    if newer:
        for deviation, mean in (0.0124, 0.0), (0.2, -0.013):
            fixed = {"std_range": (deviation, deviation), "mean_range": (mean, mean)}
            yield noise(fixed, A.GaussNoise(**fixed, p=1))
    else:
        for variance, mean in (10, 0), (50, 1.7):
            yield noise({"var_limit": (variance, variance), "mean": mean}, A.GaussNoise((variance, variance), mean, p=1))


os.makedirs(folder, exist_ok=True)
every = list(cases())
for width, height in (64, 20), (37, 13):
    image = picture(width, height)
    tiles = [image] + [transform(image=image)["image"] for _, _, transform in every]
    cv2.imwrite(f"{folder}/{width}.png", cv2.cvtColor(np.concatenate(tiles), cv2.COLOR_RGB2BGR))
lines = {
    "cases": [{"plugin": plugin, "params": params} for plugin, params, _ in every],
    "noise": list(noises()),
}
rows = [f'"{key}": [\n' + ",\n".join(json.dumps(item) for item in items) + "\n]" for key, items in lines.items()]
with open(f"{folder}/cases.json", "w") as file:
    file.write(f'{{"release": "{A.__version__}",\n' + ",\n".join(rows) + "}\n")
