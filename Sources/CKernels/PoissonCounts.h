// Poisson counts whose means differ by lane. Included once per level: no include guard.

namespace torreya {
namespace TORREYA_LEVEL {

/// From this mean on the quantile is placed by an expansion; below, probabilities are added up.
constexpr double smallestPlacedMean = 4;
/// Up to this mean the expansion is within its bound, with what a double has room for.
constexpr double largestPlacedMean = 0x1p30;
/// Where the expansion holds: the normal score over the root of the mean.
constexpr double lowestPlace = -1, highestPlace = 1.6;
/// Beyond the lower end of the expansion few terms are to be added, up to such a mean.
constexpr double largestSummedMean = 64;

/// The count where it is sure, or unsettled: by Temme's uniform expansion of the incomplete gamma
/// function, whose quantile x is a smooth function of the score and the mean; rounded down, except
/// where x is as near to a whole number as it may be wrong.
///
/// Accuracy of x: 1.1e-7 score^2 + 2.4e-5 + 2.4e-4 / mean (fit_count_coefficients.py), and 1.2e-7
/// where the mean is largest and x has no room for more; less than half of what is taken for it.
/// Source: Temme, "The asymptotic expansion of the incomplete gamma functions" (1979), 3; to round
/// only where that is safe is the idea of Giles, ACM TOMS 42 (2016), Algorithm 955.
TORREYA_INLINE Lanes placedPoisson(Lanes p, Lanes mean, Mask &isBelow) {
  Lanes root = squareRoot(mean), inverse = 1 / root;
  Lanes score = normal_quantile_(p);
  Lanes low = lowestPlace * root, high = highestPlace * root;
  isBelow = score < low;
  Mask isBeyond = isBelow | (score > high);
  score = choose(isBelow, low, choose(score > high, high, score));
  Lanes s = score * inverse, e = inverse * inverse;
  Lanes shift = fma(longPolynomial(poissonShift2, s), e, longPolynomial(poissonShift1, s));
  shift = fma(shift, e, longPolynomial(poissonShift0, s));
  Lanes square = score * score;
  Lanes x = mean + fma(root, score, fma(longPolynomial(poissonBend, s), square, shift));
  Lanes nearest = (x + roundingShift) - roundingShift;
  Lanes count = choose(nearest > x, nearest - 1, nearest);
  Lanes bound = fma(square, all(3e-7), fma(e, all(5e-4), all(5e-5)));
  Mask isSettled = (magnitude(x - nearest) > bound) & ~isBeyond;
  return choose(isSettled, count, unsettled(count));
}

TORREYA_INLINE Lanes summedPoisson(Lanes p, Lanes mean) {
  // Up to forty terms count, each rounded four times, and the first one.
  return countSums(exp_(-mean), p, 0x1p-45,
                   [mean](double, double inverse) { return mean * inverse; });
}

/// A vector of counts; lanes that are to be summed, but stand beside others, are put off.
TORREYA_INLINE Lanes poissonCounts(Lanes p, Lanes mean, Mask &isPutOff) {
  Mask isSummed = (mean >= 0) & (mean < smallestPlacedMean);
  isPutOff = Mask{};
  if (!any(~isSummed)) return summedPoisson(p, mean);
  Mask isPlaced = (mean >= smallestPlacedMean) & (mean <= largestPlacedMean);
  Mask isBelow;
  Lanes count = placedPoisson(p, choose(isPlaced, mean, all(smallestPlacedMean)), isBelow);
  isPutOff = isSummed | (isPlaced & isBelow & (mean <= largestSummedMean));
  if (__builtin_expect(any(~isPlaced), 0)) {
    Mask isPossible = (mean > 0) & (mean < infinity) & (p >= 0) & (p <= 1);
    count = choose(isPlaced, count, choose(isPossible, unsettled(all(0)), all(notANumber)));
  }
  // What is put off is not to count as left.
  return choose(isPutOff, all(0), count);
}

/// Sums up the lanes that were put off, as many at a time as stand in a vector.
static Mask summedPoissons(const Pending &pending, double *out, const double *p,
                           const double *means, size_t meanStep) {
  Mask left = {};
  for (size_t i = 0; i < pending.count; i += width) {
    size_t count = pending.count - i < width ? pending.count - i : width;
    Lanes probability = all(0.5), mean = all(0);
    for (size_t j = 0; j < count; ++j) {
      probability[j] = p[pending.places[i + j]];
      mean[j] = means[pending.places[i + j] * meanStep];
    }
    Lanes counts = summedPoisson(probability, mean);
    left |= counts < 0;
    for (size_t j = 0; j < count; ++j) out[pending.places[i + j]] = counts[j];
  }
  return left;
}

static int poissonQuantilesOf(double *out, const double *p, const double *means,
                              ptrdiff_t meanStride, size_t n) {
  size_t meanStep = meanStride == 0 ? 0 : 1;
  Mask left = {}, isPutOff;
  for (size_t first = 0; first < n; first += Pending::capacity) {
    size_t count = n - first < Pending::capacity ? n - first : Pending::capacity;
    const double *m = means + first * meanStep, *u = p + first;
    Pending pending;
    size_t i = 0;
    for (; i + width <= count; i += width) {
      Lanes mean = meanStep == 0 ? all(*m) : load(m + i);
      Lanes counts = poissonCounts(load(u + i), mean, isPutOff);
      if (any(isPutOff)) pending.add(isPutOff, i);
      left |= counts < 0;
      store(out + first + i, counts);
    }
    if (i < count) {
      // What stands beyond the column is placed without difficulty.
      Lanes mean = all(meanStep == 0 ? *m : smallestPlacedMean), probability = all(0.5);
      if (meanStep != 0) __builtin_memcpy(&mean, m + i, (count - i) * sizeof(double));
      __builtin_memcpy(&probability, u + i, (count - i) * sizeof(double));
      Lanes counts = poissonCounts(probability, mean, isPutOff);
      if (any(isPutOff)) pending.add(isPutOff, i);
      left |= counts < 0;
      storePart(out + first + i, counts, count - i);
    }
    left |= summedPoissons(pending, out + first, u, m, meanStep);
  }
  return any(left);
}

}  // namespace TORREYA_LEVEL
}  // namespace torreya
