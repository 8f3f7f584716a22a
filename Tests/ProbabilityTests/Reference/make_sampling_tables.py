#!/usr/bin/env python3
"""Computes draws from docs/randomness.md alone, for every sampling scheme: sampling-draws.csv.

Plain loops on Python's integers, written from the page; nothing of Torreya is called.
"""
M32, M64 = 2**32 - 1, 2**64 - 1
# Joe and Kuo's numbers of the first dimensions: coefficients of the polynomial, m_1 ... m_s.
GENERATORS = {2: ([1, 1], [1]), 3: ([1, 1, 1], [1, 3]), 4: ([1, 0, 1, 1], [1, 3, 1])}


def mixed(x):
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & M64
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & M64
    return x ^ (x >> 31)


def key(seed, name):
    value = 0xCBF29CE484222325
    for byte in name.encode():
        value = ((value ^ byte) * 0x100000001B3) & M64
    return mixed(mixed(value) ^ mixed((seed + 0x9E3779B97F4A7C15) & M64))


def philox(counter, key):
    c, k = list(counter), [key & M32, key >> 32]
    for _ in range(10):
        p, q = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(q >> 32) ^ c[1] ^ k[0], q & M32, (p >> 32) ^ c[3] ^ k[1], p & M32]
        k = [(k[0] + 0x9E3779B9) & M32, (k[1] + 0xBB67AE85) & M32]
    return c


def bits(key, period, trial):
    call = 8 * (trial // 16) + trial % 8
    words = philox([call & M32, call >> 32, period & M32, 0], key)
    low, high = words[:2] if trial // 8 % 2 == 0 else words[2:]
    return low + 2**32 * high


def number(k):
    return (2 * k + 1) / 2**53


def pseudo_random(key, period, trial):
    return number(bits(key, period, trial) >> 12)


def antithetic(key, period, trial):
    if trial // 8 % 2 == 0:
        return pseudo_random(key, period, trial)
    return 1 - pseudo_random(key, period, trial - 8)


def latin_hypercube(key, period, trial):
    hypercube, place = divmod(trial, 1024)
    s = [0] * 1024
    for i in range(1024):
        call = 256 * hypercube + i % 256
        word = philox([call & M32, call >> 32, period & M32, 1], key)[i // 256]
        j = word * (i + 1) // 2**32
        s[i] = s[j]
        s[j] = i
    return number(2**42 * s[place] + bits(key, period, trial) // 2**22)


def directions(dimension):
    if dimension == 1:
        return [2 ** (29 - k) for k in range(30)]
    a, m = GENERATORS[dimension]
    s = len(m)
    v = [m[k] * 2 ** (29 - k) for k in range(s)]
    for k in range(s, 30):
        v.append(v[k - s] ^ (v[k - s] >> s))
        for j in range(1, s):
            if a[j]:
                v[k] ^= v[k - j]
    return v


def hashed(y, a, b):
    y ^= a
    y = (((y ^ (y >> 16)) * 0x7FEB352D) + b) & M32
    y = ((y ^ (y >> 15)) * 0x846CA68B) & M32
    return y ^ (y >> 16)


def sobol(key, period, trial, dimension, randomisations):
    run, place = divmod(trial, 1024)
    r = run % randomisations
    cycle, index = divmod(1024 * (run // randomisations) + place, 2**30)
    gray, x = index ^ (index >> 1), 0
    for b, direction in enumerate(directions(dimension)):
        if gray >> b & 1:
            x ^= direction
    w = [word for c in range(4) for word in philox([4 * r + c, cycle, period & M32, 2], key)]
    digits = format(x, "030b")
    flipped = ""
    for d in range(30):
        g, l = divmod(d, 5)
        prefix = int("0" + digits[: 5 * g], 2)
        coins = hashed(prefix, w[2 * g], w[2 * g + 1])
        q = int("0" + digits[5 * g : d], 2)
        flipped += str(int(digits[d]) ^ (coins >> (2**l + q) & 1))
    return number(2**22 * int(flipped, 2) + hashed(x, w[12], w[13]) // 2**10)


def main():
    k = key(1, "fiscal.vat.annual")
    print("# Draws of seed 1, stream fiscal.vat.annual; randomisations and dimension for sobol.")
    print("scheme,period,trial,randomisations,dimension,u")
    for period in [0, 24291, -1]:
        for trial in [0, 1, 8, 17, 1023, 1024, 5000, 16384, 2**36 + 1025]:
            for scheme in [pseudo_random, antithetic, latin_hypercube]:
                name = {"pseudo_random": "pseudoRandom", "latin_hypercube": "latinHypercube"}
                print(f"{name.get(scheme.__name__, 'antithetic')},{period},{trial},,,"
                      f"{scheme(k, period, trial)!r}")
            for randomisations, dimension in [(16, 1), (2, 2), (16, 3), (5, 4)]:
                u = sobol(k, period, trial, dimension, randomisations)
                print(f"sobol,{period},{trial},{randomisations},{dimension},{u!r}")


main()
