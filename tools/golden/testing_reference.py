"""Golden values for the plain references of packages/testing.

numpy 2.4.6, torch 2.13.0, seed 7, double precision.
Run from the root: python tools/golden/testing_reference.py
"""

import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

random = np.random.default_rng(7)
inputs = {
    "picture": random.normal(size=(2, 9, 7, 3)),
    "filter": random.normal(size=(3, 3, 3, 4)),
    "small": random.normal(size=(2, 4, 3, 4)),
}
# Channels first for torch: [batch, channels, height, width] and [filters, channels, rows, columns].
picture, small = (torch.tensor(inputs[k]).permute(0, 3, 1, 2) for k in ("picture", "small"))
filters = torch.tensor(inputs["filter"]).permute(3, 2, 0, 1)

last = lambda y: y.permute(0, 2, 3, 1)
flat = torch.tensor(inputs["picture"])
expected = {
    "conv2d": last(F.conv2d(picture, filters, stride=2, padding=1)),
    "dilated": last(F.conv2d(picture, filters, dilation=2)),
    "transposed": last(F.conv_transpose2d(small, filters, stride=2)),
    "maxPool": last(F.max_pool2d(picture, 2)),
    "avgPool": last(F.avg_pool2d(picture, 3, stride=2)),
    "bilinear": last(F.interpolate(picture, (5, 12), mode="bilinear", align_corners=False)),
    "corners": last(F.interpolate(picture, (5, 12), mode="bilinear", align_corners=True)),
    "logSoftmax": F.log_softmax(flat.reshape(-1, 7), -1),
    "erf": torch.erf(flat),
    "geluTanh": F.gelu(flat, approximate="tanh"),
}


def stored(x):
    x = np.asarray(x)
    return {"shape": list(x.shape), "values": x.ravel().tolist()}


assert expected["logSoftmax"].shape[0] * 7 == flat.numel()
path = Path(__file__).parents[2] / "packages/testing/test/golden/reference.json"
path.write_text(
    json.dumps(
        {
            "provenance": "torch 2.13.0, double precision, seed 7 (tools/golden/testing_reference.py)",
            "inputs": {k: stored(v) for k, v in inputs.items()},
            "expected": {k: stored(v) for k, v in expected.items()},
        }
    )
    + "\n"
)
