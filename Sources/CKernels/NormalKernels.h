// The normal distribution and the error functions. Included once per level: no include guard.

namespace torreya {
namespace TORREYA_LEVEL {

/// `table` at 0 <= z < 41, a function of which the bell has been divided out.
TORREYA_INLINE Lanes tailFactor(const Pieces<15> &table, const Pieces<1> &centres, Lanes z) {
  Bits index = (3 * bitsOf(z + 1)) >> 52;
  Lanes centre = Piece<1>(centres, index).one(0);
  return piecewise(table, index, z - centre);
}

/// exp(-scale z²) for a scale of 1/2 or 1, as if z² were not rounded.
TORREYA_INLINE Lanes bell(Lanes z, double scale) {
  Lanes square = z * z;
  Lanes lost = fma(z, z, -square);
  Lanes x = -scale * square;
  ReducedExponent e;
  e.shifted = fma(x, all(log2OfE), all(roundingShift));
  e.k = e.shifted - roundingShift;
  e.r = fma(-e.k, all(ln2High), x) + fma(-e.k, all(ln2Low), -scale * lost);
  return exponential(e, ~(x >= -708));
}

/// Phi(-z) for z >= 0: the relative error stays small however far out the tail.
TORREYA_INLINE Lanes upperTail(Lanes z) {
  // At 38.7 the tail has underflowed to 0.
  z = choose(z > 38.7, all(38.7), z);
  return tailFactor(normalTail, normalTailCentres, z) * bell(z, 0.5);
}

TORREYA_INLINE Lanes normal_cdf_(Lanes x) {
  Lanes tail = upperTail(magnitude(x));
  return choose(x > 0, 1 - tail, tail);
}

TORREYA_INLINE Lanes normal_density_(Lanes x) {
  constexpr double height = 0x1.9884533d43651p-2;
  Lanes z = magnitude(x);
  return height * bell(choose(z > 39, all(39), z), 0.5);
}

TORREYA_INLINE Lanes erfc_(Lanes x) {
  Lanes z = magnitude(x);
  // At 27.3 erfc has underflowed to 0.
  z = choose(z > 27.3, all(27.3), z);
  Lanes tail = tailFactor(erfcTail, erfcTailCentres, z) * bell(z, 1);
  return choose(x < 0, 2 - tail, tail);
}

TORREYA_INLINE Lanes erf_(Lanes x) {
  Lanes z = magnitude(x);
  // From 6 on it is 1 but for less than half a unit in the last place.
  z = choose(z > 6, all(6), z);
  Lanes nearest = fma(choose(z > 5.75, all(5.75), z), all(8.0 / 3), all(roundingShift));
  Lanes centre = (nearest - roundingShift) * 0.375;
  return withSign(piecewise(erfPieces, bitsOf(nearest), z - centre), x);
}

}  // namespace TORREYA_LEVEL
}  // namespace torreya
