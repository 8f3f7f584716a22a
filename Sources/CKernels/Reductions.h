// Reductions in a fixed number of parts. Included once per level: no include guard.

namespace torreya {
namespace TORREYA_LEVEL {

/// The same at every level: so many that the widest vectors still have two chains of additions.
constexpr size_t sumParts = 16;
/// A comparison takes several steps, each of which waits for the one before.
constexpr size_t comparisonParts = 64;

/// Takes number i into part i mod `parts`, then part j + parts / 2 into part j, and so on down to
/// one.
template <size_t parts, class Step, class Merge>
TORREYA_INLINE double reduce(const double *a, size_t n, double initial, Step step, Merge merge) {
  constexpr size_t vectorsOfParts = parts / width;
  Lanes partial[vectorsOfParts];
  for (Lanes &part : partial) part = all(initial);
  size_t i = 0;
  for (; i + parts <= n; i += parts) {
#pragma clang loop unroll(full)
    for (size_t j = 0; j < vectorsOfParts; ++j) {
      partial[j] = step(partial[j], load(a + i + j * width));
    }
  }
  double single[parts];
  __builtin_memcpy(single, partial, sizeof single);
  for (size_t j = 0; i < n; ++i, ++j) single[j] = step(all(single[j]), all(a[i]))[0];
  for (size_t half = parts / 2; half > 0; half /= 2) {
    for (size_t j = 0; j < half; ++j) single[j] = merge(all(single[j]), all(single[j + half]))[0];
  }
  return single[0];
}

struct Add {
  inline __attribute__((always_inline)) Lanes operator()(Lanes a, Lanes b) const { return a + b; }
};
struct AddSquare {
  double centre;
  inline __attribute__((always_inline)) Lanes operator()(Lanes a, Lanes b) const {
    Lanes deviation = b - centre;
    return fma(deviation, deviation, a);
  }
};
struct TakeSmaller {
  inline __attribute__((always_inline)) Lanes operator()(Lanes a, Lanes b) const {
    return minimum_(a, b);
  }
};
struct TakeLarger {
  inline __attribute__((always_inline)) Lanes operator()(Lanes a, Lanes b) const {
    return maximum_(a, b);
  }
};

static double sum(const double *a, size_t n) {
  return reduce<sumParts>(a, n, 0, Add(), Add());
}
static double sumOfSquares(const double *a, double centre, size_t n) {
  return reduce<sumParts>(a, n, 0, AddSquare{centre}, Add());
}
static double smallest(const double *a, size_t n) {
  return reduce<comparisonParts>(a, n, infinity, TakeSmaller(), TakeSmaller());
}
static double largest(const double *a, size_t n) {
  return reduce<comparisonParts>(a, n, -infinity, TakeLarger(), TakeLarger());
}

static int allFinite(const double *a, size_t n) {
  constexpr uint64_t exponentBits = 0x7ff0000000000000;
  Mask bad = {};
  size_t i = 0;
  for (; i + width <= n; i += width) {
    bad |= (bitsOf(load(a + i)) & exponentBits) == exponentBits;
  }
  if (i < n) bad |= (bitsOf(loadPart(a + i, n - i)) & exponentBits) == exponentBits;
  return !any(bad);
}

static int allZero(const double *a, size_t n) {
  // A column that has any other number mostly has one among the first.
  constexpr size_t atOnce = 8 * width;
  size_t i = 0;
  for (; i + atOnce <= n; i += atOnce) {
    Mask other = {};
    for (size_t j = 0; j < atOnce; j += width) other |= load(a + i + j) != 0;
    if (any(other)) return 0;
  }
  for (; i < n; ++i) {
    if (a[i] != 0) return 0;
  }
  return 1;
}

}  // namespace TORREYA_LEVEL
}  // namespace torreya
