import ColumnPlan

extension Plan {
  /// The columns that an instruction reads.
  func columnsRead(by instruction: Instruction) -> [Int] {
    var slots = operands(of: instruction)
    if instruction.opcode == .update { slots = [instruction.first] }
    if instruction.opcode.goesOn { slots.append(instruction.destination) }
    return slots.filter { $0.shape == .varying && $0.index >= 0 }.map { Int($0.index) }
  }

  /// The columns that an instruction writes.
  func columnsWritten(by instruction: Instruction) -> [Int] {
    let slots =
      instruction.opcode == .update ? [instruction.second] : destinations(of: instruction)
    return slots.filter { $0.shape == .varying && $0.index >= 0 }.map { Int($0.index) }
  }

  /// For each column whether some body behind the first one reads what an earlier run, or another
  /// body, has put there.
  func columnsReadFirst() -> [Bool] {
    var found = Array(repeating: false, count: varyingSlots)
    for body in [each, day, closing, after] {
      var written: Set<Int> = []
      for instruction in body {
        for column in columnsRead(by: instruction) where !written.contains(column) {
          found[column] = true
        }
        // It writes in the first run only.
        guard instruction.opcode != .carry else { continue }
        written.formUnion(columnsWritten(by: instruction))
      }
    }
    return found
  }
}

extension Opcode {
  /// Whether it reads what its last run has made.
  fileprivate var goesOn: Bool {
    switch self {
    case .accumulateSum, .accumulateProducts, .accumulateMinimum, .accumulateMaximum: true
    default: false
    }
  }
}
