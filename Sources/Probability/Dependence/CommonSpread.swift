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
    var lanes = UnsafeMutableBufferPointer(start: probabilities, count: trials).mutableSpan
    distribution.fillQuantiles(&lanes)
    scores.apply(to: normals, variables: variables, trials: trials, spreads: probabilities)
  }
}
