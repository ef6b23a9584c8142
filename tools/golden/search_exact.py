"""Golden values for packages/search: nearest neighbours by scikit-learn and numpy.

numpy 2.4.6, scikit-learn 1.9.1, seed 7. Run from the root: python tools/golden/search_exact.py
"""

import json
from pathlib import Path

import numpy as np
from sklearn.neighbors import NearestNeighbors

rng = np.random.default_rng(7)
SIZE, DIM, QUERIES, K = 61, 7, 5, 9
# Three decimals keep the file small; float32 then double, as the index sees them.
vectors = rng.normal(size=(SIZE, DIM)).round(3).astype(np.float32).astype(float)
queries = rng.normal(size=(QUERIES, DIM)).round(3).astype(np.float32).astype(float)


def neighbours(metric, score):
    found = NearestNeighbors(n_neighbors=K, metric=metric, algorithm="brute").fit(vectors)
    distances, rows = found.kneighbors(queries)
    return {"rows": rows.tolist(), "scores": score(distances).tolist()}


products = queries @ vectors.T
best = np.argsort(-products, axis=1)[:, :K]
golden = {
    "provenance": "scikit-learn 1.9.1, numpy 2.4.6, seed 7 (tools/golden/search_exact.py)",
    "inputs": {
        "dim": DIM,
        "k": K,
        "vectors": vectors.round(3).ravel().tolist(),
        "queries": queries.round(3).ravel().tolist(),
    },
    "expected": {
        "cosine": neighbours("cosine", lambda distance: 1 - distance),
        "euclidean": neighbours("euclidean", lambda distance: -distance),
        "dot": {
            "rows": best.tolist(),
            "scores": np.take_along_axis(products, best, axis=1).tolist(),
        },
    },
}
path = Path(__file__).parents[2] / "packages/search/test/golden/exact.json"
path.parent.mkdir(exist_ok=True)
path.write_text(json.dumps(golden) + "\n")
