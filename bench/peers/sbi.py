"""Unseen's self-blended images beside the same recipe in Python, on one core, in one call.

    python bench/peers/sbi.py [--build build/dev] [--rounds 3] [--pairs 60]

Needs numpy, scipy, OpenCV and Albumentations 1.x in the Python that runs it, and a build with bench_sbi, which draws the
frames for both. The Python form is the recipe of the paper's description step by step with the libraries' own functions:
a whole frame decoded from PNG for each sample, the outer crop cut from it, fields of float64, the blend at full size, a
training pair of 224x224. `decoded` is the same with the frame at hand. The rounds take turns, so that whatever else the
machine does meets all. Printed are pairs a second (medians), and how many times as many Unseen makes.
"""
import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time

os.environ["OMP_NUM_THREADS"] = "1"
import albumentations as A
import cv2
import numpy as np
import scipy

cv2.setNumThreads(0)
SIDE = 224
FRAMES = {160: "640x480", 250: "1280x720", 320: "1920x1080"}

LEFT_AND_RIGHT = np.arange(68)
for first, last in [(0, 16), (17, 26), (31, 35), (48, 54), (55, 59), (60, 64), (65, 67)]:
    LEFT_AND_RIGHT[first:last + 1] = np.arange(last, first - 1, -1)
LEFT_AND_RIGHT[36:40], LEFT_AND_RIGHT[42:46] = [45, 44, 43, 42], [39, 38, 37, 36]
LEFT_AND_RIGHT[40:42], LEFT_AND_RIGHT[46:48] = [47, 46], [41, 40]


def run(first, last):
    return list(range(first, last + 1))


DFL_FULL = [run(0, 16) + run(48, 67), run(27, 30) + [33], run(17, 26) + [0, 27, 16, 33]]
COMPONENTS = [run(0, 8) + [17], run(8, 16) + [26], run(17, 19) + [8], run(24, 26) + [8], run(19, 24) + [8],
              run(17, 21) + [27] + run(31, 35) + [8], run(22, 26) + [27] + run(31, 35) + [8], run(27, 35)]

colour = A.Compose([A.RGBShift((-20, 20), (-20, 20), (-20, 20), p=0.3),
                    A.HueSaturationValue((-0.3, 0.3), (-0.3, 0.3), (-0.3, 0.3), p=1),
                    A.RandomBrightnessContrast((-0.1, 0.1), (-0.1, 0.1), p=1)])
sharpen = A.Sharpen(alpha=(0.2, 0.5), lightness=(0.5, 1.0), p=1)
move = A.Affine(translate_percent={"x": (-0.03, 0.03), "y": (-0.015, 0.015)}, scale={"x": (0.95, 1 / 0.95),
                "y": (0.95, 1 / 0.95)}, interpolation=cv2.INTER_LINEAR, mask_interpolation=cv2.INTER_NEAREST, p=1)
bend = A.ElasticTransform(alpha=50, sigma=7, alpha_affine=0, interpolation=cv2.INTER_NEAREST, p=1)
finish = A.Compose([A.RGBShift((-20, 20), (-20, 20), (-20, 20), p=0.3),
                    A.HueSaturationValue((-0.3, 0.3), (-0.3, 0.3), (-0.3, 0.3), p=0.3),
                    A.RandomBrightnessContrast((-0.3, 0.3), (-0.3, 0.3), p=0.3),
                    A.ImageCompression(40, 100, p=0.5)], additional_targets={"fake": "image"})


def outer_crop(frame, points, box):
    (x0, y0), (x1, y1) = points.min(0), points.max(0)
    width, height = x1 - x0, y1 - y0
    left, top = max(0, int(x0 - 0.5 * width)), max(0, int(y0 - height))
    right, bottom = int(x1 + 0.5 * width), int(y1 + 0.4 * height)
    corner = np.array([left, top])
    return frame[top:bottom, left:right].copy(), points - corner, box - np.concatenate([corner, [0, 0]])


