#!/usr/bin/env python3
"""Prints the polynomial coefficients that the vector kernels of CKernels use.

Each polynomial interpolates its function at Chebyshev nodes, computed with 80 digits by mpmath;
that is within a small factor of the best polynomial of its degree. Coefficients are rounded to
doubles and printed as hexadecimal literals, constant term first.
"""
import struct

from mpmath import mp, mpf

mp.dps = 80


def fit(function, low, high, degree):
    """Monomial coefficients, constant first, of the interpolant on [low, high]."""
    low, high = mpf(low), mpf(high)
    count = degree + 1
    nodes = [mp.cos(mp.pi * (2 * i + 1) / (2 * count)) for i in range(count)]
    values = [function((high - low) / 2 * t + (high + low) / 2) for t in nodes]
    chebyshev = [
        2 / mpf(count) * sum(v * mp.cos(j * mp.acos(t)) for v, t in zip(values, nodes))
        for j in range(count)
    ]
    chebyshev[0] /= 2
    # From Chebyshev to powers of t, then from t to the argument itself.
    previous, current = [mpf(1)], [mpf(0), mpf(1)]
    powers = [mpf(0)] * count
    for j, c in enumerate(chebyshev):
        basis = previous if j == 0 else current
        for i, b in enumerate(basis):
            powers[i] += c * b
        if j > 0:
            following = [mpf(0)] + [2 * b for b in current]
            for i, b in enumerate(previous):
                following[i] -= b
            previous, current = current, following
    scale, shift = 2 / (high - low), -(high + low) / (high - low)
    result = [mpf(0)] * count
    line = [mpf(1)]
    for c in powers:
        for i, b in enumerate(line):
            result[i] += c * b
        line = [
            (line[i] * shift if i < len(line) else 0) + (line[i - 1] * scale if i > 0 else 0)
            for i in range(len(line) + 1)
        ]
    return [float(c) for c in result]


def worst(function, coefficients, low, high, points=400):
    """The largest relative error of the rounded coefficients, evaluated exactly."""
    error = mpf(0)
    for i in range(points + 1):
        x = mpf(low) + (mpf(high) - mpf(low)) * i / points
        value = sum(mpf(c) * x**j for j, c in enumerate(coefficients))
        exact = function(x)
        if exact != 0:
            error = max(error, abs(value / exact - 1))
    return error


def show(name, function, low, high, degree):
    coefficients = fit(function, low, high, degree)
    error = worst(function, coefficients, low, high)
    print(f"// {name}: degree {degree} on [{mp.nstr(mpf(low), 6)}, {mp.nstr(mpf(high), 6)}], "
          f"relative error {mp.nstr(error, 2)}")
    for c in coefficients:
        print(f"    {c.hex()},")


def exponential_tail(r):
    """(exp(r) - 1 - r) / r^2."""
    return sum(r**j / mp.factorial(j + 2) for j in range(40))


def logarithm_tail(z):
    """(2 artanh(s) - 2 s) / s^3 with z = s^2."""
    return sum(2 * z**j / (2 * j + 3) for j in range(80))


def logarithm_fourth_tail(f):
    """(log(1 + f) - f + f^2 / 2 - f^3 / 3) / f^4."""
    return sum((-1)**(j + 1) * f**j / (j + 4) for j in range(80))


def double_of_bits(bits):
    return struct.unpack("<d", struct.pack("<Q", bits))[0]


def show_logarithm_pieces():
    """For sixteen pieces of [sqrt(1/2), sqrt(2)): 1 / z roughly, and -log of that in two parts.

    The reciprocal has eight bits after the point, and is 1 for the piece around 1. The first part
    is a multiple of 2^-40, so that a multiple of the high part of ln 2 is added without rounding.
    """
    start, largest = 0x3fe6a09e667f3bcd, mpf(0)
    print("// log pieces")
    for piece in range(16):
        ends = [mpf(double_of_bits(start + (piece + i) * 2**48)) for i in range(2)]
        reciprocal = mp.nint(2**9 / (ends[0] + ends[1])) / 2**8
        if ends[0] < 1 < ends[1]:
            reciprocal = mpf(1)
        largest = max(largest, *(abs(z * reciprocal - 1) for z in ends))
        logarithm = -mp.log(reciprocal)
        high = mp.nint(logarithm * 2**40) / 2**40
        low = logarithm - high
        print("    {" + ", ".join(float(x).hex() for x in (reciprocal, high, low)) + ", 0},")
    print("// largest remainder", mp.nstr(largest, 4))
    show("log fourth", logarithm_fourth_tail, -largest, largest, 8)


