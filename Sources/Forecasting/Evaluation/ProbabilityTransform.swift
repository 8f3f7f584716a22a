import Probability

/// The probability that a sample gives to values up to what came: the share of the gaps between
/// its numbers that lie below. If what came is drawn as the sample was, the result is evenly
/// spread over 0 to 1, exactly, whatever the size of the sample.
///
/// - Parameter sample: in ascending order.
/// - Parameter place: a random number in (0, 1): where in its gap the value counts, and where
///   among numbers that equal it; counts need that.
/// - Returns: NaN where nothing came.
/// - Source: Dawid (1984), "Statistical theory: the prequential approach"; for counts Czado,
///   Gneiting, Held (2009), "Predictive model assessment for count data".
func probabilityTransform(
  of actual: Double, amongSorted sample: UnsafeBufferPointer<Double>, place: Double
) -> Double {
  guard !actual.isNaN, !sample.isEmpty else { return .nan }
  let below = sample.partitionPoint { $0 < actual }
  let upTo = sample.partitionPoint { $0 <= actual }
  return (Double(below) + place * Double(upTo - below + 1)) / Double(sample.count + 1)
}

/// The standard normal score of what came: that of its probability, and where the sample has few
/// numbers beyond it, by how far it lies outside.
func normalScore(
  of actual: Double, transform: Double, amongSorted sample: UnsafeBufferPointer<Double>,
  _ range: ValueRange
) -> Double {
  guard !transform.isNaN else { return .nan }
  if transform > 0.01, transform < 0.99 { return StandardNormal.quantile(at: transform) }
  let score = ScoreScale(ofSorted: sample, range: range).score(of: actual)
  // Among equal paths the drawn place counts: their scale has one score for all of them.
  guard abs(score) > 2 else { return StandardNormal.quantile(at: transform) }
  return score
}

extension UnsafeBufferPointer<Double> {
  /// How many of the ascending numbers, from the first on, fulfil a condition.
  @inline(__always)
  fileprivate func partitionPoint(_ holds: (Double) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// How evenly the probabilities that forecasts gave to what came are spread: high in the middle,
/// the forecasts were too wide; high at the ends, too narrow; high at one end, too low or high.
public struct TransformHistogram: Hashable, Sendable {
  /// How many values fall into each of the equally wide parts of 0 to 1.
  public let counts: [Int]
  /// The test that the values are evenly spread; nil where there are too few independent ones.
  public let uniformity: Uniformity?

  /// What a test of evenness found.
  public struct Uniformity: Hashable, Sendable {
    /// Pearson's statistic, divided by `designEffect`.
    public let statistic: Double
    /// By how much the values of one origin go together: 1 if they are as good as independent.
    public let designEffect: Double
    /// How likely a statistic of this size or larger is with evenly spread values.
    public let probability: Double
  }

  /// - Parameter groups: values that may go together, such as those of one origin or of origins
  ///   whose horizons overlap; NaN where nothing came. Groups are independent of each other.
  /// - Parameter parts: into how many parts 0 to 1 is divided.
  /// - Accuracy: with five values expected in each part and eight groups or more, 5 % of true
  ///   hypotheses are refused 4 % to 6 % of the time; groups of several values 3 % to 8 %: see
  ///   the tests.
  /// - Source: Rao, Scott (1981), "The analysis of categorical data from complex sample surveys":
  ///   Pearson's statistic over the mean design effect of the parts.
  public init(groups: [[Double]], parts: Int = 10) {
    precondition(parts >= 2, "a histogram has parts")
    let tallies = groups.map { group in
      var tally = [Double](repeating: 0, count: parts)
      for value in group where !value.isNaN {
        tally[min(max(Int(value * Double(parts)), 0), parts - 1)] += 1
      }
      return tally
    }.filter { $0.contains { $0 > 0 } }
    let totals = (0..<parts).map { part in tallies.reduce(0) { $0 + $1[part] } }
    counts = totals.map { Int($0) }
    uniformity = Self.test(tallies, totals)
  }

  private static func test(_ tallies: [[Double]], _ totals: [Double]) -> Uniformity? {
    let parts = totals.count
    let count = totals.reduce(0, +)
    let expected = count / Double(parts)
    guard expected >= 5, tallies.count >= 8 else { return nil }
    let pearson = totals.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected }
    // How much more the counts of a part vary between groups than those of independent values.
    let share = 1 / Double(parts)
    let clusters = Double(tallies.count)
    var effect = 0.0
    for part in 0..<parts {
      let square = tallies.reduce(0) { sum, tally in
        let deviation = tally[part] - totals[part] / count * tally.reduce(0, +)
        return sum + deviation * deviation
      }
      effect += square / (count * share * (1 - share)) * clusters / (clusters - 1) * share
    }
    // Single values are independent; and that they go against each other is chance.
    let isSingle = tallies.allSatisfy { $0.reduce(0, +) <= 1 }
    let design = isSingle ? 1 : max(effect, 1)
    let statistic = pearson / design
    return Uniformity(
      statistic: statistic, designEffect: design,
      probability: chiSquareTail(beyond: statistic, degreesOfFreedom: parts - 1))
  }
}

/// The probability that a chi-square variable exceeds a value.
///
/// - Accuracy: that of the gamma distribution; 1 for a value of 0 or less, NaN for NaN.
public func chiSquareTail(beyond value: Double, degreesOfFreedom: Int) -> Double {
  let half = Double(degreesOfFreedom) / 2
  guard value > 0,
    let gamma = try? Gamma(ParameterValues(["shape": half, "scale": 2]))
  else { return value > 0 ? .nan : 1 }
  return gamma.exceedanceProbability(above: value)
}
