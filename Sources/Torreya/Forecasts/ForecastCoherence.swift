import Forecasting
import History
import Probability
import Reports

/// What a model says of the steps to come, on the way to a forecast.
struct DrawnForecast: Sendable {
  var points: [Double]
  var paths: PathSample
  /// The errors of the model one step ahead, in standard deviations.
  let residuals: [Double]
  let calibration: Calibration
  let range: ValueRange

  /// The errors of the model one step ahead in the unit of the series, by the spread of its first
  /// step.
  var errors: [Double] {
    let spread = Moments(of: Array(paths.step(0))).standardDeviation
    return residuals.map { $0 * spread }
  }
}

/// Brings the forecasts of sums and their members together, path by path.
///
/// - Parameter drawn: those of the nodes.
/// - Returns: nil where what is known of the errors does not allow it.
func coherentSums(
  _ drawn: [DrawnForecast], _ summed: SummedHistories, _ request: ForecastRequest
) -> (forecasts: [DrawnForecast], sums: [SumForecast])? {
  let structure = summed.structure
  let covariance = ErrorCovariance(of: drawn.map(\.errors))
  let isNonNegative = drawn.suffix(structure.bottomCount).allSatisfy { $0.range.lower == 0 }
  guard
    let reconciliation = try? Reconciliation(
      structure, request.reconciliation.method(covariance), nonNegative: isNonNegative)
  else { return nil }
  let noise = PathNoise(
    key: RandomStream(name: "forecast.sums").key(seed: request.seed), pathCount: request.pathCount)
  let joined = joinedByErrors(drawn.map(\.paths), covariance, noise: noise)
  let paths: [PathSample] = reconciliation.reconciled(joined)
  var results = drawn
  for node in results.indices { results[node].paths = paths[node] }
  for step in 0..<request.horizon {
    let values = reconciliation.reconciled(drawn.map { $0.points[step] })
    for node in results.indices { results[node].points[step] = values[node] }
  }
  let bottom = structure.sums.count
  let sums = structure.sums.enumerated().map { sum, members in
    SumForecast(
      history: summed.histories[summed.nodes[sum]],
      members: members.map { summed.histories[summed.nodes[bottom + $0]].id },
      method: request.reconciliation.rawValue, shrinkage: covariance.shrinkage,
      own: drawn[sum].points,
      ofMembers: (0..<request.horizon).map { step in
        members.reduce(0) { $0 + drawn[bottom + $1].points[step] }
      }, reconciled: results[sum].points)
  }
  return (results, sums)
}
