/// Between the correlations of values and those of their normal scores, for a group of
/// distributions that a copula joins.
///
/// - Source: Cario and Nelson, *Modeling and generating random vectors with arbitrary marginal
///   distributions and correlation matrix* (1997), on what is attainable and that the relation is
///   continuous and rises; the power series instead of their numerical integration.
struct ProductMomentConversion {
  private let weights, probabilities: [Double]
  private let values: [[Double]]
  private let expansions: [HermiteExpansion]
  private let means, deviations: [Double]

  /// - Throws: `ScoreConversionError.noVariance` with the first distribution that has none.
  init(_ distributions: [any Distribution], _ copula: Copula) throws(ScoreConversionError) {
    for (variable, distribution) in distributions.enumerated() {
      let variance = distribution.variance
      guard variance > 0, variance < .infinity else { throw .noVariance(variable: variable) }
    }
    let isDiscrete = distributions.contains { type(of: $0).descriptor.isDiscrete }
    // The series of a smooth function ends early, that of a step never; and panels must be
    // narrower than the waves of the last polynomial.
    let (panels, degree) = copula == .gaussian ? (66, isDiscrete ? 1500 : 300) : (33, 120)
    let nodes = ScoreNodes(panels: panels, jumpsOf: distributions)
    let spreads = CopulaSpreads(copula, nodes)
    let values = distributions.map(nodes.values)
    let means = values.map { meanProduct($0, nodes.weights, nil) }
    self.values = values
    self.means = means
    deviations = zip(values, means).map { values, mean in
      let centred = values.map { $0 - mean }
      return meanProduct(centred, nodes.weights, centred).squareRoot()
    }
    weights = nodes.weights
    probabilities = spreads.probabilities
    expansions = zip(values, means).map { values, mean in
      HermiteExpansion(values.map { $0 - mean }, spreads, degree: degree)
    }
  }

  /// The correlation of two values as a function of that of their scores.
  func relation(_ first: Int, _ second: Int) -> ProductMomentRelation {
    let scale = 1 / (deviations[first] * deviations[second])
    var series = [Double](repeating: 0, count: expansions[first].coefficients[0].count)
    for (spread, probability) in probabilities.enumerated() {
      let (left, right) = (
        expansions[first].coefficients[spread], expansions[second].coefficients[spread]
      )
      for order in series.indices {
        series[order] += probability * left[order] * right[order] * scale
      }
    }
    let left = values[first].map { $0 - means[first] }
    let right = values[second].map { $0 - means[second] }
    return ProductMomentRelation(
      series: series, lowest: meanProduct(left, weights, right.reversed()) * scale,
      highest: meanProduct(left, weights, right) * scale)
  }
}

/// How the correlation of two values rises with that of their scores.
///
/// - Accuracy: 1e-9 for smooth distributions; for discrete ones 1e-9 while the correlation of the
///   scores is within ±0.98, 0.005 beyond.
struct ProductMomentRelation {
  private let series: [Double]
  private let evenRest, oddRest: Double
  /// What is attained by values that move wholly against each other.
  let lowest: Double
  /// What is attained by values that move wholly together.
  let highest: Double

  /// - Parameter series: coefficients of the powers of the scores' correlation.
  init(series: [Double], lowest: Double, highest: Double) {
    self.series = series
    self.lowest = lowest
    self.highest = highest
    // What the series lacks at its ends, where the sum is known.
    var (even, odd) = (0.0, 0.0)
    for (order, coefficient) in series.enumerated() {
      if order % 2 == 0 { even += coefficient } else { odd += coefficient }
    }
    evenRest = (highest + lowest) / 2 - even
    oddRest = (highest - lowest) / 2 - odd
  }

  func correlation(ofScores scores: Double) -> Double {
    if scores >= 1 { return highest }
    if scores <= -1 { return lowest }
    var (sum, power) = (0.0, 1.0)
    for coefficient in series {
      sum += coefficient * power
      power *= scores
    }
    let rest = power < 0 ? -power : power
    return sum + (evenRest + (scores < 0 ? -oddRest : oddRest)) * rest
  }

  /// The correlation of scores that gives the values a correlation; nil when none does.
  func scores(ofCorrelation correlation: Double) -> Double? {
    // What is asked for as an end, such as 1 for two values of one distribution, is rounded.
    if abs(correlation - highest) < 1e-9 { return 1 }
    if abs(correlation - lowest) < 1e-9 { return -1 }
    guard lowest < correlation, correlation < highest else { return nil }
    return bisected(from: -1, to: 1) { self.correlation(ofScores: $0) < correlation }
  }
}

/// The place between two numbers from which on a condition no longer holds.
func bisected(from low: Double, to high: Double, while isBelow: (Double) -> Bool) -> Double {
  var (low, high) = (low, high)
  for _ in 0..<56 {
    let middle = (low + high) / 2
    if isBelow(middle) { low = middle } else { high = middle }
  }
  return (low + high) / 2
}

private func meanProduct(_ left: [Double], _ weights: [Double], _ right: [Double]?) -> Double {
  var sum = 0.0
  for index in left.indices { sum += left[index] * weights[index] * (right?[index] ?? 1) }
  return sum
}
