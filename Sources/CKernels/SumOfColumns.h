// The sum of many columns. Included once per level: no include guard.

namespace torreya {
namespace TORREYA_LEVEL {

/// Vectors that are summed side by side, so that no addition waits for the one before it.
constexpr size_t sumVectors = 8;

template <size_t vectors>
TORREYA_INLINE void sumStrip(double *out, const double *const *columns, size_t count, size_t i,
                             size_t rest) {
  Lanes sums[vectors], next[vectors];
  loadRow(sums, columns[0] + i, rest);
  for (size_t c = 1; c < count; ++c) {
    loadRow(next, columns[c] + i, rest);
    for (size_t v = 0; v < vectors; ++v) sums[v] = sums[v] + next[v];
  }
  for (size_t v = 0; v < vectors; ++v) {
    if (rest != 0 && v + 1 == vectors) {
      storePart(out + i + v * width, sums[v], rest);
    } else {
      store(out + i + v * width, sums[v]);
    }
  }
}

/// Reads a strip of every column before it writes that of the sum, which may be one of them.
static void sumColumns(double *out, const double *const *columns, size_t count, size_t n) {
  constexpr size_t strip = sumVectors * width;
  size_t i = 0;
  for (; i + strip <= n; i += strip) sumStrip<sumVectors>(out, columns, count, i, 0);
  for (; i + width <= n; i += width) sumStrip<1>(out, columns, count, i, 0);
  if (i < n) sumStrip<1>(out, columns, count, i, n - i);
}

}  // namespace TORREYA_LEVEL
}  // namespace torreya
