// Exponential and logarithm. Included once per level: no include guard.

namespace torreya {
namespace TORREYA_LEVEL {

constexpr double infinity = __builtin_inf();
constexpr double smallestNormal = 0x1p-1022;
/// Adding it to a small number rounds that to an integer, which then stands in the low bits.
constexpr double roundingShift = 0x1.8p52;
/// ln 2 in two parts; the high one has 20 zero bits at its end.
constexpr double ln2High = 0x1.62e42fefp-1;
constexpr double ln2Low = 0x1.473de6af278edp-34;
constexpr double log2OfE = 0x1.71547652b82fep+0;

/// 2^k for an integral k in -1022 ... 1023, held as `k + roundingShift`.
TORREYA_INLINE Lanes powerOfTwo(Lanes shifted) {
  return lanesOf((bitsOf(shifted) << 52) + allBits(0x3ff0000000000000));
}

/// `x = k ln 2 + r` with `|r| <= ln(2) / 2`.
struct ReducedExponent {
  Lanes shifted, k, r;
};

TORREYA_INLINE ReducedExponent reduceExponent(Lanes x) {
  ReducedExponent e;
  e.shifted = fma(x, all(log2OfE), all(roundingShift));
  e.k = e.shifted - roundingShift;
  e.r = fma(-e.k, all(ln2Low), fma(-e.k, all(ln2High), x));
  return e;
}

/// `y 2^k` where the result or 2^k itself may leave the normal range: in two steps.
TORREYA_INLINE Lanes scaleTwice(Lanes y, Lanes k) {
  Lanes half = k * 0.5 + roundingShift;
  Lanes rest = (k - (half - roundingShift)) + roundingShift;
  return y * powerOfTwo(half) * powerOfTwo(rest);
}

/// `y 2^k`, with care where `extreme`.
TORREYA_INLINE Lanes scaled(Lanes y, ReducedExponent e, Mask extreme) {
  Lanes result = lanesOf(bitsOf(y) + (bitsOf(e.shifted) << 52));
  if (__builtin_expect(any(extreme), 0)) result = choose(extreme, scaleTwice(y, e.k), result);
  return result;
}

/// exp(r) 2^k where `r` is reduced.
TORREYA_INLINE Lanes exponential(ReducedExponent e, Mask extreme) {
  return scaled(fma(polynomial(exponentialTail, e.r), e.r * e.r, e.r) + 1, e, extreme);
}

TORREYA_INLINE Lanes exp_(Lanes x) {
  // Beyond these the result is 0 or infinite; a NaN passes both comparisons.
  x = choose(x > 710, all(710), choose(x < -746, all(-746), x));
  return exponential(reduceExponent(x), ~(magnitude(x) <= 708));
}

TORREYA_INLINE Lanes expm1_(Lanes x) {
  x = choose(x > 710, all(710), choose(x < -746, all(-746), x));
  ReducedExponent e = reduceExponent(x);
  Lanes y = fma(polynomial(exponentialTail, e.r), e.r * e.r, e.r);
  Mask moderate = magnitude(e.k) <= 60;
  Lanes scale = powerOfTwo(choose(moderate, e.shifted, all(roundingShift)));
  Lanes result = choose(e.k == 0, y, fma(y, scale, scale - 1));
  // Far out the 1 vanishes: exp(x) above, -1 below.
  if (__builtin_expect(any(~moderate), 0)) {
    Lanes far = choose(x < 0, all(-1), scaleTwice(y + 1, e.k));
    result = choose(moderate, result, choose(x == x, far, x));
  }
  // Keeps minus zero.
  return choose(x == 0, x, result);
}

/// `x = 2^k (1 + f)` with `1 + f` in [sqrt(1/2), sqrt(2)), for a positive normal x.
struct Reduced {
  Lanes k, f;
};

constexpr uint64_t halfRootBits = 0x3fe6a09e667f3bcd;

TORREYA_INLINE Reduced reduceLogarithm(Lanes x) {
  constexpr uint64_t one = 0x3ff0000000000000;
  Bits biased = bitsOf(x) - halfRootBits + one;
  Bits exponent = biased >> 52;
  Reduced r;
  // An integer below 2^52 becomes a double by standing in the low bits of 2^52.
  r.k = lanesOf(exponent | 0x4330000000000000) - (0x1p52 + 1023);
  r.f = lanesOf(bitsOf(x) - (biased & 0xfff0000000000000) + one) - 1;
  return r;
}

/// log(2^k (1 + f)): the leading terms f - f²/2 are kept apart, so that they lose nothing.
TORREYA_INLINE Lanes logarithm(Lanes k, Lanes f) {
  Lanes s = f / (f + 2);
  Lanes z = s * s;
  Lanes halfSquare = 0.5 * f * f;
  Lanes tail = z * polynomial(logarithmTail, z);
  Lanes correction = fma(s, halfSquare + tail, k * ln2Low);
  return fma(k, all(ln2High), f - (halfSquare - correction));
}

/// What a logarithm of `argument` is where the reduction does not hold.
TORREYA_INLINE Lanes logarithmEdge(Lanes argument) {
  Lanes edge = choose(argument == 0, all(-infinity), argument + argument);
  return choose(argument < 0, all(__builtin_nan("")), edge);
}

TORREYA_INLINE Lanes log_(Lanes x) {
  Mask ordinary = (x >= smallestNormal) & (x < infinity);
  if (__builtin_expect(!any(~ordinary), 1)) {
    Reduced r = reduceLogarithm(x);
    return logarithm(r.k, r.f);
  }
  Mask subnormal = (x > 0) & (x < smallestNormal);
  Reduced r = reduceLogarithm(choose(subnormal, x * 0x1p54, x));
  Lanes k = choose(subnormal, r.k - 54, r.k);
  return choose(ordinary | subnormal, logarithm(k, r.f), logarithmEdge(x));
}

TORREYA_INLINE Lanes log1p_(Lanes x) {
  Lanes u = x + 1;
  Lanes part = u - 1;
  Lanes lost = (1 - (u - part)) + (x - part);
  Reduced r = reduceLogarithm(u);
  // Beyond 2^60 what was lost does not count, and its scale may not leave the normal range.
  Lanes scale = powerOfTwo(roundingShift - choose(r.k > 60, all(60), r.k));
  Lanes f = fma(lost, scale, r.f);
  Mask ordinary = (u >= smallestNormal) & (x < infinity);
  Lanes result = choose(ordinary, logarithm(r.k, f), logarithmEdge(u));
  // Keeps minus zero, and tiny numbers whose square would be subnormal.
  return choose(magnitude(x) < 0x1p-60, x, result);
}

}  // namespace TORREYA_LEVEL
}  // namespace torreya
