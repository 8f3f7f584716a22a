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

  public init(
    axes: [LeverAxis], exclusions: [[Int]] = [], cost: @escaping @Sendable ([Double]) -> Double
  ) {
    self.axes = axes
    self.exclusions = exclusions
    self.cost = cost
  }

  /// The decision to leave everything as it is.
  public var standing: [Double] { axes.map(\.standing) }

  /// The space without what lies below where the levers stand now: nothing is cut. Steps are
  /// counted from there.
  public var withoutCuts: LeverSpace {
    LeverSpace(
      axes: axes.map { axis in
        LeverAxis(
          id: axis.id, bounds: axis.standing...axis.bounds.upperBound, standing: axis.standing,
          step: axis.step)
      }, exclusions: exclusions, cost: cost)
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
    guard cost(decision) > limit else { return decision }
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
      if cost(between(middle)) <= limit { affordable = middle } else { tooDear = middle }
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
      return cost(trial) <= limit
    }
    let bounds = axes[axis].bounds
    if isAffordable(bounds.upperBound) { return axes[axis].atMost(bounds.upperBound) }
    guard isAffordable(bounds.lowerBound) else { return nil }
    var (low, high) = (bounds.lowerBound, bounds.upperBound)
    for _ in 0..<60 where high > low {
      let middle = low + (high - low) / 2
      if isAffordable(middle) { low = middle } else { high = middle }
    }
    // A step that the search came near from below.
    let near = axes[axis].nearest(low)
    return isAffordable(near) ? near : axes[axis].atMost(low)
  }

  /// What the dearest decision costs, axis by axis; what excludes each other is not heeded.
  public var greatestCost: Double {
    var decision = standing
    for axis in axes.indices {
      let ends = [axes[axis].bounds.lowerBound, axes[axis].bounds.upperBound]
      decision[axis] = ends.max { left, right in
        var (a, b) = (decision, decision)
        (a[axis], b[axis]) = (left, right)
        return cost(a) < cost(b)
      }!
    }
    return cost(decision)
  }

  /// The cheapest decision, axis by axis.
  public var cheapest: [Double] {
    var decision = standing
    for axis in axes.indices {
      let ends = [axes[axis].bounds.lowerBound, axes[axis].bounds.upperBound]
      decision[axis] = ([axes[axis].standing] + ends).min { left, right in
        var (a, b) = (decision, decision)
        (a[axis], b[axis]) = (left, right)
        return cost(a) < cost(b)
      }!
    }
    return isAllowed(decision) ? decision : standing
  }
}
