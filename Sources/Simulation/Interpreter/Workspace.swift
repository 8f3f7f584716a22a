import ColumnPlan

/// How many trials are computed together.
///
/// Fixed, and the last block is padded to it, so that every kernel and every BLAS call sees the
/// same shapes whatever the number of trials: results keep their bits.
public let blockTrials = 1024

/// Columns of a workspace by where they begin.
struct ColumnList {
  static var none: ColumnList { ColumnList(starts: nil, count: 0) }

  let starts: UnsafeMutablePointer<UnsafePointer<Double>?>?
  let count: Int
}

/// A combination by the addresses of its columns and numbers.
struct DecodedCombination {
  let rows: UnsafeMutablePointer<UnsafeMutablePointer<Double>?>
  let rowCount: Int
  let columns: ColumnList
  /// Where each weight stands; the number 1 has a place of its own.
  let weightPlaces: UnsafeMutablePointer<UnsafePointer<Double>>
  /// The weights side by side, for the kernel.
  let weights: UnsafeMutablePointer<Double>
}

/// The memory in which one worker runs a plan: allocated once, used for every block.
///
/// - Unit: slots × `blockTrials` doubles, columns one after another on cache-line boundaries.
struct Workspace: ~Copyable {
  let columns: UnsafeMutablePointer<Double>
  private let columnMemory: ColumnMemory
  let numbers: UnsafeMutablePointer<Double>
  let memories: UnsafeMutablePointer<Double>
  private let memoryMemory: ColumnMemory
  /// For each day the states of the trials as bits, where the plan foresees them.
  let states: UnsafeMutablePointer<UInt8>
  private let stateCount: Int
  /// Where each memory begins, in columns.
  let memoryStarts: [Int]
  /// The columns of each list of the plan.
  private(set) var sums: [ColumnList] = []
  private(set) var combinations: [DecodedCombination] = []
  /// A number that is 1, for weights that are.
  private let one: UnsafeMutablePointer<Double>
  /// A number that is 0.
  let zero: UnsafeMutablePointer<Double>
  /// Whether instructions run in each period, occasion after occasion.
  private let occasions: UnsafeMutablePointer<Bool>
  private let periods: Int

  init(for plan: Plan) {
    columnMemory = Self.zeroed(columns: max(1, plan.varyingSlots))
    columns = columnMemory.numbers
    numbers = .allocate(capacity: max(1, plan.uniformSlots))
    numbers.initialize(repeating: 0, count: max(1, plan.uniformSlots))
    let sizes = Self.memoryColumns(of: plan)
    var total = 0
    memoryStarts = sizes.map { size in
      defer { total += size }
      return total
    }
    memoryMemory = Self.zeroed(columns: max(1, total))
    memories = memoryMemory.numbers
    stateCount = plan.foresees ? plan.days * blockTrials : 0
    states = .allocate(capacity: max(1, stateCount))
    states.initialize(repeating: 0, count: max(1, stateCount))
    one = .allocate(capacity: 1)
    one.initialize(to: 1)
    zero = .allocate(capacity: 1)
    zero.initialize(to: 0)
    periods = plan.periods
    occasions = .allocate(capacity: max(1, plan.occasions.count * periods))
    for (place, isIn) in plan.occasions.joined().enumerated() {
      (occasions + place).initialize(to: isIn)
    }
    for list in plan.sums { sums.append(columnList(list)) }
    for combination in plan.combinations { combinations.append(decoded(combination)) }
  }

  private func columnList(_ slots: [Slot]) -> ColumnList {
    let starts = UnsafeMutablePointer<UnsafePointer<Double>?>.allocate(capacity: slots.count)
    for (place, slot) in slots.enumerated() {
      (starts + place).initialize(to: UnsafePointer(start(of: slot)))
    }
    return ColumnList(starts: starts, count: slots.count)
  }

  private func decoded(_ combination: Combination) -> DecodedCombination {
    let rows = UnsafeMutablePointer<UnsafeMutablePointer<Double>?>.allocate(
      capacity: combination.rows.count)
    for (place, slot) in combination.rows.enumerated() {
      (rows + place).initialize(to: start(of: slot))
    }
    let count = combination.weights.count
    let places = UnsafeMutablePointer<UnsafePointer<Double>>.allocate(capacity: count)
    for (place, slot) in combination.weights.enumerated() {
      (places + place).initialize(to: UnsafePointer(start(of: slot) ?? one))
    }
    let weights = UnsafeMutablePointer<Double>.allocate(capacity: count)
    weights.initialize(repeating: 1, count: count)
    return DecodedCombination(
      rows: rows, rowCount: combination.rows.count, columns: columnList(combination.columns),
      weightPlaces: places, weights: weights)
  }

  deinit {
    numbers.deallocate()
    states.deallocate()
    occasions.deallocate()
    for list in sums { list.starts?.deallocate() }
    for combination in combinations {
      combination.rows.deallocate()
      combination.columns.starts?.deallocate()
      combination.weightPlaces.deallocate()
      combination.weights.deallocate()
    }
    one.deallocate()
    zero.deallocate()
  }

  /// No trial is in any state.
  func clearStates() { states.update(repeating: 0, count: stateCount) }

  /// For each period whether the instructions of an occasion are run.
  func occasion(_ index: Int) -> UnsafePointer<Bool> {
    UnsafePointer(occasions + index * periods)
  }

  /// What a workspace for `plan` takes.
  ///
  /// - Unit: bytes.
  static func size(for plan: Plan) -> Int {
    let remembered = memoryColumns(of: plan).reduce(0, +)
    return (plan.varyingSlots + remembered) * blockTrials * MemoryLayout<Double>.stride
      + ScheduleRun.size(for: plan)
  }

  /// The columns of each memory; none where its value stays in a column of its own instead.
  private static func memoryColumns(of plan: Plan) -> [Int] {
    let told = Set(
      (plan.each + plan.day + plan.closing).filter { $0.opcode == .remember }
        .map { Int($0.parameter) })
    // One column more than the depth: a period may be written before the oldest is read.
    return plan.memories.enumerated().map { told.contains($0.offset) ? $0.element.depth + 1 : 0 }
  }

  private static func zeroed(columns: Int) -> ColumnMemory {
    let count = columns * blockTrials
    let memory = ColumnMemory(count: count)
    memory.numbers.initialize(repeating: 0, count: count)
    return memory
  }
}
