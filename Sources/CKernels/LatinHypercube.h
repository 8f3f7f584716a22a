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
  constexpr size_t quarter = hypercubeTrials / 4, together = 4;
  uint16_t partner[hypercubeTrials];
  for (size_t step = 0; step < quarter; step += together * width) {
    PhiloxWords words[together];
    Bits steps[together];
    for (size_t j = 0; j < together; ++j) {
      steps[j] = allBits(step + j * width);
      for (size_t k = 0; k < width; ++k) steps[j][k] += k;
      Bits calls = steps[j] + hypercube * quarter;
      words[j] = {calls, calls >> 32, allBits(period), allBits(lane)};
    }
    philox(words, key);
    for (size_t j = 0; j < together; ++j) {
      uint16_t *to = partner + step + j * width;
      storeShorts(to, upTo(steps[j], words[j].w0));
      storeShorts(to + quarter, upTo(steps[j] + quarter, words[j].w1));
      storeShorts(to + 2 * quarter, upTo(steps[j] + 2 * quarter, words[j].w2));
      storeShorts(to + 3 * quarter, upTo(steps[j] + 3 * quarter, words[j].w3));
    }
  }
  for (size_t step = 0; step < hypercubeTrials; ++step) {
    strata[step] = strata[partner[step]];
    strata[partner[step]] = uint16_t(step);
  }
}

/// The stratum as the top 10 bits, and below it the top 42 of the trial's own random bits.
TORREYA_INLINE Lanes withinStratum(Bits stratum, Bits bits) {
  return openUniform((stratum << 54) | (bits >> 10));
}

struct MakeStrata {
  double *out;
  const uint16_t *strata;
  inline __attribute__((always_inline)) void operator()(size_t place, Bits first,
                                                        Bits second) const {
    store(out + place, withinStratum(loadShorts(strata + place), first));
    store(out + place + 8, withinStratum(loadShorts(strata + place + 8), second));
  }
};

static void latinHypercube(double *out, size_t n, uint64_t key, uint64_t firstTrial,
                           uint32_t period, uint32_t lane, uint32_t permutationLane) {
  uint16_t strata[hypercubeTrials] = {};
  while (n > 0) {
    size_t place = firstTrial % hypercubeTrials;
    size_t count = n < hypercubeTrials - place ? n : hypercubeTrials - place;
    permute(strata, key, firstTrial / hypercubeTrials, period, permutationLane);
    makeOfTrials(MakeStrata{out, strata + place}, count, key, firstTrial, period, lane);
    out += count;
    firstTrial += count;
    n -= count;
  }
}

}  // namespace TORREYA_LEVEL
}  // namespace torreya
