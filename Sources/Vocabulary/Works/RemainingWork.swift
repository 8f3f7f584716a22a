import Formulas
import Probability

/// What is left of work that is under way, when so much of it has been worked and it has not
/// finished.
///
/// Only the lengths remain that exceed what has been worked. A draw keeps its stream, and each
/// trial its place among them: a trial that works long stays one that works long.
enum RemainingWork {
  /// In so many parts of equal probability a draw's remainder is told.
  private static let parts = 200

  /// What is at least left where nothing says how much longer it lasts.
  ///
  /// - Unit: days of work.
  private static let least = 1.0

  /// - Parameter length: the time that it takes in all: what a planner wrote, or its name.
  /// - Parameter worked: days of work that are gone.
  /// - Accuracy: a quantile of the remainder lies within its part: between those of two
  ///   probabilities that are 1/200 apart.
  static func formula(
    of length: Formula, after worked: Double, _ context: ReadingContext
  ) -> Formula {
    guard worked > 0 else { return length }
    var written = length
    if case .reference(let name) = length.node, let value = context.value(named: name) {
      written = value.formula
    }
    if case .draw(let draw) = written.node,
      let remainder = remainder(of: draw.distribution, after: worked)
    {
      return Formula(
        .draw(
          Draw(
            stream: draw.stream, cadence: draw.cadence, distribution: remainder,
            unit: draw.unit, text: draw.text)), origin: written.origin)
    }
    // Of anything else it is not known how likely which excess is.
    return .call(.maximum, length - .constant(worked, .day), .constant(least, .day))
  }

  /// Nil where it is not continuous, or never takes so long.
  private static func remainder(of length: any Distribution, after worked: Double) -> Histogram? {
    let longer = length.exceedanceProbability(above: worked)
    guard length.isContinuous, longer > 1e-12 else { return nil }
    let last = longer / Double(parts) / 100
    var edges = [max(length.support.lowerBound - worked, 0)]
    for part in 1...parts {
      let tail = part == parts ? last : longer * (1 - Double(part) / Double(parts))
      edges.append(length.quantile(exceededWith: tail) - worked)
    }
    guard zip(edges, edges.dropFirst()).allSatisfy({ $0 < $1 }) else { return nil }
    var values = ParameterValues([:])
    values.rows = zip(edges, edges.dropFirst()).map { low, high in
      ParameterValues(["low": low, "high": high, "probability": 1 / Double(parts)])
    }
    return try? Histogram(values)
  }
}
