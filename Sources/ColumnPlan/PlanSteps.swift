/// What some draws of a plan decide that comes in steps, as it enters what does not: an event, a
/// number of cases, the state of a chain of events.
///
/// What is drawn every day is left out: of so many small steps the sum is smooth.
///
/// A level that is drawn once may count as a step too, where its values are anything but straight
/// over their normal scores, as those of experts who contradict each other are.
public struct PlanSteps: Sendable {
  /// What decides each of them.
  public let causes: [StepCause]
  /// How many distributions of levels are followed; 0 where there are none, or none were asked for.
  public let bentLevels: Int
  private let plan: Plan
  /// Where each is made, and in which run.
  private let places: [(origin: StepOrigin, run: Int)]

  /// - Parameter draws: of the plan; those of the plan that runs ahead are passed over.
  /// - Parameter linearity: levels that are drawn once count as steps where their linearity in
  ///   scores is less; none for nil.
  /// - Complexity: O(instructions × periods).
  public init(
    of plan: Plan, decidedBy draws: [NumberedDraw], withLevelsBelow linearity: Double? = nil
  ) {
    let bent = linearity.map { Self.bent(plan, $0) } ?? []
    bentLevels = bent.count
    var walk = StepWalk(plan, bent: bent)
    walk.walk()
    let naming = CauseNaming(plan, draws)
    var causes: [StepCause] = []
    var places: [(origin: StepOrigin, run: Int)] = []
    for (origin, sources) in walk.origins {
      let instruction = plan.instructions(of: origin.body)[origin.index]
      guard instruction.destination.shape == .varying else { continue }
      for (run, set) in sources.sorted(by: { $0.key < $1.key }) {
        guard let cause = naming.cause(set) else { continue }
        causes.append(cause)
        places.append((origin, run))
      }
    }
    (self.plan, self.causes, self.places) = (plan, causes, places)
  }

  /// The continuous distributions of what is drawn once that are bent.
  private static func bent(_ plan: Plan, _ linearity: Double) -> Set<Int> {
    let drawn = Set(
      plan.instructions(of: .once).filter { $0.opcode == .quantiles }.map { Int($0.parameter) })
    return drawn.filter {
      let distribution = plan.distributions[$0]
      return !distribution.isDiscrete && distribution.linearityInScores < linearity
    }
  }

  /// The same plan, which also keeps some of the steps, and their columns in their order.
  public func keeping(_ some: Range<Int>) -> (plan: Plan, columns: [Column]) {
    var kept = plan
    var columns: [Column] = []
    var storages: [StepOrigin: [Int32]] = [:]
    for (origin, run) in places[some] {
      let unkept = [Int32](repeating: -1, count: plan.runs(of: origin.body))
      storages[origin, default: unkept][run] = Int32(kept.storages.count)
      columns.append(
        Column(
          label: "step \(origin.body) \(origin.index)", period: "\(run)", shape: .varying,
          storage: kept.storages.count))
      kept.storages.append(.varying)
    }
    kept.columns += columns
    var records: [StepOrigin: Instruction] = [:]
    for (origin, storageOfPeriod) in storages.sorted(by: { $0.key < $1.key }) {
      kept.outputs.append(Output(storageOfPeriod: storageOfPeriod))
      let instruction = plan.instructions(of: origin.body)[origin.index]
      records[origin] = Instruction(
        .record, into: .none, instruction.destination, parameter: kept.outputs.count - 1,
        occasion: instruction.occasion)
    }
    func withRecords(_ body: Plan.Body) -> [Instruction] {
      plan.instructions(of: body).enumerated().flatMap { index, instruction in
        [instruction] + (records[StepOrigin(body: body, index: index)].map { [$0] } ?? [])
      }
    }
    kept.once = withRecords(.once)
    kept.each = withRecords(.each)
    return (kept, columns)
  }
}

/// Names what decides steps by the draws that were asked about.
private struct CauseNaming {
  private let plan: Plan
  /// By site and the run in which it is drawn.
  private var placeOf: [[Int]: Int] = [:]
  private let firstSites: [Int]

  init(_ plan: Plan, _ draws: [NumberedDraw]) {
    self.plan = plan
    for (place, draw) in draws.enumerated() where !draw.isAhead {
      placeOf[[draw.site, draw.period]] = place
    }
    firstSites = plan.firstSitesOfCorrelations
  }

  /// nil where nothing decides it, or something that was not asked about.
  func cause(_ sources: Set<StepSource>) -> StepCause? {
    var draws: [Int] = []
    var scores: [JoinedScore] = []
    for source in sources {
      switch source {
      case .draw(let site, let run):
        guard let place = placeOf[[site, run]] else { return nil }
        draws.append(place)
      case .member(let correlation, let variable, let run):
        guard let score = score(correlation, variable, run) else { return nil }
        scores.append(score)
      }
    }
    guard !sources.isEmpty else { return nil }
    return StepCause(draws: draws.sorted(), scores: scores.sorted())
  }

  private func score(_ correlation: Int, _ variable: Int, _ run: Int) -> JoinedScore? {
    let group = plan.correlations[correlation]
    let deviation = group.factor.deviation(of: variable)
    guard deviation > 0 else { return nil }
    var joined = (draws: [Int](), loadings: [Double]())
    for other in group.draws.indices {
      let loading = group.factor[variable, other] / deviation
      guard let place = placeOf[[firstSites[correlation] + other, run]] else {
        if loading != 0 { return nil }
        continue
      }
      joined.draws.append(place)
      joined.loadings.append(loading)
    }
    return JoinedScore(draws: joined.draws, loadings: joined.loadings)
  }
}
