extension Plan: CustomStringConvertible {
  /// The plan as text, an instruction a line, body by body: what `torreya explain --stage plan`
  /// shows and what the text tests compare.
  public var description: String {
    var lines = ["periods \(periods)"]
    for body in Body.allCases where !instructions(of: body).isEmpty {
      lines.append("\(body)")
      lines += instructions(of: body).map { "  " + printed($0) }
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

  private func printed(_ instruction: Instruction) -> String {
    let text =
      instruction.opcode == .combine
      ? printed(combinations[Int(instruction.parameter)]) : printedStep(instruction)
    // Where a record goes says in which periods there is one.
    guard instruction.occasion >= 0, instruction.opcode != .record else { return text }
    return text + " in periods " + printed(occasions[Int(instruction.occasion)])
  }

  /// What an instruction with one destination does.
  private func printedStep(_ instruction: Instruction) -> String {
    var text = instruction.opcode.hasDestination ? "\(instruction.destination) = " : ""
    text += "\(instruction.opcode)"
    let operands = operands(of: instruction).map(\.description).joined(separator: ", ")
    if !operands.isEmpty { text += " " + operands }
    if let parameter = printedParameter(of: instruction) { text += " " + parameter }
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

  private func printedParameter(of instruction: Instruction) -> String? {
    let index = Int(instruction.parameter)
    switch instruction.opcode {
    case .constant: return "\(constants[index])"
    case .table, .accumulateSum, .accumulateProducts, .accumulateMinimum, .accumulateMaximum:
      let row = tables[(index * periods)..<((index + 1) * periods)]
      return "[" + row.map { "\($0)" }.joined(separator: " ") + "]"
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
    case .remember: return "in memory \(index)"
    case .recall: return "from memory \(index), \(memories[index].depth) back"
    case .record:
      let places = outputs[index].storageOfPeriod.map { $0 < 0 ? "-" : "\($0)" }
      return "[" + places.joined(separator: " ") + "]"
    default: return nil
    }
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
