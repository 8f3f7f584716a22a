extension Plan: CustomStringConvertible {
  /// The plan as text, an instruction a line, body by body: what `torreya explain --stage plan`
  /// shows and what the text tests compare.
  public var description: String {
    var lines = ["periods \(periods)" + (daysOfPeriods.isEmpty ? "" : ", days \(days)")]
    if let ahead {
      lines.append("ahead")
      lines += ahead.plan.description.split(separator: "\n").map { "  " + $0 }
    }
    for body in Body.allCases where !instructions(of: body).isEmpty {
      var head = "\(body)"
      if body == .day, occasionOfDays >= 0 {
        head += " in periods " + printed(occasions[Int(occasionOfDays)])
      }
      lines.append(head)
      lines += instructions(of: body).map { "  " + printed($0, in: body) }
    }
    lines.append("output")
    for column in columns {
      let mark = column.shape == .uniform ? " uniform" : ""
      lines.append("  [\(column.storage)] \(column.label) \(column.period)\(mark)")
    }
    lines.append(
      "workspace \(varyingSlots) columns, \(uniformSlots) numbers; "
        + "kept \(varyingStorages) columns of \(columns.count)")
    return lines.joined(separator: "\n") + "\n"
  }

  private func printed(_ instruction: Instruction, in body: Body) -> String {
    let text =
      instruction.opcode == .combine
      ? printed(combinations[Int(instruction.parameter)]) : printedStep(instruction, in: body)
    // Where a record goes says in which periods there is one.
    guard instruction.occasion >= 0, instruction.opcode != .record else { return text }
    return text + " in periods " + printed(occasions[Int(instruction.occasion)])
  }

  /// What an instruction with at most one destination does.
  private func printedStep(_ instruction: Instruction, in body: Body) -> String {
    var text = instruction.opcode.hasDestination ? "\(instruction.destination) = " : ""
    text += "\(instruction.opcode)"
    let operands = operands(of: instruction).map(\.description).joined(separator: ", ")
    if !operands.isEmpty { text += " " + operands }
    if let parameter = printedParameter(of: instruction, in: body) { text += " " + parameter }
    return text
  }

  /// The rows, the columns, and the weights of each row.
  private func printed(_ combination: Combination) -> String {
    let width = combination.columns.count
    let weights = combination.rows.indices.map { row in
      combination.weights[(row * width)..<((row + 1) * width)]
        .map { $0.index < 0 ? "1" : $0.description }.joined(separator: " ")
    }
    return combination.rows.map(\.description).joined(separator: ", ") + " = combine "
      + combination.columns.map(\.description).joined(separator: ", ")
      + " by [" + weights.joined(separator: "; ") + "]"
  }

  private func printedParameter(of instruction: Instruction, in body: Body) -> String? {
    let index = Int(instruction.parameter)
    switch instruction.opcode {
    case .constant: return "\(constants[index])"
    case .load: return "of value from [\(loads[index].storageOfPeriod.first ?? -1)]"
    case .parameter: return "\"\(parameters[index].label)\" \(parameters[index].value)"
    case .table, .accumulateSum, .accumulateProducts, .accumulateMinimum, .accumulateMaximum:
      return "[" + printed(table(index, in: body)) + "]"
    case .uniforms, .normals: return printed(draws[index])
    case .quantiles: return "\(type(of: distributions[index]).descriptor.name)"
    case .correlatedNormals:
      let spread = correlations[index].spread.map { site in
        " spread \(printed(site.draw)), \(site.spread.degreesOfFreedom) degrees of freedom"
      }
      let site = correlations[index]
      let draws = zip(site.draws, site.scales).map { draw, scale in
        printed(draw) + (scale == 1 ? "" : " times \(scale)")
      }
      return draws.joined(separator: ", ") + (spread ?? "")
    case .workingDay, .dateOfWorkingDay: return calendars[index].label
    case .schedule: return printed(schedules[index])
    case .count: return "\"\(counts[index])\""
    case .tally: return "\"\(tallies[index].label)\""
    case .foresee: return "as state \(index)"
    case .remember: return "in memory \(index)"
    case .recall: return "from memory \(index), \(memories[index].depth) back"
    case .record:
      let storages = outputs[index].storageOfPeriod
      // Of the days most are not kept.
      if body == .day {
        let kept = storages.enumerated().filter { $0.element >= 0 }
        return kept.map { "day \($0.offset + 1) [\($0.element)]" }.joined(separator: ", ")
      }
      return "[" + storages.map { $0 < 0 ? "-" : "\($0)" }.joined(separator: " ") + "]"
    default: return nil
    }
  }

  /// The numbers of a table; `0×30` for so many in a row, where there are many.
  private func printed(_ numbers: ArraySlice<Double>) -> String {
    guard numbers.count > 48 else { return numbers.map { "\($0)" }.joined(separator: " ") }
    var runs: [(number: Double, count: Int)] = []
    for number in numbers {
      if runs.last?.number == number {
        runs[runs.count - 1].count += 1
      } else {
        runs.append((number, 1))
      }
    }
    return runs.map { $0.count == 1 ? "\($0.number)" : "\($0.number)×\($0.count)" }
      .joined(separator: " ")
  }

  private func printed(_ site: ScheduleSite) -> String {
    let outputs = site.outputs.map { "\($0.quantity) of \($0.activity)" }
    return "\"\(site.label)\", \(site.network.activities.count) activities: "
      + outputs.joined(separator: ", ")
  }

  /// `3`, `1-12` or `1-3, 7`, counted from 1.
  private func printed(_ occasion: [Bool]) -> String {
    var runs: [ClosedRange<Int>] = []
    for (period, isIn) in zip(1..., occasion) where isIn {
      if let last = runs.last, last.upperBound == period - 1 {
        runs[runs.count - 1] = last.lowerBound...period
      } else {
        runs.append(period...period)
      }
    }
    return runs.map { run in
      run.count == 1 ? "\(run.lowerBound)" : "\(run.lowerBound)-\(run.upperBound)"
    }.joined(separator: ", ")
  }

  private func printed(_ draw: DrawSite) -> String {
    let numbers = Set(draw.periodNumbers)
    return "\"\(draw.label)\"" + (numbers.count == 1 ? " period \(draw.periodNumbers[0])" : "")
  }
}
