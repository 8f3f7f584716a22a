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
        markWritten(instruction, of: body, in: &isWritten)
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
    guard parameterIsInRange(instruction, in: body) else {
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
    if body != .day, let period = missingPast(of: instruction) {
      problems.append("goes on in period \(period + 1) from one in which it is not run")
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
    if instruction.opcode == .schedule, ahead == nil,
      schedules[Int(instruction.parameter)].mindsWeather
    {
      problems.append("minds the weather, but nothing is foreseen")
    }
    if [.count, .tally].contains(instruction.opcode), body != .once {
      problems.append("is counted more than once")
    }
    if instruction.opcode == .foresee, body != .day { problems.append("stands outside the days") }
    if body == .once || body == .after, instruction.opcode.needsPeriods {
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

  /// The first period in which an instruction reads what is written on some occasion only, and is
  /// not. Behind the last period, a value of that one is read.
  private func periodOfReading(_ instruction: Instruction, in body: Body, _ writing: Int32)
    -> Int?
  {
    let isInPeriods = body != .once && body != .after
    let occasion = body == .day ? occasionOfDays : instruction.occasion
    guard writing >= 0, !isInPeriods || writing != occasion else { return nil }
    let isWritten = occasions[Int(writing)]
    return isWritten.indices.first { period in
      !isWritten[period]
        && (isInPeriods
          ? occasion < 0 || occasions[Int(occasion)][period] : period == periods - 1)
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

  private func markWritten(
    _ instruction: Instruction, of body: Body, in isWritten: inout WrittenSlots
  ) {
    guard parameterIsInRange(instruction, in: body) else { return }
    // One number for all trials is there whether the days are run or not.
    let isNumber = instruction.destination.shape == .uniform
    let occasion = body == .day && !isNumber ? occasionOfDays : instruction.occasion
    for slot in destinations(of: instruction) { isWritten[slot] = occasion }
  }

  private func parameterIsInRange(_ instruction: Instruction, in body: Body) -> Bool {
    let index = Int(instruction.parameter)
    return switch instruction.opcode {
    case .constant: constants.indices.contains(index)
    case .load: loads.indices.contains(index)
    case .parameter: parameters.indices.contains(index)
    case .table, .accumulateSum, .accumulateProducts, .accumulateMinimum, .accumulateMaximum:
      index >= 0
        && (body == .day
          ? (index + 1) * days <= dayTables.count : (index + 1) * periods <= tables.count)
    case .uniforms, .normals:
      draws.indices.contains(index)
        && (body == .once || draws[index].periodNumbers.count == runs(of: body))
    case .quantiles: distributions.indices.contains(index)
    case .correlatedNormals: correlations.indices.contains(index)
    case .workingDay, .dateOfWorkingDay: calendars.indices.contains(index)
    case .schedule: schedules.indices.contains(index)
    case .sum: sums.indices.contains(index)
    case .combine: combinations.indices.contains(index)
    case .remember, .recall: memories.indices.contains(index)
    case .record: outputs.indices.contains(index)
    case .count: counts.indices.contains(index)
    case .tally: tallies.indices.contains(index) && instruction.first.shape == .varying
    case .foresee: (0..<PlanAhead.mostStates).contains(index)
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
