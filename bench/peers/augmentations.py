"""The six augmentations beside Albumentations: python augmentations.py [--build build/dev] [--picture FILE]

With a Python that has albumentations 2.0.8. Both work on the same picture, in turn, each on one thread: ours in
bench_augmentations, theirs in A.Compose as its users call it. `as in the paper`: with the probabilities of the recipe
(flip 0.5, colours 0.3, JPEG of quality 40 to 100 0.5, noise 0.1); `always`: with all of them 1. The times of one
augmentation are those at probability 1. Processor time, so that another's work on the machine counts for neither.
--picture: of any size, read and reduced to 256 x 256; default: a drawn one.
"""
import argparse
import json
import os
import statistics
import subprocess
import tempfile
import time

import albumentations as A
import cv2
import numpy as np

SIDE = 256
HSV = {"hue_shift_limit": 0.3, "sat_shift_limit": 0.3, "val_shift_limit": 0.3}
DEVIATIONS = (10**0.5 / 255, 50**0.5 / 255)  # of the variances 10 and 50 of release 1.1.0

# name, paper's probability, transform at probability p
STEPS = [
    ("horizontal_flip", 0.5, lambda p: A.HorizontalFlip(p=p)),
    ("rgb_shift", 0.3, lambda p: A.RGBShift(p=p)),
    ("hue_saturation_value", 0.3, lambda p: A.HueSaturationValue(**HSV, p=p)),
    ("random_brightness_contrast", 0.3, lambda p: A.RandomBrightnessContrast(0.3, 0.3, p=p)),
    ("image_compression", 0.5, lambda p: A.ImageCompression(quality_range=(40, 100), p=p)),
    ("gauss_noise", 0.1, lambda p: A.GaussNoise(std_range=DEVIATIONS, p=p)),
]


def drawn_picture():
    noise = np.random.default_rng(1).integers(0, 256, (SIDE, SIDE, 3)).astype(np.uint8)
    return cv2.GaussianBlur(noise, (9, 9), 0)


def read_picture(file):
    picture = cv2.imread(file)
    if picture is None:
        raise SystemExit(f"{file}: no picture that can be read")
    return cv2.cvtColor(cv2.resize(picture, (SIDE, SIDE), interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2RGB)


def their_forms(picture):
    chains = {f"one/{name}": A.Compose([made(1)]) for name, _, made in STEPS}
    chains["six/as_in_the_paper"] = A.Compose([made(p) for _, p, made in STEPS])
    chains["six/always"] = A.Compose([made(1) for _, _, made in STEPS])
    return {name: lambda chain=chain: chain(image=picture) for name, chain in chains.items()}


def their_us(function, seconds):
    function()
    begin, count = time.process_time(), 0
    while time.process_time() - begin < seconds:
        function()
        count += 1
    return 1e6 * (time.process_time() - begin) / count


def our_us(build, picture_file, seconds):
    command = [os.path.join(build, "bin", "bench_augmentations"), f"--benchmark_min_time={seconds}",
               "--benchmark_format=json"]
    environment = os.environ | {"UNSEEN_BENCH_PICTURE": picture_file, "OMP_WAIT_POLICY": "passive"}
    output = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environment).stdout
    return {row["name"]: row["cpu_time"] for row in json.loads(output)["benchmarks"]}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default="build/dev")
    parser.add_argument("--picture")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=0.3, help="the least time of each measurement in a round")
    arguments = parser.parse_args()
    cv2.setNumThreads(0)
    picture = read_picture(arguments.picture) if arguments.picture else drawn_picture()
    times = {}
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "picture.png")
        cv2.imwrite(file, cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
        forms = their_forms(picture)
        for _ in range(arguments.rounds):
            for name, function in forms.items():
                times.setdefault(name, ([], []))[0].append(their_us(function, arguments.seconds))
            for name, microseconds in our_us(arguments.build, file, arguments.seconds).items():
                times[name][1].append(microseconds)
    print(f"albumentations {A.__version__}, OpenCV {cv2.__version__}, {SIDE} px, medians of {arguments.rounds} rounds")
    print(f"{'us a picture':34} {'theirs':>9} {'ours':>9} {'ratio':>7} {'ours, pictures/s':>18}")
    for name, sides in times.items():
        theirs, ours = (statistics.median(side) for side in sides)
        print(f"{name:34} {theirs:9.1f} {ours:9.1f} {theirs / ours:7.2f} {1e6 / ours:18.0f}")


if __name__ == "__main__":
    main()
