"""Coefficients of packages/backend-wasm/src/kernels/erf.ts, and golden values of its functions.

numpy 2.4.6, mpmath 1.3.0; nothing random. Run from the root: python tools/golden/backend-wasm_erf.py
"""

import json
import math
from pathlib import Path

import mpmath
import numpy as np

DEGREE = 5
LIMIT = 16.0  # erf is 1 in float32 from x = 4 on, and z = x²


def fit():
    """erf(x)/x = P(z)/Q(z), by least squares weighted towards the points that err most."""
    points = 4000
    z = LIMIT / 2 * (1 - np.cos((np.arange(points) + 0.5) * np.pi / points))
    x = np.sqrt(z)
    f = np.array([math.erf(v) / v for v in x])
    powers = (z / LIMIT)[:, None] ** np.arange(DEGREE + 1)
    denominator = np.ones(points)
    weight = np.ones(points)
    best = (np.inf, None)
    for turn in range(200):
        scale = weight / (denominator * f)
        system = np.concatenate([powers, -f[:, None] * powers[:, 1:]], axis=1)
        c = np.linalg.lstsq(system * scale[:, None], f * scale, rcond=None)[0]
        numerator = powers @ c[: DEGREE + 1]
        denominator = 1 + powers[:, 1:] @ c[DEGREE + 1 :]
        error = np.abs(numerator / denominator / f - 1)
        worst = error.max()
        if worst < best[0]:
            best = (worst, c.copy())
        if turn > 5:
            weight *= np.sqrt(0.3 * error / worst + 0.7)
        weight *= (error / worst + 1e-3) ** 0.25
        weight /= weight.max()
    worst, c = best
    print("largest relative error", worst)
    print("P", [c[i] / LIMIT**i for i in range(DEGREE + 1)])
    print("Q", [1.0] + [c[DEGREE + i] / LIMIT**i for i in range(1, DEGREE + 1)])


def values():
    mpmath.mp.dps = 30
    sizes = [1e-7, 1e-4, 3e-3, 0.05, 0.3, 0.6, 1, 1.7, 2.5, 3.6, 3.99, 4.01, 6, 9.9, 10.1, 30]
    x = [float(np.float32(s * v)) for v in sizes for s in (-1, 1)]
    functions = {"erf": mpmath.erf, "tanh": mpmath.tanh}
    expected = {name: [float(f(mpmath.mpf(v))) for v in x] for name, f in functions.items()}
    path = Path(__file__).parents[2] / "packages/backend-wasm/test/golden/functions.json"
    path.parent.mkdir(exist_ok=True)
    provenance = "mpmath 1.3.0, 30 digits (tools/golden/backend-wasm_erf.py)"
    path.write_text(
        json.dumps({"provenance": provenance, "inputs": {"x": x}, "expected": expected}) + "\n"
    )


fit()
values()
