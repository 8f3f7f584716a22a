/// What a number that says how two random values move together is the correlation of.
public enum CorrelationMeasure: String, CaseIterable, Hashable, Sendable {
  /// Of the normal scores: the parameter of the copula itself. For normal values, and for the
  /// logarithms of lognormal ones, it is the ordinary correlation.
  case scores
  /// Spearman's: of the ranks. It depends on the copula only, not on how the values are
  /// distributed, so experts can compare it across quantities.
  case rank
  /// Kendall's: the probability that a pair of trials agrees in which value is larger, less that
  /// of disagreement.
  case kendall
  /// Pearson's: of the values themselves. What is attainable depends on both distributions.
  case productMoment
}

/// How scores that are correlated move together far out.
public enum Copula: Hashable, Sendable {
  /// Extremes do not come together, however large the correlation, unless it is perfect.
  case gaussian
  /// One spread is common to all values in a trial: extremes come together, the more so the
  /// fewer degrees of freedom.
  case studentT(degreesOfFreedom: Double)

  /// The degrees of freedom for which there is a compiled distribution function; beyond the last
  /// a Student t copula is Gaussian for all purposes.
  public static let degreesOfFreedom = 1.0...1000
}
