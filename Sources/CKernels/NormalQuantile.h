// The standard normal quantile function. Included once per level: no include guard.

namespace torreya {
namespace TORREYA_LEVEL {

/// Where the tails begin: y = 4p(1 - p) at or below this, which is one draw in 500.
constexpr double quantileTailBegin = 0x1p-8;

/// y = 4p(1 - p) in the tails, made of s = sqrt(-log y).
TORREYA_INLINE Lanes quantileTail(Lanes y) {
  Lanes s = squareRoot(-log_(y));
  Lanes near = longPolynomial(quantileNearTail, s - 3.175);
  Lanes middle = longPolynomial(quantileMiddleTail, s - 5.75);
  Lanes z = choose(s < 4, near, middle);
  if (any(s > 7.5)) {
    Lanes far = s * longPolynomial(quantileFarTail, (s - 14.25) / (s + 14.25));
    z = choose(s > 7.5, far, z);
  }
  return z;
}

/// Not inline, to leave the registers to the other draws.
static __attribute__((noinline)) Lanes quantileBeyondCentre(Lanes p, Lanes centre, Mask centred) {
  Lanes z = withSign(quantileTail(4 * p * (1 - p)), p - 0.5);
  Lanes above = choose(p == 1, all(infinity), all(__builtin_nan("")));
  Lanes edge = choose(p == 0, all(-infinity), above);
  z = choose((p > 0) & (p < 1), z, edge);
  return choose(centred, centre, z);
}

/// z = (2p - 1) f(y): odd around one half because y = 4p(1 - p) is even, and f is so smooth that
/// a polynomial for each half octave of y gives it, without a logarithm or a division.
TORREYA_INLINE Lanes normal_quantile_(Lanes p) {
  constexpr uint64_t halfOctave = 0x0007ffffffffffff;
  // A shade less than 4p(1 - p), so that y < 1; the coefficients allow for it.
  constexpr double shadedFour = 0x1.fffffffffffffp+1;
  Lanes y = shadedFour * (p * (1 - p));
  Lanes beyond = lanesOf((bitsOf(y) & halfOctave) | 0x3ff0000000000000) - 1.25;
  Lanes z = fma(p, all(2), all(-1)) * piecewise(quantileCentre, bitsOf(y) >> 51, beyond);
  // A NaN fails the comparison, and so does what lies outside of 0 ... 1.
  Mask centred = y > quantileTailBegin;
  if (__builtin_expect(any(~centred), 0)) z = quantileBeyondCentre(p, z, centred);
  return z;
}

}  // namespace TORREYA_LEVEL
}  // namespace torreya
