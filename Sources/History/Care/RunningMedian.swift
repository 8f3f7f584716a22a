/// For each value the median of those around it, itself left out.
///
/// At the ends the full window nearest to a value counts, and beside it the robust line through
/// that window: a window cut short would be of few values and lean to one side.
struct RunningMedian {
  /// The median of the window of each value; NaN only where no window holds a value.
  let levels: [Double]
  /// The same without the value itself.
  private let withoutItself: [Double]
  /// How many values on either side count: fewer than asked for in a short series.
  private let half: Int

  /// - Parameters:
  ///   - halfWidth: how many values on either side count.
  ///   - lag: slopes are taken between values whose distance is a multiple of this, a year where
  ///     seasons remain.
  /// - Complexity: O(values · half width + half width³).
  init(_ values: [Double], halfWidth: Int, lag: Int) {
    let count = values.count
    let half = max(0, min(halfWidth, (count - 1) / 2))
    var window = SortedWindow(capacity: 2 * half + 1)
    var levels = [Double](repeating: .nan, count: count)
    var others = levels
    for index in 0..<count {
      window.insert(values[index])
      if index > 2 * half { window.remove(values[index - 2 * half - 1]) }
      guard index >= 2 * half else { continue }
      let centre = index - half
      levels[centre] = window.middle
      others[centre] = window.middle(without: values[centre])
      if index == 2 * half {
        for early in 0..<half { others[early] = window.middle(without: values[early]) }
      }
      if index == count - 1 {
        for late in centre..<count {
          others[late] = window.middle(without: values[late])
        }
      }
    }
    if half > 0 {
      let early = Self.slope(values[0...(2 * half)], lag)
      let late = Self.slope(values[(count - 1 - 2 * half)...], lag)
      for index in 0..<half { levels[index] = levels[half] - early * Double(half - index) }
      let last = count - 1 - half
      for index in (last + 1)..<count {
        levels[index] = levels[last] + late * Double(index - last)
      }
    }
    self.half = half
    self.levels = levels
    withoutItself = others
  }

  /// The values that have a full window around them.
  var inner: Range<Int> { half..<max(half, levels.count - half) }

  /// The median of the window of a value without itself.
  func others(at index: Int) -> Double { withoutItself[index] }

  /// What the others let expect of a value: their median, and at an end what is nearest to the
  /// value between their median and the line through them.
  func level(nearest value: Double, at index: Int) -> Double {
    let (line, flat) = (levels[index], withoutItself[index])
    guard !inner.contains(index), !line.isNaN, !flat.isNaN, !value.isNaN else { return flat }
    return min(max(value, min(line, flat)), max(line, flat))
  }

  /// The median slope between all pairs of values at some distances; 0 where there is none.
  ///
  /// - Source: Theil (1950), Sen (1968), "Estimates of the regression coefficient based on
  ///   Kendall's tau".
  private static func slope(_ values: ArraySlice<Double>, _ lag: Int) -> Double {
    var slopes: [Double] = []
    for first in values.indices {
      for second in stride(from: first + lag, to: values.endIndex, by: lag) {
        let slope = (values[second] - values[first]) / Double(second - first)
        if slope.isFinite { slopes.append(slope) }
      }
    }
    let middle = median(&slopes)
    return middle.isFinite ? middle : 0
  }
}

/// The values of a window in order of size, without those that are missing.
private struct SortedWindow {
  private var sorted: [Double] = []

  init(capacity: Int) { sorted.reserveCapacity(capacity + 1) }

  mutating func insert(_ value: Double) {
    if !value.isNaN { sorted.insert(value, at: place(of: value)) }
  }

  /// - Precondition: the value was inserted.
  mutating func remove(_ value: Double) {
    if !value.isNaN { sorted.remove(at: place(of: value)) }
  }

  var middle: Double { median(ofSorted: sorted) }

  /// The median of the others; of all when the value is missing.
  ///
  /// - Precondition: the value was inserted.
  func middle(without value: Double) -> Double {
    guard !value.isNaN else { return middle }
    let left = place(of: value)
    let count = sorted.count - 1
    guard count > 0 else { return .nan }
    func other(_ index: Int) -> Double { sorted[index < left ? index : index + 1] }
    return count % 2 == 1
      ? other(count / 2) : midpoint(other(count / 2 - 1), other(count / 2))
  }

  /// The first place whose value is not below another.
  private func place(of value: Double) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// The median; NaN of nothing. Sorts the numbers.
func median(_ numbers: inout [Double]) -> Double {
  numbers.sort()
  return median(ofSorted: numbers)
}

/// The median of numbers in order; NaN of nothing.
func median(ofSorted numbers: [Double]) -> Double {
  guard !numbers.isEmpty else { return .nan }
  let middle = numbers.count / 2
  return numbers.count % 2 == 1
    ? numbers[middle] : midpoint(numbers[middle - 1], numbers[middle])
}

/// The number halfway between two, which does not overflow.
private func midpoint(_ low: Double, _ high: Double) -> Double { low / 2 + high / 2 }
