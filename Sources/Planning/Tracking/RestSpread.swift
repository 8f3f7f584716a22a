import LinearAlgebra
import Probability

/// How much varies of observations what steps leave of them: the same in all trials, or more where
/// something has happened whose size is uncertain.
struct RestSpread: Sendable {
  /// The smallest standard deviation of the rest, in standard deviations of what is observed: where
  /// steps explain all of it, they are held apart without being held to the last digit.
  private static let smallestRest = 0.05

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
  /// - Complexity: O(observations² × (trials × steps + kinds of trials × observations)).
  init(
    _ residuals: [[Double]], errors: [Double], _ regression: StepRegression,
    _ causes: ObservationCauses
  ) {
    areTogether = residuals.indices.map { row in
      residuals.indices.map { causes.stand(row, and: $0) }
    }
    let common = ScoreRegression.covariance(of: residuals, causes)
    var varying: [(row: Int, column: Int, values: [Double])] = []
    var regressors: Set<Int> = []
    for row in residuals.indices {
      for column in 0...row where causes.stand(row, and: column) {
        let products = zip(residuals[row], residuals[column]).map { $0 * $1 }
        let fit = regression.fit(products, of: row, causes)
        guard !fit.regressors.isEmpty else { continue }
        regressors.formUnion(fit.regressors)
        varying.append((row, column, zip(products, fit.rest).map { $0 - $1 }))
      }
    }
    func law(_ trial: Int?) -> Law {
      var spread = common
      if let trial {
        for part in varying {
          spread[part.row, part.column] = part.values[trial]
          spread[part.column, part.row] = part.values[trial]
        }
      }
      for place in errors.indices {
        spread[place, place] += errors[place] * errors[place]
        spread[place, place] = max(spread[place, place], Self.smallestRest * Self.smallestRest)
      }
      return trial == nil
        ? Law(inverse: ScoreRegression.inverse(of: spread), logarithm: 0) : Self.law(spread)
    }
    guard !varying.isEmpty else {
      (laws, lawOf) = ([law(nil)], [])
      return
    }
    let order = regressors.sorted()
    var laws: [Law] = []
    var kinds: [[Double]: Int32] = [:]
    lawOf = residuals[0].indices.map { trial in
      let kind = order.map { regression.columns[$0].centred(in: trial) }
      if let known = kinds[kind] { return known }
      let place = Int32(laws.count)
      kinds[kind] = place
      laws.append(law(trial))
      return place
    }
    self.laws = laws
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
