import CKernels

/// A network made ready to be scheduled for one block of trials after another.
///
/// Everything that is needed is allocated once; a run allocates nothing. Trials do not see one
/// another, so results depend neither on how many are run together nor on their order.
public struct NetworkRun: ~Copyable {
  /// A number of each trial, or one for all.
  public struct Input {
    public var numbers: UnsafePointer<Double>
    /// From one trial to the next: 0 or 1.
    public var step: Int

    public init(numbers: UnsafePointer<Double>, step: Int) {
      self.numbers = numbers
      self.step = step
    }
  }

  /// A value that is wanted of an activity.
  public struct Output: Hashable, Sendable {
    public var activity: Int
    public var quantity: Network.Quantity

    public init(activity: Int, quantity: Network.Quantity) {
      self.activity = activity
      self.quantity = quantity
    }
  }

  private let tables: NetworkTables
  private let inputs: UnsafeMutablePointer<torreya_input>
  private let inputCount: Int
  private let trials: Int

  /// - Parameter outputs: what `run` writes, in this order.
  /// - Parameter trials: the most that are run together.
  /// - Parameter stateDays: the days whose weather is known, since 1970-01-01. On later and earlier
  ///   days that of the same day of the nearest known year comes again.
  /// - Precondition: the network has no `defect`, and outputs name its activities.
  public init(_ network: Network, outputs: [Output], trials: Int, stateDays: Range<Int>) {
    self.init(
      network, outputs: outputs, trials: trials, stateDays: stateDays, heedingDeadlines: false)
  }

  /// - Parameter heedingDeadlines: whether float is measured against deadlines too, and below zero
  ///   where they cannot be kept.
  init(
    _ network: Network, outputs: [Output], trials: Int, stateDays: Range<Int>,
    heedingDeadlines: Bool
  ) {
    if let defect = network.defect { preconditionFailure(defect) }
    precondition(
      outputs.allSatisfy { network.activities.indices.contains($0.activity) },
      "outputs name activities of the network")
    tables = NetworkTables(
      network, outputs: outputs, stateDays: stateDays, heedingDeadlines: heedingDeadlines)
    inputCount = network.inputs
    inputs = tables.arena.room(inputCount)
    self.trials = trials
  }

  /// Puts the activities on the calendar in another order from now on, where crews, machines or
  /// money limit the work. Each has to stand behind those that its links name.
  func setOrder(_ order: [Int]) { tables.setOrder(order) }

  /// Schedules a block of trials.
  ///
  /// - Parameter inputs: the network's inputs.
  /// - Parameter states: for each day of `stateDays` the states of all `trials` as bits, day after
  ///   day, the most that are run together apart; nil when no line minds them.
  /// - Parameter outputs: a column for each output. NaN where a moment lies outside the lines.
  /// - Precondition: `trials` is no more than are run together.
  public func run(
    inputs: UnsafePointer<Input>, states: UnsafePointer<UInt8>?,
    outputs: UnsafePointer<UnsafeMutablePointer<Double>>, trials: Int
  ) {
    precondition(trials <= self.trials, "no more trials than were announced")
    precondition(states != nil || !tables.mindsStates, "lines mind the weather")
    for place in 0..<inputCount {
      self.inputs[place] = torreya_input(
        numbers: inputs[place].numbers, step: inputs[place].step)
    }
    outputs.withMemoryRebound(
      to: UnsafeMutablePointer<Double>?.self, capacity: tables.outputCount
    ) {
      torreya_schedule(tables.network, self.inputs, states, self.trials, $0, trials)
    }
  }
}
