// Binomial counts whose parameters differ by lane: sums of probabilities, all lanes side by side.
// Included once per level: no include guard.

namespace torreya {
namespace TORREYA_LEVEL {

/// Stands for a count that the caller has to find.
constexpr double notCounted = -1;

/// How many sums stay below a target, or at it: one more term a step, until no lane needs another.
///
/// `ratio(k)` is the probability of k over that of k - 1, times k.
template <typename Ratio>
TORREYA_INLINE Lanes sumsBelow(Lanes first, Lanes target, Mask orEqual, Lanes mean, Ratio ratio) {
  Lanes term = first, sum = first;
  Bits count = {};
  Mask isBelow = (sum < target) | (orEqual & (sum == target));
  for (double k = 1; any(isBelow); k += 1) {
    term = term * (ratio(k) * (1 / k));
    Lanes next = sum + term;
    // Past the mean a term that changes nothing is followed by smaller ones: rounding has left the
    // sum just below 1, for a target that is nearer still.
    isBelow &= ~((next == sum) & (mean < k));
    count -= (Bits)isBelow;
    isBelow &= (next < target) | (orEqual & (next == target));
    sum = next;
  }
  return wholeNumber(count);
}

TORREYA_INLINE Lanes binomialCounts(Lanes p, Lanes cases, Lanes probability) {
  Mask isValid = (probability >= 0) & (probability <= 1) & (cases >= 0) & (cases <= 0x1p53)
                 & (floorOf(cases) == cases);
  // Where most succeed the failures are counted: those that leave fewer at most 1 - p.
  Mask isMirrored = probability > 0.5;
  Lanes rare = choose(isMirrored, 1 - probability, probability);
  Lanes mean = cases * rare;
  // For a small p, 1 - p has too few digits to be summed up to.
  Mask isSummed = isValid & (mean <= largestSummedMean) & ~(isMirrored & (p < 1e-6));
  Lanes n = choose(isSummed, cases, all(0));
  rare = choose(isSummed, rare, all(0));
  Lanes odds = rare / (1 - rare);
  Lanes first = exp_(n * log1p_(-rare));
  Lanes target = choose(isMirrored, 1 - p, p);
  Lanes count = sumsBelow(first, target, isMirrored & isSummed, n * rare,
                          [n, odds](double k) { return (n - (k - 1)) * odds; });
  count = choose(isMirrored, n - count, count);
  Lanes other = choose(isValid, all(notCounted), all(__builtin_nan("")));
  return choose(isSummed, count, other);
}

static int binomialQuantilesOf(double *out, const double *p, const double *counts,
                               ptrdiff_t countStride, const double *probabilities,
                               ptrdiff_t probabilityStride, size_t n) {
  mapTernary<binomialCounts>(out, p, 1, counts, countStride, probabilities, probabilityStride, n);
  Mask left = {};
  size_t i = 0;
  for (; i + width <= n; i += width) left |= load(out + i) == notCounted;
  if (i < n) left |= loadPart(out + i, n - i) == notCounted;
  return any(left);
}

}  // namespace TORREYA_LEVEL
}  // namespace torreya
