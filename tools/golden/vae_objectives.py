"""Golden values for the objectives and bounds of packages/vae.

Needs numpy 2.4.6 and torch 2.13.0. Run from the repository root:
    python tools/golden/vae_objectives.py

Linear encoders and decoders of three modalities, some of which are missing in some examples, evaluated example by example
as the published equations have it. Noise is drawn as packages/tensor-ops draws it (xm_rng.py).
"""

import itertools
import json
from pathlib import Path

import numpy as np
import torch
from xm_rng import create_rng

SEED = 12
OUT = Path('packages/vae/test/golden/objectives.json')
PROVENANCE = f'tools/golden/vae_objectives.py, numpy {np.__version__}, torch {torch.__version__.split("+")[0]}, seed {SEED}'

SHARED, WIDTH = 2, 5
INPUTS = {'image': 4, 'text': 3, 'speech': 2}
OWN = {
    'private': {'image': 2, 'text': 1, 'speech': 0},
    'plain': {'image': 0, 'text': 0, 'speech': 0},
    'below': {'image': 2, 'text': 1, 'speech': 2},
}
WEIGHTS = {'image': 1.0, 'text': 3.0, 'speech': 0.5}
PRESENT = {'image': [1, 1, 0, 1], 'text': [1, 1, 1, 1], 'speech': [1, 0, 1, 0]}
BATCH = 4
BETA, SHARED_BETA = 0.7, 1.5
RNG = create_rng(21)

source = np.random.default_rng(SEED)


def draw(*shape, scale=1.0):
    """Values that float32 holds exactly."""
    return (source.normal(0, scale, shape)).astype(np.float32).astype(np.float64)


def dense(inputs, units):
    return {'kernel': draw(inputs, units, scale=0.6), 'bias': draw(units, scale=0.3)}


def head(inputs, latents):
    return {'mu': dense(inputs, latents), 'logVar': dense(inputs, latents)}


def side(modality, name):
    latents = OWN[name][modality]
    if name == 'below':
        decoder = dense(latents, INPUTS[modality])
        return {'channel': {'decoder': decoder}, 'own': head(INPUTS[modality], latents)}
    params = {
        'channel': {'decoder': dense(SHARED + latents, INPUTS[modality])},
        'shared': head(INPUTS[modality], SHARED),
    }
    if latents:
        params['own'] = head(INPUTS[modality], latents)
    return params


MODALITIES = list(INPUTS)
X = {m: draw(BATCH, INPUTS[m]) for m in MODALITIES}
PARAMS = {name: {m: side(m, name) for m in MODALITIES} for name in ['private', 'plain']}


def linear(params, x):
    return x @ params['kernel'] + params['bias']


def through(params, x):
    """A head: the mean, and the logarithm of the variance, bounded by 10."""
    return linear(params['mu'], x), 10 * np.tanh(linear(params['logVar'], x) / 10)


def silu(x):
    return x / (1 + np.exp(-x))


def kl(q, p=None):
    """KL between normals, summed over latents."""
    (m, lv), (pm, plv) = q, p if p else (np.zeros_like(q[0]), np.zeros_like(q[1]))
    v, pv = np.exp(lv), np.exp(plv)
    return np.sum(np.log(np.sqrt(pv) / np.sqrt(v)) + (v + (m - pm) ** 2) / (2 * pv) - 0.5, -1)


def product(experts):
    """Of normal densities and of N(0, I)."""
    precision = 1 + sum(1 / np.exp(lv) for _, lv in experts)
    mean = sum(m / np.exp(lv) for m, lv in experts) / precision
    return np.zeros(SHARED) + mean, np.zeros(SHARED) - np.log(precision)


def log_normal(x, m, lv):
    return np.sum(-0.5 * np.log(2 * np.pi * np.exp(lv)) - (x - m) ** 2 / (2 * np.exp(lv)), -1)


def log_laplace(x, m, lv):
    """By the variance, which is 2·b²."""
    b = np.sqrt(np.exp(lv) / 2)
    return np.sum(-np.log(2 * b) - np.abs(x - m) / b, -1)


