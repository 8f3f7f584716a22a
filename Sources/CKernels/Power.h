// Powers: a logarithm with about 64 correct bits, times the exponent, through the exponential.
// Included once per level: no include guard.

namespace torreya {
namespace TORREYA_LEVEL {

/// An unevaluated sum of two doubles.
struct Pair {
  Lanes high, low;
};

/// Exact when `|a| >= |b|`.
TORREYA_INLINE Pair quickSum(Lanes a, Lanes b) {
  Lanes s = a + b;
  return {s, b - (s - a)};
}
TORREYA_INLINE Pair exactSum(Lanes a, Lanes b) {
  Lanes s = a + b;
  Lanes part = s - a;
  return {s, (a - (s - part)) + (b - part)};
}
TORREYA_INLINE Pair exactProduct(Lanes a, Lanes b) {
  Lanes p = a * b;
  return {p, fma(a, b, -p)};
}
TORREYA_INLINE Pair product(Pair a, Pair b) {
  Pair p = exactProduct(a.high, b.high);
  return quickSum(p.high, p.low + fma(a.high, b.low, a.low * b.high));
}
TORREYA_INLINE Pair sum(Pair a, Pair b) {
  Pair s = exactSum(a.high, b.high);
  return quickSum(s.high, s.low + (a.low + b.low));
}

/// log(2^k (1 + f)) = k ln 2 + 2 s + 2/3 s³ + s⁵ (…) with s = f / (2 + f).
TORREYA_INLINE Pair logarithmPair(Lanes k, Lanes f) {
  Pair divisor = quickSum(all(2), f);
  Lanes quotient = f / divisor.high;
  Lanes rest = fma(-quotient, divisor.low, fma(-quotient, divisor.high, f)) / divisor.high;
  Pair s = quickSum(quotient, rest);
  Pair square = product(s, s);
  Pair third = {all(0x1.5555555555555p-1), all(0x1.5555555555555p-55)};
  Lanes fifth = square.high * square.high * polynomial(logarithmSecondTail, square.high);
  Pair factor = product(square, third);
  factor = quickSum(factor.high, factor.low + fifth);
  Pair cubic = product(s, factor);
  Pair mantissa = sum({s.high * 2, s.low * 2}, cubic);
  // The product with the high part of ln 2 is exact: it has 33 bits and k has 11.
  return sum(exactSum(k * ln2High, k * ln2Low), mantissa);
}

/// exp(high + low).
TORREYA_INLINE Lanes expOfPair(Pair x) {
  Lanes low = choose(magnitude(x.high) < 746, x.low, all(0));
  Lanes high = choose(x.high > 746, all(746), choose(x.high < -746, all(-746), x.high));
  ReducedExponent e = reduceExponent(high);
  // The two parts of r, since its rounding would cost up to half an ulp.
  Lanes first = fma(-e.k, all(ln2High), high);
  Pair r = exactSum(first, fma(-e.k, all(ln2Low), low));
  Lanes y = fma(polynomial(exponentialTail, r.high), r.high * r.high, r.low) + r.high;
  return scaleTwice(y + 1, e.k);
}

TORREYA_INLINE Lanes floorOf(Lanes x);

TORREYA_INLINE Lanes power_(Lanes x, Lanes y) {
  Lanes base = magnitude(x);
  Mask subnormal = (base > 0) & (base < smallestNormal);
  Mask ordinary = (base > 0) & (base < infinity);
  Reduced r = reduceLogarithm(
      choose(subnormal, base * 0x1p54, choose(ordinary, base, all(1))));
  Pair logarithm = logarithmPair(choose(subnormal, r.k - 54, r.k), r.f);
  // A huge exponent would overflow the low part; 2^70 takes any base but 1 out of range.
  Lanes exponent = choose(y > 0x1p70, all(0x1p70), choose(y < -0x1p70, all(-0x1p70), y));
  Pair scaled = exactProduct(logarithm.high, exponent);
  scaled = quickSum(scaled.high, fma(logarithm.low, exponent, scaled.low));
  Lanes result = expOfPair(scaled);

  Lanes zeroOrInfinity = choose((base > 1) == (y > 0), all(infinity), all(0));
  result = choose(ordinary, result, zeroOrInfinity);
  Mask integral = floorOf(y) == y;
  Lanes halfOfY = y * 0.5;
  Mask odd = integral & (floorOf(halfOfY) != halfOfY);
  Mask negative = (bitsOf(x) & signBit) != 0;
  result = choose(negative & odd, -result, result);
  result = choose((x < 0) & (x > -infinity) & ~integral, all(__builtin_nan("")), result);
  result = choose((x != x) | (y != y), x + y, result);
  result = choose((base == 1) & (magnitude(y) == infinity), all(1), result);
  return choose((y == 0) | (x == 1), all(1), result);
}

}  // namespace TORREYA_LEVEL
}  // namespace torreya
