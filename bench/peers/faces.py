"""MTCNN beside facenet-pytorch's, in turn in one call, one thread each, batches of 8 frames of a video.

python bench/peers/faces.py BUILD WEIGHTS VIDEO...   with a Python that has facenet-pytorch and OpenCV
"""
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import cv2
import torch
from facenet_pytorch import MTCNN

SIZES = [(320, 320), (640, 480), (1280, 720)]
BATCH, ROUNDS = 8, 5

build, weights, *videos = sys.argv[1:]
torch.set_num_threads(1)
cv2.setNumThreads(1)
load = torch.load
torch.load = lambda *a, **k: load(*a, **{**k, "weights_only": True})
detector = MTCNN(keep_all=True, device="cpu")


def frames(size):
    found = []
    for video in videos:
        capture = cv2.VideoCapture(video)
        found += [capture.read()[1] for _ in range(BATCH)]
    return [cv2.resize(frame, size, interpolation=cv2.INTER_AREA) for frame in found[:: len(videos)][:BATCH]]


def theirs(pictures):
    rgb = [picture[:, :, ::-1].copy() for picture in pictures]
    begin = time.perf_counter()
    boxes, _, _ = detector.detect(rgb, landmarks=True)
    return 1000 * (time.perf_counter() - begin) / BATCH, sum(0 if own is None else len(own) for own in boxes)


def ours(files):
    text = subprocess.run([f"{build}/bin/bench_faces", weights, "3", *files], check=True, capture_output=True, text=True).stdout
    milliseconds, faces = text.split()
    return float(milliseconds), int(faces)


print(f"{'frames':>12}{'ours ms':>10}{'facenet ms':>12}{'ratio':>8}{'faces':>12}")
for size in SIZES:
    pictures = frames(size)
    with tempfile.TemporaryDirectory() as folder:
        files = [str(pathlib.Path(folder) / f"{i}.png") for i in range(BATCH)]
        for file, picture in zip(files, pictures):
            cv2.imwrite(file, picture)
        theirs(pictures)
        rounds = [(ours(files), theirs(pictures)) for _ in range(ROUNDS)]
    own, other = (statistics.median(pair[side][0] for pair in rounds) for side in (0, 1))
    print(f"{size[0]:>8}x{size[1]}{own:10.1f}{other:12.1f}{own / other:8.2f}{rounds[0][0][1]:>6}/{rounds[0][1][1]}")
