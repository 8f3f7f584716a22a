import Formulas
import Reports
import SourceText
import Vocabulary

/// Which levers are to be decided on, for what, and in which futures.
public struct LeverQuestion: Sendable {
  let model: ScenarioModel
  let figures: [AskedFigure]
  /// Those that act on the targets, in the order of the scenario.
  let levers: [Lever]
  /// Levers that were asked for and do not: they stay as they are.
  let idle: [Lever]
  let wish: LeverWish
  let futures: [Variant]

  /// - Parameter targets: their ids; all for nil.
  /// - Parameter chosen: the ids of the levers; all with bounds for nil.
  /// - Parameter futures: the ids of variants that may come true.
  /// - Throws: what is not in the scenario, or cannot be decided.
  public init(
    _ model: ScenarioModel, targets: [String]? = nil, levers chosen: [String]? = nil,
    _ wish: LeverWish, futures: [String] = []
  ) throws(QuestionError) {
    var mistakes = QuestionMistakes()
    figures = mistakes.gather { () throws(QuestionError) in try model.figures(targets: targets) }
    self.futures = mistakes.gather { () throws(QuestionError) in
      try model.variants(named: futures)
    }
    let open = mistakes.gather { () throws(QuestionError) in try model.openLevers(chosen) }
    try mistakes.check()
    let acting = model.actingLevers(on: figures, open)
    levers = open.filter { acting.contains($0.id) }
    idle = open.filter { !acting.contains($0.id) }
    (self.model, self.wish) = (model, wish)
    guard !levers.isEmpty else {
      throw QuestionError(
        .init(
          zh: "所列措施均不影响所选目标：", en: "None of these levers acts on the chosen targets: ")
          + .listed(open.map(\.id)))
    }
    for future in self.futures {
      for lever in levers where future.sets(lever) {
        mistakes.add(.settled(lever, by: future, isOnly: levers.count == 1))
      }
    }
    try mistakes.check()
  }
}

extension Variant {
  /// Whether it says where a lever stands.
  fileprivate func sets(_ lever: Lever) -> Bool {
    changes.contains { change in
      guard change.target == lever.indicator, case .object(let members) = change.value.value
      else { return lever.stands(at: change.target) }
      return members.contains { $0.key == Lever.valueKey }
    }
  }
}

extension BilingualText {
  /// Of a future that says where a lever stands that is to be decided.
  ///
  /// - Parameter isOnly: whether nothing is decided without it.
  fileprivate static func settled(_ lever: Lever, by future: Variant, isOnly: Bool)
    -> BilingualText
  {
    let settled = BilingualText(
      zh: "情景“\(future.id)”设定了措施“\(lever.id)”的取值，而它的取值正待决定",
      en: "The future '\(future.id)' sets the lever '\(lever.id)', which is to be decided")
    return settled
      + (isOnly
        ? .init(zh: "。", en: ".")
        : .init(
          zh: "：请用 --levers 列出其余措施，不含“\(lever.id)”。",
          en: ": leave '\(lever.id)' out, naming the other levers with --levers."))
  }
}

extension ScenarioModel {
  /// The levers to decide on, in the order of the scenario.
  fileprivate func openLevers(_ chosen: [String]?) throws(QuestionError) -> [Lever] {
    guard let chosen else {
      let bounded = scenario.levers.filter { $0.bounds != nil }
      guard !bounded.isEmpty else {
        throw QuestionError(
          .init(zh: "情景没有带上下限、可供选择的措施。", en: "The scenario has no levers with bounds to decide on.")
        )
      }
      return bounded
    }
    var mistakes = QuestionMistakes()
    for lever in try levers(named: chosen) where lever.bounds == nil {
      mistakes.add(
        .init(
          zh: "措施“\(lever.id)”没有上下限，无从选择。",
          en: "The lever '\(lever.id)' has no bounds between which to choose."))
    }
    try mistakes.check()
    return scenario.levers.filter { chosen.contains($0.id) }
  }

  /// The ids of the levers on which something that is asked for depends.
  fileprivate func actingLevers(on figures: [AskedFigure], _ levers: [Lever]) -> [String] {
    let only = compile(
      self, recording: .only(Set(figures.map(\.columnLabel))), levers: levers.map(\.id)
    ).plan
    return levers.map(\.id).filter { only.readParameters.contains("levers." + $0) }
  }
}
