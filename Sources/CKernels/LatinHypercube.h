// Uniform numbers of which each run of 1,024 trials holds one in every 1,024th of (0, 1).
// Included once per level: no include guard.

namespace torreya {
namespace TORREYA_LEVEL {

constexpr size_t hypercubeTrials = 1024;
typedef uint16_t Shorts __attribute__((vector_size(TORREYA_WIDTH * 2)));

TORREYA_INLINE Bits loadShorts(const uint16_t *from) {
  Shorts x;
  __builtin_memcpy(&x, from, sizeof x);
  return __builtin_convertvector(x, Bits);
}
TORREYA_INLINE void storeShorts(uint16_t *to, Bits x) {
  Shorts narrow = __builtin_convertvector(x, Shorts);
  __builtin_memcpy(to, &narrow, sizeof narrow);
}

/// floor(word (step + 1) / 2^32): a number in 0 ... step.
TORREYA_INLINE Bits upTo(Bits step, Bits word) { return ((word & 0xffffffff) * (step + 1)) >> 32; }

/// The stratum of each trial of a hypercube: a permutation of 0 ..< 1024, by the inside-out
/// shuffle. Every permutation is as likely as any other, and no hash has to be trusted.
static void permute(uint16_t strata[hypercubeTrials], uint64_t key, uint64_t hypercube,
                    uint32_t period, uint32_t lane) {
  constexpr size_t quarter = hypercubeTrials / 4;
  uint16_t partner[hypercubeTrials];
  Bits index;
  for (size_t j = 0; j < width; ++j) index[j] = j;
  for (size_t step = 0; step < quarter; step += width) {
    Bits calls = index + (hypercube * quarter + step), steps = index + step;
    PhiloxWords words = philox({calls, calls >> 32, allBits(period), allBits(lane)}, key);
    storeShorts(partner + step, upTo(steps, words.w0));
    storeShorts(partner + quarter + step, upTo(steps + quarter, words.w1));
    storeShorts(partner + 2 * quarter + step, upTo(steps + 2 * quarter, words.w2));
    storeShorts(partner + 3 * quarter + step, upTo(steps + 3 * quarter, words.w3));
  }
  for (size_t step = 0; step < hypercubeTrials; ++step) {
    strata[step] = strata[partner[step]];
    strata[partner[step]] = uint16_t(step);
  }
}

/// The stratum as the top 10 bits, and below it the top 42 of the trial's own random bits.
TORREYA_INLINE Lanes withinStratum(Bits stratum, Bits low, Bits high) {
  Bits bits = (high << 32) | (low & 0xffffffff);
  return lanesOf((stratum << 42) | (bits >> 22) | 0x3ff0000000000000) - 0x1.fffffffffffffp-1;
}

static void latinHypercube(double *out, size_t n, uint64_t key, uint64_t firstTrial,
                           uint32_t period, uint32_t lane, uint32_t permutationLane) {
  uint16_t strata[hypercubeTrials] = {};
  Bits index;
  for (size_t j = 0; j < width; ++j) index[j] = j;
  for (size_t i = 0; i + 16 <= n; i += 16) {
    uint64_t trial = firstTrial + i;
    const uint16_t *stratum = strata + trial % hypercubeTrials;
    if (i == 0 || trial % hypercubeTrials == 0) {
      permute(strata, key, trial / hypercubeTrials, period, permutationLane);
    }
#pragma clang loop unroll(full)
    for (size_t j = 0; j < 8; j += width) {
      Bits calls = index + (trial / 16 * 8 + j);
      PhiloxWords words = philox({calls, calls >> 32, allBits(period), allBits(lane)}, key);
      store(out + i + j, withinStratum(loadShorts(stratum + j), words.w0, words.w1));
      store(out + i + 8 + j, withinStratum(loadShorts(stratum + 8 + j), words.w2, words.w3));
    }
  }
}

}  // namespace TORREYA_LEVEL
}  // namespace torreya
