import AllocationCounter
import Scheduling

/// A network that is run over many trials at once, with all outputs.
final class TrialColumns {
  let outputs: [NetworkRun.Output]
  private let run: NetworkRun
  private let numbers: [UnsafeMutablePointer<Double>]
  private let results: [UnsafeMutablePointer<Double>]
  private let states: [UInt8]

  /// - Parameter inputs: by trial, as `states` are.
  /// - Parameter most: how many trials may be run together.
  init(_ network: Network, inputs: [[Double]], states: [[UInt8]], most: Int) {
    outputs = network.activities.indices.flatMap { activity in
      Network.Quantity.allCases.map { NetworkRun.Output(activity: activity, quantity: $0) }
    }
    run = NetworkRun(
      network, outputs: outputs, trials: most, stateDays: RandomNetwork.stateDays)
    numbers = (0..<network.inputs).map { input in
      let column = UnsafeMutablePointer<Double>.allocate(capacity: inputs.count)
      column.initialize(from: inputs.map { $0[input] }, count: inputs.count)
      return column
    }
    results = outputs.map { _ in
      let column = UnsafeMutablePointer<Double>.allocate(capacity: most)
      column.initialize(repeating: -1, count: most)
      return column
    }
    self.states = RandomNetwork.stateDays.indices.flatMap { day in
      let place = day - RandomNetwork.stateDays.lowerBound
      return states.map { $0[place] } + [UInt8](repeating: 255, count: most - states.count)
    }
  }

  deinit {
    for column in numbers + results { column.deallocate() }
  }

  /// What the outputs are of some trials, as bits.
  func bits(first: Int = 0, trials: Int) -> [[UInt64]] {
    _ = allocations(first: first, trials: trials)
    return results.map { column in (0..<trials).map { column[$0].bitPattern } }
  }

  /// The allocations of a run of some trials.
  func allocations(first: Int = 0, trials: Int) -> Int {
    let inputs = numbers.map { NetworkRun.Input(numbers: $0 + first, step: 1) }
    return states.withUnsafeBufferPointer { states in
      inputs.withUnsafeBufferPointer { inputs in
        results.withUnsafeBufferPointer { results in
          let before = torreya_allocations_of_thread()
          run.run(
            inputs: inputs.baseAddress!, states: states.baseAddress! + first,
            outputs: results.baseAddress!, trials: trials)
          return torreya_allocations_of_thread() - before
        }
      }
    }
  }
}
