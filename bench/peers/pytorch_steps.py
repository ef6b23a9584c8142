"""The four training steps of bench/steps in eager PyTorch (2.13), a peer that bench.mjs takes turns with.

    python pytorch_steps.py THREADS

Reads the name of a step on each line, trains it once, and answers with the milliseconds it took.
"""

import sys
import time

import torch
import torch.nn.functional as F
from torch import nn


def mlp(*sizes):
    layers = []
    for i, (inputs, outputs) in enumerate(zip(sizes, sizes[1:])):
        layers += [nn.ReLU()] * (i > 0) + [nn.Linear(inputs, outputs)]
    return nn.Sequential(*layers)


def conv_encoder(out, widths=(32, 64, 128, 256)):
    layers = []
    for inputs, width in zip((3, *widths), widths):
        layers += [nn.Conv2d(inputs, width, 4, 2, 1), nn.ReLU()]
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(widths[-1] * 16, out))


def conv_decoder(inputs, widths=(256, 128, 64, 32)):
    layers = [nn.Linear(inputs, widths[0] * 16), nn.ReLU(), nn.Unflatten(1, (widths[0], 4, 4))]
    for i, (width, after) in enumerate(zip(widths, (*widths[1:], 3))):
        layers += [nn.ReLU()] * (i > 0) + [nn.ConvTranspose2d(width, after, 4, 2, 1)]
    return nn.Sequential(*layers)


class TextEncoder(nn.Module):
    def __init__(self, out, vocabulary=64, width=128, length=16):
        super().__init__()
        self.tokens = nn.Embedding(vocabulary, width)
        self.positions = nn.Parameter(torch.randn(length, width) * 0.02)
        block = nn.TransformerEncoderLayer(
            width, 4, 4 * width, 0.0, "gelu", batch_first=True, norm_first=True
        )
        self.blocks = nn.TransformerEncoder(block, 2, enable_nested_tensor=False)
        self.head = nn.Linear(width, out)

    def forward(self, ids):
        return self.head(self.blocks(self.tokens(ids) + self.positions).mean(1))


def parameters(*modules):
    return [p for module in modules for p in module.parameters()]


def info_nce(a, b, log_scale):
    logits = log_scale.exp() * F.normalize(a, dim=-1) @ F.normalize(b, dim=-1).T
    target = torch.arange(len(a))
    return (F.cross_entropy(logits, target) + F.cross_entropy(logits.T, target)) / 2


def clip(image, text, x, y, optimizer_of):
    log_scale = nn.Parameter(torch.tensor(2.66))
    optimizer = optimizer_of([*parameters(image, text), log_scale], 1e-3)

    def step():
        optimizer.zero_grad()
        info_nce(image(x), text(y), log_scale).backward()
        optimizer.step()

    return step


def tokens(batch):
    return torch.randint(0, 64, (batch, 16))


def clip_mlp():
    image, text = mlp(784, 512, 256, 128), mlp(1000, 512, 256, 128)
    return clip(image, text, torch.randn(128, 784), torch.rand(128, 1000), torch.optim.Adam)


def clip_conv_transformer():
    x = torch.randn(128, 3, 64, 64)
    return clip(conv_encoder(128), TextEncoder(128), x, tokens(128), torch.optim.AdamW)


def mmvae_image_text():
    batch, latent = 64, 32
    encoders = conv_encoder(2 * latent), TextEncoder(2 * latent)
    to_image, to_text = conv_decoder(latent), mlp(latent, 256, 16 * 64)
    optimizer = torch.optim.Adam(parameters(*encoders, to_image, to_text), 1e-3)
    x, ids = torch.rand(batch, 3, 64, 64), tokens(batch)

    def step():
        optimizer.zero_grad()
        loss = 0
        for encoder, given in zip(encoders, (x, ids)):
            mu, log_var = encoder(given).chunk(2, 1)
            z = mu + torch.randn_like(mu) * (0.5 * log_var).exp()
            loss = loss + (to_image(z) - x).pow(2).sum((1, 2, 3)).mean()
            logits = to_text(z).view(-1, 64)
            loss = loss + F.cross_entropy(logits, ids.flatten(), reduction="sum") / batch
            loss = loss + (-0.5 * (1 + log_var - mu.pow(2) - log_var.exp()).sum(1)).mean()
        (loss / 2).backward()
        optimizer.step()

    return step


def gan_64():
    batch, generator, critic = 64, conv_decoder(132), conv_encoder(1)
    generator_optimizer = torch.optim.Adam(generator.parameters(), 2e-4, (0.5, 0.999))
    critic_optimizer = torch.optim.Adam(critic.parameters(), 2e-4, (0.5, 0.999))
    x = torch.rand(batch, 3, 64, 64)

    def step():
        z = torch.randn(batch, 132)
        critic_optimizer.zero_grad()
        fake = generator(z).detach()
        (F.relu(1 - critic(x)).mean() + F.relu(1 + critic(fake)).mean()).backward()
        critic_optimizer.step()
        generator_optimizer.zero_grad()
        (-critic(generator(z)).mean()).backward()
        generator_optimizer.step()

    return step


makers = {
    "clip-mlp": clip_mlp,
    "clip-conv-transformer": clip_conv_transformer,
    "mmvae-image-text": mmvae_image_text,
    "gan-64": gan_64,
}

torch.manual_seed(0)
torch.set_num_threads(int(sys.argv[1]))
steps = {}
print("ready", flush=True)
for line in sys.stdin:
    name = line.strip()
    if name not in steps:
        steps[name] = makers[name]()
    begin = time.perf_counter()
    steps[name]()
    print((time.perf_counter() - begin) * 1e3, flush=True)
