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
/// - Returns: for each result as many as there are inputs; NaN for what does not vary; for the
///   partial ones also where other inputs determine the input, or without it the result, and
///   where there are not at least two trials more than inputs.
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
  let regression = RankRegression(ranks.map(standardised))
  return results.map { result in
    let own = Ranks(of: result)
    return (
      ranks.map { rankCorrelation($0, own) },
      regression.partialCorrelations(with: standardised(own))
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

/// The regression of a result on the ranks of all inputs, whose coefficients say what is left of a
/// correlation when the others are taken off.
private struct RankRegression {
  /// The inputs that vary, each brought to a sum of squares of 1.
  private let columns: [[Double]]
  /// Their places among all inputs.
  private let varying: [Int]
  private let inputs: Int
  /// A generalised inverse of their correlations: of what no other input determines it has the
  /// elements that the inverse would have without the inputs that others determine.
  private let inverse: Matrix?
  /// Of each input that varies, whether others determine it.
  private let isDetermined: [Bool]

  /// What is below is nothing but rounding: of a variance, beside that of a whole column.
  private static let nothing = 1e-9

  init(_ inputs: [[Double]?]) {
    self.inputs = inputs.count
    varying = inputs.indices.filter { inputs[$0] != nil }
    columns = varying.map { inputs[$0]! }
    let rows = columns.first?.count ?? 0
    let transposed = Matrix(rows: columns.count, columns: rows, elements: Array(columns.joined()))
    guard let eigen = try? SymmetricEigen(of: columnProducts(of: transposed.transposed)),
      let greatest = eigen.values.last
    else {
      (inverse, isDetermined) = (nil, [])
      return
    }
    let isNothing = eigen.values.map { $0 <= Self.nothing * greatest }
    let rank = isNothing.count { !$0 }
    // With as many numbers as trials anything is explained.
    guard rank + 2 <= rows else {
      (inverse, isDetermined) = (nil, [])
      return
    }
    inverse = eigen.matrix(
      withValues: zip(eigen.values, isNothing).map { $1 ? 0 : 1 / $0 })
    isDetermined = varying.indices.map { place in
      eigen.values.indices.reduce(0.0) { sum, direction in
        let weight = eigen.vectors[place, direction]
        return isNothing[direction] ? sum + weight * weight : sum
      } > Self.nothing
    }
  }

  /// For each input its coefficient b over its own spread beside the others, held against what
  /// they leave of the result: b / √(b² + s² p), with p the element of the inverse.
  func partialCorrelations(with result: [Double]?) -> [Double] {
    var partial = [Double](repeating: .nan, count: inputs)
    guard let result, let inverse else { return partial }
    let correlations = columns.map { column in
      zip(column, result).reduce(0.0) { $0 + $1.0 * $1.1 }
    }
    let coefficients = columns.indices.map { row in
      columns.indices.reduce(0.0) { $0 + inverse[row, $1] * correlations[$1] }
    }
    let explained = zip(coefficients, correlations).reduce(0.0) { $0 + $1.0 * $1.1 }
    let rest = max(0, 1 - explained)
    for (place, index) in varying.enumerated() where !isDetermined[place] {
      // What the input explains beyond all others, and what they leave in all.
      let own = coefficients[place] * coefficients[place] / inverse[place, place]
      guard own + rest > Self.nothing else { continue }
      partial[index] = (own / (own + rest)).squareRoot() * (coefficients[place] < 0 ? -1 : 1)
    }
    return partial
  }
}
