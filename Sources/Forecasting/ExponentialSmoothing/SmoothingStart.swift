import Probability

/// Where the search begins: level, trend and seasons before the first step, by a line through the
/// first years and the mean distances of their seasons from it.
///
/// - Source: the idea is that of Hyndman, Koehler, Ord, Snyder (2008), section 2.6.1; line and
///   seasons are found in turn, so that missing values do no harm.
func startingState(
  of values: [Double], form: SmoothingForm, seasonLength: Int
) -> SmoothingState {
  let length = form.season == .none ? 1 : seasonLength
  let window = values.prefix(max(10, 4 * length))
  let multiplies = form.season == .multiplicative
  let neutral = multiplies ? 1.0 : 0.0
  var seasons = [Double](repeating: neutral, count: length)
  var line = Line(through: window)
  if form.season != .none {
    for _ in 0..<3 {
      var sums = [Double](repeating: 0, count: length)
      var counts = sums
      for (step, value) in window.enumerated() where !value.isNaN {
        let expected = multiplies ? line.floored(at: step) : line.at(step)
        sums[step % length] += multiplies ? value / expected : value - expected
        counts[step % length] += 1
      }
      for turn in 0..<length where counts[turn] > 0 { seasons[turn] = sums[turn] / counts[turn] }
      seasons = normalised(seasons, multiplies: multiplies)
      line = Line(
        through: window.enumerated().map { step, value in
          multiplies ? value / seasons[step % length] : value - seasons[step % length]
        }[...])
    }
  }
  let needsPositive = form.needsPositiveValues
  var level = line.at(-1)
  if needsPositive, level <= 0 { level = max(line.mean, 1e-3) * 0.5 }
  var trend = 0.0
  switch form.trend {
  case .none: level = line.mean
  case .additive: trend = needsPositive && line.at(-1) <= 0 ? 0 : line.slope
  case .multiplicative: trend = min(max(1 + line.slope / max(line.mean, 1e-6), 0.8), 1.25)
  }
  return SmoothingState(
    level: level, trend: trend, seasons: form.season == .none ? [] : seasons)
}

/// Seasons that add to nothing, or average 1.
private func normalised(_ seasons: [Double], multiplies: Bool) -> [Double] {
  let mean = seasons.reduce(0, +) / Double(seasons.count)
  guard multiplies else { return seasons.map { $0 - mean } }
  // A season of nearly nothing would divide by nearly nothing.
  let kept = seasons.map { max($0 / mean, 1e-2) }
  let again = kept.reduce(0, +) / Double(kept.count)
  return kept.map { $0 / again }
}

/// A line through numbers at even steps, by least squares; missing ones are left out.
private struct Line {
  /// The mean of the numbers, and the step it belongs to.
  var mean = 0.0, centre = 0.0
  var slope = 0.0

  init(through numbers: ArraySlice<Double>) {
    var count = 0.0
    for (step, number) in numbers.enumerated() where !number.isNaN {
      count += 1
      mean += (number - mean) / count
      centre += (Double(step) - centre) / count
    }
    var (products, squares) = (0.0, 0.0)
    for (step, number) in numbers.enumerated() where !number.isNaN {
      let distance = Double(step) - centre
      products += distance * (number - mean)
      squares += distance * distance
    }
    if squares > 0 { slope = products / squares }
  }

  func at(_ step: Int) -> Double { mean + slope * (Double(step) - centre) }
  /// Kept away from zero, below which a ratio would have no meaning.
  func floored(at step: Int) -> Double { max(at(step), 0.05 * abs(mean), 1e-12) }
}