def raised_brows(points):
    points = points.copy()
    left = (points[36] + (points[36] + points[0]) // 2) // 2
    right = (points[45] + (points[45] + points[16]) // 2) // 2
    points[17:22] += (points[17:22] - np.vstack([left, points[36:40]])) // 2
    points[22:27] += (points[22:27] - np.vstack([points[42:46], right])) // 2
    return points


def drawn_mask(points, shape):
    kind = random.choice(["dfl_full", "components", "extended", "facehull"])
    if kind == "extended":
        points = raised_brows(points)
    parts = {"dfl_full": DFL_FULL, "facehull": [run(0, 67)]}.get(kind, COMPONENTS)
    mask = np.zeros(shape[:2], np.uint8)
    for part in parts:
        cv2.fillConvexPoly(mask, cv2.convexHull(points[part].astype(np.int32)), 255,
                           cv2.LINE_AA if kind == "facehull" else cv2.LINE_8)
    return mask / 255.0


def transformed(image):
    image = colour(image=image)["image"]
    if random.random() < 0.5:
        return sharpen(image=image)["image"]
    factor, (height, width) = random.choice([2, 4]), image.shape[:2]
    small = cv2.resize(image, (width // factor, height // factor), interpolation=cv2.INTER_NEAREST)
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)


def softened(mask):
    height, width = mask.shape
    odd = lambda: random.randrange(5, 26, 2)
    mask = cv2.resize(mask, (random.randint(192, 256), random.randint(192, 256)))
    k = odd()
    mask = cv2.GaussianBlur(mask, (k, k), 0)
    mask /= mask.max()
    mask[mask < 1] = 0
    k = odd()
    mask = cv2.GaussianBlur(mask, (k, k), random.randint(5, 45))
    mask /= mask.max()
    return cv2.resize(mask, (width, height))[..., None]


def blended(image, points):
    mask = drawn_mask(points, image.shape)
    source, target = image.copy(), image.copy()
    if random.random() < 0.5:
        source = transformed(source)
    else:
        target = transformed(target)
    moved = move(image=source, mask=mask)
    soft = softened(bend(image=moved["image"], mask=moved["mask"])["mask"])
    soft = soft * random.choice([0.25, 0.5, 0.75, 1, 1, 1])
    return target, (soft * moved["image"] + (1 - soft) * target).astype(np.uint8)


def inner_window(box, shape):
    x, y, width, height = box
    margin = lambda side: side / 4 * random.uniform(0.2, 0.8)
    top, left = max(0, int(y - margin(height))), max(0, int(x - margin(width)))
    bottom, right = int(y + height + margin(height)), int(x + width + margin(width))
    return slice(top, min(bottom, shape[0])), slice(left, min(right, shape[1]))


def pair(frame, points, box):
    if random.random() < 0.5:
        frame = np.ascontiguousarray(frame[:, ::-1])
        points = np.stack([frame.shape[1] - points[:, 0], points[:, 1]], 1)[LEFT_AND_RIGHT]
        box = np.array([frame.shape[1] - box[0] - box[2], *box[1:]])
    image, points, box = outer_crop(frame, points, box)
    real, fake = blended(image, points)
    both = finish(image=real, fake=fake)
    rows, columns = inner_window(box, image.shape)
    return [cv2.resize(both[name][rows, columns], (SIDE, SIDE)).astype(np.float32) / 255 for name in ("image", "fake")]


def rate(make, count):
    make()
    begin = time.process_time()
    for _ in range(count):
        make()
    return count / (time.process_time() - begin)


def python_rates(folder, width, count):
    with open(f"{folder}/{width}.json") as file:
        face = json.load(file)
    points, box = np.array(face["points"]).astype(int), np.array(face["box"])
    read = lambda: cv2.cvtColor(cv2.imread(f"{folder}/{width}.png"), cv2.COLOR_BGR2RGB)
    frame = read()
    return rate(lambda: pair(read(), points, box), count), rate(lambda: pair(frame, points, box), count)


def our_rates(program):
    command = [program, "--benchmark_format=json", "--benchmark_filter=training"]
    rows = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["benchmarks"]
    return {tuple(row["name"].split("/")[:2]): row["pairs/s"] for row in rows}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default="build/dev")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pairs", type=int, default=60)
    arguments = parser.parse_args()
    program = os.path.join(arguments.build, "bin", "bench_sbi")
    taken = {width: {kind: [] for kind in ("png", "decoded", "ours_png", "ours")} for width in FRAMES}
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([program, "--write", folder], check=True)
        for _ in range(arguments.rounds):
            ours = our_rates(program)
            for width, kinds in taken.items():
                png, decoded = python_rates(folder, width, arguments.pairs)
                kinds["png"].append(png)
                kinds["decoded"].append(decoded)
                kinds["ours"].append(ours["training_pairs", str(width)])
                kinds["ours_png"].append(ours["training_pairs_from_png", str(width)])

    print(f"albumentations {A.__version__}, OpenCV {cv2.__version__}, numpy {np.__version__}, scipy {scipy.__version__}")
    print("| face | frame | Python, from PNG | ours, from the crop's PNG | ratio | Python, decoded | ours | ratio |")
    print("|---|---|---|---|---|---|---|---|")
    for width, kinds in taken.items():
        png, decoded, ours_png, ours = (statistics.median(values) for values in kinds.values())
        print(f"| {width} | {FRAMES[width]} | {png:.1f} | {ours_png:.0f} | {ours_png / png:.1f} "
              f"| {decoded:.1f} | {ours:.0f} | {ours / decoded:.1f} |")


if __name__ == "__main__":
    sys.exit(main())
