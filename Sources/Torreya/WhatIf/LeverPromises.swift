import Formulas
import Planning
import Reports
import SourceText
import Vocabulary

/// What levers promise: only values that can be chosen, and none raised together with one that it
/// excludes. A what-if keeps to it as the search for the best levers does.
extension Lever {
  /// The nearest value that can be chosen, in base units; a value itself where it is one.
  func nearestChoice(to value: Double) -> Double {
    guard let step else { return value }
    if bounds != nil { return LeverAxis(self).nearest(value) }
    let first = step == unit.scale ? 0 : self.value
    return first + ((value - first) / step).rounded() * step
  }

  /// - Throws: what keeps the lever from standing at a value.
  func check(_ value: Double) throws(QuestionError) {
    if let bounds, !bounds.contains(value) {
      throw QuestionError(
        .init(
          zh: "“\(id)”可在 \(Quantity(bounds.lowerBound, unit)) 到 "
            + "\(Quantity(bounds.upperBound, unit)) 之间，不能是 \(Quantity(value, unit))。",
          en: "'\(id)' may stand from \(Quantity(bounds.lowerBound, unit)) to "
            + "\(Quantity(bounds.upperBound, unit)), and not at \(Quantity(value, unit))."))
    }
    guard let step else { return }
    let nearest = nearestChoice(to: value)
    guard abs(nearest - value) > 1e-9 * max(abs(value), step) else { return }
    let (apart, wished) = (Quantity(step, unit), Quantity(value, unit))
    let offered = Quantity(nearest, unit)
    throw QuestionError(
      .init(
        zh: "“\(id)”以 \(apart) 为一档，不能取 \(wished)；最近的可选值是 \(offered)。",
        en: "'\(id)' moves in steps of \(apart), and cannot stand at \(wished): the nearest that "
          + "can be chosen is \(offered)."))
  }

  /// Whether it is this lever that stands at a path.
  func stands(at path: String) -> Bool { path == indicator || path == indicator + ".default" }
}

extension ScenarioModel {
  /// - Parameter values: what levers stand at, by their ids, in base units.
  /// - Throws: which of them must not be raised together.
  func checkExclusions(_ values: [String: Double]) throws(QuestionError) {
    let raised = scenario.levers.filter { lever in
      values[lever.id].map { $0 > lever.value } ?? false
    }
    for lever in raised {
      guard let other = raised.first(where: { lever.excluded.contains($0.id) }) else { continue }
      let own = Quantity(lever.value, lever.unit)
      let others = Quantity(other.value, other.unit)
      throw QuestionError(
        .init(
          zh: "“\(lever.id)”与“\(other.id)”互斥：至多一项高于其默认值（\(own)、\(others)）。",
          en: "'\(lever.id)' and '\(other.id)' exclude each other: only one of them may stand "
            + "above its default, \(own) and \(others)."))
    }
  }

  /// - Throws: for a path that says how a scenario is simulated, and not what it supposes.
  func checkIsSupposable(_ path: String) throws(QuestionError) {
    guard path == "simulation" || path.hasPrefix("simulation.") else { return }
    throw QuestionError(
      .init(
        zh: "“\(path)”决定怎样模拟，不是假设；请用 --trials、--seed 等选项。",
        en: "'\(path)' says how the scenario is simulated, and supposes nothing: give --trials, "
          + "--seed and other options instead."))
  }
}
