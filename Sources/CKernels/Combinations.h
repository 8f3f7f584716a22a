// Several weighted sums of the same columns: the product of a small matrix with a block of columns.
// Included once per level: no include guard.

namespace torreya {
namespace TORREYA_LEVEL {

/// The sums `first` … `first + rows - 1` in a strip: each is the product of its first weight with
/// the first column, and then the chain `fma(weight, column, …)` through the others in order.
template <size_t rows, size_t vectors>
TORREYA_INLINE void combineRows(double *const *out, const double *const *columns,
                                const double *weights, size_t count, size_t i, size_t rest) {
  Lanes sums[rows][vectors], x[vectors];
  loadRow(x, columns[0] + i, rest);
  for (size_t r = 0; r < rows; ++r) {
    for (size_t v = 0; v < vectors; ++v) sums[r][v] = all(weights[r * count]) * x[v];
  }
  for (size_t c = 1; c < count; ++c) {
    loadRow(x, columns[c] + i, rest);
    for (size_t r = 0; r < rows; ++r) {
      for (size_t v = 0; v < vectors; ++v) {
        sums[r][v] = fma(all(weights[r * count + c]), x[v], sums[r][v]);
      }
    }
  }
  for (size_t r = 0; r < rows; ++r) {
    for (size_t v = 0; v < vectors; ++v) {
      if (rest != 0 && v + 1 == vectors) {
        storePart(out[r] + i + v * width, sums[r][v], rest);
      } else {
        store(out[r] + i + v * width, sums[r][v]);
      }
    }
  }
}

/// Every row in one strip of lanes, so that the columns are read from memory once.
template <size_t vectors>
TORREYA_INLINE void combineStrip(double *const *out, size_t rows, const double *const *columns,
                                 const double *weights, size_t count, size_t i, size_t rest) {
  size_t r = 0;
  for (; r + 4 <= rows; r += 4) {
    combineRows<4, vectors>(out + r, columns, weights + r * count, count, i, rest);
  }
  const double *left = weights + r * count;
  if (rows - r == 3) combineRows<3, vectors>(out + r, columns, left, count, i, rest);
  if (rows - r == 2) combineRows<2, vectors>(out + r, columns, left, count, i, rest);
  if (rows - r == 1) combineRows<1, vectors>(out + r, columns, left, count, i, rest);
}

static void combineColumns(double *const *out, size_t rows, const double *const *columns,
                           const double *weights, size_t count, size_t n) {
  constexpr size_t strip = stripVectors * width;
  size_t i = 0;
  for (; i + strip <= n; i += strip) {
    combineStrip<stripVectors>(out, rows, columns, weights, count, i, 0);
  }
  for (; i + width <= n; i += width) {
    combineStrip<1>(out, rows, columns, weights, count, i, 0);
  }
  if (i < n) combineStrip<1>(out, rows, columns, weights, count, i, n - i);
}

}  // namespace TORREYA_LEVEL
}  // namespace torreya
