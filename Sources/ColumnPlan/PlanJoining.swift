/// Puts the steps of several plans into one, each equal one once.
///
/// Whether two values are equal may show late: a value of the period before is equal to another
/// only where what is remembered is. So every value first gets a mark of how it is made, and marks
/// are made again, with those of what is remembered, until no more values are told apart. Then
/// steps of the same mark are compared, and joined where they are the same indeed.
struct PlanJoining {
  typealias Step = PlanBuilder.Step

  private var builder: PlanBuilder
  private var combinations: [JoinedSums] = []
  /// The columns of each side.
  private(set) var columns: [[Column]] = []
  private var sides: [MarkedSide] = []
  private var placements: [Placement] = []
  private var lists = JoinedLists()
  /// By the mark of its first value a step that is there.
  private var made: [UInt64: Step] = [:]
  private var madeSums: [UInt64: MadeSum] = [:]
  /// What each memory remembers, and what each carried value becomes.
  private var remembered: [Int: Int32] = [:]
  private var following: [Int32: Int32] = [:]
  /// They come last in their bodies: one side may look back behind what another has made.
  private var updates: [Plan.Body: [Step]] = [:]

  /// A sum of a combination: its value, and what it adds.
  private struct MadeSum {
    let row: Int32
    let columns, weights: [Int32]
  }

  /// Where the values and memories of a side are among those of all.
  private struct Placement {
    var values: [Int32]
    var memories: [Int: Int] = [:]
    /// The place of the side's first stored result.
    var firstStorage = 0

    func values(of operands: [Int32]) -> [Int32] {
      operands.map { $0 < 0 ? $0 : values[Int($0)] }
    }
  }

  /// - Parameter builder: of any side: all have the same periods.
  init(like builder: PlanBuilder) {
    self.builder = PlanBuilder(periods: builder.periods, daysOfPeriods: builder.daysOfPeriods)
  }

  mutating func add(_ side: PlanSide) {
    if builder.ahead == nil { builder.ahead = side.builder.ahead }
    sides.append(MarkedSide(side, &lists, &builder))
  }

  /// - Returns: whether all that was taken for equal is.
  mutating func joinSteps() -> Bool {
    MarkedSide.tellApart(&sides)
    for side in sides {
      var placement = Placement(values: Array(repeating: -1, count: side.builder.shapes.count))
      keepColumns(of: side, &placement)
      for body in Plan.Body.allCases {
        for (position, step) in side.steps[body]!.enumerated()
        where !place(step, at: position, in: body, of: side, &placement) {
          return false
        }
      }
      placements.append(placement)
    }
    for (body, steps) in updates { builder.steps[body]! += steps }
    return true
  }

  /// The plan of all steps.
  func plan() -> Plan { builder.laidOut(builder.steps, combinations, builder.correlations) }

  /// Values of a side as they are numbered among those of all.
  func values<Content>(_ own: [Int32: Content], ofSide side: Int) -> [Int32: Content] {
    Dictionary(
      own.map { (placements[side].values[Int($0)], $1) }, uniquingKeysWith: { first, _ in first })
  }

  /// The plan of one side, which loads the values that are kept instead of making them.
  consuming func plan(ofSide side: Int, loading kept: [Int32: KeptValue]) -> Plan {
    let first = placements[side].firstStorage
    let count = sides[side].builder.storages.count
    let own = (first..<(first + count))
    for body in Plan.Body.allCases {
      builder.steps[body]!.removeAll { step in
        step.opcode == .record && !builder.outputs[step.parameter].isKept(among: own)
      }
    }
    builder.outputs = builder.outputs.map { output in
      Output(storageOfPeriod: output.storageOfPeriod.map { $0 < 0 ? $0 : $0 - Int32(first) })
    }
    builder.storages = Array(builder.storages[own])
    builder.columns = columns[side].map { column in
      Column(
        label: column.label, period: column.period, shape: column.shape,
        storage: column.storage - first)
    }
    builder.load(kept, joined: combinations)
    return plan()
  }

  // MARK: Steps

