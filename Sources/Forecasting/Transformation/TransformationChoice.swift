import Languages
import Probability

/// How the transformation of a series is found.
public enum TransformationChoice: Hashable, Sendable {
  /// This one.
  case fixed(Transformation)
  /// Logarithms. Where there are zeros, half the smallest positive value is added first.
  case logarithm
  /// Square roots.
  case squareRoot
  /// The exponent of Box and Cox that makes the spread within a year the same at all levels.
  ///
  /// - Source: Guerrero (1993), "Time-series analysis supported by power transformations".
  case guerrero(within: ClosedRange<Double> = 0...1)
  /// The exponent of Box and Cox that is likeliest for a line through time with a pattern of the
  /// year and normal errors.
  ///
  /// - Source: Box, Cox (1964), "An analysis of transformations", section 3.
  case likeliest(within: ClosedRange<Double> = 0...1)
  /// The logarithm of the odds of a share between two bounds. Where a value lies on a bound, all
  /// are drawn in a little.
  ///
  /// - Source: for the margin Smithson, Verkuilen (2006), "A better lemon squeezer?", page 55.
  case logit(low: Double, high: Double)

  /// How a method with it is called.
  var name: String {
    switch self {
    case .fixed(let transformation): return transformation.name
    case .logarithm: return "log"
    case .squareRoot: return "squareRoot"
    case .guerrero, .likeliest: return "boxCox"
    case .logit: return "logit"
    }
  }

  /// How many numbers are estimated to find it.
  var estimatedCount: Int {
    switch self {
    case .guerrero, .likeliest: return 1
    default: return 0
    }
  }

  /// What no forecast is below: 0 where an offset was added to values that are not negative.
  var floor: Double {
    switch self {
    case .logarithm, .guerrero, .likeliest: return 0
    case .fixed, .squareRoot, .logit: return -.infinity
    }
  }

  /// Finds the transformation of a series.
  ///
  /// - Errors: `outsideDomain` at the first value that has no logarithm, root or odds.
  public func transformation(of series: TimeSeries) throws(FitFailure) -> Transformation {
    switch self {
    case .fixed(let transformation):
      let probe = transformation
      try require(series, .init(zh: "可以变换的数", en: "a number that can be transformed")) {
        !probe($0).isNaN
      }
      return transformation
    case .logarithm: return .logarithm(offset: try Self.offset(of: series))
    case .squareRoot:
      try require(series, .init(zh: "不小于 0 的数", en: "a number that is not negative")) { $0 >= 0 }
      return .squareRoot(offset: 0)
    case .guerrero(let range):
      let offset = try Self.offset(of: series)
      let lambda = guerreroLambda(
        series.values.map { $0 + offset }, period: series.seasonLength, within: range)
      return .boxCox(lambda: lambda, offset: offset)
    case .likeliest(let range):
      let offset = try Self.offset(of: series)
      let lambda = likeliestLambda(series, offset: offset, within: range)
      return .boxCox(lambda: lambda, offset: offset)
    case .logit(let low, let high):
      try require(series, .init(zh: "\(low) 到 \(high) 的比例", en: "a share from \(low) to \(high)")) {
        $0 >= low && $0 <= high
      }
      let touches = series.values.contains { $0 == low || $0 == high }
      let margin = touches ? 0.5 / Double(max(series.observedCount, 2)) : 0
      return .logit(low: low, high: high, margin: margin)
    }
  }

  private static func offset(of series: TimeSeries) throws(FitFailure) -> Double {
    try require(series, .init(zh: "不小于 0 的数", en: "a number that is not negative")) { $0 >= 0 }
    var hasZero = false
    var smallest = Double.infinity
    for value in series.values {
      if value == 0 { hasZero = true }
      if value > 0 { smallest = min(smallest, value) }
    }
    guard hasZero else { return 0 }
    return smallest < .infinity ? max(smallest / 2, .leastNormalMagnitude) : 1
  }
}

private func require(
  _ series: TimeSeries, _ expected: BilingualText, _ holds: (Double) -> Bool
) throws(FitFailure) {
  for (step, value) in series.values.enumerated() where !value.isNaN {
    guard value.isFinite, holds(value) else {
      throw .outsideDomain(step: step, expected: expected)
    }
  }
}

extension Transformation {
  /// How a method with it is called.
  var name: String {
    switch self {
    case .none: return "plain"
    case .logarithm: return "log"
    case .squareRoot: return "squareRoot"
    case .boxCox: return "boxCox"
    case .logit: return "logit"
    }
  }
}