class Family:
    """A model on the batch, example by example."""

    def __init__(self, params, method=None, present=PRESENT, modalities=MODALITIES):
        self.params, self.method, self.modalities = params, method, modalities
        self.rows = {m: [b for b in range(BATCH) if present[m][b]] for m in modalities}

    def there(self, b):
        return [m for m in self.modalities if b in self.rows[m]]

    def expert(self, m, b):
        return through(self.params[m]['shared'], X[m][b])

    def has_own(self, m):
        return 'own' in self.params[m]

    def own(self, m, b):
        return through(self.params[m]['own'], X[m][b])

    def nll(self, m, b, z, w=None):
        above = 'shared' not in self.params[m]
        code = w if above else z if w is None else np.concatenate([z, w])
        made = linear(self.params[m]['channel']['decoder'], code)
        return 0.5 * np.sum((X[m][b] - made) ** 2) + INPUTS[m] / 2 * np.log(2 * np.pi)

    def own_noise(self, m, rng, times=1, kind='normal'):
        """[example][time]: rows of a modality are those of the examples that have it."""
        if not self.has_own(m):
            return None
        latents = len(self.params[m]['own']['mu']['bias'])
        noise = getattr(rng, kind)((len(self.rows[m]), times, latents))
        return {b: noise[i] for i, b in enumerate(self.rows[m])}

    def reconstruction(self, b, z, rng, counted):
        """Σ weight·(−log p(x|z, w)) over those that count in this example."""
        total = 0.0
        for m in counted:
            w = None
            if self.has_own(m):
                mu, lv = self.own(m, b)
                w = mu + np.exp(lv / 2) * self.own_noise(m, rng.fold(m, 'own'))[b][0]
            total += WEIGHTS[m] * self.nll(m, b, z, w)
        return total

    def own_kl(self, b, counted):
        return sum(kl(self.own(m, b)) for m in counted if self.has_own(m))

    def elbo(self, b, q, counted, rng):
        z = q[0] + np.exp(q[1] / 2) * rng.fold('shared').normal((BATCH, SHARED))[b]
        divergences = SHARED_BETA * kl(q) + self.own_kl(b, counted)
        return self.reconstruction(b, z, rng, counted) + BETA * divergences

    def joint(self, b):
        joint = self.method['joint']
        hidden = sum(linear(joint[m], X[m][b]) for m in self.there(b))
        return through(joint['head'], silu(hidden))


def mean(cost):
    return float(np.mean([cost(b) for b in range(BATCH)]))


def vae(f, rng):
    return mean(lambda b: f.elbo(b, f.expert('text', b), ['text'], rng))


def mvae(f, rng, subsets):
    def cost(b):
        bounds = [f.there(b), *[[m] if m in f.there(b) else [] for m in MODALITIES]]
        for k in range(subsets):
            lots = {m: rng.fold('subset', k, i).bernoulli((BATCH, 1), 0.5) for i, m in enumerate(MODALITIES)}
            bounds.append([m for m in f.there(b) if lots[m][b, 0]])
        return sum(
            f.elbo(b, product([f.expert(m, b) for m in some]), some, rng.fold(i))
            for i, some in enumerate(bounds)
        )

    return mean(cost)


def mopoe(f, rng):
    # The order of subsets: the first modality is the lowest bit.
    subsets = [[m for i, m in enumerate(MODALITIES) if (s >> i) & 1] for s in range(1, 8)]
    lots = rng.fold('expert').uniform((BATCH, len(subsets)))

    def cost(b):
        there = f.there(b)
        can = [i for i, some in enumerate(subsets) if set(some) <= set(there)]
        q = {i: product([f.expert(m, b) for m in subsets[i]]) for i in can}
        mu, lv = q[max(can, key=lambda i: lots[b, i])]
        z = mu + np.exp(lv / 2) * rng.fold('shared').normal((BATCH, SHARED))[b]
        shared = np.mean([kl(one) for one in q.values()])
        return f.reconstruction(b, z, rng, there) + BETA * (SHARED_BETA * shared + f.own_kl(b, there))

    return mean(cost)


def jmvae(f, rng, alpha):
    def cost(b):
        q, there = f.joint(b), f.there(b)
        apart = sum(kl(q, f.expert(m, b)) for m in there)
        return f.elbo(b, q, there, rng) + BETA * alpha * apart

    return mean(cost)


def telbo(f, rng):
    def cost(b):
        alone = sum(
            f.elbo(b, f.expert(m, b), [m], rng.fold(i)) for i, m in enumerate(MODALITIES) if m in f.there(b)
        )
        return f.elbo(b, f.joint(b), f.there(b), rng) + alone

    return mean(cost)


