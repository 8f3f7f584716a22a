/// Several plans as one that makes every value once that more of them make: a scenario and its
/// variants, which differ in little.
///
/// Each side keeps the numbers, to the bit, that its plan makes by itself: a value is shared only
/// where the same instruction reads the same values.
public struct PlanUnion: Sendable {
  /// Makes what all sides keep.
  public let plan: Plan
  /// The plan as each side sees it: with the columns of that side only.
  public let sides: [Plan]

  /// - Returns: nil where the sides cannot be run as one: their periods differ, or the weather
  ///   that their schedules see; or one of them counts.
  /// - Complexity: O(instructions × passes), a pass for each step back in time that a difference
  ///   takes to show.
  public init?(of sides: [PlanSide]) {
    guard let first = sides.first, sides.allSatisfy(first.fits) else { return nil }
    var joining = PlanJoining(like: first.builder)
    for side in sides { joining.add(side) }
    guard joining.joinSteps() else { return nil }
    let plan = joining.plan()
    self.plan = plan
    self.sides = joining.columns.map(plan.showing)
  }
}

/// One of several plans that are run as one.
public struct PlanSide {
  let builder: PlanBuilder
  let rewriting: PlanRewriting
  /// What it gives the plan's parameters, by label; the others keep their own values.
  private(set) var parameters: [String: Double] = [:]

  public init(_ builder: PlanBuilder) {
    var builder = builder
    rewriting = builder.rewriting()
    self.builder = builder
  }

  /// The same plan with other values of its parameters; those that are not named keep their own.
  public func with(_ parameters: [String: Double]) -> PlanSide {
    var side = self
    side.parameters = parameters
    return side
  }

  /// Makes the tables of what it draws from ahead of the union, which finds those that are shared.
  public func prepareDistributions() {
    _ = builder.preparedDistributions(of: rewriting.steps)
  }

  /// Whether another plan can be run with it.
  public func fits(_ other: PlanSide) -> Bool {
    builder.periods == other.builder.periods
      && builder.daysOfPeriods == other.builder.daysOfPeriods
      && [self, other].allSatisfy {
        $0.builder.counts.isEmpty && $0.builder.tallies.isEmpty && !$0.movesWeather
      }
      && seesSameWeather(as: other)
  }

  /// Whether its own values of parameters change what is foreseen.
  private var movesWeather: Bool {
    guard let ahead = builder.ahead else { return false }
    return !ahead.plan.readParameters.isDisjoint(with: parameters.keys)
  }

  private func seesSameWeather(as other: PlanSide) -> Bool {
    guard let own = builder.ahead, let others = other.builder.ahead else { return true }
    return own.firstDay == others.firstDay && own.plan.makesSame(as: others.plan)
  }
}

extension Plan {
  /// The same plan, with only some of its columns to be looked at.
  func showing(_ columns: [Column]) -> Plan {
    var plan = self
    plan.columns = columns
    return plan
  }

  /// Whether another plan has the same instructions on the same numbers.
  func makesSame(as other: Plan) -> Bool {
    periods == other.periods && daysOfPeriods == other.daysOfPeriods
      && Body.allCases.allSatisfy { instructions(of: $0) == other.instructions(of: $0) }
      && constants == other.constants && parameters == other.parameters
      && tables == other.tables && dayTables == other.dayTables && draws == other.draws
      && distributions.count == other.distributions.count
      && zip(distributions, other.distributions).allSatisfy { $0.draws(asDoes: $1) }
      && correlations.count == other.correlations.count
      && zip(correlations, other.correlations).allSatisfy { $0.joins(asDoes: $1) }
      && memories == other.memories && sums == other.sums && combinations == other.combinations
      && occasions == other.occasions && occasionOfDays == other.occasionOfDays
      && calendars.isEmpty && other.calendars.isEmpty
      && schedules.isEmpty && other.schedules.isEmpty && loads == other.loads
  }
}

extension CorrelationSite {
  /// Whether another one makes the same values.
  func joins(asDoes other: CorrelationSite) -> Bool {
    draws == other.draws && factor == other.factor && scales == other.scales
      && spread?.draw == other.spread?.draw
      && spread?.spread.degreesOfFreedom == other.spread?.spread.degreesOfFreedom
  }
}
