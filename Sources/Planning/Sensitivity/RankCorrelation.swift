import LinearAlgebra
import Probability
import Simulation

/// How closely a result goes with an input, in ranks.
public struct RankAssociation: Hashable, Sendable {
  /// Spearman's rank correlation.
  public let correlation: SensitivityEstimate
  /// The same when the linear effect of the ranks of all other inputs is taken off both.
  public let partial: SensitivityEstimate
}

/// Rank correlations and partial rank correlations of a result with several inputs.
///
/// - Shape: `inputs` has a column for each input, all as long as `result`.
/// - Returns: NaN for what does not vary; for the partial ones also where an input is determined
///   by others.
/// - Accuracy: standard errors are asymptotic, for independent trials: (1 − r²) times that of
///   Fisher's transform, whose variance is (1 + r²/2) / (n − 3), with n less the number of other
///   inputs for the partial ones. Trials that a scheme spreads evenly do better.
/// - Complexity: O(trials × inputs²).
/// - Source: Spearman (1904); Bonett and Wright, *Sample size requirements for estimating Pearson,
///   Kendall and Spearman correlations*, Psychometrika 65 (2000); Iman, Shortencarier and Johnson,
///   *A FORTRAN 77 Program and User's Guide for the Calculation of Partial Correlation and
///   Standardized Regression Coefficients*, NUREG/CR-4122 (1985).
public func rankAssociations(of result: [Double], with inputs: [[Double]]) -> [RankAssociation] {
  let own = Ranks(of: result)
  let ranks = inputs.map { Ranks(of: $0) }
  let plain = ranks.map { rankCorrelation($0, own) }
  let partial = partialCorrelations(ranks.map(standardised), standardised(own))
  return plain.indices.map { index in
    RankAssociation(
      correlation: estimate(plain[index], trials: result.count, others: 0),
      partial: estimate(partial[index], trials: result.count, others: inputs.count - 1))
  }
}

private func estimate(_ correlation: Double, trials: Int, others: Int) -> SensitivityEstimate {
  let freedom = Double(trials - 3 - others)
  let square = correlation * correlation
  return SensitivityEstimate(
    correlation,
    standardError: freedom > 0 ? (1 - square) * ((1 + square / 2) / freedom).squareRoot() : .nan)
}

/// The ranks, brought to a sum of squares of 1; nil where all are equal.
private func standardised(_ ranks: Ranks) -> [Double]? {
  let length = ranks.centred.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
  return length > 0 ? ranks.centred.map { Double($0) / length } : nil
}

/// From the inverse of the matrix of all correlations: −p(i, y) over the root of p(i, i) p(y, y).
private func partialCorrelations(_ inputs: [[Double]?], _ result: [Double]?) -> [Double] {
  var partial = [Double](repeating: .nan, count: inputs.count)
  guard let result else { return partial }
  let varying = inputs.indices.filter { inputs[$0] != nil }
  let columns = varying.map { inputs[$0]! } + [result]
  var design = Matrix(rows: result.count, columns: columns.count)
  for (place, column) in columns.enumerated() {
    for (row, number) in column.enumerated() { design[row, place] = number }
  }
  let size = columns.count
  guard let factor = try? lowerCholesky(of: columnProducts(of: design)),
    let inverse = try? solve(
      withCholeskyFactor: factor, Matrix(diagonal: [Double](repeating: 1, count: size)))
  else { return partial }
  for (place, index) in varying.enumerated() {
    partial[index] =
      -inverse[place, size - 1]
      / (inverse[place, place] * inverse[size - 1, size - 1]).squareRoot()
  }
  return partial
}
