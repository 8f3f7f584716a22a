import Probability

/// The trials of a total about their mean, in a scale in which no product overflows.
struct CentredTotal {
  private let total: UnsafeBufferPointer<Double>
  private let mean: Double
  /// A power of two.
  private let scale: Double
  /// Σ v², with v a trial's distance from the mean.
  private let square: Double

  init(_ total: UnsafeBufferPointer<Double>, mean: Double) {
    self.total = total
    self.mean = mean
    var largest = 0.0
    for value in total { largest = max(largest, abs(value - mean)) }
    scale =
      largest > 0 && largest.isFinite
      ? Double(sign: .plus, exponent: min(max(-Int(largest.exponent), -1000), 1000), significand: 1)
      : 1
    square = Self.sum(total, mean, total, mean, scale)
  }

  /// The standard deviation of the total, with the divisor n - 1.
  var deviation: Double { Self.deviation(square, total.count) / scale }

  private static func deviation(_ square: Double, _ count: Int) -> Double {
    count > 1 ? (square / Double(count - 1)).squareRoot() : 0
  }

  /// The share of a part: of those that vary with the total, those that do not have none.
  ///
  /// A trial in which the part lies u and the total v from its mean moves the share s by
  /// (u v - s v²) / Σ v².
  ///
  /// - Parameter part: a single number when it is the same in all trials.
  func share(of part: UnsafeBufferPointer<Double>, _ replication: Replication) -> VarianceShare {
    guard part.count == total.count else {
      return VarianceShare(share: 0, standardError: 0, standardDeviation: 0)
    }
    let moments = Moments(of: part)
    let share = Self.sum(part, moments.mean, total, mean, scale) / square
    return VarianceShare(
      share: share,
      standardError: replication == .trials
        ? independentError(part, moments.mean, share)
        : groupedError(part, moments.mean, share, replication),
      standardDeviation: moments.standardDeviation)
  }

  private func independentError(
    _ part: UnsafeBufferPointer<Double>, _ partMean: Double, _ share: Double
  ) -> Double {
    guard total.count > 1 else { return .nan }
    let squares = Self.sum(of: total.count) { trial in
      let u = (part[trial] - partMean) * scale
      let v = (total[trial] - mean) * scale
      let influence = (u - share * v) * v
      return influence * influence
    }
    let n = Double(total.count)
    return (n / (n - 1) * squares).squareRoot() / square
  }

  private func groupedError(
    _ part: UnsafeBufferPointer<Double>, _ partMean: Double, _ share: Double,
    _ replication: Replication
  ) -> Double {
    let groups = GroupedSums(width: 3, trials: total.count, replication) { trials, sums in
      for trial in trials {
        let u = (part[trial] - partMean) * scale
        let v = (total[trial] - mean) * scale
        sums[1] += u * v
        sums[2] += v * v
      }
    }
    // Over the number of trials, as of a mean; the square is a sum over them.
    let n = Double(total.count)
    return groups.standardError(weights: [0, n / square, -share * n / square], trials: total.count)
  }

  /// Σ (a - mean a) (b - mean b), scaled.
  private static func sum(
    _ a: UnsafeBufferPointer<Double>, _ aMean: Double, _ b: UnsafeBufferPointer<Double>,
    _ bMean: Double, _ scale: Double
  ) -> Double {
    sum(of: a.count) { trial in ((a[trial] - aMean) * scale) * ((b[trial] - bMean) * scale) }
  }

  /// A sum over the trials in eight parts, and every 1,024 trials by themselves: so that
  /// additions need not wait for each other, and rounding does not pile up.
  @inline(__always)
  private static func sum(of count: Int, _ term: (Int) -> Double) -> Double {
    var whole = 0.0
    for start in stride(from: 0, to: count, by: 1024) {
      let end = min(start + 1024, count)
      var parts = SIMD8<Double>.zero
      var trial = start
      while trial + 8 <= end {
        var terms = SIMD8<Double>.zero
        for lane in 0..<8 { terms[lane] = term(trial + lane) }
        parts += terms
        trial += 8
      }
      while trial < end {
        parts[0] += term(trial)
        trial += 1
      }
      let four = parts.lowHalf + parts.highHalf
      let two = four.lowHalf + four.highHalf
      whole += two.x + two.y
    }
    return whole
  }
}