def mvtcae(f, rng, alpha):
    def cost(b):
        there = f.there(b)
        count = len(there)
        q = product([f.expert(m, b) for m in there])
        z = q[0] + np.exp(q[1] / 2) * rng.fold('shared').normal((BATCH, SHARED))[b]
        apart = sum(kl(q, product([f.expert(m, b)])) for m in there) * alpha / count
        divergences = SHARED_BETA * (1 - alpha) * kl(q) + apart + f.own_kl(b, there)
        return (count - alpha) / count * f.reconstruction(b, z, rng, there) + BETA * divergences

    return mean(cost)


def dmvae(f, rng):
    def cost(b):
        there = f.there(b)
        all_tell = f.elbo(b, product([f.expert(m, b) for m in there]), there, rng)
        return all_tell + sum(
            f.elbo(b, product([f.expert(m, b)]), there, rng.fold(j))
            for j, m in enumerate(MODALITIES)
            if m in there
        )

    return mean(cost)


def crmvae(f, rng):
    def cost(b):
        there = f.there(b)
        q = product([f.expert(m, b) for m in there])
        z = q[0] + np.exp(q[1] / 2) * rng.fold('shared').normal((BATCH, SHARED))[b]
        made, apart = f.reconstruction(b, z, rng, there), kl(q)
        for i, m in enumerate(MODALITIES):
            if m in there:
                mu, lv = product([f.expert(m, b)])
                alone = mu + np.exp(lv / 2) * rng.fold(i, 'shared').normal((BATCH, SHARED))[b]
                made += f.reconstruction(b, alone, rng.fold(i), [m])
                apart += kl(q, (mu, lv))
        divergences = SHARED_BETA * apart + f.own_kl(b, there)
        return (made / 2 + BETA * divergences) / (len(there) + 1)

    return mean(cost)


def bent(params, base, z):
    """log q(z | x): a normal density behind masked autoregressive layers (Papamakarios et al. 2017, equation 3)."""
    log_det = 0.0
    for number, name in enumerate(sorted(params)):
        p = params[name]
        count, units = p['into'].shape
        degree = [k % max(1, count - 1) + 1 for k in range(units)]
        order = list(range(count))[:: -1 if number % 2 else 1]
        noise = np.zeros(count)
        for place, i in enumerate(order):
            # Unit k sees the first latents of the order up to its degree; each is told by units of degrees up to its place.
            hidden = [
                silu(sum(p['into'][j, k] * z[j] for j in order[: degree[k]]) + p['intoBias'][k])
                for k in range(units)
            ]
            told = [k for k in range(units) if degree[k] <= place]
            m, s = [
                sum(p[part][k, i] * hidden[k] for k in told) + p[f'{part}Bias'][i] for part in ('shift', 'logScale')
            ]
            s = 2 * np.tanh(s / 2)
            noise[i] = (z[i] - m) * np.exp(-s)
            log_det -= s
        z = noise
    return log_normal(z, *base) + log_det


def jnf(f, rng):
    def cost(b):
        q, there = f.joint(b), f.there(b)
        z = q[0] + np.exp(q[1] / 2) * rng.fold('flows').normal((BATCH, SHARED))[b]
        apart = sum(bent(f.method['flows'][m], f.expert(m, b), z) for m in there)
        return f.elbo(b, q, there, rng) - apart

    return mean(cost)


def mhvae(f, rng, sizes):
    subsets = [[m for i, m in enumerate(MODALITIES) if (s >> i) & 1] for s in range(1, 8)]
    lots = rng.fold('subset').uniform((BATCH, len(subsets)))

    def cost(b):
        there = f.there(b)
        can = [i for i, some in enumerate(subsets) if set(some) <= set(there)]
        tellers = subsets[max(can, key=lambda i: lots[b, i])]
        z, apart = np.zeros(0), 0.0
        for level, size in enumerate(sizes):
            here = slice(len(z), len(z) + size)
            experts = [[part[here] for part in f.expert(m, b)] for m in tellers]
            prior = np.zeros(size), np.zeros(size)
            if level > 0:
                p = f.method[f'level{level}']
                hidden = silu(linear(p['layer'], z))
                prior = through(p['prior'], hidden)
                added = [linear(p[m], hidden) for m in tellers]
                experts = [
                    (mu + a[:size], lv + 2 * np.tanh(a[size:] / 2)) for (mu, lv), a in zip(experts, added)
                ]
            precision = 1 / np.exp(prior[1]) + sum(1 / np.exp(lv) for _, lv in experts)
            mu = (prior[0] / np.exp(prior[1]) + sum(m / np.exp(lv) for m, lv in experts)) / precision
            apart += kl((mu, -np.log(precision)), prior)
            eps = rng.fold('shared', level).normal((BATCH, size))[b]
            z = np.concatenate([z, mu + eps / np.sqrt(precision)])
        divergences = SHARED_BETA * apart + f.own_kl(b, there)
        return f.reconstruction(b, z, rng, there) + BETA * divergences

    return mean(cost)


