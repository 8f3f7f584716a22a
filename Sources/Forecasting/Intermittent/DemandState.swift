/// What is smoothed beside the sizes of demand.
enum DemandClock: Hashable, Sendable {
  /// The steps from one demand to the next, when there is one.
  case intervals
  /// Whether there is demand, at each step.
  case probabilities
}

/// The smoothed size of demand, and the smoothed interval or probability.
struct DemandState: Hashable, Sendable {
  let clock: DemandClock
  /// How much a new size counts, and a new interval or whether there was demand.
  let sizeWeight, clockWeight: Double
  /// NaN before the first demand.
  private(set) var size = Double.nan
  /// The interval or the probability; NaN before the first one.
  private(set) var pace = Double.nan
  /// The steps since the last demand.
  private var waited = 0.0

  init(_ clock: DemandClock, sizeWeight: Double, clockWeight: Double) {
    self.clock = clock
    self.sizeWeight = sizeWeight
    self.clockWeight = clockWeight
  }

  /// The probability of demand at the next step.
  var probability: Double {
    clock == .probabilities ? pace : pace > 1 ? 1 / pace : 1
  }

  /// The mean demand of the next step; NaN before the first demand.
  var rate: Double { clock == .probabilities ? pace * size : size / pace }

  /// Takes in the demand of a step.
  mutating func add(_ demand: Double) {
    waited += 1
    if clock == .probabilities {
      let occurs = demand > 0 ? 1.0 : 0
      pace = pace.isNaN ? occurs : pace + clockWeight * (occurs - pace)
    }
    guard demand > 0 else { return }
    size = size.isNaN ? demand : size + sizeWeight * (demand - size)
    if clock == .intervals {
      pace = pace.isNaN ? waited : pace + clockWeight * (waited - pace)
    }
    waited = 0
  }
}
