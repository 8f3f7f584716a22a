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

}  // namespace TORREYA_LEVEL
}  // namespace torreya