def nexus(f, rng, dropout, gammas):
    forced = rng.fold('subset', 'forced').bernoulli((BATCH, 1), dropout)
    size = rng.fold('subset', 'size').uniform((BATCH, 1))
    which = rng.fold('subset', 'which').uniform((BATCH, len(MODALITIES)))

    def cost(b):
        there, p = f.there(b), f.method
        few = 1 + int(size[b, 0] * (len(there) - 1)) if forced[b, 0] else len(there)
        tellers = sorted(there, key=lambda m: -which[b, MODALITIES.index(m)])[:few]
        below = {}
        for m in there:
            mu, lv = f.own(m, b)
            below[m] = mu + np.exp(lv / 2) * f.own_noise(m, rng.fold(m, 'own'))[b][0]
        message = np.mean([linear(p[m]['message'], below[m]) for m in tellers], 0)
        q = through(p['node']['head'], silu(linear(p['node']['layer'], message)))
        z = q[0] + np.exp(q[1] / 2) * rng.fold('shared').normal((BATCH, SHARED))[b]
        total = f.reconstruction(b, z, rng, there) + BETA * (f.own_kl(b, there) + SHARED_BETA * kl(q))
        for m in there:
            prior = through(p[m]['head'], silu(linear(p[m]['layer'], z)))
            total -= gammas.get(m, 1) * log_normal(below[m], *prior)
        return total

    return mean(cost)


def cvae(f, rng):
    def cost(b):
        total, there = 0.0, f.there(b)
        for m in there:
            condition = product([f.expert(n, b) for n in there if n != m])[0]
            total += f.reconstruction(b, condition, rng, [m])
            if f.has_own(m):
                prior = f.method[m]
                told = silu(linear(prior['layer'], condition))
                total += BETA * kl(f.own(m, b), through(prior['head'], told))
        return total

    return mean(cost)


def mixture(f, rng, bound, draws, kind='normal', log_prior=None):
    """1/M Σⱼ of the bound of K draws from q(z | xⱼ), for each example."""
    log_density = log_laplace if kind == 'laplace' else log_normal
    prior_lv = np.log(2) if kind == 'laplace' else 0.0
    unit = np.sqrt(2) if kind == 'laplace' else 1.0
    standard = lambda x: log_density(x, np.zeros_like(x), np.full_like(x, prior_lv))
    log_prior = log_prior or standard
    noise = lambda stream, shape: getattr(stream, kind)(shape) / unit

    def cost(b):
        there, total = f.there(b), 0.0
        for j in there:
            mu, lv = f.expert(j, b)
            eps = noise(rng.fold(j, 'shared'), (BATCH, draws, SHARED))[b]
            log_weights = []
            for k in range(draws):
                z = mu + np.exp(lv / 2) * eps[k]
                densities = [log_density(z, *f.expert(n, b)) for n in there]
                log_q = np.log(np.mean(np.exp(densities)))
                log_w = BETA * SHARED_BETA * (log_prior(z) - log_q)
                for m in there:
                    w = None
                    if f.has_own(m):
                        if m == j:
                            own_mu, own_lv = f.own(m, b)
                            own_eps = f.own_noise(m, rng.fold(m, 'own'), draws, kind)[b][k] / unit
                            w = own_mu + np.exp(own_lv / 2) * own_eps
                            log_w += BETA * (standard(w) - log_density(w, own_mu, own_lv))
                        else:
                            r_lv = f.method['strange'][m]['logVar']
                            r_eps = f.own_noise(m, rng.fold(m, 'strange', j), draws, kind)[b][k] / unit
                            w = np.exp(r_lv / 2) * r_eps
                    log_w -= WEIGHTS[m] * f.nll(m, b, z, w)
                log_weights.append(log_w)
            value = np.mean(log_weights) if bound == 'elbo' else np.log(np.mean(np.exp(log_weights)))
            total -= value / len(there)
        return total

    return mean(cost)


