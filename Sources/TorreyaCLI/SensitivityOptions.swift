import ArgumentParser
import Torreya

/// What a sensitivity analysis is asked about.
struct SensitivityOptions: ParsableArguments {
  @Option(help: "The targets, parted by commas; all: every one. (default: the first)")
  var target: String?

  /// The ids that are asked for.
  ///
  /// - Parameter otherwise: asked for when none is named.
  func targets(of model: ScenarioModel, otherwise: [String]? = nil) throws(QuestionError)
    -> [String]
  {
    let known = model.targets.map(\.target.id)
    guard let target else {
      if let otherwise { return otherwise }
      guard let first = known.first else {
        throw QuestionError(
          .init(zh: "情景没有可问的目标。", en: "The scenario has no targets to ask about."))
      }
      return [first]
    }
    return target == "all" ? known : listed(target)
  }
}
