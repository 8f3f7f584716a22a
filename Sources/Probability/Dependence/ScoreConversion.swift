/// Why a correlation cannot be one of the values that it was declared for. Variables count from 0.
public enum ScoreConversionError: Error, Hashable, Sendable {
  /// A product-moment correlation that the two distributions cannot have, with what they can.
  case unreachable(row: Int, column: Int, lowest: Double, highest: Double)
  /// A product-moment correlation with a value that has no variance, or an infinite one.
  case noVariance(variable: Int)
}

/// Between correlations as a planner measures them and the correlations of normal scores that a
/// copula is made of.
///
/// Both copulas have Kendall's correlation (2/π) arcsin r; the Gaussian one Spearman's
/// (6/π) arcsin(r/2). The others are found by quadrature and bisection.
///
/// - Accuracy: 2e-16 for closed forms, 1e-10 for the rank correlation of a Student t copula, as
///   `ProductMomentRelation` says for values.
/// - Source: Kruskal, *Ordinal measures of association* (1958); Lindskog, McNeil and Schmock,
///   *Kendall's tau for elliptical distributions* (2003).
struct ScoreConversion {
  let measure: CorrelationMeasure
  let copula: Copula
  private let spearman: SpearmanOfStudentCopula?
  private let productMoment: ProductMomentConversion?
  private let areNormal: [Bool]

  /// - Parameter distributions: of the variables; needed for product-moment correlations only.
  init(
    _ measure: CorrelationMeasure, _ copula: Copula, of distributions: [any Distribution]
  ) throws(ScoreConversionError) {
    self.measure = measure
    self.copula = copula
    areNormal = distributions.map { $0 is Normal }
    if case .studentT(let degreesOfFreedom) = copula, measure == .rank {
      spearman = SpearmanOfStudentCopula(degreesOfFreedom: degreesOfFreedom)
    } else {
      spearman = nil
    }
    productMoment =
      measure == .productMoment ? try ProductMomentConversion(distributions, copula) : nil
  }

  /// The correlation of scores behind the declared correlation of two variables.
  func scores(
    ofDeclared declared: Double, _ row: Int, _ column: Int
  ) throws(ScoreConversionError) -> Double {
    switch measure {
    case .scores: return declared
    case .kendall: return abs(declared) == 1 ? declared : sine(declared * .pi / 2)
    case .rank:
      if abs(declared) == 1 { return declared }
      guard let spearman else { return 2 * sine(declared * .pi / 6) }
      if declared == 0 { return 0 }
      return bisected(from: -1, to: 1) { spearman.rankCorrelation(ofScores: $0) < declared }
    case .productMoment:
      guard let relation = relation(row, column) else { return declared }
      if let scores = relation.scores(ofCorrelation: declared) { return scores }
      throw .unreachable(
        row: row, column: column, lowest: relation.lowest, highest: relation.highest)
    }
  }

  /// The declared correlation that a correlation of scores amounts to.
  func declared(ofScores scores: Double, _ row: Int, _ column: Int) -> Double {
    switch measure {
    case .scores: return scores
    case .kendall: return abs(scores) == 1 ? scores : arcsine(scores) * 2 / .pi
    case .rank:
      if abs(scores) == 1 { return scores }
      return spearman?.rankCorrelation(ofScores: scores) ?? arcsine(scores / 2) * 6 / .pi
    case .productMoment:
      return relation(row, column)?.correlation(ofScores: scores) ?? scores
    }
  }

  /// Nil for two normal values that a Gaussian copula joins: they are their own scores.
  private func relation(_ row: Int, _ column: Int) -> ProductMomentRelation? {
    if copula == .gaussian, areNormal[row], areNormal[column] { return nil }
    return productMoment?.relation(row, column)
  }
}
