"""What facenet-pytorch finds in pictures, for tests/faces: python facenet_reference.py FILE... > faces.json

One object: by the file's name a list of faces, the largest first, each [left, top, right, bottom, probability, x, y, ...] with
its five points. FILE is read by OpenCV.
"""
import json
import pathlib
import sys

import cv2
import torch
from facenet_pytorch import MTCNN

load = torch.load
torch.load = lambda *a, **k: load(*a, **{**k, "weights_only": True})
torch.set_num_threads(1)
detector = MTCNN(keep_all=True, device="cpu")
found = {}
for file in sys.argv[1:]:
    boxes, probabilities, points = detector.detect(cv2.imread(file)[:, :, ::-1], landmarks=True)
    faces = [] if boxes is None else zip(boxes, probabilities, points)
    found[pathlib.Path(file).name] = [
        [round(float(x), 4) for x in (*box, probability, *point.flatten())] for box, probability, point in faces
    ]
json.dump(found, sys.stdout, separators=(",", ":"))