def clusters(count, kind):
    """Of shared latents: log Σ_c π_c·p(z | c), c by c, with q(c | z) = p(c | z) as in the bound of Palumbo et al. 2024."""
    log_density = log_laplace if kind == 'laplace' else log_normal
    params = {
        'mu': draw(count, SHARED),
        'logVar': draw(count, SHARED, scale=0.5),
        'logits': draw(count, scale=0.8),
    }
    pi = np.exp(params['logits']) / np.sum(np.exp(params['logits']))

    def log_prior(z):
        joint = np.log(pi) + [log_density(z, params['mu'][c], params['logVar'][c]) for c in range(count)]
        q = np.exp(joint) / np.sum(np.exp(joint))
        return np.sum(q * (joint - np.log(q)))

    return params, log_prior


def bounds():
    """A table of log-weights, and the doubly reparameterised gradient of p(x | z) = N(θ·z, 1), q = N(mu, e^logVar)."""
    draws, rows, latents = 4, 3, 2
    table = draw(draws, rows, scale=2.0)
    x, mu, log_var, theta = draw(rows), draw(rows, latents), draw(rows, latents, scale=0.5), draw(latents)
    noise = draw(rows, draws, latents)
    t = {k: torch.tensor(v, requires_grad=True) for k, v in dict(mu=mu, logVar=log_var, theta=theta).items()}
    z = t['mu'][:, None] + (t['logVar'] / 2).exp()[:, None] * torch.tensor(noise)
    normal = lambda x, m, s: torch.distributions.Normal(m, s).log_prob(x)
    q = normal(z, t['mu'].detach()[:, None], (t['logVar'].detach() / 2).exp()[:, None]).sum(-1)
    prior = normal(z, torch.zeros(()), torch.ones(())).sum(-1)
    log_w = normal(torch.tensor(x)[:, None], z @ t['theta'], torch.ones(())) + prior - q
    weights = torch.softmax(log_w.detach(), 1)
    # By the chain rule, draw by draw: ∂log w/∂z with weights squared, and from there to mu and logVar.
    (slope,) = torch.autograd.grad(log_w.sum(), z, retain_graph=True)
    chained = -(weights**2)[:, :, None] * slope / rows
    d_mu, d_log_var = torch.autograd.grad(z, [t['mu'], t['logVar']], grad_outputs=chained, retain_graph=True)
    (d_theta,) = torch.autograd.grad(-(weights * log_w).sum() / rows, t['theta'])
    share = [0.5, 0.2, 0.3]
    log_mean = np.log(np.mean(np.exp(table), 0))
    given = dict(x=x, mu=mu, logVar=log_var, theta=theta, noise=noise)
    told = {'logWeights': table, 'share': np.array(share), **given}
    found = {
        'elbo': -table.mean(),
        'iwae': -log_mean.mean(),
        'iwaeByShare': -np.sum(share * log_mean),
        'dreg': -(torch.logsumexp(log_w.detach(), 1) - np.log(draws)).mean(),
        'gradients': {'mu': d_mu, 'logVar': d_log_var, 'theta': d_theta},
    }
    return plain(told), plain(found)


def plain(tree):
    if isinstance(tree, dict):
        return {k: plain(v) for k, v in tree.items()}
    array = np.asarray(tree)
    return {'shape': list(array.shape), 'values': [float(f'{v:.9g}') for v in array.flatten()]}


