"""Golden values for packages/metrics: retrieval with many correct candidates, ties, accuracy.

numpy 2.4.6, torch 2.13.0, torchmetrics 1.9.0, scikit-learn 1.9.1, seed 7.
Run from the root: python tools/golden/metrics_retrieval.py
"""

import itertools
import json
from pathlib import Path

import numpy as np
import torch
from sklearn.metrics import average_precision_score, top_k_accuracy_score
from torchmetrics.retrieval import RetrievalHitRate, RetrievalMAP

rng = np.random.default_rng(7)
KS = [1, 3, 5, 10]


def draw_correct(queries, candidates, most):
    return [
        sorted(rng.choice(candidates, rng.integers(1, most + 1), replace=False).tolist())
        for _ in range(queries)
    ]


def relevance(correct, candidates):
    target = np.zeros((len(correct), candidates), dtype=bool)
    for q, items in enumerate(correct):
        target[q, items] = True
    return target


def first_ranks(scores, target):
    order = np.argsort(-scores, axis=1)
    return np.take_along_axis(target, order, axis=1).argmax(axis=1) + 1


def untied(queries, candidates, most):
    """Scores that all differ, by torchmetrics; ranks by numpy."""
    scores = rng.permutation(queries * candidates).reshape(queries, candidates) / 1024.0
    correct = draw_correct(queries, candidates, most)
    target = relevance(correct, candidates)
    flat = (
        torch.tensor(scores.ravel(), dtype=torch.float32),
        torch.tensor(target.ravel()),
        torch.arange(queries).repeat_interleave(candidates),
    )
    ranks = first_ranks(scores, target)
    recall = {}
    for k in KS:
        hits = RetrievalHitRate(top_k=k)
        hits.update(flat[0], flat[1], indexes=flat[2])
        recall[f"recall@{k}"] = float(hits.compute())
    precision = RetrievalMAP()
    precision.update(flat[0], flat[1], indexes=flat[2])
    return {
        "inputs": {"scores": scores.tolist(), "correct": correct},
        "expected": {
            "recall": recall,
            "meanAveragePrecision": float(precision.compute()),
            "ranks": ranks.tolist(),
            "medianRank": float(np.median(ranks)),
            "meanRank": float(np.mean(ranks)),
        },
    }


def tied(queries, candidates, levels):
    """Scores that are often equal: means over every order of the candidates, one by one."""
    scores = rng.integers(0, levels, (queries, candidates)).astype(float)
    correct = draw_correct(queries, candidates, 3)
    target = relevance(correct, candidates)
    ranks, precisions = [], []
    for order in itertools.permutations(range(candidates)):
        one = scores + np.array(order) / 100
        ranks.append(first_ranks(one, target))
        precisions.append([average_precision_score(t, s) for t, s in zip(target, one)])
    ranks = np.array(ranks)
    return {
        "inputs": {"scores": scores.tolist(), "correct": correct},
        "expected": {
            "recall": {f"recall@{k}": float(np.mean(ranks <= k)) for k in KS},
            "meanAveragePrecision": float(np.mean(precisions)),
            "ranks": ranks.mean(axis=0).tolist(),
            "medianRank": float(np.median(ranks)),
            "meanRank": float(np.mean(ranks)),
        },
    }


def classes(examples, count):
    logits = rng.normal(size=(examples, count)).round(4)
    labels = rng.integers(0, count, examples)
    return {
        "inputs": {"logits": logits.tolist(), "labels": labels.tolist()},
        "expected": {
            str(k): float(top_k_accuracy_score(labels, logits, k=k, labels=range(count)))
            for k in (1, 2, 4)
        },
    }


golden = {
    "provenance": "torchmetrics 1.9.0, scikit-learn 1.9.1, numpy 2.4.6, seed 7 "
    "(tools/golden/metrics_retrieval.py)",
    "untied": [untied(12, 12, 1), untied(9, 23, 4), untied(20, 6, 5)],
    "tied": [tied(6, 6, 2), tied(5, 6, 3), tied(4, 5, 1)],
    "accuracy": classes(25, 7),
}
path = Path(__file__).parents[2] / "packages/metrics/test/golden/retrieval.json"
path.parent.mkdir(exist_ok=True)
path.write_text(json.dumps(golden) + "\n")
