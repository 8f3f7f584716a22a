extension Plan {
  /// What is wrong with the plan, empty when nothing is: every operand is written before it is
  /// read, every position lies in its list, every output has its storage.
  ///
  /// A defect here is ours, never the planner's; the tests run it over every plan they make.
  public func defects() -> [String] {
    var found: [String] = []
    var isWritten = WrittenSlots(self)
    for body in Body.allCases {
      for (position, instruction) in instructions(of: body).enumerated() {
        found += problems(of: instruction, in: body, isWritten).map {
          "\(body) \(position) (\(instruction.opcode)): \($0)"
        }
        markWritten(instruction, in: &isWritten)
      }
    }
    let stored = Set(outputs.flatMap(\.storageOfPeriod).filter { $0 >= 0 })
    for index in storages.indices where !stored.contains(Int32(index)) {
      found.append("storage \(index) is never written")
    }
    return found
  }

  private func problems(
    of instruction: Instruction, in body: Body, _ isWritten: borrowing WrittenSlots
  ) -> [String] {
    guard parameterIsInRange(instruction) else {
      return ["no entry \(instruction.parameter) in its list"]
    }
    var problems: [String] = []
    let operands = operands(of: instruction)
    for operand in operands where !isWritten[operand] {
      problems.append("\(operand) is read before it is written")
    }
    for slot in operands where !contains(slot) {
      problems.append("\(slot) lies outside the workspace")
    }
    if !contains(instruction.destination) {
      problems.append("\(instruction.destination) lies outside the workspace")
    }
    if instruction.opcode == .combine {
      problems += self.problems(of: combinations[Int(instruction.parameter)])
    }
    if body != .each, instruction.opcode.needsPeriods {
      problems.append("stands outside the periods")
    }
    return problems
  }

  private func problems(of combination: Combination) -> [String] {
    var problems: [String] = []
    let (rows, columns) = (combination.rows, combination.columns)
    if combination.weights.count != rows.count * columns.count {
      problems.append("the matrix has not a weight for each row and column")
    }
    if !Set(rows).isDisjoint(with: columns) || Set(rows).count < rows.count {
      problems.append("a row is written over a column or another row")
    }
    if (rows + columns).contains(where: { $0.shape != .varying })
      || combination.weights.contains(where: { $0.shape != .uniform })
    {
      problems.append("columns are summed, with numbers as weights")
    }
    for slot in rows where !contains(slot) { problems.append("\(slot) lies outside the workspace") }
    return problems
  }

  private func contains(_ slot: Slot) -> Bool {
    slot.index < (slot.shape == .varying ? varyingSlots : uniformSlots)
  }

  private func markWritten(_ instruction: Instruction, in isWritten: inout WrittenSlots) {
    guard parameterIsInRange(instruction) else { return }
    for slot in destinations(of: instruction) { isWritten[slot] = true }
  }

  private func parameterIsInRange(_ instruction: Instruction) -> Bool {
    let index = Int(instruction.parameter)
    return switch instruction.opcode {
    case .constant: constants.indices.contains(index)
    case .table, .accumulateSum, .accumulateMinimum, .accumulateMaximum:
      index >= 0 && (index + 1) * periods <= tables.count
    case .uniforms, .normals: draws.indices.contains(index)
    case .quantiles: distributions.indices.contains(index)
    case .correlatedNormals: correlations.indices.contains(index)
    case .workingDay, .dateOfWorkingDay: calendars.indices.contains(index)
    case .sum: sums.indices.contains(index)
    case .combine: combinations.indices.contains(index)
    case .remember, .recall: memories.indices.contains(index)
    case .record: outputs.indices.contains(index)
    default: index == 0
    }
  }
}

/// Which slots have been written so far; those outside the workspace never are.
private struct WrittenSlots {
  private var uniform, varying: [Bool]

  init(_ plan: Plan) {
    uniform = Array(repeating: false, count: plan.uniformSlots)
    varying = Array(repeating: false, count: plan.varyingSlots)
  }

  subscript(slot: Slot) -> Bool {
    get {
      let written = slot.shape == .uniform ? uniform : varying
      return written.indices.contains(Int(slot.index)) && written[Int(slot.index)]
    }
    set {
      let index = Int(slot.index)
      switch slot.shape {
      case .uniform: if uniform.indices.contains(index) { uniform[index] = newValue }
      case .varying: if varying.indices.contains(index) { varying[index] = newValue }
      }
    }
  }
}

extension Opcode {
  /// Whether it makes sense only within the periods.
  fileprivate var needsPeriods: Bool {
    switch self {
    case .table, .remember, .recall, .carry, .update, .accumulateSum, .accumulateMinimum,
      .accumulateMaximum:
      true
    default: false
    }
  }
}