def main():
    private, bare = PARAMS['private'], PARAMS['plain']
    joint = {'joint': {**{m: dense(INPUTS[m], WIDTH) for m in MODALITIES}, 'head': head(WIDTH, SHARED)}}
    conditional = {
        m: {'layer': dense(SHARED, WIDTH), 'head': head(WIDTH, n)} for m, n in OWN['private'].items() if n
    }
    strange = {'strange': {m: {'logVar': draw(n, scale=0.5)} for m, n in OWN['private'].items() if n}}
    cases, losses = [], []

    def case(config, params, method, loss):
        cases.append({'method': config, 'params': params, 'own': plain(method or {})})
        losses.append(float(f'{loss:.9g}'))

    f = Family(private)
    case({'kind': 'mvae', 'subsets': 2}, 'private', None, mvae(f, RNG, 2))
    case({'kind': 'mopoe'}, 'private', None, mopoe(f, RNG))
    case({'kind': 'mopoe'}, 'plain', None, mopoe(Family(bare), RNG))
    case({'kind': 'jmvae', 'alpha': 0.3, 'width': WIDTH}, 'private', joint, jmvae(Family(private, joint), RNG, 0.3))
    case({'kind': 'telbo', 'width': WIDTH}, 'private', joint, telbo(Family(private, joint), RNG))
    case({'kind': 'mvtcae', 'alpha': 0.8}, 'private', None, mvtcae(f, RNG, 0.8))
    case({'kind': 'dmvae'}, 'private', None, dmvae(f, RNG))
    case({'kind': 'crmvae'}, 'private', None, crmvae(f, RNG))
    level = {'layer': dense(1, WIDTH), 'prior': head(WIDTH, 1), **{m: dense(WIDTH, 2) for m in MODALITIES}}
    told = {'kind': 'mhvae', 'levels': [1, 1], 'width': WIDTH}
    case(told, 'private', {'level1': level}, mhvae(Family(private, {'level1': level}), RNG, [1, 1]))
    layer = lambda: {
        'into': draw(SHARED, 3),
        'intoBias': draw(3),
        'shift': draw(3, SHARED, scale=0.5),
        'shiftBias': draw(SHARED, scale=0.3),
        'logScale': draw(3, SHARED, scale=0.5),
        'logScaleBias': draw(SHARED, scale=0.3),
    }
    bending = {**joint, 'flows': {m: {'layer0': layer(), 'layer1': layer()} for m in MODALITIES}}
    told = {'kind': 'jnf', 'width': WIDTH, 'flow': {'width': 3, 'depth': 2}}
    case(told, 'private', bending, jnf(Family(private, bending), RNG))
    case({'kind': 'cvae', 'width': WIDTH}, 'private', conditional, cvae(Family(private, conditional), RNG))
    for bound, draws, latents in itertools.product(['elbo', 'iwae', 'dreg'], [3], ['normal', 'laplace']):
        told = {'bound': bound, 'samples': draws, 'latents': latents}
        loss = mixture(Family(bare), RNG, bound, draws, latents)
        case({'kind': 'mmvae', **told}, 'plain', None, loss)
        loss = mixture(Family(private, strange), RNG, bound, draws, latents)
        case({'kind': 'mmvae+', **told}, 'private', strange, loss)
    for bound, latents in [('elbo', 'laplace'), ('iwae', 'normal')]:
        told = {'clusters': 3, 'bound': bound, 'samples': 2, 'latents': latents}
        prior, log_prior = clusters(3, latents)
        own = {**strange, 'clusters': prior}
        loss = mixture(Family(private, own), RNG, bound, 2, latents, log_prior)
        case({'kind': 'cmvae', **told}, 'private', own, loss)
    whole = {m: [1] * BATCH for m in MODALITIES}
    one = Family(private, present=whole, modalities=['text'])
    case({'kind': 'vae'}, 'private', None, vae(one, RNG))
    case({'kind': 'vae', 'bound': 'iwae', 'samples': 3}, 'private', None, mixture(one, RNG, 'iwae', 3))
    told, found = bounds()
    below = {m: side(m, 'below') for m in MODALITIES}
    above = {
        m: {'message': dense(n, WIDTH), 'layer': dense(SHARED, WIDTH), 'head': head(WIDTH, n)}
        for m, n in OWN['below'].items()
    }
    above['node'] = {'layer': dense(WIDTH, WIDTH), 'head': head(WIDTH, SHARED)}
    for dropout, gammas in [(0, {}), (0.8, {'image': 2, 'speech': 0.5})]:
        config = {'kind': 'nexus', 'width': WIDTH, 'dropout': dropout, 'gammas': gammas}
        case(config, 'below', above, nexus(Family(below, above), RNG, dropout, gammas))
    inputs = {
        'shared': SHARED,
        'seed': 21,
        'options': {'beta': BETA, 'sharedBeta': SHARED_BETA},
        'channels': {
            m: {'inputs': INPUTS[m], 'weight': WEIGHTS[m]} for m in MODALITIES
        },
        'latents': OWN,
        'present': PRESENT,
        'x': {m: plain(X[m]) for m in MODALITIES},
        'params': {name: plain(params) for name, params in {**PARAMS, 'below': below}.items()},
        'cases': cases,
        'bounds': told,
    }
    expected = {'losses': losses, 'bounds': found}
    golden = {'provenance': PROVENANCE, 'inputs': inputs, 'expected': expected}
    OUT.write_text(json.dumps(golden) + '\n')


if __name__ == '__main__':
    main()
