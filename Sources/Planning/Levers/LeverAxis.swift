/// A decision that can be moved: from where to where, in which steps, and where it stands.
public struct LeverAxis: Hashable, Sendable {
  public let id: String
  /// In base units, like all values of levers.
  public let bounds: ClosedRange<Double>
  /// Its value unless it is moved.
  public let standing: Double
  /// What its values are apart, counted from the lower bound; nil where every value between the
  /// bounds can be chosen.
  public let step: Double?

  /// - Precondition: `standing` lies within the bounds, and the step is above zero.
  public init(id: String, bounds: ClosedRange<Double>, standing: Double, step: Double? = nil) {
    precondition(bounds.contains(standing), "a lever stands within its bounds")
    precondition(step.map { $0 > 0 } ?? true, "a step leads somewhere")
    self.id = id
    self.bounds = bounds
    self.standing = standing
    self.step = step
  }

  var width: Double { bounds.upperBound - bounds.lowerBound }

  /// How many values can be chosen, besides where it stands; nil where they are not counted.
  var count: Int? {
    if width == 0 { return 1 }
    guard let step else { return nil }
    // A bound that rounding puts just beyond the last step is a value too.
    let steps = (width / step * (1 + 1e-12)).rounded(.down)
    return steps < 1e9 ? Int(steps) + 1 : nil
  }

  /// The value with a number, the lower bound being number 0.
  func value(_ index: Int) -> Double {
    min(bounds.lowerBound + Double(index) * (step ?? 0), bounds.upperBound)
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
    let index = ((within - bounds.lowerBound) / step).rounded()
    let regular = self.value(min(Int(index), count - 1))
    return abs(standing - within) < abs(regular - within) ? standing : regular
  }

  /// The greatest value that can be chosen at or below a number; the least where there is none.
  func atMost(_ value: Double) -> Double {
    let within = min(max(value, bounds.lowerBound), bounds.upperBound)
    guard let step, let count else { return within }
    let index = ((within - bounds.lowerBound) / step * (1 + 1e-12)).rounded(.down)
    let regular = self.value(min(Int(index), count - 1))
    return standing <= within && standing > regular ? standing : regular
  }
}
