import Probability
import Scheduling

/// What many trials of a small network gave, from the engine's own draws.
struct SimulatedNetwork {
  /// Of each trial the days from the start to the finish.
  private(set) var finishes: [Double] = []
  /// Of each activity in how many trials it was critical.
  private(set) var criticalTrials: [Int]

  private static let block = 1024

  /// - Parameter trials: a multiple of 1,024.
  init(_ exact: ExactNetwork, seed: UInt64, trials: Int) {
    precondition(trials % Self.block == 0, "whole blocks")
    let activities = exact.activities.count
    criticalTrials = [Int](repeating: 0, count: activities)
    let outputs =
      [NetworkRun.Output(activity: activities - 1, quantity: .ends)]
      + (0..<activities).map { NetworkRun.Output(activity: $0, quantity: .critical) }
    let run = NetworkRun(exact.network, outputs: outputs, trials: Self.block, stateDays: 0..<0)
    let prepared = exact.inputs.map { $0.prepared() }
    for first in stride(from: 0, to: trials, by: Self.block) {
      var columns = prepared.indices.map { input in
        Self.draws(prepared[input], "\(exact.name).\(input)", seed: seed, firstTrial: first)
      }
      exact.join(&columns)
      let found = Self.scheduled(run, columns, outputs: outputs.count)
      finishes += found[0].map { $0 - ExactNetwork.start }
      for activity in 0..<activities {
        criticalTrials[activity] += found[activity + 1].count { $0 == 1 }
      }
    }
  }

  /// A block of draws, as the simulation makes them.
  private static func draws(
    _ distribution: any Distribution, _ stream: String, seed: UInt64, firstTrial: Int
  ) -> [Double] {
    let key = RandomStream(name: stream).key(seed: seed)
    var numbers = [Double](repeating: 0, count: block)
    var lanes = numbers.mutableSpan
    key.fillUniforms(&lanes, period: 0, firstTrial: firstTrial)
    distribution.fillQuantiles(&lanes)
    return numbers
  }

  /// The columns of the outputs of a block.
  private static func scheduled(
    _ run: borrowing NetworkRun, _ columns: [[Double]], outputs: Int
  ) -> [[Double]] {
    let given = columns.map { column in
      let copy = UnsafeMutablePointer<Double>.allocate(capacity: block)
      copy.initialize(from: column, count: block)
      return copy
    }
    let found = (0..<outputs).map { _ in
      let column = UnsafeMutablePointer<Double>.allocate(capacity: block)
      column.initialize(repeating: .nan, count: block)
      return column
    }
    defer { for column in given + found { column.deallocate() } }
    run.run(
      inputs: given.map { NetworkRun.Input(numbers: UnsafePointer($0), step: 1) }, states: nil,
      outputs: found, trials: block)
    return found.map { Array(UnsafeBufferPointer(start: $0, count: block)) }
  }

  /// The mean of the finishes with its standard error.
  var mean: (value: Double, error: Double) {
    let count = Double(finishes.count)
    let mean = finishes.reduce(0, +) / count
    let squares = finishes.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, (squares / (count - 1) / count).squareRoot())
  }
}
