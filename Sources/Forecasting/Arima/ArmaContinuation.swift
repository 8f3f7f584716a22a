/// What comes after a filtered series: each step is treated as if it were observed, so that the
/// gains go on as they are in the filter and the errors to come are independent.
struct ArmaContinuation {
  private let ending: ArmaEnding
  private let differences: [Double]
  /// The last values before the first step to come, as many as the differences need.
  private let history: [Double]
  /// What is added to the centred series, and what it is multiplied by then.
  private let shift, scale: Double

  init(_ model: ArimaModel) {
    self.init(
      data: model.data, order: model.order, regression: model.regression, ending: model.ending)
  }

  /// - Parameter regression: the coefficients of the gaps and the constant.
  init(
    data: DifferencedSeries, order: ArimaOrder, regression: [Double], ending: ArmaEnding
  ) {
    self.ending = ending
    differences = data.differences
    scale = data.scale
    shift = order.hasConstant ? regression[regression.count - 1] + data.centre : 0
    var levels = data.levels
    for (gap, coefficient) in zip(data.gaps, regression) {
      levels[gap] -= coefficient * data.scale
    }
    history = Array(levels.suffix(data.differences.count))
  }

  /// Turns standard normal numbers into paths.
  ///
  /// - Parameter numbers: a step after the other, `pathCount` numbers each.
  /// - Parameter paths: which of them are turned.
  /// - Parameter deviation: the standard deviation of the errors, in the unit of the series.
  /// - Complexity: O(h r) a path.
  func fill(
    _ numbers: inout [Double], paths: Range<Int>, pathCount: Int, deviation: Double
  ) {
    let count = paths.count
    let horizon = numbers.count / pathCount
    let size = ending.state.count
    let terms = differences.enumerated().filter { $0.element != 0 }
    // The state of all paths: a ring of rows, the first of which moves on by one each step.
    var states = [Double](repeating: 0, count: size * count)
    for place in 0..<size {
      for path in 0..<count { states[place * count + path] = ending.state[place] }
    }
    var steps = GainSteps(ending)
    let spread = deviation / scale
    numbers.withUnsafeMutableBufferPointer { numbers in
      states.withUnsafeMutableBufferPointer { states in
        var first = 0
        for step in 0..<horizon {
          let row = numbers.baseAddress! + step * pathCount + paths.lowerBound
          let factor = spread * steps.variance.squareRoot()
          let level = states.baseAddress! + first * count
          for place in 1..<max(size, 1) {
            let (past, gain) = (ending.past[place - 1], steps.gain[place - 1])
            let next = states.baseAddress! + (first + place) % size * count
            for path in 0..<count {
              next[path] += past * level[path] + gain * factor * row[path]
            }
          }
          let (past, gain) = (ending.past[size - 1], steps.gain[size - 1] * factor)
          for path in 0..<count {
            let (value, error) = (level[path], row[path])
            level[path] = past * value + gain * error
            row[path] = scale * (value + factor * error + shift)
          }
          first = (first + 1) % size
          for (place, value) in terms {
            let lag = place + 1
            if lag <= step {
              let before = row - lag * pathCount
              for path in 0..<count { row[path] -= value * before[path] }
            } else {
              let before = value * history[history.count + step - lag]
              for path in 0..<count { row[path] -= before }
            }
          }
          steps.advance()
        }
      }
    }
  }

  /// How much an error of standard size at one step moves it and the steps after it, in units of
  /// the standard deviation of the errors.
  func effects(ofStep start: Int, horizon: Int) -> [Double] {
    var steps = GainSteps(ending)
    for _ in 0..<start { steps.advance() }
    let size = ending.state.count
    var state = steps.gain.map { $0 * steps.variance.squareRoot() }
    var effects = [Double](repeating: 0, count: horizon)
    for step in start..<horizon {
      if step == start {
        effects[step] = steps.variance.squareRoot()
      } else {
        let level = state[0]
        effects[step] = level
        for place in 0..<size {
          state[place] = (place + 1 < size ? state[place + 1] : 0) + ending.past[place] * level
        }
      }
      for (place, value) in differences.enumerated() where step - place - 1 >= start {
        effects[step] -= value * effects[step - place - 1]
      }
    }
    return effects
  }
}

/// The gains and variances of the filter, step by step after the series.
private struct GainSteps {
  private(set) var gain: [Double]
  private(set) var variance: Double
  private var change: [Double]
  private let past: [Double]

  init(_ ending: ArmaEnding) {
    (gain, variance, change, past) = (
      ending.gain, ending.variance, ending.change, ending.past
    )
  }

  mutating func advance() {
    let partial = change[0]
    let rest = (1 - partial) * (1 + partial)
    for place in gain.indices {
      let moved = (place + 1 < gain.count ? change[place + 1] : 0) + past[place] * partial
      let before = gain[place]
      gain[place] = (before - partial * moved) / rest
      change[place] = (moved - partial * before) / rest
    }
    variance *= rest
  }
}
