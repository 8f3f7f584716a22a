/// All that is to be said of one trial's schedule.
public struct Timetable: Sendable {
  private let values: [[Double]]

  /// - Parameter values: by activity, in the order of `Network.Quantity`.
  fileprivate init(values: [[Double]]) { self.values = values }

  /// How many activities there are.
  public var activities: Int { values.count }

  /// NaN where a moment lies outside of the lines.
  public subscript(activity: Int, quantity: Network.Quantity) -> Double {
    values[activity][Int(quantity.rawValue)]
  }
}

/// The schedule of one trial: for planning runs, explanations and tests. It is that of the same
/// trial among many, bit for bit.
///
/// - Parameter inputs: the network's inputs.
/// - Parameter states: for each day of `stateDays` the states of the weather as bits.
/// - Parameter stateDays: the days whose weather is known, since 1970-01-01.
/// - Precondition: there is a number for each input, and a state for each day.
public func timetable(
  _ network: Network, inputs: [Double] = [], states: [UInt8] = [], stateDays: Range<Int> = 0..<0
) -> Timetable {
  timetable(
    network, inputs: inputs, states: states, stateDays: stateDays, heedingDeadlines: false)
}

/// - Parameter heedingDeadlines: whether float is measured against deadlines too.
func timetable(
  _ network: Network, inputs: [Double], states: [UInt8] = [], stateDays: Range<Int> = 0..<0,
  heedingDeadlines: Bool
) -> Timetable {
  precondition(inputs.count == network.inputs, "a number for each input")
  precondition(states.count == stateDays.count, "a state for each day")
  let quantities = Network.Quantity.allCases
  let outputs = network.activities.indices.flatMap { activity in
    quantities.map { NetworkRun.Output(activity: activity, quantity: $0) }
  }
  let run = NetworkRun(
    network, outputs: outputs, trials: 1, stateDays: stateDays, heedingDeadlines: heedingDeadlines)
  var results = [Double](repeating: .nan, count: max(outputs.count, 1))
  inputs.withUnsafeBufferPointer { numbers in
    let columns = numbers.indices.map {
      NetworkRun.Input(numbers: numbers.baseAddress! + $0, step: 0)
    }
    results.withUnsafeMutableBufferPointer { results in
      let places = outputs.indices.map { results.baseAddress! + $0 }
      states.withUnsafeBufferPointer {
        run.run(
          inputs: columns, states: states.isEmpty ? nil : $0.baseAddress, outputs: places,
          trials: 1)
      }
    }
  }
  return Timetable(
    values: network.activities.indices.map { activity in
      Array(results[activity * quantities.count..<(activity + 1) * quantities.count])
    })
}
