/// The spread that all values of a group have in common in a trial: what makes a Gaussian copula a
/// Student t copula.
///
/// Correlated normals are divided by the root of a chi-square number over its degrees of freedom,
/// which makes them Student t values; these are turned into the normal scores of the same
/// probability, so that all that follows is the same as for a Gaussian copula.
///
/// - Source: Demarta and McNeil, *The t copula and related copulas* (2005), section 2.
public struct CommonSpread: Sendable {
  public let degreesOfFreedom: Double
  private let scores: StudentScores
  /// Of the chi-square number over its degrees of freedom.
  private let distribution: Gamma

  /// - Precondition: the degrees of freedom lie in `Copula.degreesOfFreedom`.
  /// - Complexity: some milliseconds.
  public init(degreesOfFreedom: Double) {
    let parameters = ParameterValues(["shape": degreesOfFreedom / 2, "scale": 2 / degreesOfFreedom])
    guard let distribution = try? Gamma(parameters) else {
      preconditionFailure("degrees of freedom make a gamma distribution")
    }
    self.degreesOfFreedom = degreesOfFreedom
    self.distribution = distribution.prepared()
    scores = StudentScores(degreesOfFreedom: degreesOfFreedom)
  }

  /// Turns correlated normals into normal scores that a Student t copula joins, in place.
  ///
  /// - Parameter probabilities: uniform numbers, one for each trial; they are overwritten.
  /// - Shape: `normals` is `variables × trials`, row-major.
  /// - Accuracy: as `StudentScores` and the quantile function of `Gamma`.
  public func spreadOut(
    normals: UnsafeMutablePointer<Double>, variables: Int,
    probabilities: UnsafeMutablePointer<Double>, trials: Int
  ) {
    fillSpreads(probabilities, trials: trials)
    makeScores(of: normals, variables: variables, spreads: probabilities, trials: trials)
  }

  /// Turns uniform numbers into chi-square numbers over their degrees of freedom, in place.
  public func fillSpreads(_ probabilities: UnsafeMutablePointer<Double>, trials: Int) {
    var lanes = UnsafeMutableBufferPointer(start: probabilities, count: trials).mutableSpan
    distribution.fillQuantiles(&lanes)
  }

  /// Turns correlated normals into the scores of what they are when they are spread out, in place.
  public func makeScores(
    of normals: UnsafeMutablePointer<Double>, variables: Int, spreads: UnsafePointer<Double>,
    trials: Int
  ) {
    scores.apply(to: normals, variables: variables, trials: trials, spreads: spreads)
  }
}

/// The spread of a group of which some values are known: Student t values far from the middle, all
/// in all, tell of a wide one.
///
/// Given k values at a squared Mahalanobis distance d, ν times the spread is a chi-square number
/// with ν + k degrees of freedom over 1 + d / ν.
///
/// - Source: Ding, *On the conditional distribution of the multivariate t distribution*, The
///   American Statistician 70 (2016).
public struct ConditionalSpread: Sendable {
  private let degreesOfFreedom: Double
  private let distribution: Gamma

  /// - Parameter given: how many values are known, none of them determined by others.
  public init(of spread: CommonSpread, given: Int) {
    degreesOfFreedom = spread.degreesOfFreedom
    let shape = (degreesOfFreedom + Double(given)) / 2
    guard let distribution = try? Gamma(ParameterValues(["shape": shape, "scale": 2])) else {
      preconditionFailure("degrees of freedom make a gamma distribution")
    }
    self.distribution = distribution.prepared()
  }

  /// Turns uniform numbers into spreads, in place.
  ///
  /// - Parameter distances: for each trial that of the known values, squared.
  public func fillSpreads(
    _ probabilities: UnsafeMutablePointer<Double>, distances: UnsafePointer<Double>, trials: Int
  ) {
    var lanes = UnsafeMutableBufferPointer(start: probabilities, count: trials).mutableSpan
    distribution.fillQuantiles(&lanes)
    for trial in 0..<trials { probabilities[trial] /= degreesOfFreedom + distances[trial] }
  }
}
