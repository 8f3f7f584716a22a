// Philox4x32-10 on vectors, and uniform numbers from it. Included once per level: no include
// guard.

namespace torreya {
namespace TORREYA_LEVEL {

/// The four words of a counter; each stands in the low half of a 64-bit lane, and the high half
/// may hold anything.
struct PhiloxWords {
  Bits w0, w1, w2, w3;
};

TORREYA_INLINE PhiloxWords philox(PhiloxWords c, uint64_t key) {
  constexpr uint64_t low = 0xffffffff;
  uint32_t k0 = uint32_t(key), k1 = uint32_t(key >> 32);
#pragma clang loop unroll(full)
  for (int round = 0; round < 10; ++round) {
    Bits p = (c.w0 & low) * 0xD2511F53u;
    Bits q = (c.w2 & low) * 0xCD9E8D57u;
    c = {(q >> 32) ^ c.w1 ^ k0, q, (p >> 32) ^ c.w3 ^ k1, p};
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  return c;
}

/// (k + 1/2) / 2^52 with k the top 52 of the 64 bits `low + 2^32 high`: k becomes the fraction
/// of a number in [1, 2), from which 1 - 2^-53 is subtracted without rounding.
TORREYA_INLINE Lanes openUniform(Bits low, Bits high) {
  Bits bits = (high << 32) | (low & 0xffffffff);
  return lanesOf((bits >> 12) | 0x3ff0000000000000) - 0x1.fffffffffffffp-1;
}

/// Fills a column with `f` of each trial's uniform number, which never leaves the registers: so
/// what is drawn has the bits of `f` applied to the column of uniforms, in one pass.
template <Lanes (*f)(Lanes)>
static void draw(double *out, size_t n, uint64_t key, uint64_t firstTrial, uint32_t period,
                 uint32_t lane) {
  Bits index;
  for (size_t j = 0; j < width; ++j) index[j] = j;
  uint64_t call = firstTrial / 16 * 8;
  for (size_t i = 0; i + 16 <= n; i += 16, call += 8) {
#pragma clang loop unroll(full)
    for (size_t j = 0; j < 8; j += width) {
      Bits calls = index + (call + j);
      PhiloxWords words =
          philox({calls, calls >> 32, allBits(period), allBits(lane)}, key);
      store(out + i + j, f(openUniform(words.w0, words.w1)));
      store(out + i + 8 + j, f(openUniform(words.w2, words.w3)));
    }
  }
}

TORREYA_INLINE Lanes itself(Lanes x) { return x; }

}  // namespace TORREYA_LEVEL
}  // namespace torreya
