import LinearAlgebra
import Probability

/// How much varies of observations what steps leave of them: the same in all trials, or more where
/// something has happened whose size is uncertain.
struct RestSpread: Sendable {
  /// The smallest standard deviation of the rest, in standard deviations of what is observed: where
  /// steps explain all of it, they are held apart without being held to the last digit.
  private static let smallestRest = 0.05
  /// So many numbers the laws may have together, 32 MB of them: where counts make more kinds of
  /// trials, there is one law for all.
  private static let mostNumbers = 4_000_000

  /// The inverse of a covariance, and the logarithm of its determinant.
  private struct Law: Sendable {
    let inverse: Matrix
    let logarithm: Double
  }

  /// For each pair of observations whether something stands behind both; else the rest has no
  /// covariance, and none that could be wrong.
  let areTogether: [[Bool]]
  private let laws: [Law]
  /// The law of each trial; empty where there is one for all.
  private let lawOf: [Int32]

  /// The covariances are regressed on the steps as means are: what is expected of the product of
  /// two rests where something happens, and where not.
  ///
  /// - Parameter errors: the standard deviations of the errors of observation.
  /// - Complexity: O(observations² × (trials × steps + kinds of trials × observations)), with as
  ///   many kinds as there are combinations of what the steps make; at most 4 million /
  ///   observations².
  init(
    _ residuals: [[Double]], errors: [Double], _ regression: StepRegression,
    _ causes: ObservationCauses
  ) {
    areTogether = residuals.indices.map { row in
      residuals.indices.map { causes.stand(row, and: $0) }
    }
    let common = ScoreRegression.covariance(of: residuals, causes)
    var varying: [(row: Int, column: Int, mean: Double, effects: [(step: Int, effect: Double)])] =
      []
    for row in residuals.indices {
      for column in 0...row where causes.stand(row, and: column) {
        let products = zip(residuals[row], residuals[column]).map { $0 * $1 }
        let fit = regression.fit(products, of: row, causes)
        // Scores are in it to leave the steps what is theirs: no spread depends on them.
        let steps = zip(fit.regressors, fit.effects).filter { regression.isStep($0.0) }
        guard !steps.isEmpty else { continue }
        let mean = products.reduce(0, +) / Double(products.count)
        varying.append((row, column, mean, steps))
      }
    }
    func law(_ kind: [Int: Double]?) -> Law {
      var spread = common
      if let kind {
        for part in varying {
          let value = part.effects.reduce(part.mean) { $0 + $1.effect * kind[$1.step]! }
          spread[part.row, part.column] = value
          spread[part.column, part.row] = value
        }
      }
      for place in errors.indices {
        spread[place, place] += errors[place] * errors[place]
        spread[place, place] = max(spread[place, place], Self.smallestRest * Self.smallestRest)
      }
      return kind == nil
        ? Law(inverse: ScoreRegression.inverse(of: spread), logarithm: 0) : Self.law(spread)
    }
    guard !varying.isEmpty else {
      (laws, lawOf) = ([law(nil)], [])
      return
    }
    let steps = Set(varying.flatMap { $0.effects.map(\.step) }).sorted()
    let most = max(1, Self.mostNumbers / (residuals.count * residuals.count))
    guard let kinds = Self.kinds(of: residuals[0].count, by: steps, regression, atMost: most) else {
      (laws, lawOf) = ([law(nil)], [])
      return
    }
    laws = kinds.different.map { law(Dictionary(uniqueKeysWithValues: zip(steps, $0))) }
    lawOf = kinds.places
  }

  /// What steps make of trials, each kind once, and the kind of each trial; nil where there are
  /// more kinds than may be.
  private static func kinds(
    of trials: Int, by steps: [Int], _ regression: StepRegression, atMost most: Int
  ) -> (different: [[Double]], places: [Int32])? {
    var different: [[Double]] = []
    var placeOf: [[Double]: Int32] = [:]
    var places: [Int32] = []
    for trial in 0..<trials {
      let kind = steps.map { regression.columns[$0].centred(in: trial) }
      if placeOf[kind] == nil {
        guard different.count < most else { return nil }
        placeOf[kind] = Int32(different.count)
        different.append(kind)
      }
      places.append(placeOf[kind]!)
    }
    return (different, places)
  }

  /// A covariance that was regressed may be none: no direction has less than the smallest rest.
  private static func law(_ spread: Matrix) -> Law {
    do {
      let eigen = try SymmetricEigen(of: spread)
      let values = eigen.values.map { max($0, smallestRest * smallestRest) }
      return Law(
        inverse: eigen.matrix(withValues: values.map { 1 / $0 }),
        logarithm: values.reduce(0) { $0 + logarithm($1) })
    } catch {
      return Law(inverse: ScoreRegression.inverse(of: spread), logarithm: 0)
    }
  }

  private func law(of trial: Int) -> Law { laws[lawOf.isEmpty ? 0 : Int(lawOf[trial])] }

  /// For each trial minus twice the logarithm of the density of some values, but for what is the
  /// same in all.
  ///
  /// - Parameter values: for each observation those of all trials.
  func distances(of values: [[Double]]) -> [Double] {
    (values.first ?? []).indices.map { trial in
      let pull = pull(of: values, trial)
      return values.indices.reduce(law(of: trial).logarithm) { $0 + pull[$1] * values[$1][trial] }
    }
  }

  /// The inverse of the covariance times the values of a trial.
  func pull(of values: [[Double]], _ trial: Int) -> [Double] {
    let inverse = law(of: trial).inverse
    return values.indices.map { row in
      values.indices.reduce(0) { $0 + inverse[row, $1] * values[$1][trial] }
    }
  }
}
