/// A weighted mean of quantile functions: at each probability the mean of the values.
///
/// Narrower than a linear pool of the same opinions, and of the same shape as they are if all of
/// them have one.
///
/// - Source: S. B. Vincent, "The functions of the vibrissae in the behavior of the white rat",
///   Animal Behavior Monographs 1 (1912); K. C. Lichtendahl, Y. Grushka-Cockayne, R. L. Winkler,
///   "Is it better to average probabilities or quantiles?", Management Science 59 (2013),
///   1594–1611.
struct QuantileAverage: Sendable {
  /// Normalised to sum to one.
  let weights: [Double]
  let members: [any Distribution]

  /// - Precondition: positive weights, and continuous members.
  init(_ pool: LinearPool) { (weights, members) = (pool.weights, pool.members) }

  private init(weights: [Double], members: [any Distribution]) {
    (self.weights, self.members) = (weights, members)
  }

  func prepared() -> QuantileAverage {
    QuantileAverage(weights: weights, members: members.map { $0.prepared() })
  }

  private func average(_ value: (any Distribution) -> Double) -> Double {
    zip(weights, members).reduce(0) { $0 + $1.0 * value($1.1) }
  }

  var support: ClosedRange<Double> {
    average(\.support.lowerBound)...average(\.support.upperBound)
  }
  var mean: Double { average(\.mean) }

  /// - Accuracy: 1e-12 relative; less where tails are so heavy that it is nearly infinite.
  var variance: Double {
    let mean = mean
    let variances = members.map(\.variance)
    if variances.contains(where: \.isNaN) { return .nan }
    guard variances.allSatisfy(\.isFinite) else { return .infinity }
    let farthest = 45.0
    func distance(_ z: Double) -> Double { valueAndSlope(atLogit: z).value - mean }
    let inner = integral(from: -farthest, to: farthest, panels: 240) { z in
      let (p, q) = logisticProbabilities(at: z)
      let distance = distance(z)
      return distance * distance * p * q
    }
    // Beyond, each tail goes on growing as it does there.
    return [-farthest, farthest].reduce(inner) { sum, end in
      let (last, before) = (distance(end), distance(end * (44.0 / 45)))
      let growth = max(logarithm(last / before), 0)
      let tail = last * last * exponential(-farthest) / (1 - 2 * growth)
      return tail.isFinite && tail > 0 ? sum + tail : sum
    }
  }

  func quantile(at p: Double) -> Double { average { $0.quantile(at: p) } }
  func quantile(exceededWith q: Double) -> Double { average { $0.quantile(exceededWith: q) } }

  /// The quantile at a logit, and how much the logit's step moves it.
  private func valueAndSlope(atLogit z: Double) -> (value: Double, slope: Double) {
    let (p, q) = logisticProbabilities(at: z)
    var (value, slope) = (0.0, 0.0)
    for (weight, member) in zip(weights, members) {
      let x = z < 0 ? member.quantile(at: p) : member.quantile(exceededWith: q)
      value += weight * x
      // Next to a bound a quantile that cannot be told from it does not move any more.
      let support = member.support
      if x > support.lowerBound, x < support.upperBound { slope += weight / member.density(at: x) }
    }
    return (value, slope * p * q)
  }

  func density(at x: Double) -> Double {
    guard support.contains(x), x.isFinite else { return 0 }
    let z = score(ofValue: x)
    let (p, q) = logisticProbabilities(at: z)
    return p * q / valueAndSlope(atLogit: z).slope
  }
  func distributionFunction(at x: Double) -> Double {
    if x < support.lowerBound { return 0 }
    return x >= support.upperBound ? 1 : logisticProbabilities(at: score(ofValue: x)).lower
  }
  func exceedanceProbability(above x: Double) -> Double {
    if x < support.lowerBound { return 1 }
    return x >= support.upperBound ? 0 : logisticProbabilities(at: score(ofValue: x)).upper
  }

  /// The logit at which the quantile is `x`, by Newton's method in a bracket that shrinks.
  private func score(ofValue x: Double) -> Double {
    var (low, high) = (-708.0, 708.0)
    var z = 0.0
    for _ in 0..<200 {
      let (value, slope) = valueAndSlope(atLogit: z)
      let error = value - x
      if error == 0 { return z }
      if error > 0 { high = z } else { low = z }
      var next = z - error / slope
      if !(next > low && next < high) { next = low + (high - low) / 2 }
      if abs(next - z) <= 2e-16 * abs(z) || high - low <= 1e-300 { return next }
      z = next
      if high - low <= 4e-16 * max(abs(low), abs(high)) { return z }
    }
    return z
  }

  /// Turns probabilities into quantiles, in place.
  func fillQuantiles(_ lanes: inout MutableSpan<Double>) {
    forEachPiece(of: &lanes) { lanes, scratch, count in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { sums in
        guard let sums = sums.baseAddress else { return }
        for i in 0..<count { sums[i] = 0 }
        for (weight, member) in zip(weights, members) {
          for i in 0..<count { scratch[i] = lanes[i] }
          var piece = UnsafeMutableBufferPointer(start: scratch, count: count).mutableSpan
          member.fillQuantiles(&piece)
          for i in 0..<count { sums[i] += weight * scratch[i] }
        }
        for i in 0..<count { lanes[i] = sums[i] }
      }
    }
  }
}
