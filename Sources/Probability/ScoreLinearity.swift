extension Distribution {
  /// How nearly its values lie on a straight line over their normal scores: the squared correlation
  /// of both, for the values or for their logarithms, whichever is greater.
  ///
  /// It is 1 for a normal and a lognormal distribution, 0.96 for a uniform one, and less than 0.9
  /// where there are two peaks far apart: then half of a way in scores is no half of a way in
  /// values.
  ///
  /// - Accuracy: of 64 values, each in the middle of an equal part of the probability.
  public var linearityInScores: Double {
    let places = (0..<64).map { (Double($0) + 0.5) / 64 }
    let scores = places.map(StandardNormal.quantile(at:))
    let values = places.map(quantile(at:))
    let plain = squaredCorrelation(scores, values)
    guard values.allSatisfy({ $0 > 0 }) else { return plain }
    return max(plain, squaredCorrelation(scores, values.map { logarithm($0) }))
  }
}

/// - Returns: 1 where one of them does not vary.
private func squaredCorrelation(_ left: [Double], _ right: [Double]) -> Double {
  func aboutMean(_ values: [Double]) -> [Double] {
    let mean = values.reduce(0, +) / Double(values.count)
    return values.map { $0 - mean }
  }
  func product(_ one: [Double], _ other: [Double]) -> Double {
    zip(one, other).reduce(0) { $0 + $1.0 * $1.1 }
  }
  let (left, right) = (aboutMean(left), aboutMean(right))
  let squares = product(left, left) * product(right, right)
  return squares > 0 ? product(left, right) * product(left, right) / squares : 1
}
