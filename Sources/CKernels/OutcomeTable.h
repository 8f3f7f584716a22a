// Outcomes of a discrete distribution. Included once per level: no include guard.

namespace torreya {
namespace TORREYA_LEVEL {

TORREYA_INLINE Lanes gather(const double *from, Bits index) {
  Lanes x;
#pragma clang loop unroll(full)
  for (size_t j = 0; j < width; ++j) x[j] = from[index[j]];
  return x;
}

/// A whole number below 2^52 as a double: it stands in the low bits of 2^52.
TORREYA_INLINE Lanes wholeNumber(Bits x) { return lanesOf(x | 0x4330000000000000) - 0x1p52; }

/// Few outcomes: each key is compared with all lanes.
TORREYA_INLINE Bits countKeys(const torreya_outcome_table &table, Lanes p) {
  Lanes fromEnd = p - 1;
  Bits outcome = {};
  for (size_t i = 0; i < table.middle; ++i) outcome -= (Bits)(table.keys[i] < p);
  for (size_t i = table.middle + 1; i < table.count; ++i) {
    outcome -= (Bits)(table.keys[i] < fromEnd);
  }
  return outcome;
}

/// Where a lane has to go on for longer than others should wait: halving.
static uint64_t searchKeys(const torreya_outcome_table &table, uint64_t low, double key,
                           bool isUpper) {
  uint64_t high = isUpper ? table.count - 1 : table.middle;
  while (low < high) {
    uint64_t middle = (low + high) / 2;
    if (table.keys[middle] < key) low = middle + 1; else high = middle;
  }
  return low;
}

TORREYA_INLINE Bits walkKeys(const torreya_outcome_table &table, Lanes p) {
  Mask isUpper = p >= 0.5;
  Lanes key = choose(isUpper, p - 1, p);
  // The number of cells is a power of two, so that the product is exact.
  Lanes cell = p * double(table.cells);
  cell = choose(cell < double(table.cells - 1), cell, all(double(table.cells - 1)));
  cell = choose(cell >= 0, cell, all(0));
  Bits index = (Bits)__builtin_convertvector(cell, Mask);
  Bits place;
#pragma clang loop unroll(full)
  for (size_t j = 0; j < width; ++j) place[j] = table.guide[index[j]];
  for (int step = 0; step < 6; ++step) {
    Mask isBelow = gather(table.keys, place) < key;
    if (!any(isBelow)) return place + (Bits)isUpper;
    place -= (Bits)isBelow;
  }
  for (size_t j = 0; j < width; ++j) {
    place[j] = searchKeys(table, place[j], key[j], isUpper[j] != 0);
  }
  return place + (Bits)isUpper;
}

TORREYA_INLINE Lanes outcomeQuantiles(const torreya_outcome_table &table, Lanes p) {
  Bits outcome = table.guide == nullptr ? countKeys(table, p) : walkKeys(table, p);
  if (table.values != nullptr) return gather(table.values, outcome);
  return wholeNumber(outcome) + table.first;
}

static void outcomeQuantilesOf(double *out, const double *p, const torreya_outcome_table *table,
                               size_t n) {
  size_t i = 0;
  for (; i + width <= n; i += width) store(out + i, outcomeQuantiles(*table, load(p + i)));
  if (i < n) {
    Lanes rest = all(0.25);
    __builtin_memcpy(&rest, p + i, (n - i) * sizeof(double));
    storePart(out + i, outcomeQuantiles(*table, rest), n - i);
  }
}

}  // namespace TORREYA_LEVEL
}  // namespace torreya
