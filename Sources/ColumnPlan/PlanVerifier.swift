extension Plan {
  /// What is wrong with the plan, empty when nothing is: every operand is written before it is
  /// read, every position lies in its list, every output has its storage.
  ///
  /// A defect here is ours, never the planner's; the tests run it over every plan they make.
  public func defects() -> [String] {
    var found: [String] = []
    var isWritten: Set<Slot> = []
    for body in Body.allCases {
      for (position, instruction) in instructions(of: body).enumerated() {
        let place = "\(body) \(position) (\(instruction.opcode))"
        for operand in instruction.operands where !isWritten.contains(operand) {
          found.append("\(place): \(operand) is read before it is written")
        }
        for operand in instruction.operands + [instruction.destination] where !contains(operand) {
          found.append("\(place): \(operand) lies outside the workspace")
        }
        if !parameterIsInRange(instruction) {
          found.append("\(place): no entry \(instruction.parameter) in its list")
        }
        if body != .each, instruction.opcode.needsPeriods {
          found.append("\(place): stands outside the periods")
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

  private func contains(_ slot: Slot) -> Bool {
    slot.index < (slot.shape == .varying ? varyingSlots : uniformSlots)
  }

  private func markWritten(_ instruction: Instruction, in isWritten: inout Set<Slot>) {
    guard instruction.opcode.hasDestination else { return }
    let width =
      instruction.opcode == .correlatedNormals
      ? correlations[Int(instruction.parameter)].width : 1
    for offset in 0..<width {
      let index = Int(instruction.destination.index) + offset
      isWritten.insert(Slot(index: index, shape: instruction.destination.shape))
    }
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
    case .remember, .recall: memories.indices.contains(index)
    case .record: outputs.indices.contains(index)
    default: index == 0
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
