import Probability

/// A stream of a model as its formulas draw it.
public struct ModelDraw: Sendable {
  public let draw: Draw
  /// Whether all that it decides is whether something happens: it is compared with one bound.
  public let isEvent: Bool
  /// Of an event the probability, where it is a number.
  public let probability: Double?
  /// Which of its numbers are more of what it decides; of an event, in which of them it happens.
  public let sense: Draw.Sense
  /// Of an event the indicator with which it is compared; nil where it is none.
  public let bound: String?

  fileprivate init(_ draw: Draw) {
    (self.draw, sense) = (draw, draw.sense)
    (isEvent, probability, bound) = (false, nil, nil)
  }

  fileprivate init(_ draw: Draw, _ bound: Bound, level: Double?) {
    self.draw = draw
    isEvent = true
    sense = bound.isBelow ? .falling : .rising
    probability = bound.isBelow ? level : level.map { 1 - $0 }
    if case .reference(let id) = bound.formula.node { self.bound = id } else { self.bound = nil }
  }
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
      else { return ModelDraw(draw) }
      return ModelDraw(draw, bounds[0], level: number(bounds[0].formula, formulas, depth: 0))
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

/// A place where a draw stands, with what it is compared with where it is.
private struct Use {
  let draw: Draw
  let bound: Bound?
}

/// What a draw is compared with.
private struct Bound: Equatable {
  let formula: Formula
  /// Whether it has to be less than that, and not at least that.
  let isBelow: Bool
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
        let bound = Bound(formula: arguments[1], isBelow: true)
        uses[draw.stream, default: []].append(Use(draw: draw, bound: bound))
        arguments[1].collectDraws(into: &uses)
      } else {
        for argument in arguments { argument.collectDraws(into: &uses) }
      }
    case .call(.lessOrEqual, let arguments):
      if case .draw(let draw) = arguments[1].node {
        let bound = Bound(formula: arguments[0], isBelow: false)
        uses[draw.stream, default: []].append(Use(draw: draw, bound: bound))
        arguments[0].collectDraws(into: &uses)
      } else {
        for argument in arguments { argument.collectDraws(into: &uses) }
      }
    case .call(_, let arguments):
      for argument in arguments { argument.collectDraws(into: &uses) }
    case .constant, .reference, .members, .series, .daySeries, .scheduled: break
    }
  }
}
