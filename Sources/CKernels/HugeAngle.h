// The reduction of angles too large for three parts of pi / 2: slow, and exact for every double.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace torreya {

// The bits of 2 / pi after its point, after a word of zeros.
constexpr uint64_t twoOverPi[] = {
    0x0000000000000000, 0xa2f9836e4e441529, 0xfc2757d1f534ddc0, 0xdb6295993c439041,
    0xfe5163abdebbc561, 0xb7246e3a424dd2e0, 0x06492eea09d1921c, 0xfe1deb1cb129a73e,
    0xe88235f52ebb4484, 0xe99c7026b45f7e41, 0x3991d639835339f4, 0x9c845f8bbdf9283b,
    0x1ff897ffde05980f, 0xef2f118b5a0a6d1f, 0x6d367ecf27cb09b7, 0x4f463f669e5fea2d,
    0x7527bac7ebe5f17b, 0x3d0739f78a5292ea, 0x6bfb5fb11f8d5d08, 0x56033046fc7b6bab,
    0xf0cfbc209af4361d, 0xa9e391615ee61b08,
};

/// `quadrant pi / 2 + high + low`, with |high| <= pi / 4.
struct ReducedAngle {
  uint64_t quadrant;
  double high, low;
};

/// 64 bits of 2 / pi, from the one of weight 2^-first on.
inline uint64_t bitsOfTwoOverPi(int first) {
  size_t start = size_t(first + 63);
  size_t shift = start % 64;
  const uint64_t *word = twoOverPi + start / 64;
  return shift == 0 ? word[0] : word[0] << shift | word[1] >> (64 - shift);
}

/// Reduces a finite x of magnitude 1 at least.
///
/// x is an integer times 2^exponent. The bits of 2 / pi that make multiples of four turns of a
/// quarter are left out; 192 bits from there on give the fraction of the quadrant with 137 bits
/// after the point, and no double comes nearer to a multiple of pi / 2 than 2^-62 of it.
///
/// Source: Payne and Hanek, "Radian reduction for trigonometric functions", SIGNUM (1983).
inline ReducedAngle reduceHugeAngle(double x) {
  uint64_t bits;
  __builtin_memcpy(&bits, &x, sizeof bits);
  int exponent = int(bits >> 52 & 0x7ff) - 1075;
  uint64_t integer = (bits & 0x000fffffffffffff) | 0x0010000000000000;
  typedef unsigned __int128 Wide;
  // integer * 2 / pi * 2^exponent mod 4, the first bit of weight 2.
  Wide third = Wide(integer) * bitsOfTwoOverPi(exponent + 127);
  Wide second = Wide(integer) * bitsOfTwoOverPi(exponent + 63) + uint64_t(third >> 64);
  uint64_t top = integer * bitsOfTwoOverPi(exponent - 1) + uint64_t(second >> 64);
  Wide fraction = Wide(top) << 64 | uint64_t(second);
  ReducedAngle result;
  result.quadrant = top >> 62;
  fraction = fraction << 2 | uint64_t(third) >> 62;
  // Above one half it belongs to the next quadrant.
  bool negative = fraction >> 127;
  if (negative) {
    result.quadrant += 1;
    fraction = -fraction;
  }
  if (fraction == 0) return {result.quadrant, 0, 0};
  int zeros = 0;
  while (!(fraction >> 127)) {
    fraction <<= 1;
    ++zeros;
  }
  uint64_t scaleBits = uint64_t(1023 - 53 - zeros) << 52;
  double scale;
  __builtin_memcpy(&scale, &scaleBits, sizeof scale);
  double high = double(uint64_t(fraction >> 75)) * scale;
  double low = double(uint64_t(fraction >> 11)) * scale * 0x1p-64;
  constexpr double quarterHigh = 0x1.921fb54442d18p+0, quarterLow = 0x1.1a62633145c07p-54;
  result.high = high * quarterHigh;
  result.low = __builtin_fma(high, quarterHigh, -result.high);
  result.low += __builtin_fma(high, quarterLow, low * quarterHigh);
  if (negative != (x < 0)) {
    result.high = -result.high;
    result.low = -result.low;
  }
  if (x < 0) result.quadrant = -result.quadrant;
  return result;
}

}  // namespace torreya
