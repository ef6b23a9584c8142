"""The random streams of packages/tensor-ops/src/random, so that golden values can be drawn as the code draws.

Threefry-2x32-20 (Salmon et al. 2011); children by number or by the FNV-1a hash of a word.
"""

import numpy as np

ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24]
MASK = 0xFFFFFFFF


def threefry(key, counter):
    keys = [key[0], key[1], key[0] ^ key[1] ^ 0x1BD11BDA]
    x = [(counter[0] + keys[0]) & MASK, (counter[1] + keys[1]) & MASK]
    for block in range(5):
        for i in range(4):
            r = ROTATIONS[(block % 2) * 4 + i]
            x[0] = (x[0] + x[1]) & MASK
            x[1] = (((x[1] << r) | (x[1] >> (32 - r))) & MASK) ^ x[0]
        x[0] = (x[0] + keys[(block + 1) % 3]) & MASK
        x[1] = (x[1] + keys[(block + 2) % 3] + block + 1) & MASK
    return x


class Rng:
    def __init__(self, *key):
        self.key = key

    def fold(self, *labels):
        """The child named by a number or a word, and its child, and so on."""
        rng = self
        for label in labels:
            if isinstance(label, int):
                counter = (1, label)
            else:
                word = 0x811C9DC5
                for letter in label:
                    word = ((word ^ ord(letter)) * 0x01000193) & MASK
                counter = (2, word)
            rng = Rng(*threefry(rng.key, counter))
        return rng

    def bits(self, count):
        words = [threefry(self.key, (0, i)) for i in range(0, count + count % 2, 2)]
        return np.array(words, dtype=np.uint64).reshape(-1)[:count]

    def uniform(self, shape, low=0.0, high=1.0):
        bits = self.bits(int(np.prod(shape)))
        return (low + (high - low) * (bits >> np.uint64(8)) * 2.0**-24).reshape(shape)

    def normal(self, shape):
        count = int(np.prod(shape))
        bits = (self.bits(count + count % 2) >> np.uint64(8)).astype(float).reshape(-1, 2)
        radius = np.sqrt(-2 * np.log((bits[:, 0] + 1) * 2.0**-24))
        angle = 2 * np.pi * bits[:, 1] * 2.0**-24
        both = np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1)
        return both.reshape(-1)[:count].reshape(shape)

    def laplace(self, shape):
        u = self.uniform(shape, -0.5, 0.5)
        return -np.where(u > 0, 1, -1) * np.log(np.maximum(1 - 2 * np.abs(u), 2.0**-24))

    def bernoulli(self, shape, probability):
        return (self.bits(int(np.prod(shape))) < probability * 2**32).astype(float).reshape(shape)


def create_rng(seed):
    return Rng(seed >> 32 & MASK, seed & MASK)
