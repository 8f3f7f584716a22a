// Which bin of equal width a number falls into, and how often whole numbers occur.
// Included once per level: no include guard.

namespace torreya {
namespace TORREYA_LEVEL {

static void binIndexes(uint16_t *out, const double *a, double low, double scale, double last,
                       size_t n) {
  typedef int32_t Indexes __attribute__((vector_size(TORREYA_WIDTH * 4)));
  typedef uint16_t Narrow __attribute__((vector_size(TORREYA_WIDTH * 2)));
  auto indexes = [&](Lanes x) {
    Lanes place = (x - low) * scale;
    // A NaN fails the comparison, and so does what lies below.
    place = choose(place > 0, place, all(0));
    place = choose(place < last, place, all(last));
    return __builtin_convertvector(__builtin_convertvector(place, Indexes), Narrow);
  };
  size_t i = 0;
  for (; i + width <= n; i += width) {
    Narrow bins = indexes(load(a + i));
    __builtin_memcpy(out + i, &bins, sizeof bins);
  }
  if (i < n) {
    Narrow bins = indexes(loadPart(a + i, n - i));
    __builtin_memcpy(out + i, &bins, (n - i) * sizeof(uint16_t));
  }
}

/// Two counts of each number take turns: see include/CKernels.h.
static size_t countWholeNumbers(ptrdiff_t *counts, double low, double room, const double *a,
                                size_t n) {
  typedef int32_t Places __attribute__((vector_size(TORREYA_WIDTH * 4)));
  size_t i = 0;
  for (; i + width <= n; i += width) {
    Lanes distance = load(a + i) - low;
    // A NaN fails both comparisons.
    if (any(~((distance >= 0) & (distance < room)))) break;
    Places places = __builtin_convertvector(distance, Places);
#pragma clang loop unroll(full)
    for (size_t j = 0; j < width; ++j) ++counts[2 * ptrdiff_t(places[j]) + ptrdiff_t(j % 2)];
  }
  for (; i < n; ++i) {
    double distance = a[i] - low;
    if (!(distance >= 0 && distance < room)) break;
    ++counts[2 * ptrdiff_t(distance) + ptrdiff_t(i % 2)];
  }
  return i;
}

}  // namespace TORREYA_LEVEL
}  // namespace torreya
