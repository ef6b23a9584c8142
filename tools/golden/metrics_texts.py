"""Golden values for packages/metrics: word and character error rates, Wilson's interval.

torch 2.13.0, torchmetrics 1.9.0, rapidfuzz 3.14.6, scipy 1.17.1, seed 7.
Run from the root: python tools/golden/metrics_texts.py
"""

import json
from pathlib import Path

import numpy as np
from rapidfuzz.distance import Levenshtein
from scipy.stats import binomtest
from torchmetrics.functional.text import char_error_rate, word_error_rate

rng = np.random.default_rng(7)
WORDS = "a big small red grün 黄色 heart ellipse square 😀 on the dark".split()


def sentence(most):
    return " ".join(rng.choice(WORDS, rng.integers(0, most + 1)))


def disturbed(text):
    words = [word for word in text.split() if rng.random() > 0.2]
    words = [str(rng.choice(WORDS)) if rng.random() < 0.2 else word for word in words]
    if rng.random() < 0.3:
        words.insert(int(rng.integers(0, len(words) + 1)), str(rng.choice(WORDS)))
    return " ".join(words)


def texts(count, most):
    references = [sentence(most) for _ in range(count)]
    hypotheses = [disturbed(text) for text in references]
    return {
        "inputs": {"references": references, "hypotheses": hypotheses},
        "expected": {
            "wordErrorRate": float(word_error_rate(hypotheses, references)),
            "characterErrorRate": float(char_error_rate(hypotheses, references)),
            "distances": [Levenshtein.distance(r, h) for r, h in zip(references, hypotheses)],
        },
    }


def interval(hits, count, confidence):
    low, high = binomtest(hits, count).proportion_ci(confidence, method="wilson")
    return {"inputs": [hits, count, confidence], "expected": [float(low), float(high)]}


golden = {
    "provenance": "torchmetrics 1.9.0, rapidfuzz 3.14.6, scipy 1.17.1, seed 7 "
    "(tools/golden/metrics_texts.py)",
    "texts": [texts(20, 8), texts(5, 30), texts(40, 2)],
    "intervals": [
        interval(hits, count, confidence)
        for hits, count in [(0, 10), (10, 10), (37, 50), (1989, 2000), (1, 3)]
        for confidence in (0.95, 0.99)
    ],
}
path = Path(__file__).parents[2] / "packages/metrics/test/golden/texts.json"
path.write_text(json.dumps(golden, ensure_ascii=False) + "\n")
