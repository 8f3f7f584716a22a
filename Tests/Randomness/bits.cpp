// Writes the random bits of draws to standard output, without end, for programs that test bits.
//
//   bits trials|streams|periods|seeds [start]
//
// The walk says which part of a draw's identity moves on while the others stand still. `start`
// is where it begins (0 unless given): a second run beside another start sees other bits.
// Each draw gives its 64 bits as two words of 32, the high one first; uniform numbers are made
// of the top 52. The key is computed from docs/randomness.md and not by the Swift code that
// runs use, so that this is also a second reading of that page.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "CKernels.h"

namespace {

/// What a draw is a function of.
struct Draw {
  uint64_t seed = 20240702;
  std::string stream = "fiscal.vat.annual";
  uint32_t period = 2024;
  uint64_t trial = 0;
};

uint64_t mixed(uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

uint64_t keyOf(const std::string &stream, uint64_t seed) {
  uint64_t hash = 0xcbf29ce484222325u;
  for (unsigned char byte : stream) hash = (hash ^ byte) * 0x100000001b3u;
  return mixed(mixed(hash) ^ mixed(seed + 0x9e3779b97f4a7c15u));
}

void append(std::vector<uint32_t> &words, uint64_t key, uint32_t period, uint64_t trial) {
  uint64_t call = trial / 16 * 8 + trial % 8;
  uint32_t counter[4] = {uint32_t(call), uint32_t(call >> 32), period, 0};
  uint32_t keyWords[2] = {uint32_t(key), uint32_t(key >> 32)};
  uint32_t out[4];
  torreya_philox4x32(counter, keyWords, out);
  int first = trial / 8 % 2 == 0 ? 0 : 2;
  words.push_back(out[first + 1]);
  words.push_back(out[first]);
}

/// Draw number `i` of the walk.
void appendStep(std::vector<uint32_t> &words, const std::string &walk, uint64_t i) {
  static const Draw fixed;
  static const uint64_t key = keyOf(fixed.stream, fixed.seed);
  if (walk == "trials") return append(words, key, fixed.period, i);
  if (walk == "streams") {
    // Names that differ in a digit or two are the hardest for a hash.
    std::string stream = "fiscal.tax" + std::to_string(i) + ".annual.shock";
    return append(words, keyOf(stream, fixed.seed), fixed.period, fixed.trial);
  }
  // There are 2^32 periods; then come those of the next trial.
  if (walk == "periods") return append(words, key, uint32_t(i), i >> 32);
  return append(words, keyOf(fixed.stream, i), fixed.period, fixed.trial);
}

}  // namespace

int main(int count, char **arguments) {
  std::string walk = count > 1 ? arguments[1] : "";
  if (walk != "trials" && walk != "streams" && walk != "periods" && walk != "seeds") {
    std::fprintf(stderr, "usage: bits trials|streams|periods|seeds [start]\n");
    return 64;
  }
  uint64_t i = count > 2 ? std::strtoull(arguments[2], nullptr, 10) : 0;
  constexpr size_t drawsAtOnce = 8192;
  std::vector<uint32_t> words;
  words.reserve(2 * drawsAtOnce);
  while (true) {
    words.clear();
    for (size_t j = 0; j < drawsAtOnce; ++j) appendStep(words, walk, i++);
    // The reader closes the pipe when it has seen enough.
    if (std::fwrite(words.data(), 4, words.size(), stdout) < words.size()) return 0;
  }
}
