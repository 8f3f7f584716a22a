// Binomial counts whose parameters differ by lane. Included once per level: no include guard.

namespace torreya {
namespace TORREYA_LEVEL {

/// Stands for a count that the caller has to find.
constexpr double notCounted = -1;

/// From this variance on the quantile is placed by an expansion; below, probabilities are added up.
constexpr double smallestPlacedVariance = 8;

/// A polynomial in s and d of which only odd sums of degrees occur.
template <size_t rows, size_t columns>
TORREYA_INLINE Lanes oddPolynomial(const double (&table)[rows][columns], Lanes s, Lanes d) {
  Lanes squareOfS = s * s, squareOfD = d * d;
  Lanes sums[2] = {};
#pragma clang loop unroll(full)
  for (size_t i = rows; i-- > 0;) {
    Lanes row = all(table[i][columns - 1]);
#pragma clang loop unroll(full)
    for (size_t j = columns - 1; j-- > 0;) row = fma(row, squareOfD, all(table[i][j]));
    sums[i % 2] = i + 2 >= rows ? row : fma(sums[i % 2], squareOfS, row);
  }
  return fma(sums[1], s, sums[0] * d);
}

/// The number of the rarer outcomes, with a probability up to one half, or `notCounted` where that
/// is not sure; at the score of having fewer.
///
/// Accuracy of x: see fit_binomial_coefficients.py; at most half of what is taken for it.
/// Source: Daniels, "Tail probability approximations" (1987), 3; rounding as for Poisson counts.
TORREYA_INLINE Lanes placedBinomial(Lanes score, Lanes mean, Lanes rare) {
  Lanes variance = mean * (1 - rare), root = squareRoot(variance), inverse = 1 / root;
  Lanes s = score * inverse, d = 1 - 2 * rare;
  Mask isInside = (s >= lowestPlace) & (s <= highestPlace);
  s = choose(isInside, s, all(0));
  Lanes e = inverse * inverse, square = score * score;
  Lanes shift = fma(oddPolynomial(binomialRest, s, d), e, oddPolynomial(binomialShift, s, d) + 0.5);
  Lanes x = mean + fma(root, score, fma(oddPolynomial(binomialBend, s, d), square, shift));
  Lanes nearest = (x + roundingShift) - roundingShift;
  Lanes count = choose(nearest > x, nearest - 1, nearest);
  Lanes bound = fma(square, all(2e-6), fma(e, all(2e-3), all(6e-5)));
  return choose(isInside & (magnitude(x - nearest) > bound), count, all(notCounted));
}

/// What a count needs of its probability; found once where that is one number for all lanes.
struct RareOutcome {
  Mask isProbability;
  /// Whether failures are rarer than successes, and are counted instead.
  Mask isFailure;
  /// Its probability, up to one half.
  Lanes share;
  /// Of the odds against it, where counts are summed.
  Lanes odds, logOfOther;
};

TORREYA_INLINE RareOutcome rareOutcome(Lanes probability) {
  RareOutcome rare;
  rare.isProbability = (probability >= 0) & (probability <= 1);
  rare.isFailure = probability > 0.5;
  rare.share = choose(rare.isFailure, 1 - probability, probability);
  return rare;
}

TORREYA_INLINE void findOdds(RareOutcome &rare, Mask isSummed) {
  Lanes share = choose(isSummed, rare.share, all(0));
  rare.odds = share / (1 - share);
  rare.logOfOther = log1p_(-share);
}

/// Adds probabilities up to a target below 1.
TORREYA_INLINE Lanes summedBinomial(Lanes target, Lanes cases, const RareOutcome &rare) {
  Lanes odds = rare.odds;
  // More terms than of a Poisson count, and the exponent of the first one, up to 22, is rounded.
  return countSums(exp_(cases * rare.logOfOther), target, 0x1p-44,
                   [cases, odds](double k, double inverse) {
                     return (cases - (k - 1)) * odds * inverse;
                   });
}

/// Of no cases there is none, whatever the other parameters: most days of most years have none.
///
/// - Parameter knowsOdds: whether the odds are found already, for all lanes.
template <bool knowsOdds>
TORREYA_INLINE Lanes binomialCounts(Lanes p, Lanes cases, RareOutcome rare) {
  Mask hasCases = cases != 0;
  if (!any(hasCases)) return all(0);
  Mask isValid = rare.isProbability & (cases >= 0) & (cases <= 0x1p53)
                 & (floorOf(cases) == cases);
  Lanes mean = cases * rare.share, variance = mean * (1 - rare.share);
  Mask isPlaced = isValid & (variance >= smallestPlacedVariance) & (mean <= largestPlacedMean);
  Mask isSummed = isValid & (variance < smallestPlacedVariance) & (p >= 0) & (p <= 1);
  Lanes count = choose(isValid, all(notCounted), all(notANumber));
  if (any(isSummed)) {
    if (!knowsOdds) findOdds(rare, isSummed);
    // Where failures are counted: as many as leave fewer at most 1 - p.
    Lanes target = choose(rare.isFailure, 1 - p, p);
    Lanes summed = summedBinomial(target, choose(isSummed, cases, all(0)), rare);
    count = choose(isSummed, choose(summed < 0, all(notCounted), summed), count);
  }
  if (any(isPlaced)) {
    Lanes score = normal_quantile_(p);
    score = choose(rare.isFailure, -score, score);
    // Another lane's mean may not give a NaN or take long.
    Lanes ofPlaced = choose(isPlaced, mean, all(2 * smallestPlacedVariance));
    Lanes placed = placedBinomial(score, ofPlaced, choose(isPlaced, rare.share, all(0.5)));
    count = choose(isPlaced, placed, count);
  }
  Mask isTurned = rare.isFailure & (count >= 0);
  return choose(hasCases, choose(isTurned, cases - count, count), all(0));
}

/// Lanes of which each has its own probability.
TORREYA_INLINE Lanes binomialCountsOf(Lanes p, Lanes cases, Lanes probability) {
  return binomialCounts<false>(p, cases, rareOutcome(probability));
}

/// Lanes that share a probability.
template <bool countsVary>
static void binomialCountsOfOne(double *out, const double *p, const double *counts,
                                double probability, size_t n) {
  RareOutcome rare = rareOutcome(all(probability));
  findOdds(rare, rare.isProbability);
  auto cases = Operand<countsVary>::make(counts);
  size_t i = 0;
  for (; i + width <= n; i += width) {
    store(out + i, binomialCounts<true>(load(p + i), cases.at(i), rare));
  }
  if (i == n) return;
  Lanes rest = binomialCounts<true>(loadPart(p + i, n - i), cases.partAt(i, n - i), rare);
  storePart(out + i, rest, n - i);
}

static int binomialQuantilesOf(double *out, const double *p, const double *counts,
                               ptrdiff_t countStride, const double *probabilities,
                               ptrdiff_t probabilityStride, size_t n) {
  if (n == 0) return 0;
  if (probabilityStride != 0) {
    mapTernary<binomialCountsOf>(out, p, 1, counts, countStride, probabilities,
                                 probabilityStride, n);
  } else if (countStride != 0) {
    binomialCountsOfOne<true>(out, p, counts, *probabilities, n);
  } else {
    binomialCountsOfOne<false>(out, p, counts, *probabilities, n);
  }
  Mask left = {};
  size_t i = 0;
  for (; i + width <= n; i += width) left |= load(out + i) == notCounted;
  if (i < n) left |= loadPart(out + i, n - i) == notCounted;
  return any(left);
}

}  // namespace TORREYA_LEVEL
}  // namespace torreya
