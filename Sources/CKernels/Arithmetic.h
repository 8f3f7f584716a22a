// Arithmetic, comparisons and rounding. Included once per level: no include guard.

namespace torreya {
namespace TORREYA_LEVEL {

TORREYA_INLINE Lanes truth(Mask m) { return lanesOf((Bits)m & bitsOf(all(1))); }
TORREYA_INLINE Mask isTrue(Lanes x) { return x != 0; }

TORREYA_INLINE Lanes add_(Lanes a, Lanes b) { return a + b; }
TORREYA_INLINE Lanes subtract_(Lanes a, Lanes b) { return a - b; }
TORREYA_INLINE Lanes multiply_(Lanes a, Lanes b) { return a * b; }
TORREYA_INLINE Lanes divide_(Lanes a, Lanes b) { return a / b; }
TORREYA_INLINE Lanes minimum_(Lanes a, Lanes b) { return choose((a < b) | (a != a), a, b); }
TORREYA_INLINE Lanes maximum_(Lanes a, Lanes b) { return choose((a > b) | (a != a), a, b); }
TORREYA_INLINE Lanes less_(Lanes a, Lanes b) { return truth(a < b); }
TORREYA_INLINE Lanes less_or_equal_(Lanes a, Lanes b) { return truth(a <= b); }
TORREYA_INLINE Lanes equal_(Lanes a, Lanes b) { return truth(a == b); }
TORREYA_INLINE Lanes and_(Lanes a, Lanes b) { return truth(isTrue(a) & isTrue(b)); }
TORREYA_INLINE Lanes or_(Lanes a, Lanes b) { return truth(isTrue(a) | isTrue(b)); }

TORREYA_INLINE Lanes not_(Lanes a) { return truth(~isTrue(a)); }
TORREYA_INLINE Lanes negate_(Lanes a) { return -a; }
TORREYA_INLINE Lanes absolute_(Lanes a) { return magnitude(a); }
TORREYA_INLINE Lanes square_root_(Lanes a) { return squareRoot(a); }

#if defined(__x86_64__) && TORREYA_WIDTH == 2

/// Halves to even: below 2^52 an addition of 2^52 leaves no room for a fraction.
TORREYA_INLINE Lanes round_(Lanes a) {
  Lanes size = magnitude(a);
  Lanes rounded = (size + 0x1p52) - 0x1p52;
  return choose(size < 0x1p52, withSign(rounded, a), a);
}
TORREYA_INLINE Lanes floor_(Lanes a) {
  Lanes rounded = round_(a);
  return withSign(choose(rounded > a, rounded - 1, rounded), a);
}
TORREYA_INLINE Lanes ceiling_(Lanes a) {
  Lanes rounded = round_(a);
  return withSign(choose(rounded < a, rounded + 1, rounded), a);
}

#else

// Where there are instructions for it. (What stands above also met an error of Clang 21, which
// merges the choice and the sign into a wrong `vpternlogq` for AVX-512.)
TORREYA_INLINE Lanes round_(Lanes a) { return __builtin_elementwise_roundeven(a); }
TORREYA_INLINE Lanes floor_(Lanes a) { return __builtin_elementwise_floor(a); }
TORREYA_INLINE Lanes ceiling_(Lanes a) { return __builtin_elementwise_ceil(a); }

#endif

TORREYA_INLINE Lanes floorOf(Lanes x) { return floor_(x); }

TORREYA_INLINE Lanes select_(Lanes a, Lanes b, Lanes c) { return choose(isTrue(a), b, c); }
TORREYA_INLINE Lanes multiply_add_(Lanes a, Lanes b, Lanes c) { return fma(a, b, c); }

}  // namespace TORREYA_LEVEL
}  // namespace torreya
