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
#include <string>
#include <string_view>

#include "CKernels.h"

namespace {

/// Draws that are written together, and whose names differ in their last digits alone.
constexpr size_t drawsAtOnce = 10000;

// What stands still.
constexpr uint64_t fixedSeed = 20240702, fixedTrial = 0;
constexpr uint32_t fixedPeriod = 2024;
constexpr std::string_view fixedStream = "fiscal.vat.annual";

uint64_t mixed(uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

uint64_t goOn(uint64_t hash, std::string_view text) {
  for (unsigned char byte : text) hash = (hash ^ byte) * 0x100000001b3u;
  return hash;
}

uint64_t hashed(std::string_view text) { return goOn(0xcbf29ce484222325u, text); }

uint64_t keyOf(uint64_t hash, uint64_t seed) {
  return mixed(mixed(hash) ^ mixed(seed + 0x9e3779b97f4a7c15u));
}

/// The hash of the name of stream number `i`. Names that differ in a digit or two are the hardest
/// for a hash.
uint64_t hashOfStream(uint64_t i) {
  constexpr uint64_t lastDigits = drawsAtOnce;
  static uint64_t leading = ~uint64_t(0), start = 0;
  if (i / lastDigits != leading) {
    // Hashed once for all names that have it: the walk would wait for little else.
    leading = i / lastDigits;
    start = hashed("fiscal.tax" + (leading > 0 ? std::to_string(leading) : ""));
  }
  char digits[4];
  uint64_t rest = i % lastDigits;
  for (int place = 3; place >= 0; --place, rest /= 10) digits[place] = char('0' + rest % 10);
  size_t zeros = 0;
  while (leading == 0 && zeros < 3 && digits[zeros] == '0') ++zeros;
  return goOn(goOn(start, std::string_view(digits + zeros, 4 - zeros)), ".annual.shock");
}

void write(uint32_t (&words)[2], uint64_t key, uint32_t period, uint64_t trial) {
  uint64_t call = trial / 16 * 8 + trial % 8;
  uint32_t counter[4] = {uint32_t(call), uint32_t(call >> 32), period, 0};
  uint32_t keyWords[2] = {uint32_t(key), uint32_t(key >> 32)};
  uint32_t out[4];
  torreya_philox4x32(counter, keyWords, out);
  int first = trial / 8 % 2 == 0 ? 0 : 2;
  words[0] = out[first + 1];
  words[1] = out[first];
}

/// Writes draws until the reader closes the pipe because it has seen enough.
///
/// - Parameter draw: writes the words of the draw of a number.
template <class Draw>
void walk(uint64_t start, Draw draw) {
  static uint32_t words[drawsAtOnce][2];
  for (uint64_t i = start;;) {
    for (auto &pair : words) draw(pair, i++);
    if (std::fwrite(words, sizeof words[0], drawsAtOnce, stdout) < drawsAtOnce) return;
  }
}

}  // namespace

int main(int count, char **arguments) {
  std::string_view name = count > 1 ? arguments[1] : "";
  uint64_t start = count > 2 ? std::strtoull(arguments[2], nullptr, 10) : 0;
  const uint64_t hash = hashed(fixedStream), key = keyOf(hash, fixedSeed);
  if (name == "trials") {
    walk(start, [=](auto &words, uint64_t i) { write(words, key, fixedPeriod, i); });
  } else if (name == "streams") {
    walk(start, [](auto &words, uint64_t i) {
      write(words, keyOf(hashOfStream(i), fixedSeed), fixedPeriod, fixedTrial);
    });
  } else if (name == "periods") {
    // There are 2^32 periods; then come those of the next trial.
    walk(start, [=](auto &words, uint64_t i) { write(words, key, uint32_t(i), i >> 32); });
  } else if (name == "seeds") {
    walk(start, [=](auto &words, uint64_t i) {
      write(words, keyOf(hash, i), fixedPeriod, fixedTrial);
    });
  } else {
    std::fprintf(stderr, "usage: bits trials|streams|periods|seeds [start]\n");
    return 64;
  }
}