def sine_tail(z):
    """(sin r - r) / r^3 with z = r^2."""
    return sum((-1)**(j + 1) * z**j / mp.factorial(2 * j + 3) for j in range(30))


def cosine_tail(z):
    """(cos r - 1 + r^2 / 2) / r^4 with z = r^2."""
    return sum((-1)**j * z**j / mp.factorial(2 * j + 4) for j in range(30))


def scaled_erfc(x):
    """exp(x^2) erfc(x)."""
    if x > 80:
        tail = sum((-1)**k * mp.fac2(2 * k - 1) / (2 * x * x)**k for k in range(25))
        return tail / x / mp.sqrt(mp.pi)
    return mp.exp(x * x) * mp.erfc(x)


def scaled_upper_tail(z):
    """exp(z^2 / 2) Phi(-z)."""
    return scaled_erfc(z / mp.sqrt(2)) / 2


def print_rows(rows):
    for row in rows:
        lines = [", ".join(c.hex() for c in row[i:i + 3]) for i in range(0, len(row), 3)]
        print("    {" + ",\n     ".join(lines) + "},")


def accurate_centre(function, middle):
    """The double near `middle` at which the function is nearest to a double.

    Source: Gal and Bachelis, "An accurate elementary mathematical library", ACM TOMS 17 (1991).
    """
    def rounding(centre):
        value = function(mpf(centre))
        return abs(mpf(float(value)) / value - 1)

    return min((float(middle * (1 + mpf(i) / 2**30)) for i in range(500)), key=rounding)


def show_tail_pieces(name, function, degree):
    """Sixteen polynomials for 0 <= z < 41, each for a third of an octave of z + 1.

    Piece `3 (bits of z + 1) >> 52` mod 16, in z less the centre of the piece.
    """
    rows, centres, error = [None] * 16, [None] * 16, mpf(0)
    for octave in range(6):
        for third in range(3 if octave < 5 else 1):
            low, high = [mpf(2)**octave * (1 + mpf(third + i) / 3) - 1 for i in range(2)]
            centre = accurate_centre(function, (low + high) / 2)

            def shifted(t):
                return function(mpf(centre) + t)

            row = fit(shifted, low - centre, high - centre, degree)
            error = max(error, worst(shifted, row, low - centre, high - centre, 100))
            index = 3 * (1023 + octave) + third
            rows[index % 16], centres[index % 16] = row, centre
    print(f"// {name}: degree {degree}, relative error {mp.nstr(error, 2)}")
    print_rows(rows)
    print(f"// {name}, centres")
    for i in range(0, 16, 4):
        print("    " + ", ".join(c.hex() for c in centres[i:i + 4]) + ",")


def show_erf_pieces(degree):
    """Sixteen polynomials around 3/8 i, for |t| <= 3/16; the last one reaches to 6."""
    rows, error = [], mpf(0)
    half = mpf(3) / 16
    for i in range(16):
        def shifted(t):
            return mp.erf(mpf(3) / 8 * i + t)

        if i == 0:
            # A multiple of t, so that the relative error stays small down to 0.
            row = [0.0] + fit(lambda t: mp.erf(t) / t, 0, half, degree - 1)
        else:
            row = fit(shifted, -half, half if i < 15 else 2 * half, degree)
        error = max(error, worst(shifted, row, -half if i > 0 else 0, half, 100))
        rows.append(row)
    print(f"// erf: degree {degree}, relative error {mp.nstr(error, 2)}")
    print_rows(rows)


def show_two_over_pi(words):
    """The bits of 2 / pi after the binary point, after one word of zeros."""
    print("// 2 / pi")
    bits = int(mp.floor(2 / mp.pi * mpf(2)**(64 * words)))
    found = [bits >> (64 * (words - 1 - i)) & (2**64 - 1) for i in range(words)]
    found = [0] + found
    for i in range(0, len(found), 4):
        print("    " + ", ".join(f"0x{w:016x}" for w in found[i:i + 4]) + ",")


