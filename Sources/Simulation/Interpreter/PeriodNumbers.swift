import ColumnPlan

/// The numbers that hold for all trials, in each period, or on each day, and behind the last:
/// computed once, and put where instructions look for them whenever a block comes to it.
struct PeriodNumbers: ~Copyable {
  private let rows: UnsafeMutablePointer<Double>
  /// The numbers that differ between periods stand together, because slots of numbers are given
  /// out in the order of the steps, and none twice.
  private let changing: Range<Int>

  /// - Parameter instructions: those that may make such numbers.
  /// - Parameter count: of periods or days.
  init(for instructions: [Instruction], count: Int) {
    let indexes = instructions.filter(\.makesNumber).map { Int($0.destination.index) }
    changing = (indexes.min() ?? 0)..<((indexes.max() ?? -1) + 1)
    rows = .allocate(capacity: max(1, changing.count * (count + 1)))
    rows.initialize(repeating: 0, count: max(1, changing.count * (count + 1)))
  }

  deinit { rows.deallocate() }

  /// - Parameter place: of the period or day; one more than the last for what comes behind it.
  func keep(_ numbers: UnsafePointer<Double>, of place: Int) {
    (rows + place * changing.count).update(
      from: numbers + changing.lowerBound, count: changing.count)
  }

  func put(_ place: Int, into numbers: UnsafeMutablePointer<Double>) {
    (numbers + changing.lowerBound).update(
      from: rows + place * changing.count, count: changing.count)
  }
}

extension Instruction {
  /// Whether it makes one number for all trials, whatever they draw.
  var makesNumber: Bool { opcode.hasDestination && destination.shape == .uniform }
}
