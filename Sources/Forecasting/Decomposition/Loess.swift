/// Local regression of evenly spaced values: at each place a constant or a line that is fitted to
/// its nearest values, the nearer ones counting more.
///
/// - Source: Cleveland, Cleveland, McRae, Terpenning (1990), "STL: a seasonal-trend decomposition
///   procedure based on loess", section 2.
struct Loess {
  /// How many values are nearest, an odd number; beyond the number of values the weights get more
  /// even.
  let window: Int
  /// 0 for constants, 1 for lines.
  let degree: Int

  /// The first of the values that are nearest to a place, and their number.
  func nearest(to place: Int, count: Int) -> (first: Int, length: Int) {
    let length = min(window, count)
    return (min(max(place - (window - 1) / 2, 0), count - length), length)
  }

  /// The tricube weight.
  ///
  /// What is next to the middle counts in full, and what is next to the edge not at all, so that
  /// rounding does not matter there.
  private static func weight(distance: Double, reach: Double) -> Double {
    if distance <= 0.001 * reach { return 1 }
    if distance > 0.999 * reach { return 0 }
    let ratio = distance / reach
    let drop = 1 - ratio * ratio * ratio
    return drop * drop * drop
  }

  /// What the nearest values are multiplied by to give the regression at a place, which may lie
  /// one beyond the values.
  ///
  /// - Parameter weights: how much each value counts besides, such as for robustness.
  /// - Returns: false where no value has a weight.
  func fill(
    _ row: UnsafeMutableBufferPointer<Double>, at place: Int, first: Int, count: Int,
    weights: UnsafeBufferPointer<Double>?
  ) -> Bool {
    var reach = Double(max(place - first, first + row.count - 1 - place))
    if window > count { reach += Double((window - count) / 2) }
    var sum = 0.0
    for index in row.indices {
      var weight = Self.weight(distance: Double(abs(first + index - place)), reach: reach)
      if let weights { weight *= weights[first + index] }
      row[index] = weight
      sum += weight
    }
    guard sum > 0 else { return false }
    // Indices are counted from the place.
    let offset = Double(first - place)
    var centre = 0.0
    for index in row.indices {
      row[index] /= sum
      centre += row[index] * (offset + Double(index))
    }
    guard degree > 0, reach > 0 else { return true }
    var spread = 0.0
    for index in row.indices {
      let distance = offset + Double(index) - centre
      spread += row[index] * distance * distance
    }
    // A line needs values that are apart.
    guard spread.squareRoot() > 0.001 * Double(count - 1) else { return true }
    for index in row.indices {
      row[index] *= 1 - centre / spread * (offset + Double(index) - centre)
    }
    return true
  }
}

/// The numbers by which the values are multiplied in a local regression at each place: the same
/// for all series of a length where no value counts more than another.
struct LoessRows {
  let loess: Loess
  let count: Int
  private let length: Int
  private var weights: [Double] = []
  /// Where the row of each place begins; the places begin one before the first value.
  private var begins: [Int] = []

  /// - Complexity: O(window²), because all places within the series share a row.
  init(_ loess: Loess, count: Int) {
    self.loess = loess
    self.count = count
    length = min(loess.window, count)
    let half = (loess.window - 1) / 2
    var centred: Int?
    for place in -1...count {
      let isCentred = place - half >= 0 && place + half < count
      if isCentred, let centred {
        begins.append(centred)
        continue
      }
      let begin = weights.count
      begins.append(begin)
      if isCentred { centred = begin }
      weights.append(contentsOf: repeatElement(0, count: length))
      let first = loess.nearest(to: place, count: count).first
      weights.withUnsafeMutableBufferPointer { weights in
        let row = UnsafeMutableBufferPointer(rebasing: weights[begin..<(begin + length)])
        // Without other weights there is always a value that counts, unless there is but one.
        if !loess.fill(row, at: place, first: first, count: count, weights: nil) { row[0] = 1 }
      }
    }
  }

  /// The regression at each place from one before the first value to one after the last.
  ///
  /// - Parameter smoothed: has two more numbers than there are values.
  /// - Complexity: O(values × window).
  func smooth(
    _ values: UnsafeBufferPointer<Double>, into smoothed: UnsafeMutableBufferPointer<Double>
  ) {
    weights.withUnsafeBufferPointer { weights in
      for place in -1...count {
        let first = loess.nearest(to: place, count: count).first
        let begin = begins[place + 1]
        var (even, odd) = (0.0, 0.0)
        // Two sums, so that one addition need not wait for the other.
        for index in stride(from: 0, to: length - 1, by: 2) {
          even += weights[begin + index] * values[first + index]
          odd += weights[begin + index + 1] * values[first + index + 1]
        }
        if length % 2 == 1 { even += weights[begin + length - 1] * values[first + length - 1] }
        smoothed[place + 1] = even + odd
      }
    }
  }

  /// The same, where some values count less than others.
  ///
  /// Where no value near a place counts at all, the nearest value stands.
  func smooth(
    _ values: UnsafeBufferPointer<Double>, weights: UnsafeBufferPointer<Double>,
    into smoothed: UnsafeMutableBufferPointer<Double>
  ) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: length) { row in
      let row = UnsafeMutableBufferPointer(rebasing: row[..<length])
      for place in -1...count {
        let first = loess.nearest(to: place, count: count).first
        if loess.fill(row, at: place, first: first, count: count, weights: weights) {
          var sum = 0.0
          for index in 0..<length { sum += row[index] * values[first + index] }
          smoothed[place + 1] = sum
        } else {
          smoothed[place + 1] = values[min(max(place, 0), count - 1)]
        }
      }
    }
  }
}
