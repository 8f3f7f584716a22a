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
        markWritten(instruction, in: body, &isWritten)
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
    let reading = periods(of: instruction, in: body)
    // What `update` names second is where the next period looks.
    for operand in instruction.opcode == .update ? [instruction.first] : operands {
      guard let writing = isWritten[operand] else {
        problems.append("\(operand) is read before it is written")
        continue
      }
      if let period = reading.indices.first(where: { reading[$0] && !writing[$0] }) {
        problems.append("\(operand) is read in period \(period + 1), but not written")
      }
    }
    if let period = missingPast(of: instruction, in: reading) {
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

  /// In which periods an instruction runs. Behind the last, a value of that one is read.
  private func periods(of instruction: Instruction, in body: Body) -> [Bool] {
    switch body {
    case .once: Array(repeating: true, count: periods)
    case .each: (0..<periods).map { runs(instruction, inPeriod: $0) }
    case .after: (1...periods).map { $0 == periods }
    }
  }

  /// The first period in which a running value goes on from one that it does not have.
  private func missingPast(of instruction: Instruction, in reading: [Bool]) -> Int? {
    switch instruction.opcode {
    case .accumulateSum, .accumulateProducts, .accumulateMinimum, .accumulateMaximum:
      let resets = tables[(Int(instruction.parameter) * periods)...]
      return reading.indices.first { period in
        reading[period] && resets[resets.startIndex + period] == 0
          && (period == 0 || !reading[period - 1])
      }
    default: return nil
    }
  }

  private func contains(_ slot: Slot) -> Bool {
    slot.index < (slot.shape == .varying ? varyingSlots : uniformSlots)
  }

  private func markWritten(
    _ instruction: Instruction, in body: Body, _ isWritten: inout WrittenSlots
  ) {
    guard instruction.opcode.hasDestination else { return }
    let width =
      instruction.opcode == .correlatedNormals
      ? correlations[Int(instruction.parameter)].width : 1
    for offset in 0..<width {
      let index = Int(instruction.destination.index) + offset
      isWritten[Slot(index: index, shape: instruction.destination.shape)] =
        periods(of: instruction, in: body)
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

/// In which periods each slot has been written so far, nil for none; those outside the workspace
/// never are.
private struct WrittenSlots {
  private var uniform, varying: [[Bool]?]

  init(_ plan: Plan) {
    uniform = Array(repeating: nil, count: plan.uniformSlots)
    varying = Array(repeating: nil, count: plan.varyingSlots)
  }

  subscript(slot: Slot) -> [Bool]? {
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
