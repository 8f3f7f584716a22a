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

  /// - Parameter outputs: what `run` writes, in this order.
  /// - Parameter trials: the most that are run together.
  /// - Parameter stateDays: the days whose weather is known, since 1970-01-01. On later and earlier
  ///   days that of the same day of the nearest known year comes again.
  public init(_ network: Network, outputs: [Output], trials: Int, stateDays: Range<Int>) {
    preconditionFailure("being built")
  }

  /// Schedules a block of trials.
  ///
  /// - Parameter inputs: the network's inputs.
  /// - Parameter states: for each day of `stateDays` the states of all `trials` as bits, day after
  ///   day, the most that are run together apart; nil when no line minds them.
  /// - Parameter outputs: a column for each output. NaN where a moment lies outside the lines.
  public func run(
    inputs: UnsafePointer<Input>, states: UnsafePointer<UInt8>?,
    outputs: UnsafePointer<UnsafeMutablePointer<Double>>, trials: Int
  ) {
    preconditionFailure("being built")
  }
}