  /// - Returns: whether it is what steps of other sides took it for.
  private mutating func place(
    _ step: Step, at position: Int, in body: Plan.Body, of side: MarkedSide,
    _ placement: inout Placement
  ) -> Bool {
    let operands = placement.values(of: step.operands)
    switch step.opcode {
    case .record:
      record(operands, side.builder.outputs[step.parameter], body, placement)
    case .remember:
      let memory = placement.memories[step.parameter]!
      if let known = remembered[memory] { return known == operands[0] }
      remembered[memory] = operands[0]
      builder.steps[body]!.append(
        Step(opcode: .remember, destination: -1, operands: operands, parameter: memory))
    case .update:
      if let known = following[operands[1]] { return known == operands[0] }
      following[operands[1]] = operands[0]
      updates[body, default: []].append(
        Step(opcode: .update, destination: -1, operands: operands, parameter: 0))
    case .combine:
      join(side.combinations[step.parameter], body, side, &placement)
    default:
      let found = equal(
        to: Step(
          opcode: step.opcode, destination: step.destination, operands: operands,
          parameter: side.parameters[body]![position]), body, side)
      for offset in 0..<side.width(of: step) {
        placement.values[Int(step.destination) + offset] = found.destination + Int32(offset)
      }
      if step.opcode == .recall { placement.memories[step.parameter] = found.parameter }
    }
    return true
  }

  /// The step that makes the same: one that is there, or a new one.
  ///
  /// - Parameter step: with what it reads as it is named among all, and its own destination.
  private mutating func equal(to step: Step, _ body: Plan.Body, _ side: MarkedSide) -> Step {
    let mark = side.marks[Int(step.destination)]
    if let known = made[mark], isSame(known, step) { return known }
    let width = side.width(of: step)
    let new = Step(
      opcode: step.opcode, destination: Int32(builder.shapes.count), operands: step.operands,
      parameter: step.parameter)
    for offset in 0..<width {
      builder.shapes.append(side.builder.shapes[Int(step.destination) + offset])
    }
    if side.builder.runs[step.destination] != nil { builder.runs[new.destination] = width }
    builder.steps[body]!.append(new)
    if made[mark] == nil { made[mark] = new }
    return new
  }

  private func isSame(_ known: Step, _ step: Step) -> Bool {
    guard known.opcode == step.opcode, known.operands == step.operands else { return false }
    // Each recollection has a memory of its own; what it remembers is compared later.
    return step.opcode == .recall
      ? builder.memories[known.parameter] == builder.memories[step.parameter]
      : known.parameter == step.parameter
  }

  /// Joins the sums of a combination that are not there yet to one step.
  private mutating func join(
    _ sums: JoinedSums, _ body: Plan.Body, _ side: MarkedSide, _ placement: inout Placement
  ) {
    let columns = placement.values(of: sums.columns)
    var new = JoinedSums(rows: [], columns: columns, weights: [])
    for (place, row) in sums.rows.enumerated() {
      let weights = placement.values(
        of: Array(sums.weights[(place * columns.count)..<((place + 1) * columns.count)]))
      let mark = side.marks[Int(row)]
      if let known = madeSums[mark], known.columns == columns, known.weights == weights {
        placement.values[Int(row)] = known.row
        continue
      }
      let value = Int32(builder.shapes.count)
      builder.shapes.append(.varying)
      placement.values[Int(row)] = value
      new.rows.append(value)
      new.weights += weights
      if madeSums[mark] == nil {
        madeSums[mark] = MadeSum(row: value, columns: columns, weights: weights)
      }
    }
    guard let first = new.rows.first else { return }
    builder.steps[body]!.append(
      Step(
        opcode: .combine, destination: first, operands: new.operands,
        parameter: combinations.count))
    combinations.append(new)
  }

  // MARK: Results

  private mutating func keepColumns(of side: MarkedSide, _ placement: inout Placement) {
    placement.firstStorage = builder.storages.count
    builder.storages += side.builder.storages
    let own = side.builder.columns.map { column in
      Column(
        label: column.label, period: column.period, shape: column.shape,
        storage: placement.firstStorage + column.storage)
    }
    columns.append(own)
    builder.columns += own
  }

  /// Each side keeps its results in places of its own, also those that no change reaches.
  private mutating func record(
    _ operands: [Int32], _ output: Output, _ body: Plan.Body, _ placement: Placement
  ) {
    let storages = output.storageOfPeriod.map {
      $0 < 0 ? $0 : $0 + Int32(placement.firstStorage)
    }
    builder.outputs.append(Output(storageOfPeriod: storages))
    builder.steps[body]!.append(
      Step(
        opcode: .record, destination: -1, operands: operands,
        parameter: builder.outputs.count - 1))
  }
}

extension Output {
  /// Whether it is kept in some of these places.
  fileprivate func isKept(among storages: Range<Int>) -> Bool {
    storageOfPeriod.contains { storages.contains(Int($0)) }
  }
}
