import Probability

/// A stream of a model as its formulas draw it.
public struct ModelDraw: Sendable {
  public let draw: Draw
  /// Whether all that it decides is whether something happens: it is compared with one probability.
  public let isEvent: Bool
  /// Of an event the probability, where it is a number.
  public let probability: Double?
}

extension Model {
  /// What is drawn from each stream, by its name.
  ///
  /// - Complexity: O(size of all formulas).
  public var draws: [String: ModelDraw] {
    let formulas = Dictionary(
      uniqueKeysWithValues: indicators.map { ($0.indicator.id, $0.indicator.formula) })
    var uses: [String: [Use]] = [:]
    for resolved in indicators { resolved.indicator.formula.collectDraws(into: &uses) }
    return uses.mapValues { uses in
      let draw = uses[0].draw
      let bounds = uses.compactMap(\.bound)
      guard bounds.count == uses.count, bounds.allSatisfy({ $0 == bounds[0] }), draw.isProbability
      else { return ModelDraw(draw: draw, isEvent: false, probability: nil) }
      return ModelDraw(
        draw: draw, isEvent: true, probability: number(bounds[0], formulas, depth: 0))
    }
  }

  /// The number that a formula always is, also by way of other indicators.
  private func number(_ formula: Formula, _ formulas: [String: Formula], depth: Int) -> Double? {
    if let value = formula.constantValue { return value }
    guard depth < 32 else { return nil }
    switch formula.node {
    case .reference(let id):
      return formulas[id].flatMap { number($0, formulas, depth: depth + 1) }
    case .call(let function, let arguments) where arguments.count == 2:
      guard let left = number(arguments[0], formulas, depth: depth + 1),
        let right = number(arguments[1], formulas, depth: depth + 1)
      else { return nil }
      return switch function {
      case .add: left + right
      case .subtract: left - right
      case .multiply: left * right
      case .divide: left / right
      case .minimum: min(left, right)
      case .maximum: max(left, right)
      default: nil
      }
    default: return nil
    }
  }
}

/// A place where a draw stands, with what it is compared with when it has to be less than that.
private struct Use {
  let draw: Draw
  let bound: Formula?
}

extension Draw {
  /// Whether it is a uniform number between 0 and 1.
  fileprivate var isProbability: Bool {
    guard let uniform = distribution as? Uniform else { return false }
    return uniform.low == 0 && uniform.high == 1
  }
}

extension Formula {
  fileprivate func collectDraws(into uses: inout [String: [Use]]) {
    switch node {
    case .draw(let draw): uses[draw.stream, default: []].append(Use(draw: draw, bound: nil))
    case .call(.less, let arguments):
      if case .draw(let draw) = arguments[0].node {
        uses[draw.stream, default: []].append(Use(draw: draw, bound: arguments[1]))
        arguments[1].collectDraws(into: &uses)
      } else {
        for argument in arguments { argument.collectDraws(into: &uses) }
      }
    case .call(_, let arguments):
      for argument in arguments { argument.collectDraws(into: &uses) }
    case .constant, .reference, .members, .series, .daySeries, .scheduled: break
    }
  }
}
