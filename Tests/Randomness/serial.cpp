// Counts the overlapping patterns of 1 to 16 bits in the words on standard input.
//
//   bits WALK START | serial [samples]
//
// A sample is 100,000 words of 32 bits, high bits first, whose end joins its beginning. For each
// length the squared distances of the counts from equal ones, less those of one bit less, are a
// chi-square number with 2^(length - 1) degrees of freedom; less twice those of one bit less and
// plus those of two less, one with 2^(length - 2). They are added up over all samples (1,000 unless
// given), so that a bias which each sample hides in its chance adds up too. Printed is how far the
// sums are from what chance would have them, in standard deviations: large ones say that patterns
// are uneven, very negative ones that they are more even than chance.
//
// Source: the serial test of NIST SP 800-22 rev. 1a (2010), section 2.11; Wilson and Hilferty, "The
// distribution of chi-square" (1931), for the standard deviations.

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace {

constexpr size_t wordsOfSample = 100000;
constexpr int longest = 16;

/// How far a chi-square number lies from its mean, in standard deviations.
double score(double square, double freedom) {
  double part = 2 / (9 * freedom);
  return (std::cbrt(square / freedom) - (1 - part)) / std::sqrt(part);
}

/// For each length the squared distances of the counts from equal ones.
void squares(const std::vector<uint32_t> &words, double (&found)[longest + 1]) {
  std::vector<uint32_t> counts(size_t(1) << longest);
  for (size_t i = 0; i < wordsOfSample; ++i) {
    uint64_t pair = uint64_t(words[i]) << 32 | words[i + 1];
    for (int bit = 0; bit < 32; ++bit) ++counts[(pair >> (64 - longest - bit)) & 0xffff];
  }
  constexpr double bits = 32.0 * wordsOfSample;
  for (int length = longest; length >= 1; --length) {
    double sum = 0;
    for (uint32_t count : counts) sum += double(count) * count;
    found[length] = sum * (double(counts.size()) / bits) - bits;
    // Because the sample is a ring, each pattern is the beginning of just two longer ones.
    std::vector<uint32_t> shorter(counts.size() / 2);
    for (size_t i = 0; i < shorter.size(); ++i) shorter[i] = counts[2 * i] + counts[2 * i + 1];
    counts.swap(shorter);
  }
  found[0] = 0;
}

}  // namespace

int main(int count, char **arguments) {
  long samples = count > 1 ? std::atol(arguments[1]) : 1000;
  double first[longest + 1] = {}, second[longest + 1] = {};
  std::vector<uint32_t> words(wordsOfSample + 1);
  for (long sample = 0; sample < samples; ++sample) {
    if (std::fread(words.data(), 4, wordsOfSample, stdin) < wordsOfSample) {
      std::fprintf(stderr, "serial: the words end after %ld samples\n", sample);
      return 66;
    }
    words[wordsOfSample] = words[0];
    double found[longest + 1];
    squares(words, found);
    for (int length = 1; length <= longest; ++length) {
      first[length] += found[length] - found[length - 1];
      if (length > 1) second[length] += found[length] - 2 * found[length - 1] + found[length - 2];
    }
  }
  std::printf("length  first  second\n%6d  %5.2f\n", 1, score(first[1], double(samples)));
  for (int length = 2; length <= longest; ++length) {
    double freedom = double(samples) * double(1 << (length - 2));
    std::printf("%6d  %5.2f  %6.2f\n", length, score(first[length], 2 * freedom),
                score(second[length], freedom));
  }
}
