// Points of a Sobol dimension under a nested uniform (Owen) scrambling. Included once per level:
// no include guard.
//
// The scrambling is the one that Owen (1995) proves his theorems for: digit k of a point is flipped
// or not by a coin that belongs to the digits before it. Cheaper hashes (Laine and Karras 2011) mix
// only upwards and miss some of the coins; here one 32-bit hash of the digits before gives the 31
// coins of the next five, so that the true tree costs about as much as the random bits.

namespace torreya {
namespace TORREYA_LEVEL {

typedef uint32_t Words __attribute__((vector_size(TORREYA_WIDTH * 8)));
typedef uint32_t HalfWords __attribute__((vector_size(TORREYA_WIDTH * 4)));

constexpr size_t wordsWidth = 2 * width;
constexpr int sobolDigits = 30;
constexpr int groupDigits = 5;

/// A permutation of the 32-bit words that depends on two words of key, the second one in the
/// middle, so that two keys give trees that are not relabellings of each other.
TORREYA_INLINE Words coins(Words prefix, const uint32_t key[2]) {
  Words x = prefix ^ key[0];
  x = (x ^ (x >> 16)) * 0x7feb352du + key[1];
  x = (x ^ (x >> 15)) * 0x846ca68bu;
  return x ^ (x >> 16);
}

/// The flips of five digits: at each level the coin at 2^level + the digits of the group before.
TORREYA_INLINE Words flips(Words coins, Words digits) {
  Words node = digits | (1u << groupDigits);
  Words result = (coins >> 1) & 1;
#pragma clang loop unroll(full)
  for (int level = 1; level < groupDigits; ++level) {
    result = (result + result) | ((coins >> (node >> (groupDigits - level))) & 1);
  }
  return result;
}

/// - `first`: the coins of the first group, before which there are no digits: one word for all.
TORREYA_INLINE Words scrambled(Words point, Words first, const uint32_t *keys) {
  constexpr int firstShift = sobolDigits - groupDigits;
  Words result = point ^ (flips(first, point >> firstShift) << firstShift);
#pragma clang loop unroll(full)
  for (int shift = firstShift - groupDigits; shift >= 0; shift -= groupDigits) {
    keys += 2;
    Words group = coins(point >> (shift + groupDigits), keys);
    result ^= flips(group, (point >> shift) & ((1u << groupDigits) - 1)) << shift;
  }
  return result;
}

/// The 30 scrambled digits and the top 22 bits of `below` as a number of the open grid.
TORREYA_INLINE void storeDigits(double *out, Words digits, Words below) {
  HalfWords high[2], low[2];
  __builtin_memcpy(high, &digits, sizeof digits);
  __builtin_memcpy(low, &below, sizeof below);
#pragma clang loop unroll(full)
  for (size_t half = 0; half < 2; ++half) {
    Bits bits = (__builtin_convertvector(high[half], Bits) << 22) |
                (__builtin_convertvector(low[half], Bits) >> 10);
    store(out + half * width, openUniform(bits << 12));
  }
}

/// The exclusive or of the directions of the set bits of `index`, bits `firstBit` and above.
TORREYA_INLINE uint32_t pointOf(uint32_t index, int firstBit, const uint32_t *directions) {
  uint32_t point = 0;
  for (int bit = firstBit; bit < sobolDigits; ++bit) {
    point ^= directions[bit] & (0u - (index >> bit & 1));
  }
  return point;
}

static void sobol(double *out, size_t n, const uint32_t *directions, uint32_t firstPoint,
                  const uint32_t *keys) {
  constexpr int lowBits = wordsWidth == 16 ? 4 : wordsWidth == 8 ? 3 : 2;
  static_assert(wordsWidth == size_t(1) << lowBits, "a vector holds the points of its low bits");
  Words low = {};
  for (size_t j = 0; j < wordsWidth; ++j) {
    for (int bit = 0; bit < lowBits; ++bit) low[j] ^= directions[bit] & (0u - (j >> bit & 1));
  }
  // From one vector to the next the trailing ones of its number turn over, and the bit above.
  uint32_t turned[sobolDigits], changes = 0;
  for (int bit = lowBits; bit < sobolDigits; ++bit) turned[bit] = changes ^= directions[bit];
  uint32_t high = pointOf(firstPoint, lowBits, directions);
  Words first = coins(Words{}, keys);
  for (size_t i = 0; i < n; i += wordsWidth) {
    Words point = low ^ high;
    storeDigits(out + i, scrambled(point, first, keys), coins(point, keys + 12));
    uint32_t next = firstPoint + uint32_t(i + wordsWidth);
    int bit = __builtin_ctz(next | 1u << (sobolDigits - 1));
    high ^= turned[bit];
  }
}

}  // namespace TORREYA_LEVEL
}  // namespace torreya
