import Testing

@testable import Probability

/// A figure with what it estimates, under a sampling scheme made by hand.
private struct Scheme: CustomStringConvertible, Sendable {
  let description: String
  let replication: Replication
  /// Fills uniform numbers of so many trials; the repetition is the seed.
  let fill: @Sendable (_ count: Int, _ repetition: Int) -> [Double]
}

@Sendable private func independent(_ count: Int, _ repetition: Int) -> [Double] {
  draws(count, seed: UInt64(repetition)) { $0 }
}

private let schemes: [Scheme] = [
  Scheme(description: "independent", replication: .trials, fill: independent),
  Scheme(description: "antithetic", replication: .pairs) { count, repetition in
    var numbers = independent(count, repetition)
    for trial in 0..<count where trial % 16 >= 8 { numbers[trial] = 1 - numbers[trial - 8] }
    return numbers
  },
  // A Latin hypercube of one dimension in each 32 trials, in the order of the strata.
  Scheme(description: "stratified", replication: .blocks(trials: 32)) { count, repetition in
    independent(count, repetition).enumerated().map { trial, u in
      (Double(trial % 32) + u) / 32
    }
  },
  // Shifted lattices of runs of 8 trials, dealt out to 24 shifts.
  Scheme(description: "lattices", replication: .dealt(count: 24, trials: 8)) { count, repetition in
    let shifts = independent(24, repetition)
    return (0..<count).map { trial in
      let (group, run) = (trial / 8 % 24, trial / (8 * 24))
      let point = shifts[group] + Double(run * 8 + trial % 8) * 0.618_033_988_749_894_8
      return point - point.rounded(.down)
    }
  },
]

/// How often an interval of two-sided 95 % holds what it should.
///
/// 1,000 repetitions: a coverage of 95 % is found between 92.7 and 97.2 % but for one time in
/// a thousand; a nominal coverage is not exact at these sizes, hence the wider bounds below.
@Suite("intervals of 95 % hold the truth about 95 times in 100")
struct StandardErrorCoverageTests {
  private static let repetitions = 1000
  private static let trials = 1920

  @Test("means, deviations, skewness, probabilities, shortfalls and quantiles", arguments: 0..<4)
  func coverage(index: Int) {
    let scheme = schemes[index]
    var covered: [String: Int] = [:]
    var spread: [String: (squares: Double, errors: Double)] = [:]
    for repetition in 1...Self.repetitions {
      // Exponential: mean 1, deviation 1, skewness 2.
      let numbers = scheme.fill(Self.trials, repetition).map { -log1p(-$0) }
      for (name, value, error, truth) in figures(of: numbers, scheme.replication) {
        covered[name, default: 0] += abs(value - truth) <= factor(index) * error ? 1 : 0
        spread[name, default: (0, 0)].squares += (value - truth) * (value - truth)
        spread[name, default: (0, 0)].errors += error * error
      }
    }
    for (name, count) in covered {
      let share = Double(count) / Double(Self.repetitions)
      #expect(bounds(name, index).contains(share), "\(scheme), \(name): \(share)")
    }
    // The errors themselves: their mean square is the mean square of the deviations.
    for (name, sums) in spread {
      let ratio = (sums.errors / sums.squares).squareRoot()
      #expect((0.8...1.4).contains(ratio), "\(scheme), \(name): \(ratio)")
    }
  }

  /// The normal quantile; for 24 groups that of Student's t with 23 degrees of freedom.
  private func factor(_ index: Int) -> Double { index == 3 ? 2.069 : 1.96 }

  private func bounds(_ name: String, _ index: Int) -> ClosedRange<Double> {
    // The skewness of a long tail is too small on average, and its error with it.
    if name == "skewness" { return 0.75...0.97 }
    // In 24 groups of 80 trials the counts below a quantile are small whole numbers, fitted to
    // the quantile that is judged; and where groups agree the error is that of one trial.
    if name.hasPrefix("quantile"), index > 0 { return 0.89...1 }
    return index == 2 ? 0.91...0.98 : 0.92...0.98
  }

  private func figures(of numbers: [Double], _ replication: Replication) -> [(
    name: String, value: Double, error: Double, truth: Double
  )] {
    let moments = Moments(of: numbers, replication)
    let probabilities = [0.1, 0.5, 0.9]
    let quantiles = QuantileEstimates(of: numbers, at: probabilities, replication)
    let exceedance = numbers.withUnsafeBufferPointer {
      ExceedanceProbability(of: $0, above: 1.5, replication)
    }
    let shortfall = ShortfallEstimate(of: numbers, share: 0.1, tail: .upper, replication)
    // Beyond its upper tenth an exponential is itself one unit farther out.
    let tail = 1 - logarithm(0.1)
    return [
      ("mean", moments.mean, moments.standardError, 1),
      ("deviation", moments.standardDeviation, moments.standardDeviationError, 1),
      ("skewness", moments.skewness, moments.skewnessError, 2),
      (
        "exceedance", exceedance.probability, exceedance.standardError, exponential(-1.5)
      ),
      ("shortfall", shortfall.value, shortfall.standardError, tail),
    ]
      + probabilities.indices.map { index in
        (
          "quantile \(probabilities[index])", quantiles.values[index],
          quantiles.standardErrors[index], -logarithm(1 - probabilities[index])
        )
      }
  }

  private func log1p(_ x: Double) -> Double { logarithm(1 + x) }
}
