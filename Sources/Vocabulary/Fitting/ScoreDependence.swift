import Probability

/// How the values of several periods go together: the factor that turns independent shocks, one a
/// period, into normal scores with the correlations of a sample of paths.
///
/// The factor is the lower triangle of Cholesky, so the shock of a period is what is new in it:
/// what the score has beyond all that the periods before tell. That is also what a residual of
/// the fit is, so shocks of several fits may be correlated as their residuals are.
///
/// - Source: normal scores joined by a Gaussian copula: Iman, Conover (1982), "A distribution-free
///   approach to inducing rank correlation among input variables".
struct ScoreDependence: Hashable, Sendable {
  /// How much of each shock is in the score of each period, a row a period: the squares of a row
  /// add up to 1, and shocks of later periods have no part.
  let factor: [[Double]]
  /// How the whole of the periods strays from a normal one; nil where it does not.
  let bend: ScoreBend?
  /// The quantiles of the score of each period.
  let scores: [[Double]]

  /// Learns from paths.
  ///
  /// - Parameter samples: for each period the values of all paths, equally many. Periods in which
  ///   all paths have one value go with no other.
  /// - Accuracy: with n paths a correlation r has the standard error (1 − r²) / √n.
  /// - Complexity: O(periods² × paths).
  init(of samples: [[Double]]) {
    let scores = samples.map(Self.standardScores)
    let count = samples.count
    var entries = [Double](repeating: 0, count: count * count)
    for row in 0..<count {
      entries[row * count + row] = 1
      for column in 0..<row {
        let entry = min(max(Self.mean(of: scores[row], times: scores[column]), -1), 1)
        entries[row * count + column] = entry
        entries[column * count + row] = entry
      }
    }
    factor = Self.factor(of: entries, count)
    let spreads = samples.map { sample in
      let quartiles = quantiles(of: sample, at: [0.25, 0.75])
      return quartiles[1] - quartiles[0]
    }
    let bend = ScoreBend(of: scores, spreads: spreads, factor: factor)?.matched(
      to: Self.totals(of: samples), samples.map { HingedQuantiles(of: $0) }, factor: factor)
    self.bend = bend
    self.scores = samples.indices.map {
      bend?.scores(of: $0) ?? HingedQuantiles.normalScores
    }
  }

  /// The factor; where roundings make the matrix indefinite, that of one a billionth nearer to
  /// independence.
  private static func factor(of entries: [Double], _ count: Int) -> [[Double]] {
    for nearness in [0, 1e-9, 1e-6, 1] {
      let nearer = entries.indices.map { place in
        place / count == place % count ? 1 : entries[place] * (1 - nearness)
      }
      guard let matrix = try? CorrelationMatrix(variables: count, entries: nearer) else {
        continue
      }
      return (0..<count).map { row in (0..<count).map { matrix.factor[row, $0] } }
    }
    preconditionFailure("independent values have a factor")
  }

  /// The normal scores of the ranks, with mean 0 and variance 1; equal values share the middle of
  /// their ranks. Zeros where all values are equal.
  private static func standardScores(of sample: [Double]) -> [Double] {
    let count = sample.count
    let order = sample.indices.sorted { (sample[$0], $0) < (sample[$1], $1) }
    var scores = [Double](repeating: 0, count: count)
    var start = 0
    while start < count {
      var end = start + 1
      while end < count, sample[order[end]] == sample[order[start]] { end += 1 }
      let score = StandardNormal.quantile(at: Double(start + end) / 2 / Double(count))
      for rank in start..<end { scores[order[rank]] = score }
      start = end
    }
    let average = scores.reduce(0, +) / Double(count)
    let variance = scores.reduce(0) { $0 + ($1 - average) * ($1 - average) } / Double(count)
    guard variance > 0 else { return [Double](repeating: 0, count: count) }
    let scale = 1 / variance.squareRoot()
    return scores.map { ($0 - average) * scale }
  }

  private static func totals(of samples: [[Double]]) -> [Double] {
    var totals = samples[0]
    for sample in samples.dropFirst() {
      for path in totals.indices { totals[path] += sample[path] }
    }
    return totals
  }

  private static func mean(of left: [Double], times right: [Double]) -> Double {
    var sum = 0.0
    left.withUnsafeBufferPointer { left in
      right.withUnsafeBufferPointer { right in
        for index in left.indices { sum += left[index] * right[index] }
      }
    }
    return sum / Double(left.count)
  }
}
