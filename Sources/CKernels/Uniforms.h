// Philox4x32-10 on vectors, and uniform numbers from it. Included once per level: no include
// guard.

namespace torreya {
namespace TORREYA_LEVEL {

/// The four words of a counter; each stands in the low half of a 64-bit lane, and the high half
/// may hold anything.
struct PhiloxWords {
  Bits w0, w1, w2, w3;
};

/// Several vectors of counters together, since each round waits for its own multiplications.
template <size_t count>
TORREYA_INLINE void philox(PhiloxWords (&counters)[count], uint64_t key) {
  constexpr uint64_t low = 0xffffffff;
  uint32_t k0 = uint32_t(key), k1 = uint32_t(key >> 32);
#pragma clang loop unroll(full)
  for (int round = 0; round < 10; ++round) {
    for (PhiloxWords &c : counters) {
      Bits p = (c.w0 & low) * 0xD2511F53u;
      Bits q = (c.w2 & low) * 0xCD9E8D57u;
      c = {(q >> 32) ^ c.w1 ^ k0, q, (p >> 32) ^ c.w3 ^ k1, p};
    }
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
}

/// `low + 2^32 high` of the low halves. A shuffle of words: the compiler would fold a shift into
/// the last multiplication, and make it one of 64 bits.
TORREYA_INLINE Bits joined(Bits low, Bits high) {
  typedef uint32_t Words __attribute__((vector_size(TORREYA_WIDTH * 8)));
  Words a = (Words)low, b = (Words)high;
#if TORREYA_WIDTH == 8
  return (Bits)__builtin_shufflevector(a, b, 0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28,
                                       14, 30);
#elif TORREYA_WIDTH == 4
  return (Bits)__builtin_shufflevector(a, b, 0, 8, 2, 10, 4, 12, 6, 14);
#else
  return (Bits)__builtin_shufflevector(a, b, 0, 4, 2, 6);
#endif
}

/// (k + 1/2) / 2^52 with k the top 52 of the 64 bits: k becomes the fraction of a number in
/// [1, 2), from which 1 - 2^-53 is subtracted without rounding.
TORREYA_INLINE Lanes openUniform(Bits bits) {
  return lanesOf((bits >> 12) | 0x3ff0000000000000) - 0x1.fffffffffffffp-1;
}

/// Gives `make` the 64-bit words of `count * width` calls, which are a whole number of groups of
/// eight: with the place of each vector of trials, their words and those of the trials behind.
template <size_t count, class Make>
TORREYA_INLINE void makeOfCalls(Make make, size_t place, uint64_t call, uint64_t key,
                                uint32_t period, uint32_t lane) {
  PhiloxWords words[count];
  for (size_t j = 0; j < count; ++j) {
    Bits calls = allBits(call + j * width);
    for (size_t k = 0; k < width; ++k) calls[k] += k;
    words[j] = {calls, calls >> 32, allBits(period), allBits(lane)};
  }
  philox(words, key);
  for (size_t j = 0; j < count; ++j) {
    make(place + j * width / 8 * 16 + j * width % 8, joined(words[j].w0, words[j].w1),
         joined(words[j].w2, words[j].w3));
  }
}

template <class Make>
TORREYA_INLINE void makeOfTrials(Make make, size_t n, uint64_t key, uint64_t firstTrial,
                                 uint32_t period, uint32_t lane) {
  constexpr size_t atOnce = 8 * width;
  uint64_t call = firstTrial / 16 * 8;
  size_t i = 0;
  for (; i + atOnce <= n; i += atOnce, call += atOnce / 2) {
    makeOfCalls<4>(make, i, call, key, period, lane);
  }
  for (; i + 16 <= n; i += 16, call += 8) {
    makeOfCalls<8 / width>(make, i, call, key, period, lane);
  }
}

struct MakeUniforms {
  double *out;
  inline __attribute__((always_inline)) void operator()(size_t place, Bits first,
                                                        Bits second) const {
    store(out + place, openUniform(first));
    store(out + place + 8, openUniform(second));
  }
};

static void uniforms(double *out, size_t n, uint64_t key, uint64_t firstTrial, uint32_t period,
                     uint32_t lane) {
  makeOfTrials(MakeUniforms{out}, n, key, firstTrial, period, lane);
}

/// `f` of uniforms, a few vectors at a time, while they are in the nearest cache.
template <Lanes (*f)(Lanes)>
static void draw(double *out, size_t n, uint64_t key, uint64_t firstTrial, uint32_t period,
                 uint32_t lane) {
  constexpr size_t atOnce = 256;
  for (size_t i = 0; i < n; i += atOnce) {
    size_t count = n - i < atOnce ? n - i : atOnce;
    uniforms(out + i, count, key, firstTrial + i, period, lane);
    mapUnary<f>(out + i, out + i, count);
  }
}

/// The first eight of each 16 trials, and behind them their mirror images.
struct MakePairs {
  double *out;
  inline __attribute__((always_inline)) void operator()(size_t place, Bits first, Bits) const {
    Lanes u = openUniform(first);
    store(out + place, u);
    store(out + place + 8, 1 - u);
  }
};

static void antithetic(double *out, size_t n, uint64_t key, uint64_t firstTrial, uint32_t period,
                       uint32_t lane) {
  makeOfTrials(MakePairs{out}, n, key, firstTrial, period, lane);
}

}  // namespace TORREYA_LEVEL
}  // namespace torreya
