/// Spearman's rank correlation of two values that a Student t copula joins.
///
/// Of three independent trials, take the first value's rank from the first and second, the
/// second value's from the first and third: given the three spreads, the differences are normal.
/// So the rank correlation is the mean of (6/π) arcsin(r √(s/(1+s) · t/(1+t))) over the ratios s
/// and t of spreads, which have an inverted Dirichlet distribution; their logarithms are
/// integrated by the trapezoidal rule, which is exact to rounding for so smooth a function.
///
/// - Source: Heinen and Valdesogo, *Spearman rank correlation of the bivariate Student t and
///   scale mixtures of normal distributions* (2020).
struct SpearmanOfStudentCopula {
  /// The factors of r under the arcsine, each with its weight.
  private var terms: [(factor: Double, weight: Double)] = []

  init(degreesOfFreedom: Double) {
    let shape = degreesOfFreedom / 2
    let deviation = (2 / shape).squareRoot()
    let step = min(0.5, deviation / 2)
    // Where the weight has fallen to 1e-17 of its peak: it is normal near the peak, and falls like
    // a power of the ratio further out.
    let low = -40 / shape - min(4, 12 * deviation)
    let high = 20 / shape + min(4, 12 * deviation)
    let ratios = (0...Int((high - low) / step)).map { exponential(low + Double($0) * step) }
    var total = 0.0
    for (i, s) in ratios.enumerated() {
      for (j, t) in ratios[...i].enumerated() {
        // Both orders of a pair of ratios weigh the same.
        let times = i == j ? 1.0 : 2
        let weight =
          times
          * exponential(
            shape * (logarithm(s) + logarithm(t) - 3 * logarithm((1 + s + t) / 3)))
        guard weight > 0 else { continue }
        total += weight
        terms.append((factor: ((s / (1 + s)) * (t / (1 + t))).squareRoot(), weight: weight))
      }
    }
    for index in terms.indices { terms[index].weight /= total }
  }

  /// - Parameter scores: the correlation of the copula, from -1 to 1.
  /// - Accuracy: 1e-10.
  func rankCorrelation(ofScores scores: Double) -> Double {
    if abs(scores) >= 1 { return scores < 0 ? -1 : 1 }
    var sum = 0.0
    for (factor, weight) in terms { sum += weight * arcsine(scores * factor) }
    return sum * 6 / .pi
  }
}
