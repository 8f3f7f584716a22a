// Which bin of equal width a number falls into. Included once per level: no include guard.

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

}  // namespace TORREYA_LEVEL
}  // namespace torreya
