// The standard normal distribution. Included once per level: no include guard.

namespace torreya {
namespace TORREYA_LEVEL {

/// Phi(-z) for z >= 0: the density's exponential times a Mills ratio, so that the relative error
/// stays small however far out the tail.
TORREYA_INLINE Lanes upperTail(Lanes z) {
  // At 40 the tail has long underflowed to 0.
  z = choose(z > 40, all(40), z);
  Lanes t = (z - 4) / (z + 4);
  Lanes mills = longPolynomial(millsRatio, t) / (z + 1);
  Lanes square = z * z;
  Lanes lost = fma(z, z, -square);
  Lanes bell = exp_(-0.5 * square);
  return mills * fma(bell, -0.5 * lost, bell);
}

TORREYA_INLINE Lanes normal_cdf_(Lanes x) {
  Lanes tail = upperTail(magnitude(x));
  return choose(x > 0, 1 - tail, tail);
}

/// The quantile for w = -log(4p(1 - p)) above 6.25, without its sign: about one draw in 1,000.
TORREYA_INLINE Lanes quantileTail(Lanes w) {
  Lanes s = squareRoot(w);
  Lanes near = longPolynomial(quantileNearTail, s - 3.25);
  Lanes middle = longPolynomial(quantileMiddleTail, s - 5.75);
  Lanes z = choose(s < 4, near, middle);
  if (any(s > 7.5)) {
    Lanes far = s * longPolynomial(quantileFarTail, (s - 14.25) / (s + 14.25));
    z = choose(s > 7.5, far, z);
  }
  return z;
}

TORREYA_INLINE Lanes normal_quantile_(Lanes p) {
  Lanes q = 1 - p;
  Lanes centred = p - 0.5;
  Lanes w = -log_(4 * p * q);
  // w is 0 at one half, and a rounding below it nearby.
  Lanes z = (centred + centred) * longPolynomial(quantileCentre, w - 3.125);
  Mask tail = w > 6.25;
  if (__builtin_expect(any(tail), 0)) z = choose(tail, withSign(quantileTail(w), centred), z);
  Mask outside = ~((p > 0) & (p < 1));
  if (__builtin_expect(any(outside), 0)) {
    Lanes above = choose(p == 1, all(infinity), all(__builtin_nan("")));
    Lanes edge = choose(p == 0, all(-infinity), above);
    z = choose(outside, edge, z);
  }
  return z;
}

}  // namespace TORREYA_LEVEL
}  // namespace torreya
