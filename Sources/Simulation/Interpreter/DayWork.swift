import ColumnPlan

/// What is to be done on each day: those instructions on which something kept depends.
///
/// A season, a window of dates or a day of the week is a number that is zero on most days. What is
/// multiplied by it, or counted with it as its mean, need not be known then, nor what is drawn for
/// it. Numbers that hold for all trials are known before the first block, so each day has its own
/// list of instructions; days on which the same is to be done share one.
///
/// Zero times a column is zero, also where the column would not hold finite numbers.
struct DayWork {
  private let plan: Plan
  private let deferral: DrawDeferral
  private let instructions: [Instruction]
  private let columns: [(read: [Int], written: [Int])]
  /// The columns that are read when the day is over.
  private let lasting: [Bool]
  private var lists: [[DecodedInstruction]] = []
  private var listOfPattern: [[Action]: Int] = [:]
  private var listOfDay: [Int] = []

  // The day at hand.
  private var actions: [Action]
  private var known: [Known]
  private var isRead: [Bool]

  private enum Action: UInt8 {
    /// Nobody reads what it makes, or it changes nothing.
    case leave
    case run
    /// What it makes is zero.
    case clear
    /// It hands on its third operand.
    case passThird
  }

  /// What is known of a column, whatever is drawn.
  private enum Known: UInt8 {
    case nothing, zero
    /// Its numbers lie between 0 and 1 and are neither.
    case share
  }

  init(for plan: Plan, _ deferral: DrawDeferral) {
    self.plan = plan
    self.deferral = deferral
    // What `carry` brings into the first day stands there on the others.
    instructions = plan.day.filter { !$0.makesNumber && $0.opcode != .carry }
    columns = instructions.map { (plan.columnsRead(by: $0), plan.columnsWritten(by: $0)) }
    lasting = deferral.lasting
    actions = Array(repeating: .run, count: instructions.count)
    known = Array(repeating: .nothing, count: plan.varyingSlots)
    isRead = lasting
  }

  /// The instructions of a day that is not the first.
  subscript(day: Int) -> [DecodedInstruction] { lists[listOfDay[day]] }

  /// Finds what is to be done on the day that comes next.
  ///
  /// - Parameter workspace: with the numbers that hold for all trials on that day.
  mutating func addDay(_ workspace: borrowing Workspace) {
    let day = listOfDay.count
    for column in known.indices { known[column] = .nothing }
    for (index, instruction) in instructions.enumerated() {
      actions[index] = action(instruction, day, workspace.numbers)
      for column in columns[index].written where actions[index] != .leave {
        known[column] =
          actions[index] == .clear ? .zero : instruction.opcode == .uniforms ? .share : .nothing
      }
    }
    isRead = lasting
    for index in instructions.indices.reversed() { settle(index, day, workspace.numbers) }
    if listOfPattern[actions] == nil {
      listOfPattern[actions] = lists.count
      lists.append(list(in: workspace))
    }
    listOfDay.append(listOfPattern[actions]!)
  }

  private func list(in workspace: borrowing Workspace) -> [DecodedInstruction] {
    var list: [Instruction] = []
    for (instruction, action) in zip(instructions, actions) {
      switch action {
      case .leave: break
      case .run: list.append(instruction)
      case .clear: list.append(Instruction(clearing: instruction.destination))
      case .passThird:
        list.append(Instruction(.carry, into: instruction.destination, instruction.third))
      }
    }
    return decoded(list, deferral, in: workspace)
  }

  // MARK: What is known

  private func isZero(_ slot: Slot, _ numbers: UnsafePointer<Double>) -> Bool {
    slot.shape == .uniform ? numbers[Int(slot.index)] == 0 : known[Int(slot.index)] == .zero
  }

  /// Whether a running value begins again.
  private func startsAnew(_ instruction: Instruction, _ day: Int) -> Bool {
    plan.dayTables[Int(instruction.parameter) * plan.days + day] != 0
  }

  private func action(
    _ instruction: Instruction, _ day: Int, _ numbers: UnsafePointer<Double>
  ) -> Action {
    let (first, second, third) = (instruction.first, instruction.second, instruction.third)
    func zero(_ slot: Slot) -> Bool { isZero(slot, numbers) }
    switch instruction.opcode {
    case .multiply, .and: return zero(first) || zero(second) ? .clear : .run
    case .add, .subtract, .minimum, .maximum, .or:
      return zero(first) && zero(second) ? .clear : .run
    case .sum:
      return plan.operands(of: instruction).allSatisfy(zero) ? .clear : .run
    case .absolute, .squareRoot, .floor, .ceiling, .round: return zero(first) ? .clear : .run
    case .poissonQuantile, .binomialQuantile: return zero(second) ? .clear : .run
    case .less, .lessOrEqual:
      // No share is as small as that.
      guard first.shape == .varying, known[Int(first.index)] == .share,
        second.shape == .uniform
      else { return .run }
      return numbers[Int(second.index)] <= 0 ? .clear : .run
    case .select:
      return chosen(instruction, numbers).map(zero) == true ? .clear : .run
    case .multiplyAdd:
      guard zero(first) || zero(second) else { return .run }
      return zero(third) ? .clear : third == instruction.destination ? .leave : .passThird
    case .accumulateSum:
      guard zero(first) else { return .run }
      return startsAnew(instruction, day) ? .clear : .leave
    case .accumulateProducts:
      guard zero(first) || zero(second) else { return .run }
      return startsAnew(instruction, day) ? .clear : .leave
    // No state is marked before a block.
    case .foresee: return zero(first) ? .leave : .run
    case .record: return isKept(instruction, day) ? .run : .leave
    default: return .run
    }
  }

  /// The operand that a choice takes in all trials; nil where trials differ.
  private func chosen(_ instruction: Instruction, _ numbers: UnsafePointer<Double>) -> Slot? {
    if isZero(instruction.first, numbers) { return instruction.third }
    return instruction.first.shape == .uniform ? instruction.second : nil
  }

  private func isKept(_ instruction: Instruction, _ day: Int) -> Bool {
    let storages = plan.outputs[Int(instruction.parameter)].storageOfPeriod
    return storages[storages.count == 1 ? 0 : day] >= 0
  }

  // MARK: What is read

  /// Leaves an instruction out whose columns nobody reads; else what it reads is read.
  private mutating func settle(
    _ index: Int, _ day: Int, _ numbers: UnsafePointer<Double>
  ) {
    let instruction = instructions[index]
    guard actions[index] != .leave else { return }
    let (read, written) = columns[index]
    guard written.isEmpty || written.contains(where: { isRead[$0] }) else {
      actions[index] = .leave
      return
    }
    for column in written where !lasting[column] { isRead[column] = false }
    switch actions[index] {
    case .leave, .clear: break
    case .passThird: note(instruction.third)
    case .run:
      if instruction.opcode == .select, let chosen = chosen(instruction, numbers) {
        note(chosen)
        note(instruction.first)
      } else {
        for column in read { isRead[column] = true }
      }
    }
  }

  private mutating func note(_ slot: Slot) {
    if slot.shape == .varying { isRead[Int(slot.index)] = true }
  }
}
