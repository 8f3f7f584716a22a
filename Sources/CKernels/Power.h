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
/// log(2^k (1 + f)) = k ln 2 - log c + log(1 + g), where c is roughly 1 / (1 + f) and looked up,
/// and 1 + g = c (1 + f). The leading terms g - g²/2 are summed in pairs. Near 1, c is 1 and k is
/// 0, so that the logarithm is exact there, too.
TORREYA_INLINE Pair logarithmPair(Reduced x) {
  Lanes z = x.f + 1;
  Piece<4> piece(logarithmPieces, (bitsOf(z) - halfRootBits) >> 48);
  Lanes c, high, low, unused;
  piece.two(0, c, high);
  piece.two(2, low, unused);
  Pair scaled = exactProduct(z, c);
  Pair g = quickSum(scaled.high - 1, scaled.low);
  Pair square = exactProduct(g.high, g.high);
  Lanes cube = square.high * g.high;
  // Exact: both are multiples of 2^-40 and below 2^10.
  Pair leading = quickSum(fma(x.k, all(ln2High), high), g.high);
  Pair next = quickSum(leading.high, square.high * -0.5);
  // g.low / (1 + g), and what the square is short of.
  Lanes lower = fma(g.low, square.high - g.high, g.low);
  Lanes rest = fma(x.k, all(ln2Low), low) + fma(square.low, all(-0.5), lower);
  rest = rest + (leading.low + next.low);
  Lanes tail = fma(polynomial(logarithmFourthTail, g.high), square.high * square.high, rest);
  return quickSum(next.high, fma(cube, all(1.0 / 3), tail));
}

/// exp(high + low).
TORREYA_INLINE Lanes expOfPair(Pair x) {
  Mask extreme = ~(magnitude(x.high) <= 708);
  if (__builtin_expect(any(extreme), 0)) {
    x.low = choose(magnitude(x.high) < 746, x.low, all(0));
    x.high = choose(x.high > 746, all(746), choose(x.high < -746, all(-746), x.high));
  }
  ReducedExponent e;
  e.shifted = fma(x.high, all(log2OfE), all(roundingShift));
  e.k = e.shifted - roundingShift;
  // The two parts of r, since its rounding would cost up to half an ulp.
  Lanes first = fma(-e.k, all(ln2High), x.high);
  Pair r = exactSum(first, fma(-e.k, all(ln2Low), x.low));
  Lanes y = fma(polynomial(exponentialTail, r.high), r.high * r.high, r.low) + r.high;
  return scaled(y + 1, e, extreme);
}

/// x to the power y for a positive x that is reduced, and |y| up to 2^70.
TORREYA_INLINE Lanes powerOfReduced(Reduced x, Lanes y) {
  Pair logarithm = logarithmPair(x);
  Pair product = exactProduct(logarithm.high, y);
  return expOfPair(quickSum(product.high, fma(logarithm.low, y, product.low)));
}

TORREYA_INLINE Lanes floorOf(Lanes x);

/// Any x and y, with the special cases of IEEE 754.
static __attribute__((noinline)) Lanes powerOfAny(Lanes x, Lanes y) {
  Lanes base = magnitude(x);
  Mask subnormal = (base > 0) & (base < smallestNormal);
  Mask ordinary = (base > 0) & (base < infinity);
  Reduced r = reduceLogarithm(
      choose(subnormal, base * 0x1p54, choose(ordinary, base, all(1))));
  r.k = choose(subnormal, r.k - 54, r.k);
  // A huge exponent would overflow the low part; 2^70 takes any base but 1 out of range.
  Lanes exponent = choose(y > 0x1p70, all(0x1p70), choose(y < -0x1p70, all(-0x1p70), y));
  Lanes result = powerOfReduced(r, exponent);

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

TORREYA_INLINE Lanes power_(Lanes x, Lanes y) {
  Mask plain = (x >= smallestNormal) & (x < infinity) & (magnitude(y) <= 0x1p70);
  if (__builtin_expect(any(~plain), 0)) return powerOfAny(x, y);
  return powerOfReduced(reduceLogarithm(x), y);
}

}  // namespace TORREYA_LEVEL
}  // namespace torreya
