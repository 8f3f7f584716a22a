#!/usr/bin/env python3
"""Writes what the Sobol sequence needs: the packed direction numbers and the table of its tests.

    make_sobol_tables.py numbers joe-kuo-2048.csv   Sources/Probability/Sampling/JoeKuoNumbers.swift
    make_sobol_tables.py points                     sobol-points.csv, from scipy.stats.qmc

The CSV has the columns dimension, polynomial, initialDirectionNumbers: Joe and Kuo's file
new-joe-kuo-6.21201, with the polynomial as its full bit pattern, as SciPy 1.17.1 ships it.

Packing, dimension 2 first: four bits for the degree s; the s - 1 coefficients between the first and
the last of the polynomial, which are 1; for k = 2 ... s the k - 1 bits of m_k above its last, which
is 1 as well. Six bits make a character of A-Z, a-z, 0-9, +, /.
"""
import csv
import sys

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def packed(path):
    bits = ""
    for row in list(csv.DictReader(open(path)))[1:]:
        polynomial = int(row["polynomial"])
        numbers = [int(text) for text in row["initialDirectionNumbers"].split()]
        degree = polynomial.bit_length() - 1
        assert polynomial & 1 and len(numbers) == degree and numbers[0] == 1
        bits += format(degree, "04b")
        bits += format(polynomial, "b")[1:-1]
        for k, number in enumerate(numbers[1:], start=2):
            assert number & 1 and number < 1 << k
            bits += format(number >> 1, f"0{k - 1}b")
    bits += "0" * (-len(bits) % 6)
    return "".join(LETTERS[int(bits[i : i + 6], 2)] for i in range(0, len(bits), 6))


HEADER = """\
/// The primitive polynomials and initial direction numbers of the Sobol dimensions 2 ... 2048,
/// packed as `make_sobol_tables.py` describes.
///
/// - Source: Joe, Kuo, "Constructing Sobol sequences with better two-dimensional projections",
///   SIAM J. Sci. Comput. 30 (2008): the file new-joe-kuo-6.21201.
let joeKuoNumbers: StaticString = \"\"\"\
"""


def print_numbers(path):
    text = packed(path)
    lines = ["  " + text[i : i + 96] for i in range(0, len(text), 96)]
    print(HEADER + "\n" + "\\\n".join(lines) + '\n  """')


def print_points():
    import warnings

    import numpy as np
    import scipy
    from scipy.stats import qmc

    warnings.simplefilter("ignore")
    print(f"# scipy.stats.qmc.Sobol(2048, scramble=False, bits=30), SciPy {scipy.__version__}:")
    print("# the point times 2^30. The first 64 points in 50 dimensions, then single ones far out.")
    print("dimension,index,point")
    first = qmc.Sobol(50, scramble=False, bits=30).random(64)
    for dimension in range(50):
        for index in range(64):
            print(f"{dimension + 1},{index},{int(first[index, dimension] * 2**30)}")
    dimensions = [1, 2, 3, 37, 100, 255, 256, 511, 777, 1024, 1500, 1999, 2047, 2048]
    for index in [1023, 1024, 1025, 65535, 65536, 99999, 1 << 20, 12345678, (1 << 24) - 1]:
        engine = qmc.Sobol(2048, scramble=False, bits=30)
        engine.fast_forward(index)
        point = engine.random(1)[0]
        for dimension in dimensions:
            print(f"{dimension},{index},{int(point[dimension - 1] * 2**30)}")


if sys.argv[1:2] == ["numbers"]:
    print_numbers(sys.argv[2])
elif sys.argv[1:] == ["points"]:
    print_points()
else:
    sys.exit(__doc__)
