"""Reads, decodes and augments a folder of PNG files with Pillow (12) and numpy, a peer that loading.mjs takes turns with.

    python pil_loading.py PROCESSES

Reads the path of a folder on each line and answers 'done' when every file in it has become an array: turned,
scaled, moved (bilinear), and its brightness, contrast and saturation changed, as torchvision does with PIL.
"""

import multiprocessing
import os
import random
import sys

import numpy
from PIL import Image, ImageEnhance


def load(path):
    picture = Image.open(path).convert("RGB")
    a, b = random.uniform(0.88, 1.12), random.uniform(-0.17, 0.17)
    move = (a, b, random.uniform(-4, 4), -b, a, random.uniform(-4, 4))
    picture = picture.transform(
        picture.size, Image.Transform.AFFINE, move, Image.Resampling.BILINEAR, fillcolor="white"
    )
    for change in (ImageEnhance.Brightness, ImageEnhance.Contrast, ImageEnhance.Color):
        picture = change(picture).enhance(random.uniform(0.85, 1.15))
    return numpy.asarray(picture)


if __name__ == "__main__":
    with multiprocessing.Pool(int(sys.argv[1])) as pool:
        print("ready", flush=True)
        for line in sys.stdin:
            folder = line.strip()
            paths = [os.path.join(folder, name) for name in os.listdir(folder)]
            for array in pool.imap_unordered(load, paths, chunksize=50):
                assert array.shape == (64, 64, 3)
            print("done", flush=True)
