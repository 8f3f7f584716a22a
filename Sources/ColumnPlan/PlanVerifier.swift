extension Plan {
  /// What is wrong with the plan, empty when nothing is: every operand is written before it is
  /// read, and in each period in which it is; every position lies in its list; every output has its
  /// storage.
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
    guard instruction.occasion < occasions.count else {
      return ["no entry \(instruction.occasion) among the occasions"]
    }
    var problems: [String] = []
    let operands = operands(of: instruction)
    // What `update` names second is where the next period looks.
    for operand in instruction.opcode == .update ? [instruction.first] : operands {
      guard let writing = isWritten[operand] else {
        problems.append("\(operand) is read before it is written")
        continue
      }
      if let period = periodOfReading(instruction, in: body, writing) {
        problems.append("\(operand) is read in period \(period + 1), but not written")
      }
    }
    if let period = missingPast(of: instruction) {
      problems.append("goes on in period \(period + 1) from one in which it is not run")
    }
    for slot in operands where !contains(slot) {
      problems.append("\(slot) lies outside the workspace")
    }
    if !contains(instruction.destination) {
      problems.append("\(instruction.destination) lies outside the workspace")
    }
    if body != .each, instruction.opcode.needsPeriods {
      problems.append("stands outside the periods")
    }
    return problems
  }

  /// The first period in which an instruction reads what is written on some occasion only, and is
  /// not. Behind the last period, a value of that one is read.
  private func periodOfReading(_ instruction: Instruction, in body: Body, _ writing: Int32)
    -> Int?
  {
    guard writing >= 0, body != .each || writing != instruction.occasion else { return nil }
    let isWritten = occasions[Int(writing)]
    return isWritten.indices.first { period in
      !isWritten[period]
        && (body == .each ? runs(instruction, inPeriod: period) : period == periods - 1)
    }
  }

  /// The first period in which a running value goes on from one that it does not have.
  private func missingPast(of instruction: Instruction) -> Int? {
    switch instruction.opcode {
    case .accumulateSum, .accumulateProducts, .accumulateMinimum, .accumulateMaximum:
      let first = Int(instruction.parameter) * periods
      return (0..<periods).first { period in
        runs(instruction, inPeriod: period) && tables[first + period] == 0
          && (period == 0 || !runs(instruction, inPeriod: period - 1))
      }
    default: return nil
    }
  }

  private func contains(_ slot: Slot) -> Bool {
    slot.index < (slot.shape == .varying ? varyingSlots : uniformSlots)
  }

  private func markWritten(_ instruction: Instruction, in isWritten: inout WrittenSlots) {
    guard instruction.opcode.hasDestination else { return }
    let width =
      instruction.opcode == .correlatedNormals
      ? correlations[Int(instruction.parameter)].width : 1
    for offset in 0..<width {
      let index = Int(instruction.destination.index) + offset
      isWritten[Slot(index: index, shape: instruction.destination.shape)] = instruction.occasion
    }
  }

  private func parameterIsInRange(_ instruction: Instruction) -> Bool {
    let index = Int(instruction.parameter)
    return switch instruction.opcode {
    case .constant: constants.indices.contains(index)
    case .table, .accumulateSum, .accumulateProducts, .accumulateMinimum, .accumulateMaximum:
      index >= 0 && (index + 1) * periods <= tables.count
    case .uniforms, .normals: draws.indices.contains(index)
    case .quantiles: distributions.indices.contains(index)
    case .correlatedNormals: correlations.indices.contains(index)
    case .workingDay, .dateOfWorkingDay: calendars.indices.contains(index)
    case .sum: sums.indices.contains(index)
    case .remember, .recall: memories.indices.contains(index)
    case .record: outputs.indices.contains(index)
    default: index == 0
    }
  }
}

/// On which occasion each slot was written last, nil for none yet; those outside the workspace
/// never are.
private struct WrittenSlots {
  private var uniform, varying: [Int32?]

  init(_ plan: Plan) {
    uniform = Array(repeating: nil, count: plan.uniformSlots)
    varying = Array(repeating: nil, count: plan.varyingSlots)
  }

  subscript(slot: Slot) -> Int32? {
    get {
      let written = slot.shape == .uniform ? uniform : varying
      return written.indices.contains(Int(slot.index)) ? written[Int(slot.index)] : nil
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
    case .table, .remember, .recall, .carry, .update, .accumulateSum, .accumulateProducts,
      .accumulateMinimum, .accumulateMaximum:
      true
    default: false
    }
  }
}
