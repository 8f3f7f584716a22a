// Sums of powers of deviations, for moments. Included once per level: no include guard.

namespace torreya {
namespace TORREYA_LEVEL {

/// Parts of each sum, the same at every level: with six sums more would not fit into registers.
constexpr size_t powerParts = 8;
constexpr size_t vectorsOfPowers = powerParts / width;
constexpr size_t powers = 6;

TORREYA_INLINE void addPowers(Lanes *sums, size_t step, Lanes z) {
  Lanes square = z * z;
  Lanes cube = square * z;
  sums[0] += z;
  sums[step] += square;
  sums[2 * step] += cube;
  sums[3 * step] += square * square;
  sums[4 * step] += cube * square;
  sums[5 * step] += cube * cube;
}

static void powerSums(const double *a, double centre, double scale, size_t n, double *sums) {
  Lanes partial[powers * vectorsOfPowers];
  for (Lanes &part : partial) part = all(0);
  Lanes shift = all(centre * scale);
  Lanes factor = all(scale);
  size_t i = 0;
  for (; i + powerParts <= n; i += powerParts) {
#pragma clang loop unroll(full)
    for (size_t j = 0; j < vectorsOfPowers; ++j) {
      addPowers(partial + j, vectorsOfPowers, load(a + i + j * width) * factor - shift);
    }
  }
  double single[powers * powerParts];
  __builtin_memcpy(single, partial, sizeof single);
  for (size_t j = 0; i < n; ++i, ++j) {
    Lanes sum[powers];
    for (size_t k = 0; k < powers; ++k) sum[k] = all(single[k * powerParts + j]);
    addPowers(sum, 1, all(a[i]) * factor - shift);
    for (size_t k = 0; k < powers; ++k) single[k * powerParts + j] = sum[k][0];
  }
  for (size_t k = 0; k < powers; ++k) {
    double *part = single + k * powerParts;
    for (size_t half = powerParts / 2; half > 0; half /= 2) {
      for (size_t j = 0; j < half; ++j) part[j] += part[j + half];
    }
    sums[k] = part[0];
  }
}

static void markDays(uint8_t *states, const double *a, size_t stride, int32_t bit, size_t n) {
  // A step that is known lets the compiler take many at a time.
  if (stride == 0) {
    uint8_t mark = static_cast<uint8_t>((a[0] != 0) << bit);
    for (size_t i = 0; i < n; ++i) states[i] |= mark;
  } else {
    for (size_t i = 0; i < n; ++i) states[i] |= static_cast<uint8_t>((a[i] != 0) << bit);
  }
}

static size_t countAtMost(const double *a, double bound, size_t n) {
  // A comparison that holds is -1 in its lane.
  Mask counts = {};
  size_t i = 0;
  for (; i + width <= n; i += width) counts -= load(a + i) <= all(bound);
  size_t count = size_t(__builtin_reduce_add(counts));
  for (; i < n; ++i) count += a[i] <= bound ? 1 : 0;
  return count;
}

}  // namespace TORREYA_LEVEL
}  // namespace torreya
