"""JAX on the processor: one compiled function, double precision.

Blocks of trials under `lax.map`, so that the arrays of a month stay in the cache, a scan over the
months inside, and JAX's fastest generator (`rbg`). Its own sort is slow on processors, so the
columns are handed, without a copy where it allows, to NumPy's.
"""

from concurrent.futures import ThreadPoolExecutor

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from workload import Workload, answer, arguments, ranks

jax.config.update("jax_enable_x64", True)
jax.config.update("jax_platforms", "cpu")
jax.config.update("jax_default_prng_impl", "rbg")

BLOCK = 8192

threads = arguments().threads
workload = Workload()
heads, trials, years = len(workload.heads), workload.trials, workload.years
blocks = -(-trials // BLOCK)
RANKS = ranks(trials)
pool = ThreadPoolExecutor(threads)

deviation = jnp.array(workload.deviation)[:, None]
persistence = jnp.array(workload.persistence)[:, None]
shocks_of_normals = jnp.array(workload.innovation[:, None] * workload.cholesky)
factor = jnp.array(workload.factor.reshape(years, 12, heads))[..., None]


def block(key):
    def month(state, given):
        driver, year = state
        level, key = given
        normals = jax.random.normal(key, (heads, BLOCK))
        driver = persistence * driver + shocks_of_normals @ normals
        return (driver, year + level * jnp.exp(driver)), None

    def whole_year(driver, given):
        (driver, year), _ = lax.scan(month, (driver, jnp.zeros((heads, BLOCK))), given)
        return driver, jnp.concatenate([year, year.sum(axis=0, keepdims=True)])

    first, rest = jax.random.split(key)
    keys = jax.random.split(rest, (years, 12))
    driver = deviation * jax.random.normal(first, (heads, BLOCK))
    return lax.scan(whole_year, driver, (factor, keys))[1]


@jax.jit
def simulate(key):
    totals = lax.map(block, jax.random.split(key, blocks))
    return totals.transpose(1, 2, 0, 3).reshape(-1, blocks * BLOCK)[:, :trials]


def summarise(column):
    mean, deviation = column.mean(), column.std(ddof=1)
    column = np.sort(column)
    return mean, deviation, column[RANKS]


def run(seed):
    totals = np.asarray(simulate(jax.random.key(seed)))
    means, deviations, quantiles = zip(*pool.map(summarise, totals))
    return means, deviations, np.array(quantiles).T


answer(run, threads, {"jax": jax.__version__}, f"rbg, blocks of {BLOCK} trials, NumPy's sort")
