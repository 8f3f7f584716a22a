/// What something that comes in steps makes in all trials: a byte for each trial where it has few
/// values, as events and counts have.
struct StepColumn: Sendable {
  private enum Stored {
    case few(values: [Double], places: [UInt8])
    case many([Double])
  }

  private let stored: Stored
  private let mean: Double

  init(_ values: [Double]) {
    mean = values.reduce(0, +) / Double(values.count)
    stored = Self.few(values) ?? .many(values)
  }

  private static func few(_ values: [Double]) -> Stored? {
    var different: [Double] = []
    var places = [UInt8](repeating: 0, count: values.count)
    for (trial, value) in values.enumerated() {
      if let place = different.firstIndex(of: value) {
        places[trial] = UInt8(place)
      } else {
        guard different.count <= UInt8.max else { return nil }
        places[trial] = UInt8(different.count)
        different.append(value)
      }
    }
    return .few(values: different, places: places)
  }

  /// Whether it has more values than events and counts have, as a level does.
  var isLevel: Bool { if case .many = stored { true } else { false } }

  var values: [Double] {
    switch stored {
    case .few(let values, let places): places.map { values[Int($0)] }
    case .many(let values): values
    }
  }

  /// The values about their mean.
  var centred: [Double] {
    switch stored {
    case .few(let values, let places):
      let centred = values.map { $0 - mean }
      return places.map { centred[Int($0)] }
    case .many(let values): return values.map { $0 - mean }
    }
  }

  /// The value of a trial about the mean.
  func centred(in trial: Int) -> Double {
    switch stored {
    case .few(let values, let places): values[Int(places[trial])] - mean
    case .many(let values): values[trial] - mean
    }
  }
}
