import Probability

extension Calibration {
  /// The corrected quantiles of a forecast.
  ///
  /// - Parameter quantiles: those of the forecast at a step, not falling.
  /// - Parameter levels: their probabilities, ascending; at least three, the outermost 5 % or
  ///   nearer to the ends.
  /// - Parameter step: how far ahead, counted from 0.
  /// - Parameter probabilities: of the corrected quantiles.
  /// - Returns: not falling where the probabilities rise, and within the range.
  public func quantiles(
    _ quantiles: some RandomAccessCollection<Double>, levels: [Double], step: Int,
    at probabilities: [Double], range: ValueRange = .all
  ) -> [Double] {
    let scale = ScoreScale(quantiles: quantiles, levels: levels, range: range)
    let map = map(step: step)
    return probabilities.map { probability in
      let score = StandardNormal.quantile(at: probability)
      return range.nearest(to: scale.value(at: map.image(of: score)))
    }
  }

  /// The corrected paths: at each step the numbers have the same order as before.
  ///
  /// Whole numbers are spread evenly over the unit around them, corrected and rounded, so that
  /// equal ones can part.
  ///
  /// - Complexity: O(horizon × n log n) for n paths.
  public func apply(to paths: PathSample, range: ValueRange = .all) -> PathSample {
    guard !isNone, paths.pathCount > 2, paths.numbers.allSatisfy(\.isFinite) else { return paths }
    var result = paths
    for step in 0..<paths.horizon {
      let map = map(step: step)
      guard !map.isIdentity else { continue }
      let places = step * paths.pathCount..<(step + 1) * paths.pathCount
      result.numbers.withUnsafeMutableBufferPointer { numbers in
        let numbers = UnsafeMutableBufferPointer(rebasing: numbers[places])
        Self.move(numbers, by: map, step: step, range: range)
      }
    }
    return result
  }

  private static func move(
    _ numbers: UnsafeMutableBufferPointer<Double>, by map: ScoreMap, step: Int, range: ValueRange
  ) {
    // Rounding takes the half back.
    let open =
      range.isWhole ? ValueRange(lower: range.lower - 0.5, upper: range.upper + 0.5) : range
    if range.isWhole {
      let key = RandomStream(name: "calibration.counts").key(seed: 0)
      for index in numbers.indices {
        numbers[index] += key.uniform(period: step, trial: index) - 0.5
      }
    }
    let sorted = numbers.sorted()
    let scale = sorted.withUnsafeBufferPointer { ScoreScale(ofSorted: $0, range: open) }
    for index in numbers.indices {
      let score = scale.score(of: numbers[index])
      numbers[index] = range.nearest(to: scale.value(at: map.image(of: score)))
    }
  }
}
