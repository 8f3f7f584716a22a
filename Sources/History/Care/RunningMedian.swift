/// The medians of the values around each one, continued along a robust slope at the ends.
///
/// Where fewer values than wanted stand on one side the median would lean to the other; the line
/// through the nearest full window is followed there instead.
struct RunningMedian {
  /// One level for each value; NaN only where no window holds a value.
  let levels: [Double]

  /// - Parameters:
  ///   - halfWidth: how many values on either side count.
  ///   - lag: the distance of the values whose differences give the slope, a year where seasons
  ///     remain.
  /// - Complexity: O(values · half width).
  init(_ values: [Double], halfWidth: Int, lag: Int) {
    let count = values.count
    let half = max(0, min(halfWidth, (count - 1) / 2))
    var window = SortedWindow(capacity: 2 * half + 1)
    var levels = [Double](repeating: .nan, count: count)
    for index in 0..<count {
      window.insert(values[index])
      if index > 2 * half { window.remove(values[index - 2 * half - 1]) }
      if index >= 2 * half { levels[index - half] = window.middle }
    }
    if half > 0, count > 2 * half {
      let reach = 2 * half + lag
      let early = Self.slope(values, 0..<min(count, reach + 1), lag)
      let late = Self.slope(values, max(0, count - reach - 1)..<count, lag)
      for index in 0..<half { levels[index] = levels[half] - early * Double(half - index) }
      let last = count - 1 - half
      for index in (last + 1)..<count {
        levels[index] = levels[last] + late * Double(index - last)
      }
    }
    self.levels = levels
  }

  /// The median rise per step over a lag; 0 where there is none.
  private static func slope(_ values: [Double], _ range: Range<Int>, _ lag: Int) -> Double {
    var rises: [Double] = []
    for index in range.dropFirst(lag) where !(values[index] - values[index - lag]).isNaN {
      rises.append((values[index] - values[index - lag]) / Double(lag))
    }
    let slope = median(&rises)
    return slope.isFinite ? slope : 0
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
    ? numbers[middle] : numbers[middle - 1] + (numbers[middle] - numbers[middle - 1]) / 2
}
