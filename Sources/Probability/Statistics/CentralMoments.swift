/// Moments about the mean, from sums of powers about another centre, in the scale of the sums.
struct CentralMoments {
  /// The mean less the centre.
  let shift: Double
  let m2, m3, m4, m5, m6: Double

  init(_ sums: PowerSums) {
    let n = Double(sums.count)
    func raw(_ power: Int) -> Double { sums.sum(power) / n }
    let (d, r2, r3, r4, r5, r6) = (raw(1), raw(2), raw(3), raw(4), raw(5), raw(6))
    let d2 = d * d
    shift = d
    m2 = max(r2 - d2, 0)
    m3 = r3 - d * (3 * r2 - 2 * d2)
    m4 = r4 - d * (4 * r3 - d * (6 * r2 - 3 * d2))
    m5 = r5 - d * (5 * r4 - d * (10 * r3 - d * (10 * r2 - 4 * d2)))
    m6 = r6 - d * (6 * r5 - d * (15 * r4 - d * (20 * r3 - d * (15 * r2 - 5 * d2))))
  }

  var deviation: Double { m2.squareRoot() }

  /// m3 / m2^1.5; NaN where nothing differs.
  var skewness: Double { m2 == 0 ? .nan : m3 / (m2 * deviation) }

  /// The standard error of the standard deviation of independent numbers.
  ///
  /// - Source: the variance of a sample variance, Cramér, *Mathematical Methods of Statistics*
  ///   (1946), section 27.4, and the delta method.
  func deviationError(count n: Double) -> Double {
    guard m2 > 0 else { return 0 }
    let variance = max(m4 - m2 * m2 * ((n - 3) / (n - 1)), 0) / n
    return variance.squareRoot() / (2 * deviation)
  }

  /// The standard error of the skewness of independent numbers.
  ///
  /// The influence of a standardised number z is z³ - 3z - g - 3/2 g (z² - 1), with g the
  /// skewness; its mean square is written out in moments.
  func skewnessError(count n: Double) -> Double {
    guard m2 > 0 else { return .nan }
    let g = skewness
    let (b, e) = (-1.5 * g, 0.5 * g)
    let fourth = m4 / (m2 * m2)
    let fifth = m5 / (m2 * m2 * deviation)
    let sixth = m6 / (m2 * m2 * m2)
    let square =
      sixth + 2 * b * fifth + (b * b - 6) * fourth + (2 * e - 6 * b) * g + 9 + 2 * b * e + e * e
    return (max(square, 0) / n).squareRoot()
  }

  // MARK: Influences, as weights of a group's number and its sums of powers about the centre

  /// Σ (z - d).
  var meanWeights: [Double] { [-shift, 1, 0, 0] }

  /// Σ ((z - d)² - m2) / (2 s).
  var deviationWeights: [Double] {
    squareWeights.map { $0 / (2 * deviation) }
  }

  /// Σ ((z - d)³ - 3 m2 (z - d) - m3) / s³ - 3/2 g ((z - d)² - m2) / m2.
  var skewnessWeights: [Double] {
    let d = shift
    let cubes = [-d * d * d - m3, 3 * d * d, -3 * d, 1]
    return (0..<4).map { index in
      let cubic = (cubes[index] - 3 * m2 * meanWeights[index]) / (m2 * deviation)
      return cubic - 1.5 * skewness * squareWeights[index] / m2
    }
  }

  private var squareWeights: [Double] { [shift * shift - m2, -2 * shift, 1, 0] }
}
