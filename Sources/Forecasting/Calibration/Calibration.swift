import Probability

/// What forecasts have to be corrected by so that their intervals hold as often as they say,
/// learnt from earlier forecasts of the same method and what came.
///
/// For each step ahead there is a map of normal scores. It moves quantiles, and paths in the same
/// way: each keeps its rank among the paths at every step, so what goes together in time or
/// between series still does.
///
/// - Source: the idea of Romano, Patterson, Candès (2019), "Conformalized quantile regression",
///   and of Xu, Xie (2021), "Conformal prediction interval for dynamic time-series", on the scale
///   of the forecast's own scores, so that different steps and series can be pooled; shrinkage
///   where they are few is ours.
public struct Calibration: Hashable, Sendable {
  /// The map of each step ahead; later steps take the last one.
  public let maps: [ScoreMap]

  /// Corrects nothing.
  public static let none = Calibration(maps: [.identity])

  /// - Precondition: there is a map.
  public init(maps: [ScoreMap]) {
    precondition(!maps.isEmpty, "a map for each step")
    self.maps = maps
  }

  public var isNone: Bool { maps.allSatisfy(\.isIdentity) }

  /// The map of a step ahead, counted from 0.
  public func map(step: Int) -> ScoreMap { maps[min(step, maps.count - 1)] }

  /// Learns from what came.
  ///
  /// One map is fitted to all steps, then each step's own difference to it from steps nearby. With
  /// few scores both are drawn towards no correction.
  ///
  /// - Parameter samples: of one series, or of several whose forecasts err alike: relative to the
  ///   spread that each forecast claims.
  /// - Parameter prior: towards which the result is drawn, such as the calibration of many series
  ///   for one of them.
  /// - Complexity: O(n log n) for each step.
  public init(_ samples: [CalibrationSample], prior: Calibration = .none) {
    let horizon = samples.map(\.horizon).max() ?? 1
    let relative = samples.map { $0.relative(to: prior) }
    let all = Self.fit(relative, steps: 0..<horizon, spread: ScoreMap.seriesSpread)
    let rest = relative.map { $0.relative(to: Calibration(maps: [all])) }
    maps = (0..<max(horizon, prior.maps.count)).map { step in
      guard step < horizon, horizon > 1 else { return prior.map(step: step).after(all) }
      var reach = 0
      while reach < horizon / 4, Self.effective(rest, step, reach) < Self.enough { reach += 1 }
      let own = Self.fit(
        rest, steps: max(step - reach, 0)..<step + reach + 1, spread: ScoreMap.stepSpread)
      return prior.map(step: step).after(all).after(own)
    }
  }

  /// As many independent scores of one step need none of its neighbours.
  private static let enough = 100.0

  private static func effective(
    _ samples: [CalibrationSample], _ step: Int, _ reach: Int
  ) -> Double {
    var effective = 0.0
    var scores: [Double] = []
    for sample in samples {
      sample.append(
        steps: max(step - reach, 0)..<step + reach + 1, to: &scores, effective: &effective)
    }
    return effective
  }

  private static func fit(_ samples: [CalibrationSample], steps: Range<Int>, spread: Double)
    -> ScoreMap
  {
    var scores: [Double] = []
    var effective = 0.0
    for sample in samples { sample.append(steps: steps, to: &scores, effective: &effective) }
    return .fitted(to: scores, effective: effective, spread: spread)
  }
}

extension CalibrationSample {
  /// The scores after what a calibration corrects.
  fileprivate func relative(to calibration: Calibration) -> CalibrationSample {
    guard !calibration.isNone else { return self }
    return CalibrationSample(
      scores: scores.enumerated().map { index, score in
        calibration.map(step: index % horizon).score(ofImage: score)
      }, horizon: horizon, spacing: spacing)
  }
}

extension Calibration {
  /// How many times as wide it makes a central interval of a normal forecast, on the mean over
  /// the first steps.
  public func widthFactor(coverage: Double, horizon: Int) -> Double {
    let normal = StandardNormal.quantile(at: (1 + coverage) / 2)
    let sum = (0..<horizon).reduce(0.0) { sum, step in
      let map = map(step: step)
      return sum + map.image(of: normal) - map.image(of: -normal)
    }
    return horizon > 0 ? sum / (2 * normal * Double(horizon)) : 1
  }
}
