// Counts by adding probabilities up, all lanes side by side, and counts that a lane has to leave to
// its caller. Included once per level: no include guard.

namespace torreya {
namespace TORREYA_LEVEL {

constexpr double notANumber = __builtin_nan("");

/// What a lane gives that its caller has to settle: -1 less a guess at the count.
TORREYA_INLINE Lanes unsettled(Lanes guess) { return -1 - guess; }

/// The lanes of a few vectors that need another method, to be gone through side by side.
struct Pending {
  static constexpr size_t capacity = 128;
  size_t count = 0;
  uint16_t places[capacity + width];

  inline __attribute__((always_inline)) void add(Mask lanes, size_t first) {
#pragma clang loop unroll(full)
    for (size_t j = 0; j < width; ++j) {
      places[count] = uint16_t(first + j);
      count -= size_t(lanes[j]);
    }
  }
};

/// 1 / k from k = 1, with which no sum waits for a division.
constexpr size_t summedTerms = 64;
struct Reciprocals {
  double of[summedTerms + 1];
  constexpr Reciprocals() : of() {
    for (size_t k = 1; k <= summedTerms; ++k) of[k] = 1.0 / double(k);
  }
};
inline constexpr Reciprocals reciprocals;

/// How many sums stay below a target: one more term at a step, until no lane needs another.
///
/// A lane is unsettled where a sum is so near to the target that rounding may decide, or where the
/// terms do not suffice. `tolerance` is how far a sum may be from the exact one, relative to it,
/// with room for the method by which a caller settles; `ratio(k, 1 / k)` is the probability of k
/// over that of k - 1.
template <typename Ratio>
TORREYA_INLINE Lanes countSums(Lanes first, Lanes target, double tolerance, Ratio ratio) {
  Lanes term = first, sum = first;
  Lanes low = target * (1 - tolerance), high = target * (1 + tolerance);
  Mask isBelow = sum < high;
  Bits surely = (Bits)(sum < low), perhaps = (Bits)isBelow;
  for (size_t k = 1; k + 1 < summedTerms && any(isBelow); k += 2) {
    // Two steps for each question whether it goes on.
#pragma clang loop unroll(full)
    for (size_t j = k; j < k + 2; ++j) {
      term = term * ratio(double(j), reciprocals.of[j]);
      sum = sum + term;
      isBelow = sum < high;
      surely += (Bits)(sum < low);
      perhaps += (Bits)isBelow;
    }
  }
  Lanes count = wholeNumber(-surely);
  count = choose((Mask)(surely == perhaps) & ~isBelow, count, unsettled(count));
  return choose(target >= 0, count, all(notANumber));
}

}  // namespace TORREYA_LEVEL
}  // namespace torreya
