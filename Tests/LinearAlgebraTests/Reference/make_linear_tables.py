"""Random matrices and what mpmath makes of them in 60 digits: linear-algebra.csv.

Run: python3 make_linear_tables.py > linear-algebra.csv
Every number is the shortest text of a double; the matrices are given exactly, the answers are
rounded to a double.
"""
import random
from mpmath import cholesky, eigsy, eig, lu_solve, matrix, mp, mpf

mp.dps = 60
random.seed(20240326)


def numbers(values):
    return " ".join(repr(float(v)) for v in values)


def flat(m):
    return [m[i, j] for i in range(m.rows) for j in range(m.cols)]


print("# made by make_linear_tables.py with mpmath, 60 digits")
print("size,matrix,spd,right,solution,spdSolution,cholesky,eigenvalues,radius")
for size in (1, 2, 3, 5, 8):
    a = matrix(size, size)
    for i in range(size):
        for j in range(size):
            a[i, j] = mpf(random.uniform(-1, 1))
    # Exactly representable: products of 20-bit numbers.
    b = matrix(size, size)
    for i in range(size):
        for j in range(size):
            b[i, j] = mpf(random.randint(-2**20, 2**20)) / 2**20
    spd = b * b.T + mp.eye(size) / 8
    right = matrix([mpf(random.uniform(-1, 1)) for _ in range(size)])
    values, _ = eigsy(spd)
    general, _ = eig(a)
    print(",".join([
        str(size), numbers(flat(a)), numbers(flat(spd)), numbers(right),
        numbers(lu_solve(a, right)), numbers(lu_solve(spd, right)),
        numbers(flat(cholesky(spd))), numbers(sorted(values)),
        repr(float(max(abs(v) for v in general)))]))
