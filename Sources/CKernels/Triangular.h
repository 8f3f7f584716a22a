// The product of a small lower triangular matrix with a block of columns. Included once per level:
// no include guard.

namespace torreya {
namespace TORREYA_LEVEL {

/// Vectors of a row that are summed side by side: as many as the registers hold for four rows.
constexpr size_t stripVectors = TORREYA_WIDTH == 4 ? 2 : 4;

struct Rows {
  double *numbers;
  size_t stride;
  inline __attribute__((always_inline)) double *row(size_t i) const {
    return numbers + i * stride;
  }
};
struct ConstantRows {
  const double *numbers;
  size_t stride;
  inline __attribute__((always_inline)) const double *row(size_t i) const {
    return numbers + i * stride;
  }
};

/// `count` vectors, the last of them with `rest` numbers only when `rest` is not 0.
template <size_t count>
TORREYA_INLINE void loadRow(Lanes (&x)[count], const double *from, size_t rest) {
  for (size_t v = 0; v < count; ++v) {
    x[v] = rest != 0 && v + 1 == count ? loadPart(from + v * width, rest) : load(from + v * width);
  }
}

/// Rows first ... first + rows - 1 of the product, in a strip of columns. Every number is
/// the chain `fma(L[i][j], x[j], …)` with j upwards from 0, however rows and columns are grouped.
template <size_t rows, size_t vectors>
TORREYA_INLINE void productRows(Rows to, ConstantRows from, const double *lower, size_t n,
                                size_t first, size_t rest) {
  Lanes sums[rows][vectors], x[vectors];
  const double *factors = lower + first * n;
  loadRow(x, from.row(0), rest);
  for (size_t r = 0; r < rows; ++r) {
    for (size_t v = 0; v < vectors; ++v) sums[r][v] = factors[r * n] * x[v];
  }
  size_t j = 1;
  for (; j <= first; ++j) {
    loadRow(x, from.row(j), rest);
    for (size_t r = 0; r < rows; ++r) {
      for (size_t v = 0; v < vectors; ++v) {
        sums[r][v] = fma(all(factors[r * n + j]), x[v], sums[r][v]);
      }
    }
  }
#pragma clang loop unroll(full)
  for (size_t last = 1; last < rows; ++last) {
    // Row first + last is the first to have this column; the first column of all is done.
    size_t column = first + last;
    loadRow(x, from.row(column), rest);
    for (size_t r = last; r < rows; ++r) {
      for (size_t v = 0; v < vectors; ++v) {
        sums[r][v] = fma(all(factors[r * n + column]), x[v], sums[r][v]);
      }
    }
  }
  for (size_t r = 0; r < rows; ++r) {
    double *row = to.row(first + r);
    for (size_t v = 0; v < vectors; ++v) {
      if (rest != 0 && v + 1 == vectors) {
        storePart(row + v * width, sums[r][v], rest);
      } else {
        store(row + v * width, sums[r][v]);
      }
    }
  }
}

/// From the last rows up, so that in place a row is overwritten when nothing reads it any more.
template <size_t vectors>
TORREYA_INLINE void productStrip(Rows to, ConstantRows from, const double *lower, size_t n,
                                 size_t rest) {
  size_t left = n;
  for (; left >= 4; left -= 4) productRows<4, vectors>(to, from, lower, n, left - 4, rest);
  if (left == 3) productRows<3, vectors>(to, from, lower, n, 0, rest);
  if (left == 2) productRows<2, vectors>(to, from, lower, n, 0, rest);
  if (left == 1) productRows<1, vectors>(to, from, lower, n, 0, rest);
}

template <size_t vectors>
static void productInPlace(double *strip, size_t columns, const double *lower, size_t n,
                           size_t rest) {
  productStrip<vectors>({strip, columns}, {strip, columns}, lower, n, rest);
}

/// How many rows are multiplied without a copy, and how many numbers a copy has at most.
constexpr size_t fewRows = 12, numbersOfCopy = 4096;

static void multiplyLowerTriangular(double *block, const double *lower, size_t n,
                                    size_t columns) {
  constexpr size_t stripWidth = stripVectors * width;
  size_t i = 0;
  // Rows whose length is a power of two compete for the same few places of the nearest cache,
  // eight or twelve of them. More rows are multiplied from a copy of some columns.
  size_t copyWidth = n > fewRows ? numbersOfCopy / n / stripWidth * stripWidth : 0;
  for (; copyWidth > 0 && i + copyWidth <= columns; i += copyWidth) {
    alignas(64) double copy[numbersOfCopy];
    for (size_t row = 0; row < n; ++row) {
      __builtin_memcpy(copy + row * copyWidth, block + row * columns + i, copyWidth * 8);
    }
    for (size_t j = 0; j < copyWidth; j += stripWidth) {
      productStrip<stripVectors>({block + i + j, columns}, {copy + j, copyWidth}, lower, n, 0);
    }
  }
  for (; i + stripWidth <= columns; i += stripWidth) {
    productInPlace<stripVectors>(block + i, columns, lower, n, 0);
  }
  for (; i + width <= columns; i += width) productInPlace<1>(block + i, columns, lower, n, 0);
  if (i < columns) productInPlace<1>(block + i, columns, lower, n, columns - i);
}

}  // namespace TORREYA_LEVEL
}  // namespace torreya
