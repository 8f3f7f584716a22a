/// The parameters of exponential smoothing.
public struct SmoothingParameters: Hashable, Sendable {
  /// How much of an error the level takes in.
  public var alpha: Double
  /// How much the trend takes in; 0 without one.
  public var beta: Double
  /// How much the season takes in; 0 without one.
  public var gamma: Double
  /// What is left of the trend after a step; 1 unless it is damped.
  public var phi: Double

  public init(alpha: Double, beta: Double = 0, gamma: Double = 0, phi: Double = 1) {
    self.alpha = alpha
    self.beta = beta
    self.gamma = gamma
    self.phi = phi
  }

  /// Whether the effect of an observation on forecasts fades with its age.
  ///
  /// The errors of the linear form are those of a moving average of the differenced series, whose
  /// polynomial must have its roots outside the unit circle. The root that the states of a season
  /// share with the level is divided out.
  ///
  /// - Complexity: O(m²) for seasons of length m.
  /// - Source: Hyndman, Akram, Archibald (2008), section 3; the test of roots by Schur and Cohn,
  ///   as in Jury (1964).
  func fades(trend: Bool, season: Bool, seasonLength m: Int) -> Bool {
    let order = (season ? m : 1) + (trend ? 1 : 0)
    var polynomial = [Double](repeating: 0, count: order + 1)
    // (1 - L^m) + α L S + γ L^m with S = 1 + L + … + L^(m - 1); all but φ β L S times (1 - φ L).
    let length = season ? m : 1
    var inner = [Double](repeating: alpha, count: length + 1)
    inner[0] = 1
    inner[length] += (season ? gamma : 0) - 1
    for (power, number) in inner.enumerated() {
      polynomial[power] += number
      if trend { polynomial[power + 1] -= phi * number }
    }
    if trend {
      for power in 1...length { polynomial[power] += phi * beta }
    }
    return hasRootsOutside(polynomial)
  }

  /// Whether a polynomial, constant term 1 first, has no root in or on the unit circle.
  private func hasRootsOutside(_ polynomial: [Double]) -> Bool {
    var numbers = polynomial
    for degree in stride(from: numbers.count - 1, through: 1, by: -1) {
      let last = numbers[degree] / numbers[0]
      guard abs(last) < 1 - 1e-9 else { return false }
      let before = numbers
      for power in 0..<degree { numbers[power] = before[power] - last * before[degree - power] }
      numbers.removeLast()
    }
    return true
  }
}
