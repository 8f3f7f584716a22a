import Probability

extension PlanBuilder {
  /// Gives every value a slot and closes the plan.
  ///
  /// The last reader of a column frees its slot for the next value, so that the workspace stays
  /// small enough for the cache. What a later body reads, and what lasts from period to period,
  /// keeps its slot.
  ///
  /// - Complexity: O(instructions + values).
  public consuming func finish() -> Plan {
    let rewriting = rewriting()
    return laidOut(rewriting.steps, rewriting.combinations, rewriting.correlations)
  }

  /// Gives slots to the values of some steps.
  func laidOut(
    _ steps: [Plan.Body: [Step]], _ combinations: [JoinedSums], _ correlations: [CorrelationSite]
  ) -> Plan {
    let needed = NeededPeriods(of: steps, joined: combinations, in: self)
    var allocation = SlotAllocation(
      shapes: shapes, runs: runs, joined: combinations, sites: schedules, steps: steps,
      occasionOf: needed.occasionOf)
    let bodies = Plan.Body.allCases.map { allocation.place($0) }
    return Plan(
      periods: periods, daysOfPeriods: steps[.day]!.isEmpty ? [] : daysOfPeriods,
      once: bodies[0], each: bodies[1], day: bodies[2], closing: bodies[3], after: bodies[4],
      constants: constants, parameters: parameters, loads: loads,
      firstStorageForOthers: firstStorageForOthers,
      tables: tables, dayTables: dayTables,
      draws: draws, distributions: preparedDistributions(of: steps),
      correlations: correlations, calendars: calendars, memories: memories,
      sums: allocation.sums, combinations: allocation.combinations,
      schedules: allocation.schedules, ahead: ahead,
      occasions: needed.occasions,
      occasionOfDays: needed.occasionOfDays,
      outputs: outputs, counts: counts, tallies: tallies, columns: columns,
      uniformSlots: allocation.uniformCount, varyingSlots: allocation.varyingCount,
      storages: storages)
  }
}

extension PlanBuilder {
  /// The steps as they are run.
  mutating func rewriting() -> PlanRewriting {
    // What a memory begins with must be a value before the first period.
    for memory in memories where memory.depth == 1 {
      if let history = memory.history { _ = constant(history[0]) }
    }
    return PlanRewriting(
      steps: steps, shapes: shapes, runs: runs, memories: memories, correlations: correlations,
      constantOf: { [knownConstants] in knownConstants[$0.bitPattern]?.id },
      numberOf: numberOf)
  }
}

/// The assignment of slots to values, body by body in the order of execution.
private struct SlotAllocation {
  let shapes: [Slot.Shape]
  let runs: [Int32: Int]
  /// By the parameter of each `combine`.
  let joined: [JoinedSums]
  /// By the parameter of each `schedule`.
  let sites: [ScheduleSite]
  let steps: [Plan.Body: [PlanBuilder.Step]]
  /// The periods in which each step of a period is run.
  let occasionOf: [Plan.Body: [Int32]]
  /// The values that are made in the column from which the next period, or day, carries them on,
  /// with the value that stands there until then.
  let homes: [Int32: Int32]
  /// Where each body begins, when the steps of all are counted in a row.
  let starts: [Plan.Body: Int]
  /// For each value the step that reads it last, counted through all bodies; `Int.max` when it is
  /// read behind the periods, was made before them, or lasts over them.
  var lastUse: [Int]
  var slots: [Slot]
  var free: [Int] = []
  var sums: [[Slot]] = []
  var combinations: [Combination] = []
  var schedules: [ScheduleSite] = []
  var uniformCount = 0
  var varyingCount = 0

