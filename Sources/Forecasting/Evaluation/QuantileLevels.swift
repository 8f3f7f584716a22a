/// The probabilities at which a backtest keeps quantiles: each twentieth, and in the tails 1 % and
/// 2.5 %.
public let quantileLevels: [Double] =
  [0.01, 0.025] + (1...19).map { Double($0) / 20 } + [0.975, 0.99]

/// The probabilities with which the reported intervals are to hold.
public let intervalCoverages: [Double] = [0.5, 0.8, 0.95]

/// The places of the two ends of a central interval among levels.
///
/// - Returns: nil where the levels do not have them.
func intervalEnds(coverage: Double, among levels: [Double]) -> (lower: Int, upper: Int)? {
  let tail = (1 - coverage) / 2
  guard let lower = levels.firstIndex(where: { abs($0 - tail) < 1e-9 }),
    let upper = levels.firstIndex(where: { abs($0 - (1 - tail)) < 1e-9 })
  else { return nil }
  return (lower, upper)
}

/// The quantiles of a step, from its numbers in ascending order: for each level the smallest
/// number at which the share of numbers up to it reaches the level.
///
/// - Source: definition 1 of Hyndman, Fan (1996), as `quantiles(of:at:)` has it.
func appendQuantiles(
  ofSorted sample: UnsafeBufferPointer<Double>, at levels: [Double], to result: inout [Double]
) {
  let n = Double(sample.count)
  for level in levels {
    var rank = (level * n).rounded(.up)
    // The product may round to either side of the whole number that it should be.
    if rank >= 1, (rank - 1) / n >= level { rank -= 1 }
    result.append(sample[min(max(Int(rank) - 1, 0), sample.count - 1)])
  }
}
