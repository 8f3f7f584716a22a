/// Whether a cost is within a limit, up to what rounding makes of sums of prices.
///
/// - Unit: yuan.
public func isAffordable(_ cost: Double, within limit: Double) -> Bool {
  cost <= limit + 1e-9 * max(abs(limit), 1)
}

/// What can be decided: levers with their bounds and steps, levers that exclude each other, and
/// what the decisions cost.
///
/// A decision is a value for each axis, in their order.
public struct LeverSpace: Sendable {
  public let axes: [LeverAxis]
  /// Sets of axes of which at most one may stand above where it stands now.
  public let exclusions: [[Int]]
  /// The cost of a decision.
  ///
  /// - Unit: yuan; levers that are not among the axes are not in it.
  public let cost: @Sendable ([Double]) -> Double
  /// Whether it is so much for each unit of each lever: then it is least and greatest at bounds.
  public let hasPlainCost: Bool

  /// - Parameter hasPlainCost: whether the cost is so much for each unit of each lever.
  public init(
    axes: [LeverAxis], exclusions: [[Int]] = [], hasPlainCost: Bool = false,
    cost: @escaping @Sendable ([Double]) -> Double
  ) {
    self.axes = axes
    self.exclusions = exclusions
    self.hasPlainCost = hasPlainCost
    self.cost = cost
  }

  /// The decision to leave everything as it is.
  public var standing: [Double] { axes.map(\.standing) }

  /// The space without what lies below where the levers stand now: nothing is cut.
  public var withoutCuts: LeverSpace {
    LeverSpace(
      axes: axes.map(\.withoutCuts), exclusions: exclusions, hasPlainCost: hasPlainCost,
      cost: cost)
  }

  func isAffordable(_ decision: [Double], within limit: Double) -> Bool {
    Planning.isAffordable(cost(decision), within: limit)
  }

  /// Whether no two levers are raised that exclude each other.
  public func isAllowed(_ decision: [Double]) -> Bool {
    exclusions.allSatisfy { set in
      set.count { decision[$0] > axes[$0].standing } <= 1
    }
  }

  /// How many decisions there are; nil where a lever can take any value, or they are beyond count.
  var count: Int? {
    var count = 1
    for axis in axes {
      guard let values = axis.count else { return nil }
      let (product, isTooMany) = count.multipliedReportingOverflow(by: values + 1)
      guard !isTooMany else { return nil }
      count = product
    }
    return count
  }

  /// The nearest decision that the steps and exclusions allow, and that costs no more than a limit.
  ///
  /// What excludes another is taken back, but for the one that is raised farthest; what costs too
  /// much is moved towards the cheapest decision as far as it has to.
  func repaired(_ decision: [Double], limit: Double, towards cheapest: [Double]) -> [Double] {
    var decision = zip(axes, decision).map { $0.nearest($1) }
    for set in exclusions {
      let raised = set.filter { decision[$0] > axes[$0].standing }
      guard raised.count > 1 else { continue }
      let farthest = raised.max { share(decision, $0) < share(decision, $1) }!
      for axis in raised where axis != farthest { decision[axis] = axes[axis].standing }
    }
    guard !isAffordable(decision, within: limit) else { return decision }
    func between(_ share: Double) -> [Double] {
      axes.indices.map { axis in
        let wished = cheapest[axis] + share * (decision[axis] - cheapest[axis])
        return decision[axis] >= cheapest[axis]
          ? axes[axis].atMost(wished) : axes[axis].nearest(wished)
      }
    }
    var (affordable, tooDear) = (0.0, 1.0)
    for _ in 0..<40 {
      let middle = (affordable + tooDear) / 2
      if isAffordable(between(middle), within: limit) {
        affordable = middle
      } else {
        tooDear = middle
      }
    }
    return between(affordable)
  }

  private func share(_ decision: [Double], _ axis: Int) -> Double {
    (decision[axis] - axes[axis].standing) / max(axes[axis].width, .leastNormalMagnitude)
  }

  /// The greatest value of an axis with which a decision costs no more than a limit.
  ///
  /// - Returns: nil where even its least value costs more.
  public func greatest(_ axis: Int, in decision: [Double], limit: Double) -> Double? {
    var trial = decision
    func isAffordable(_ value: Double) -> Bool {
      trial[axis] = value
      return self.isAffordable(trial, within: limit)
    }
    let bounds = axes[axis].bounds
    if isAffordable(bounds.upperBound) { return axes[axis].atMost(bounds.upperBound) }
    guard isAffordable(bounds.lowerBound) else { return nil }
    var (low, high) = (bounds.lowerBound, bounds.upperBound)
    for _ in 0..<60 where high > low {
      let middle = low + (high - low) / 2
      trial[axis] = middle
      // What has no steps goes to the limit itself, and not as far as rounding is forgiven.
      if cost(trial) <= limit { low = middle } else { high = middle }
    }
    // A step that the search came near from below.
    let near = axes[axis].nearest(low)
    return isAffordable(near) ? near : axes[axis].atMost(low)
  }

  /// What the dearest decision costs, axis by axis; what excludes each other is not heeded.
  public var greatestCost: Double {
    cost(extreme { $0 > $1 })
  }

  /// The cheapest decision, axis by axis.
  public var cheapest: [Double] {
    extreme(isAllowed) { $0 < $1 }
  }

  /// The decision that comes first by its cost, axis by axis; of equal ones the levers stay where
  /// they stand.
  private func extreme(
    _ isAllowed: ([Double]) -> Bool = { _ in true },
    isBefore: (_ cost: Double, _ other: Double) -> Bool
  ) -> [Double] {
    var decision = standing
    var found = cost(decision)
    for (place, axis) in axes.enumerated() {
      for value in values(of: axis) {
        var moved = decision
        moved[place] = value
        guard isAllowed(moved) else { continue }
        let price = cost(moved)
        if isBefore(price, found) { (decision, found) = (moved, price) }
      }
    }
    return decision
  }

  /// The values among which one costs least, and one most: the ends where the cost is plain; else
  /// all, or as many as can be looked at.
  private func values(of axis: LeverAxis) -> [Double] {
    let ends = [axis.bounds.lowerBound, axis.atMost(axis.bounds.upperBound)]
    if hasPlainCost { return ends }
    if let count = axis.count, count <= Self.valuesLookedAt { return axis.values }
    return ends
      + (1..<Self.valuesLookedAt).map {
        axis.nearest(
          axis.bounds.lowerBound + axis.width * Double($0) / Double(Self.valuesLookedAt))
      }
  }

  private static let valuesLookedAt = 512
}