def upper_normal_quantile(w):
    """The positive z with 4 p (1 - p) = exp(-w), p = Phi(-z)."""
    u = mp.exp(-w)
    p = u / 2 / (1 + mp.sqrt(1 - u))
    z = mp.sqrt(2 * w)
    for _ in range(200):
        # Newton on log Phi(-z).
        tail = mp.erfc(z / mp.sqrt(2)) / 2
        density = mp.exp(-z * z / 2) / mp.sqrt(2 * mp.pi)
        step = (mp.log(tail) - mp.log(p)) * tail / density
        z += step
        if abs(step) < mpf(10)**-60:
            return z
    raise ArithmeticError("no convergence")


def quantile_ratio(y):
    """z / (2p - 1) with y = 4 p (1 - p)."""
    if y >= 1 - mpf(10)**-40:
        return mp.sqrt(mp.pi / 2)
    return upper_normal_quantile(-mp.log(y)) / mp.sqrt(1 - y)


def show_quantile_pieces(degree):
    """Sixteen polynomials for 2^-8 <= y < 1, each for half an octave.

    The kernel makes y a shade smaller than 4 p (1 - p), so that it stays below 1; its piece is
    then the low four bits of `bits of y >> 51`, and the argument is what the fraction of y has
    beyond the half octave, from -1/4 to 1/4.
    """
    shade = 1 - mpf(2)**-53
    rows, error = [None] * 16, mpf(0)
    for octave in range(8):
        for half in range(2):
            scale = mpf(2)**-(octave + 1)
            start = 1 + mpf(half) / 2

            def ratio(t):
                return quantile_ratio(scale * (start + mpf(1) / 4 + t) / shade)

            quarter = mpf(1) / 4
            row = fit(ratio, -quarter, quarter, degree)
            error = max(error, worst(ratio, row, -quarter, quarter, 100))
            rows[((1022 - octave) * 2 + half) % 16] = row
    print(f"// normal quantile, centre: degree {degree}, relative error {mp.nstr(error, 2)}")
    print_rows(rows)


def quantile_near_tail(s):
    return upper_normal_quantile((s + mpf("3.175"))**2)


def quantile_middle_tail(v):
    return upper_normal_quantile((v + mpf("5.75"))**2)


def quantile_far_tail(t):
    """z / s as a function of t = (s - c) / (s + c) with s = sqrt(w)."""
    s = FAR_TAIL_CENTRE * (1 + t) / (1 - t)
    return upper_normal_quantile(s * s) / s


FAR_TAIL_CENTRE = mpf("14.25")


if __name__ == "__main__":
    half = mp.log(2) / 2 * mpf("1.0001")
    show("exp", exponential_tail, -half, half, 9)
    largest = ((mp.sqrt(2) - 1) / (mp.sqrt(2) + 1))**2 * mpf("1.001")
    show("log", logarithm_tail, 0, largest, 6)
    show_logarithm_pieces()
    angle = (mp.pi / 4)**2 * mpf("1.0001")
    show("sin", sine_tail, 0, angle, 5)
    show("cos", cosine_tail, 0, angle, 5)
    show_tail_pieces("normal tail", scaled_upper_tail, 14)
    show_tail_pieces("erfc", scaled_erfc, 14)
    show_erf_pieces(12)
    show_quantile_pieces(14)
    show("normal quantile, near tail", quantile_near_tail, mpf("-0.83"), mpf("0.83"), 20)
    show("normal quantile, middle tail", quantile_middle_tail, mpf("-1.76"), mpf("1.76"), 20)
    show("normal quantile, far tail", quantile_far_tail, mpf("-0.32"), mpf("0.32"), 20)
    print("ln2 high", (float(mp.floor(mp.log(2) * 2**33) / 2**33)).hex(),
          "low", float(mp.log(2) - mp.floor(mp.log(2) * 2**33) / 2**33).hex())
    print("log2(e)", float(1 / mp.log(2)).hex())
    third = mpf(2) / 3
    print("2/3", float(third).hex(), float(third - mpf(float(third))).hex())
    ln2 = mp.log(2)
    print("ln2 dd", float(ln2).hex(), float(ln2 - mpf(float(ln2))).hex())
    for name, whole in (("pi / 2", mp.pi / 2), ("1 / sqrt(2 pi)", 1 / mp.sqrt(2 * mp.pi))):
        parts = []
        for _ in range(3):
            parts.append(float(whole))
            whole -= mpf(parts[-1])
        print(name, ", ".join(part.hex() for part in parts))
    mp.dps = 500
    show_two_over_pi(21)
