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

/// Rank correlations and partial rank correlations of results with several inputs.
///
/// - Shape: `inputs` has a column for each input, all as long as each of `results`.
/// - Returns: for each result as many as there are inputs; NaN for what does not
///   vary; for the partial ones also where an input is determined by others.
/// - Accuracy: standard errors of independent trials are asymptotic: (1 − r²) times that of
///   Fisher's transform, whose variance is (1 + r²/2) / (n − 3), with n less the number of other
///   inputs for the partial ones. Where trials depend on each other they come from leaving out one
///   of the independent batches after another; NaN with one batch.
/// - Complexity: O(trials × inputs²), and as often again as there are batches.
/// - Source: Spearman (1904); Bonett and Wright, *Sample size requirements for estimating Pearson,
///   Kendall and Spearman correlations*, Psychometrika 65 (2000); Iman, Shortencarier and Johnson,
///   *A FORTRAN 77 Program and User's Guide for the Calculation of Partial Correlation and
///   Standardized Regression Coefficients*, NUREG/CR-4122 (1985).
public func rankAssociations(
  of results: [[Double]], with inputs: [[Double]], _ replication: Replication, threads: Int = 1
) -> [[RankAssociation]] {
  let trials = results.first?.count ?? 0
  let found = correlations(of: results, with: inputs)
  let width = inputs.count
  guard replication != .trials else {
    return found.map { plain, partial in
      inputs.indices.map { index in
        RankAssociation(
          correlation: estimate(plain[index], trials: trials, others: 0),
          partial: estimate(partial[index], trials: trials, others: width - 1))
      }
    }
  }
  let batches = IndependentBatches(trials: trials, replication)
  let errors = batches.standardErrors(of: 2 * width * results.count, threads: threads) { batch in
    let kept = (0..<trials).filter { batches.batch(of: $0) != batch }
    func part(_ column: [Double]) -> [Double] { kept.map { column[$0] } }
    return correlations(of: results.map(part), with: inputs.map(part))
      .flatMap { $0.plain + $0.partial }
  }
  return found.enumerated().map { place, one in
    inputs.indices.map { index in
      let start = 2 * width * place + index
      return RankAssociation(
        correlation: SensitivityEstimate(one.plain[index], standardError: errors[start]),
        partial: SensitivityEstimate(one.partial[index], standardError: errors[start + width]))
    }
  }
}

/// For each result its correlations with all inputs, plain and partial.
private func correlations(of results: [[Double]], with inputs: [[Double]]) -> [(
  plain: [Double], partial: [Double]
)] {
  let ranks = inputs.map { Ranks(of: $0) }
  let columns = ranks.map(standardised)
  return results.map { result in
    let own = Ranks(of: result)
    return (
      ranks.map { rankCorrelation($0, own) }, partialCorrelations(columns, standardised(own))
    )
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