  init(
    shapes: [Slot.Shape], runs: [Int32: Int], joined: [JoinedSums], sites: [ScheduleSite],
    steps: [Plan.Body: [PlanBuilder.Step]], occasionOf: [Plan.Body: [Int32]]
  ) {
    self.sites = sites
    self.occasionOf = occasionOf
    self.shapes = shapes
    self.runs = runs
    self.joined = joined
    self.steps = steps
    homes = homesOfCarriedValues(steps, shapes, runs)
    var starts: [Plan.Body: Int] = [:]
    var start = 0
    for body in Plan.Body.allCases {
      starts[body] = start
      // One place more: the end of the body.
      start += steps[body]!.count + 1
    }
    self.starts = starts
    lastUse = Array(repeating: -1, count: shapes.count)
    slots = Array(repeating: .none, count: shapes.count)
    findLastUses()
  }

  private mutating func findLastUses() {
    var bodyOf = [Plan.Body?](repeating: nil, count: shapes.count)
    for body in Plan.Body.allCases {
      for (position, step) in zip(starts[body]!..., steps[body]!) {
        for operand in step.operands {
          let index = Int(operand)
          lastUse[index] = max(lastUse[index], end(of: bodyOf[index], readIn: body, at: position))
        }
        guard step.destination >= 0 else { continue }
        for value in values(madeBy: step) {
          bodyOf[Int(value)] = body
          // A value that nobody reads is free right behind the step that makes it.
          lastUse[Int(value)] =
            step.opcode.lastsOverPeriods || homes[value] != nil ? Int.max : position
        }
      }
    }
  }

  /// Until when a value is needed that a step reads.
  private func end(of made: Plan.Body?, readIn body: Plan.Body, at position: Int) -> Int {
    switch (made, body) {
    case (body, _): position
    // The next day reads it again.
    case (.each, .day): endOfDays
    case (.each, .closing), (.day, .closing): position
    default: Int.max
    }
  }

  private var endOfDays: Int { starts[.closing]! - 1 }

  private func values(madeBy step: PlanBuilder.Step) -> [Int32] {
    if step.opcode == .combine { return joined[step.parameter].rows }
    return Array(step.destination..<(step.destination + Int32(runs[step.destination] ?? 1)))
  }

  mutating func place(_ body: Plan.Body) -> [Instruction] {
    var instructions: [Instruction] = []
    instructions.reserveCapacity(steps[body]!.count)
    for (position, step) in zip(starts[body]!..., steps[body]!) {
      // Where the value is made in its place, there is nothing to copy.
      if step.opcode == .update, homes[step.operands[0]] == step.operands[1] { continue }
      let operands = step.operands.map { slots[Int($0)] }
      let ending = Set(step.operands).filter {
        lastUse[Int($0)] == position && shapes[Int($0)] == .varying
      }.sorted()
      // An element-wise kernel may write where it reads, so its operand's slot is free for it.
      if step.opcode.mayOverwriteOperand { release(ending) }
      assignDestination(of: step)
      if !step.opcode.mayOverwriteOperand { release(ending) }
      if step.destination >= 0 {
        release(values(madeBy: step).filter {
          lastUse[Int($0)] == position && shapes[Int($0)] == .varying
        })
      }
      // What a list holds has no place in the instruction.
      let named = operands.prefix(step.opcode.operandCount) + [.none, .none, .none]
      instructions.append(
        Instruction(
          step.opcode, into: step.destination < 0 ? .none : slots[Int(step.destination)],
          named[0], named[1], named[2], parameter: parameter(of: step, operands),
          occasion: occasionOf[body].map { $0[position - starts[body]!] } ?? -1))
    }
    if body == .day {
      release(shapes.indices.lazy.map(Int32.init).filter {
        lastUse[Int($0)] == endOfDays && shapes[Int($0)] == .varying
      })
    }
    return instructions
  }

  /// The position in the list that the opcode names; what `sum`, `combine` and `schedule` read is
  /// added to theirs.
  private mutating func parameter(of step: PlanBuilder.Step, _ operands: [Slot]) -> Int {
    switch step.opcode {
    case .sum:
      sums.append(operands)
      return sums.count - 1
    case .combine:
      combinations.append(combination(joined[step.parameter]))
      return combinations.count - 1
    case .schedule:
      schedules.append(sites[step.parameter])
      schedules[schedules.count - 1].inputs = operands
      return schedules.count - 1
    default: return step.parameter
    }
  }

