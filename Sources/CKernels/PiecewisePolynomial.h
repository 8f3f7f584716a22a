// Quantiles by compiled polynomials. Included once per level: no include guard.
//
// Each lane needs its own row of eight coefficients. Eight gathers of one coefficient each would
// cost more than all else; so each lane's row is loaded whole, and the rows are transposed.

namespace torreya {
namespace TORREYA_LEVEL {

/// The coefficients of as many lanes: one vector for each power, the constant one first.
struct Polynomials {
  Lanes power[8];
};

#define TORREYA_SHUFFLE __builtin_shufflevector

#if TORREYA_WIDTH == 8

TORREYA_INLINE Polynomials transposed(const double *const row[8]) {
  Lanes a[8], b[8], c[8];
#pragma clang loop unroll(full)
  for (int i = 0; i < 8; ++i) a[i] = load(row[i]);
  // Pairs of lanes, then pairs of pairs, then halves.
#pragma clang loop unroll(full)
  for (int i = 0; i < 8; i += 2) {
    b[i] = TORREYA_SHUFFLE(a[i], a[i + 1], 0, 8, 2, 10, 4, 12, 6, 14);
    b[i + 1] = TORREYA_SHUFFLE(a[i], a[i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < 8; i += 4) {
#pragma clang loop unroll(full)
    for (int j = i; j < i + 2; ++j) {
      c[j] = TORREYA_SHUFFLE(b[j], b[j + 2], 0, 1, 8, 9, 4, 5, 12, 13);
      c[j + 2] = TORREYA_SHUFFLE(b[j], b[j + 2], 2, 3, 10, 11, 6, 7, 14, 15);
    }
  }
  Polynomials rows;
#pragma clang loop unroll(full)
  for (int j = 0; j < 4; ++j) {
    rows.power[j] = TORREYA_SHUFFLE(c[j], c[j + 4], 0, 1, 2, 3, 8, 9, 10, 11);
    rows.power[j + 4] = TORREYA_SHUFFLE(c[j], c[j + 4], 4, 5, 6, 7, 12, 13, 14, 15);
  }
  return rows;
}

#elif TORREYA_WIDTH == 4

TORREYA_INLINE Polynomials transposed(const double *const row[4]) {
  Polynomials rows;
#pragma clang loop unroll(full)
  for (int half = 0; half < 8; half += 4) {
    Lanes a = load(row[0] + half), b = load(row[1] + half);
    Lanes c = load(row[2] + half), d = load(row[3] + half);
    Lanes evenLow = TORREYA_SHUFFLE(a, b, 0, 4, 2, 6), oddLow = TORREYA_SHUFFLE(a, b, 1, 5, 3, 7);
    Lanes evenHigh = TORREYA_SHUFFLE(c, d, 0, 4, 2, 6), oddHigh = TORREYA_SHUFFLE(c, d, 1, 5, 3, 7);
    rows.power[half] = TORREYA_SHUFFLE(evenLow, evenHigh, 0, 1, 4, 5);
    rows.power[half + 1] = TORREYA_SHUFFLE(oddLow, oddHigh, 0, 1, 4, 5);
    rows.power[half + 2] = TORREYA_SHUFFLE(evenLow, evenHigh, 2, 3, 6, 7);
    rows.power[half + 3] = TORREYA_SHUFFLE(oddLow, oddHigh, 2, 3, 6, 7);
  }
  return rows;
}

#else

TORREYA_INLINE Polynomials transposed(const double *const row[width]) {
  Polynomials rows;
  for (int i = 0; i < 8; ++i) {
    for (size_t j = 0; j < width; ++j) rows.power[i][j] = row[j][i];
  }
  return rows;
}

#endif

#undef TORREYA_SHUFFLE

/// Two chains of operations, which a processor runs side by side.
TORREYA_INLINE Lanes evaluate(Polynomials c, Lanes t) {
  Lanes square = t * t;
  Lanes even = fma(fma(c.power[6], square, c.power[4]), square, c.power[2]);
  Lanes odd = fma(fma(c.power[7], square, c.power[5]), square, c.power[3]);
  even = fma(even, square, c.power[0]);
  odd = fma(odd, square, c.power[1]);
  return fma(odd, t, even);
}

/// The quantiles of one vector; sets `outside` for the lanes that the table does not have.
TORREYA_INLINE Lanes tableQuantiles(const torreya_quantile_table &table, Lanes p, Mask &outside) {
  constexpr uint64_t one = 0x3ff0000000000000, fraction = 0x000fffffffffffff;
  Lanes q = 1 - p;
  Mask isUpper = p >= 0.5;
  Lanes tail = choose(isUpper, q, p);
  outside = ~(tail >= table.outermost);
  // One half belongs to the last piece, whose end it is.
  tail = choose(tail < 0.5, tail, all(0x1.fffffffffffffp-2));
  tail = choose(outside, all(table.outermost), tail);
  // Exponent and leading bits of the fraction count the pieces; the other bits are the place within
  // a piece, from -1 to 1.
  Bits bits = bitsOf(tail);
  uint64_t first = table.first_piece;
  Bits piece = (bits >> (52 - table.piece_bits)) - first;
  piece += (Bits)isUpper & table.pieces;
  Lanes place = lanesOf(((bits << table.piece_bits) & fraction) | one);
  Lanes t = fma(place, all(2), all(-3));
  const double *row[width];
#pragma clang loop unroll(full)
  for (size_t j = 0; j < width; ++j) row[j] = table.rows + piece[j] * 8;
  Lanes value = evaluate(transposed(row), t);
  value = choose(value < table.floor, all(table.floor), value);
  Lanes factor = choose(isUpper, all(table.upper_factor), all(table.lower_factor));
  Lanes offset = choose(isUpper, all(table.upper_offset), all(table.lower_offset));
  return fma(value, factor, offset);
}

static int tableQuantilesOf(double *out, const double *p, const torreya_quantile_table *table,
                            size_t n) {
  Mask anyOutside = {};
  Mask outside;
  size_t i = 0;
  for (; i + width <= n; i += width) {
    store(out + i, tableQuantiles(*table, load(p + i), outside));
    anyOutside |= outside;
  }
  if (i < n) {
    Lanes rest = all(0.25);
    __builtin_memcpy(&rest, p + i, (n - i) * sizeof(double));
    storePart(out + i, tableQuantiles(*table, rest, outside), n - i);
    anyOutside |= outside;
  }
  return any(anyOutside);
}

}  // namespace TORREYA_LEVEL
}  // namespace torreya
