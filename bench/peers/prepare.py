"""Faces of whole videos cut beforehand: `unseen prepare` beside the plain loop that it replaces, in turn in one call,
both on PROCESSORS processors.

python bench/peers/prepare.py BUILD PROCESSORS VIDEO...   with a Python that has facenet-pytorch and OpenCV

The plain loop reads every frame, looks for faces in 32 of them one at a time, and writes each crop as PNG.
"""
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

build, processors, *videos = sys.argv[1:]
os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: int(processors)])

import cv2
import numpy
import torch
from facenet_pytorch import MTCNN

FRAMES, ROUNDS, MARGIN = 32, 3, 0.125

load = torch.load
torch.load = lambda *a, **k: load(*a, **{**k, "weights_only": True})
detector = MTCNN(keep_all=True, device="cpu")


def crop(frame, box):
    width, height = box[2] - box[0], box[3] - box[1]
    left, top = max(0, int(box[0] - MARGIN * width)), max(0, int(box[1] - MARGIN * height))
    return frame[top : int(box[3] + MARGIN * height), left : int(box[2] + MARGIN * width)]


def theirs(folder):
    faces = 0
    for number, video in enumerate(videos):
        capture = cv2.VideoCapture(video)
        wanted = set(numpy.linspace(0, int(capture.get(cv2.CAP_PROP_FRAME_COUNT)) - 1, FRAMES).astype(int))
        index = 0
        while True:
            there, frame = capture.read()
            if not there:
                break
            if index in wanted:
                boxes, _ = detector.detect(cv2.cvtColor(frame, cv2.COLOR_BGR2RGB))
                if boxes is not None:
                    faces += 1
                    cv2.imwrite(f"{folder}/{number}_{index}.png", crop(frame, max(boxes, key=lambda b: (b[2] - b[0]) * (b[3] - b[1]))))
            index += 1
    return faces


def ours(folder):
    root = pathlib.Path(folder)
    for number, video in enumerate(videos):
        kind = root / ("real" if number % 2 else "fake/other")
        kind.mkdir(parents=True, exist_ok=True)
        shutil.copy(video, kind / f"{number}{pathlib.Path(video).suffix}")
    text = subprocess.run([f"{build}/bin/unseen", "prepare", "video_folder", "--root", folder, "--split", "test", "--workers", processors,
                           "--set", "faces.detector=mtcnn", "--set", f"faces.frames={FRAMES}"],
                          env={**os.environ, "UNSEEN_CACHE": f"{folder}/cache"}, check=True, capture_output=True, text=True).stdout
    return int(text.splitlines()[-1].split()[5])


def seconds(work):
    with tempfile.TemporaryDirectory() as folder:
        begin = time.perf_counter()
        found = work(folder)
        return time.perf_counter() - begin, found


rounds = [(seconds(ours), seconds(theirs)) for _ in range(ROUNDS)]
own, other = (statistics.median(pair[side][0] for pair in rounds) / len(videos) for side in (0, 1))
print(f"{len(videos)} videos, seconds a video: ours {own:.2f}, the plain loop {other:.2f}, ratio {other / own:.2f}; "
      f"frames with a face {rounds[0][0][1]}/{rounds[0][1][1]}")
