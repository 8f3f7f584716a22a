/// The plan of a scenario beside which others are put, one after another: besides its results it
/// keeps what takes longest to make, so that a plan that differs elsewhere need not make it again.
///
/// That is what is put together over the days of a period, and the dates of schedules. All else is
/// made again, which is faster than keeping it.
public struct BasePlan {
  /// Keeps the results of the scenario, and behind them what others read.
  public let plan: Plan
  private let side: PlanSide
  private let kept: [Int32: KeptValue]

  /// - Returns: nil where nothing would be worth keeping, or the plan counts.
  /// - Complexity: O(instructions).
  public init?(_ side: PlanSide) {
    guard side.builder.counts.isEmpty, side.builder.tallies.isEmpty else { return nil }
    var builder = side.builder
    builder.steps = side.rewriting.steps
    let worthKeeping = WorthKeeping(builder, side.rewriting.combinations)
    guard !worthKeeping.values.isEmpty else { return nil }
    builder.firstStorageForOthers = builder.storages.count
    kept = builder.keep(worthKeeping)
    plan = builder.laidOut(builder.steps, side.rewriting.combinations, side.rewriting.correlations)
    self.side = side
  }

  /// How many columns of trials are kept for others.
  public var keptColumns: Int { plan.storages.count - plan.firstStorageForOthers }

  /// The plan of another side, which loads what this one has kept, and makes the same numbers, to
  /// the bit, as it does by itself.
  ///
  /// - Returns: nil where it cannot be run with this one, or is needed in periods in which this one
  ///   is not.
  /// - Complexity: as of a `PlanUnion` of both.
  public func continued(by other: PlanSide) -> Plan? {
    guard side.fits(other) else { return nil }
    var joining = PlanJoining(like: side.builder)
    joining.add(side)
    joining.add(other)
    guard joining.joinSteps() else { return nil }
    let plan = joining.plan(ofSide: 1, loading: joining.values(kept, ofSide: 0))
    return plan.loadsWhatIsKept ? plan : nil
  }
}

/// Where a value is kept: the body in which it can be loaded, and its places.
struct KeptValue {
  let body: Plan.Body
  let output: Output
}

/// The values of a plan that take longer to make than to load.
private struct WorthKeeping {
  /// By the body in which they are kept, in the order in which they are read.
  private(set) var values: [(value: Int32, body: Plan.Body, periods: [Bool])] = []

  init(_ builder: PlanBuilder, _ combinations: [JoinedSums]) {
    let needed = NeededPeriods(of: builder.steps, joined: combinations, in: builder)
    addDates(builder, combinations)
    addDays(builder, combinations, needed)
  }

  private mutating func addDates(_ builder: PlanBuilder, _ joined: [JoinedSums]) {
    for step in builder.steps[.once]! where step.opcode == .schedule {
      for value in step.values(builder.runs, joined) { values.append((value, .once, [true])) }
    }
  }

  private mutating func addDays(
    _ builder: PlanBuilder, _ joined: [JoinedSums], _ needed: NeededPeriods
  ) {
    var made: Set<Int32> = []
    for step in builder.steps[.day]! {
      for value in step.values(builder.runs, joined)
      where builder.shapes[Int(value)] == .varying { made.insert(value) }
    }
    let none = [Bool](repeating: false, count: builder.periods)
    var places: [Int32: Int] = [:]
    for (position, step) in builder.steps[.closing]!.enumerated() {
      let occasion = Int(needed.occasionOf[.closing]![position])
      for value in step.operands where value >= 0 && made.contains(value) {
        if places[value] == nil {
          places[value] = values.count
          values.append((value, .closing, none))
        }
        for period in 0..<builder.periods
        where occasion < 0 || needed.occasions[occasion][period] {
          values[places[value]!].periods[period] = true
        }
      }
    }
    for value in builder.steps[.after]!.lazy.flatMap(\.operands)
    where value >= 0 && made.contains(value) && places[value] == nil {
      places[value] = values.count
      values.append((value, .after, [true]))
    }
  }
}

extension PlanBuilder {
  /// Adds a record of each of some values.
  ///
  /// - Returns: where each is kept.
  fileprivate mutating func keep(_ worthKeeping: WorthKeeping) -> [Int32: KeptValue] {
    var kept: [Int32: KeptValue] = [:]
    var records: [Plan.Body: [Step]] = [:]
    for (value, body, periods) in worthKeeping.values {
      var places = [Int32](repeating: -1, count: periods.count)
      for (run, isNeeded) in periods.enumerated() where isNeeded {
        places[run] = Int32(storages.count)
        columns.append(
          Column(
            label: "value \(value)", period: "\(run)", shape: .varying, storage: storages.count))
        storages.append(.varying)
      }
      let output = Output(storageOfPeriod: places)
      kept[value] = KeptValue(body: body, output: output)
      outputs.append(output)
      records[body, default: []].append(
        Step(opcode: .record, destination: -1, operands: [value], parameter: outputs.count - 1))
    }
    // What is made before is there from the beginning of the body; dates are made within theirs.
    for (body, added) in records {
      steps[body] = body == .once ? steps[body]! + added : added + steps[body]!
    }
    return kept
  }
}

extension Plan {
  /// Whether each value is kept in all periods in which it is loaded.
  fileprivate var loadsWhatIsKept: Bool {
    Body.allCases.allSatisfy { body in
      instructions(of: body).allSatisfy { instruction in
        guard instruction.opcode == .load else { return true }
        let storages = loads[Int(instruction.parameter)].storageOfPeriod
        return storages.indices.allSatisfy {
          storages[$0] >= 0 || !runs(instruction, inPeriod: $0)
        }
      }
    }
  }
}
