"""Writes tests/fixtures/sbi_landmarks.json: dlib's 68 points of faces on some photographs of $UNSEEN_TEST_DATA.

    python tests/support/make_sbi_landmarks.py $UNSEEN_TEST_DATA

Needs dlib, face_recognition_models and OpenCV. Only numbers are written, no picture; `box` is that of the points and a
quarter of it above, which is about what a detector gives.
"""
import glob
import json
import os
import sys

import cv2
import dlib
import face_recognition_models
import numpy as np

root = sys.argv[1]
detect = dlib.get_frontal_face_detector()
predict = dlib.shape_predictor(face_recognition_models.pose_predictor_model_location())
files = []
for folder, step in [("faces_frl/neutral_front", 20), ("faces_frl/smiling_front", 20), ("faces_frl/canada", 12),
                     ("faces_congress", 28)]:
    files += sorted(glob.glob(os.path.join(root, folder, "*.jpg")))[::step]

entries = []
for file in files:
    picture = cv2.cvtColor(cv2.imread(file), cv2.COLOR_BGR2RGB)
    faces = detect(picture, 1)
    if not faces:
        continue
    points = [(p.x, p.y) for p in predict(picture, max(faces, key=lambda face: face.area())).parts()]
    x, y, width, height = cv2.boundingRect(np.array(points, np.int32))
    box = [x, y - height // 4, width, height + height // 4]
    entries.append({"file": os.path.relpath(file, root), "box": box, "points": points})

with open(os.path.join(os.path.dirname(__file__), "..", "fixtures", "sbi_landmarks.json"), "w") as out:
    out.write("[\n" + ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in entries) + "\n]\n")
print(len(entries), "faces")
