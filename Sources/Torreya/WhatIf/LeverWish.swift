import Formulas
import Planning
import SourceText

/// What is wished of levers: as probable as the money allows, or as cheap as a probability allows.
public enum LeverWish: Hashable, Sendable {
  /// The levers may cost so much in all; any of them may be cut.
  case budget(Double)
  /// So much more than they cost now.
  case extra(Double, mayCut: Bool)
  /// The least cost for a probability.
  case probability(Double)

  /// Reads `budget`, `extra` (with `cuts`) or `probability`: exactly one of them.
  public init(_ question: WhatIfQuestion) throws(QuestionError) {
    let given = ["budget", "extra", "probability"].filter { question.value($0) != nil }
    guard given.count == 1 else {
      throw QuestionError(
        "Give one of --budget (money in all), --extra (more than now) and --probability.")
    }
    let text = question.value(given[0])!
    let quantity: Quantity
    do throws(UnitError) {
      quantity = try Quantity(parsing: text)
    } catch {
      throw QuestionError("--\(given[0]) '\(text)': \(error.message).")
    }
    guard given[0] != "probability" else {
      guard quantity.unit.hasSameDimension(as: .one), quantity.value > 0, quantity.value <= 1
      else { throw QuestionError("--probability is a share such as 0.8 or 80%.") }
      self = .probability(quantity.value)
      return
    }
    guard quantity.unit.hasSameDimension(as: .yuan), quantity.value >= 0 else {
      throw QuestionError("--\(given[0]) is an amount of money such as 50万元.")
    }
    self =
      given[0] == "budget"
      ? .budget(quantity.value) : .extra(quantity.value, mayCut: question.value("cuts") != nil)
  }

  /// The space of the decisions that it allows.
  func space(_ space: LeverSpace) -> LeverSpace {
    if case .extra(_, mayCut: false) = self { space.withoutCuts } else { space }
  }

  func aim(_ space: LeverSpace, trials: Int) -> DecisionAim {
    switch self {
    case .budget(let yuan): .probability(budget: yuan)
    case .extra(let yuan, _): .probability(budget: space.cost(space.standing) + yuan)
    case .probability(let share):
      .cost(met: Int((share * Double(trials) - 1e-9).rounded(.up)))
    }
  }
}