  private func combination(_ sums: JoinedSums) -> Combination {
    Combination(
      rows: sums.rows.map { slots[Int($0)] }, columns: sums.columns.map { slots[Int($0)] },
      weights: sums.weights.map { $0 < 0 ? .none : slots[Int($0)] })
  }

  private mutating func assignDestination(of step: PlanBuilder.Step) {
    guard step.destination >= 0 else { return }
    let made = values(madeBy: step)
    if step.opcode == .combine {
      for value in made {
        slots[Int(value)] = Slot(index: free.popLast() ?? varyingCount, shape: .varying)
        if Int(slots[Int(value)].index) == varyingCount { varyingCount += 1 }
      }
    } else if made.count > 1 {
      for value in made { slots[Int(value)] = newSlot(shapes[Int(value)]) }
    } else if let home = homes[step.destination] {
      slots[Int(step.destination)] = slots[Int(home)]
    } else if shapes[Int(step.destination)] == .uniform {
      slots[Int(step.destination)] = newSlot(.uniform)
    } else {
      // What lasts over periods must not stand where another value stood before it in the body.
      let reused = step.opcode.lastsOverPeriods ? nil : free.popLast()
      slots[Int(step.destination)] = Slot(index: reused ?? varyingCount, shape: .varying)
      if reused == nil { varyingCount += 1 }
    }
  }

  private mutating func newSlot(_ shape: Slot.Shape) -> Slot {
    switch shape {
    case .uniform: uniformCount += 1
    case .varying: varyingCount += 1
    }
    return Slot(index: (shape == .uniform ? uniformCount : varyingCount) - 1, shape: shape)
  }

  private mutating func release(_ values: [Int32]) {
    for value in values { free.append(Int(slots[Int(value)].index)) }
  }
}

/// The values that can be made in the column that carries them into the next period, or day:
/// nothing may read the past value behind the step that makes the present one.
private func homesOfCarriedValues(
  _ steps: [Plan.Body: [PlanBuilder.Step]], _ shapes: [Slot.Shape], _ runs: [Int32: Int]
) -> [Int32: Int32] {
  var lastRead: [Int32: Int] = [:]
  var madeAt: [Int32: (body: Plan.Body, position: Int)] = [:]
  var position = 0
  for body in [Plan.Body.each, .day, .closing] {
    for step in steps[body]! {
      position += 1
      for operand in step.operands where step.opcode != .update { lastRead[operand] = position }
      guard step.destination >= 0, runs[step.destination] == nil else { continue }
      if step.opcode.mayOverwriteOperand { madeAt[step.destination] = (body, position) }
    }
  }
  var homes: [Int32: Int32] = [:]
  for body in [Plan.Body.each, .day, .closing] {
    for step in steps[body]! where step.opcode == .update {
      let (value, past) = (step.operands[0], step.operands[1])
      guard homes[value] == nil, shapes[Int(value)] == .varying, let made = madeAt[value],
        (made.body == .day) == (body == .day), lastRead[past, default: -1] <= made.position
      else { continue }
      homes[value] = past
    }
  }
  return homes
}

extension Opcode {
  /// Whether its value is needed again in the next period.
  var lastsOverPeriods: Bool {
    self == .carry || self == .accumulateSum || self == .accumulateProducts
      || self == .accumulateMinimum || self == .accumulateMaximum
  }

  /// Whether the kernel works lane by lane, so that its destination may be one of its operands.
  var mayOverwriteOperand: Bool {
    switch self {
    case .poissonQuantile, .binomialQuantile, .correlatedNormals, .combine, .schedule, .carry,
      .update, .accumulateSum, .accumulateProducts, .accumulateMinimum, .accumulateMaximum:
      false
    default: true
    }
  }
}
