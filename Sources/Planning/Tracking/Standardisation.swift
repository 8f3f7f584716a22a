/// Means and deviations of numbers over some trials, by which a regression makes them comparable.
struct Standardisation {
  let means: [Double]
  /// Infinite where a number does not differ: it says nothing, and is 0 once standardised.
  let deviations: [Double]

  /// - Parameter features: for each number its values in all trials.
  /// - Parameter trials: those that count.
  init(of features: [[Double]], in trials: [Int]) {
    let count = Double(trials.count)
    let moments = features.map { values -> (mean: Double, deviation: Double) in
      let mean = trials.reduce(0) { $0 + values[$1] } / count
      let square = trials.reduce(0) { $0 + (values[$1] - mean) * (values[$1] - mean) } / count
      return (mean, square.squareRoot())
    }
    means = moments.map(\.mean)
    deviations = moments.map { $0.deviation > 0 ? $0.deviation : .infinity }
  }
}
