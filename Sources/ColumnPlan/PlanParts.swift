/// A plan with parameters in two parts: what no parameter can change, to be run once, and the rest,
/// which reads the trials of the first part and is run for each value of the parameters.
///
/// Both together make the same numbers, to the bit, as the plan as a whole: the same instructions
/// on the same values.
public struct PlanParts: Sendable {
  /// Keeps every value that `moving` reads of it.
  public let frozen: Plan
  /// Keeps what the whole plan keeps.
  public let moving: Plan
}

extension PlanBuilder {
  /// Lays the values out in two parts.
  ///
  /// - Returns: nil for a plan whose parts would not be worth it: one without parameters, or one
  ///   that counts.
  /// - Complexity: O(instructions × passes), a pass for each step back in time that a parameter's
  ///   influence takes.
  public consuming func finishInParts() -> PlanParts? {
    guard !parameters.isEmpty, counts.isEmpty, tallies.isEmpty else { return nil }
    let rewriting = rewriting()
    let split = PlanSplit(
      rewriting.steps, rewriting.combinations, shapes: shapes, runs: runs,
      aheadMoves: !(ahead?.plan.readParameters.isEmpty ?? true))
    guard !split.moving.isEmpty, !split.shared.isEmpty else { return nil }
    var first = copy self
    var second = copy self
    let loads = first.keep(split)
    second.replace(split, loads)
    let frozen = first.laidOut(
      first.steps, rewriting.combinations, rewriting.correlations)
    let moving = second.laidOut(
      second.steps, rewriting.combinations, rewriting.correlations)
    return PlanParts(frozen: frozen, moving: moving)
  }

  /// Becomes the first part: the steps that no parameter moves, and behind each one that makes a
  /// value for the second part a record of it.
  ///
  /// - Returns: for each shared value where it is kept each time that its body is run.
  private mutating func keep(_ split: PlanSplit) -> [Int32: Output] {
    var loads: [Int32: Output] = [:]
    outputs = []
    columns = []
    storages = []
    for body in Plan.Body.allCases {
      let runs = runsOf(body)
      steps[body] = split.frozen(body).flatMap { step -> [Step] in
        var made = [step]
        for value in split.values(madeBy: step) where split.shared.contains(value) {
          let first = storages.count
          let output = Output(storageOfPeriod: (0..<runs).map { Int32(first + $0) })
          loads[value] = output
          outputs.append(output)
          for run in 0..<runs {
            columns.append(
              Column(
                label: "value \(value)", period: "\(run)", shape: .varying,
                storage: storages.count))
            storages.append(.varying)
          }
          made.append(
            Step(
              opcode: .record, destination: -1, operands: [value],
              parameter: outputs.count - 1))
        }
        return made
      }
    }
    firstStorageForOthers = 0
    leaveOutWhatNoStepAsksFor()
    return loads
  }

  /// Becomes the second part: the steps that parameters move, and what they read of the first one
  /// is loaded where it was made.
  private mutating func replace(_ split: PlanSplit, _ kept: [Int32: Output]) {
    for body in Plan.Body.allCases {
      steps[body] = split.all(body).flatMap { step -> [Step] in
        if split.isMoving(step) || split.isRedrawn(step) { return [step] }
        // One number for all trials costs nothing.
        if step.destination >= 0, shapes[Int(step.destination)] == .uniform { return [step] }
        return split.values(madeBy: step).compactMap { value in
          guard let output = kept[value] else { return nil }
          loads.append(output)
          return Step(
            opcode: .load, destination: value, operands: [], parameter: loads.count - 1)
        }
      }
    }
    leaveOutWhatNoStepAsksFor()
  }

  private func runsOf(_ body: Plan.Body) -> Int {
    switch body {
    case .once, .after: 1
    case .each, .closing: periods
    case .day: days
    }
  }
}

/// Which steps a parameter moves, and which values they read of the others.
struct PlanSplit {
  typealias Step = PlanBuilder.Step

  private let steps: [Plan.Body: [Step]]
  private let joined: [JoinedSums]
  private let shapes: [Slot.Shape]
  private let runs: [Int32: Int]
  /// The values that some parameter changes.
  private(set) var moving: Set<Int32> = []
  /// The columns that moving steps read of the first part, and that no parameter changes.
  private(set) var shared: Set<Int32> = []
  /// The draws that moving steps read: they are made in both parts. To draw a column again takes no
  /// longer than to load it, and of a year of days there are many to keep.
  private var redrawn: Set<Int32> = []
  /// The values that steps of the first part read, or hand over.
  private var readByFrozen: Set<Int32> = []
  private var movingMemories: Set<Int> = []

  /// - Parameter aheadMoves: whether parameters change what is foreseen for schedules.
  init(
    _ steps: [Plan.Body: [Step]], _ joined: [JoinedSums], shapes: [Slot.Shape],
    runs: [Int32: Int], aheadMoves: Bool
  ) {
    self.steps = steps
    self.joined = joined
    self.shapes = shapes
    self.runs = runs
    var hasGrown = true
    while hasGrown {
      hasGrown = false
      for body in Plan.Body.allCases {
        for step in steps[body]! where take(step, aheadMoves) { hasGrown = true }
      }
    }
    let all = Plan.Body.allCases.flatMap { steps[$0]! }
    let drawn = Set(all.filter { $0.opcode == .uniforms }.map(\.destination))
    for step in all {
      guard isMoving(step) else {
        readByFrozen.formUnion(step.operands)
        continue
      }
      for operand in step.operands
      where !moving.contains(operand) && shapes[Int(operand)] == .varying {
        if drawn.contains(operand) { redrawn.insert(operand) } else { shared.insert(operand) }
      }
    }
  }

  /// Whether a step makes more values moving.
  private mutating func take(_ step: Step, _ aheadMoves: Bool) -> Bool {
    let isMoved =
      step.opcode == .parameter || step.opcode == .schedule && aheadMoves
      || step.opcode == .recall && movingMemories.contains(step.parameter)
      || step.operands.contains(where: moving.contains)
    guard isMoved else { return false }
    switch step.opcode {
    case .remember:
      return movingMemories.insert(step.parameter).inserted
    case .update:
      // What the next period finds where `carry` has put it.
      return moving.contains(step.operands[0])
        && moving.insert(step.operands[1]).inserted
    case .recall:
      let isNew = movingMemories.insert(step.parameter).inserted
      return moving.insert(step.destination).inserted || isNew
    default:
      var isNew = false
      for value in values(madeBy: step) where moving.insert(value).inserted { isNew = true }
      return isNew
    }
  }

  /// Whether a step belongs to the second part. All that is kept is kept there.
  func isMoving(_ step: Step) -> Bool {
    switch step.opcode {
    case .record: true
    case .remember: movingMemories.contains(step.parameter)
    case .update: moving.contains(step.operands[1])
    default: step.destination >= 0 && moving.contains(step.destination)
    }
  }

  func all(_ body: Plan.Body) -> [Step] { steps[body]! }

  /// Whether a step that no parameter moves is made in the second part as well.
  func isRedrawn(_ step: Step) -> Bool { redrawn.contains(step.destination) }

  func frozen(_ body: Plan.Body) -> [Step] {
    steps[body]!.filter { step in
      !isMoving(step) && (!isRedrawn(step) || readByFrozen.contains(step.destination))
    }
  }

  func values(madeBy step: Step) -> [Int32] { step.values(runs, joined) }
}
