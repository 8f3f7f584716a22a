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

  /// Reads a wish as people write it; exactly one is given.
  ///
  /// - Parameter mayCut: with `extra`, whether levers may be cut.
  public init(
    budget: String? = nil, extra: String? = nil, mayCut: Bool = false, probability: String? = nil
  ) throws(QuestionError) {
    switch (budget, extra, probability) {
    case (let text?, nil, nil): self = .budget(try Self.money("budget", text))
    case (nil, let text?, nil): self = .extra(try Self.money("extra", text), mayCut: mayCut)
    case (nil, nil, let text?):
      let quantity = try Self.quantity("probability", text)
      guard quantity.unit.hasSameDimension(as: .one), quantity.value > 0, quantity.value <= 1
      else {
        throw QuestionError(
          .init(
            zh: "“--probability \(text)”不是概率：请写 0.8 或 80% 这样的数。",
            en: "'--probability \(text)' is no probability: write a number such as 0.8 or 80%."))
      }
      self = .probability(quantity.value)
    default:
      throw QuestionError(
        .init(
          zh: "请给出 --budget（资金总额）、--extra（比现在多出的资金）和 --probability 之一。",
          en: "Give one of --budget (money in all), --extra (more than now) and --probability."))
    }
  }

  private static func money(_ name: String, _ text: String) throws(QuestionError) -> Double {
    let quantity = try quantity(name, text)
    guard quantity.unit.hasSameDimension(as: .yuan) else {
      throw QuestionError(
        .init(
          zh: "“--\(name) \(text)”不是金额：请连单位写，如 50万元。",
          en: "'--\(name) \(text)' is no amount of money: write its unit, such as 50万元."))
    }
    guard quantity.value >= 0 else {
      throw QuestionError(
        .init(
          zh: "“--\(name) \(text)”低于 0：资金不能为负。",
          en: "'--\(name) \(text)' lies below 0: there is no less than no money."))
    }
    return quantity.value
  }

  private static func quantity(_ name: String, _ text: String) throws(QuestionError) -> Quantity {
    do throws(UnitError) {
      return try Quantity(parsing: text)
    } catch {
      throw QuestionError(
        .init(
          zh: "--\(name)“\(text)”：\(error.message.zh)。",
          en: "--\(name) '\(text)': \(error.message.en)."))
    }
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
      .cost(met: Int(exactly: (share * Double(trials) - 1e-9).rounded(.up)) ?? trials)
    }
  }
}
