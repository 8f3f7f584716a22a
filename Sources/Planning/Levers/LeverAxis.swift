/// A decision that can be moved: from where to where, in which steps, and where it stands.
public struct LeverAxis: Hashable, Sendable {
  public let id: String
  /// In base units, like all values of levers; the lower one can be chosen.
  public let bounds: ClosedRange<Double>
  /// Its value unless it is moved.
  public let standing: Double
  /// What its values are apart, counted from the first one on steps; nil where every value between
  /// the bounds can be chosen.
  public let step: Double?
  /// The first of the values on steps; it lies above the bounds where none is within them.
  private let first: Double

  /// - Parameter anchor: a value from which steps are counted; the lower bound for nil. What lies
  ///   below the first value on steps, and below where it stands, cannot be chosen: the lower bound
  ///   is then the lesser of the two.
  /// - Precondition: `standing` lies within the bounds, and the step is above zero.
  public init(
    id: String, bounds: ClosedRange<Double>, standing: Double, step: Double? = nil,
    from anchor: Double? = nil
  ) {
    precondition(bounds.contains(standing), "a lever stands within its bounds")
    precondition(step.map { $0 > 0 } ?? true, "a step leads somewhere")
    self.id = id
    self.standing = standing
    self.step = step
    let least = bounds.lowerBound
    guard let step, let anchor, anchor != least else {
      (self.bounds, first) = (bounds, least)
      return
    }
    let steps = (least - anchor) / step
    // What rounding puts just above a step is that step.
    let whole = (steps - 1e-12 * max(1, abs(steps))).rounded(.up)
    first = max(least, anchor + whole * step)
    self.bounds = min(first, standing)...bounds.upperBound
  }

  var width: Double { bounds.upperBound - bounds.lowerBound }

  /// How many values can be chosen, besides where it stands; nil where they are not counted.
  var count: Int? {
    if width == 0 { return 1 }
    guard let step else { return nil }
    // A bound that rounding puts just beyond the last step is a value too.
    let steps = ((bounds.upperBound - first) / step * (1 + 1e-12)).rounded(.down)
    return steps < 1e9 ? Int(max(steps, -1)) + 1 : nil
  }

  /// The value with a number, the first on steps being number 0.
  func value(_ index: Int) -> Double {
    min(first + Double(index) * (step ?? 0), bounds.upperBound)
  }

  /// All values in rising order, where it stands among them.
  ///
  /// - Precondition: they are counted.
  var values: [Double] {
    let regular = (0..<count!).map(value)
    guard !regular.contains(standing) else { return regular }
    return (regular + [standing]).sorted()
  }

  /// The nearest value that can be chosen.
  public func nearest(_ value: Double) -> Double {
    let within = min(max(value, bounds.lowerBound), bounds.upperBound)
    guard let step, let count else { return within }
    guard count > 0 else { return standing }
    let index = max(((within - first) / step).rounded(), 0)
    let regular = self.value(min(Int(index), count - 1))
    return abs(standing - within) < abs(regular - within) ? standing : regular
  }

  /// The greatest value that can be chosen at or below a number; the least where there is none.
  func atMost(_ value: Double) -> Double {
    let within = min(max(value, bounds.lowerBound), bounds.upperBound)
    guard let step, let count else { return within }
    let index = ((within - first) / step * (1 + 1e-12)).rounded(.down)
    guard count > 0, index >= 0 else { return standing }
    let regular = self.value(min(Int(index), count - 1))
    return standing <= within && standing > regular ? standing : regular
  }

  /// The same without what lies below where it stands; steps are counted as before.
  var withoutCuts: LeverAxis {
    LeverAxis(
      id: id, bounds: standing...bounds.upperBound, standing: standing, step: step, from: first)
  }
}
