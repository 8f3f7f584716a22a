/// How far the search for the parameters of a form of exponential smoothing has come.
struct SmoothingOptimum: Sendable {
  let form: SmoothingForm
  /// The coordinates of `SmoothingProblem`, in the scale of a series.
  var point: [Double]
  var fixedSeasons: [Double]
  /// The criterion there, by which forms are chosen.
  var rank: Double
  /// Whether the search is at its end.
  var isFinal = false

  /// The same place in another scale, with what the level and what adds to it are multiplied by.
  func scaled(by factor: Double) -> SmoothingOptimum {
    var optimum = self
    optimum.point[4] *= factor
    if form.trend == .additive { optimum.point[5] *= factor }
    if form.season == .additive {
      for index in 6..<max(point.count, 6) { optimum.point[index] *= factor }
      optimum.fixedSeasons = fixedSeasons.map { $0 * factor }
    }
    return optimum
  }
}
