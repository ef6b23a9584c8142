"""Single operations in eager PyTorch (2.13), a peer that operations.mjs takes turns with.

    python pytorch_operations.py THREADS

Reads an operation as JSON ({"kind", "a", "b", "stride"}, channels last) and answers 'prepared'; then does it
once for each line 'run', and answers with the milliseconds it took.
"""

import json
import sys
import time

import torch
import torch.nn.functional as F

torch.set_num_threads(int(sys.argv[1]))
torch.set_grad_enabled(False)


def prepare(kind, a, b, stride=1, **_):
    if kind == "product":
        x, y = torch.randn(a), torch.randn(b)
        return lambda: x @ y
    images, height, width, channels = a
    rows, columns, inputs, filters = b
    x, w = torch.randn(images, channels, height, width), torch.randn(filters, inputs, rows, columns)
    return lambda: F.conv2d(x, w, stride=stride, padding=(rows - 1) // 2)


print("ready", flush=True)
operation = None
for line in sys.stdin:
    if line.strip() != "run":
        operation = prepare(**json.loads(line))
        print("prepared", flush=True)
        continue
    begin = time.perf_counter()
    operation()
    print((time.perf_counter() - begin) * 1000, flush=True)
