import Formulas
import Planning
import Reports
import SourceText
import Vocabulary

/// What a lever promises and a value of it breaks.
struct BrokenPromise {
  let message: BilingualText
  /// What could be chosen instead.
  var suggestion: BilingualText?

  /// As it is said of a what-if.
  var question: QuestionError {
    guard let suggestion else { return QuestionError(message + .init(zh: "。", en: ".")) }
    return QuestionError(
      .init(
        zh: message.zh + "：" + suggestion.zh + "。", en: message.en + ": " + suggestion.en + "."))
  }
}

extension BrokenPromise {
  /// Of two levers that exclude each other, and are both raised.
  init(ofBoth lever: Lever, _ other: Lever) {
    let own = Quantity(lever.value, lever.unit)
    let others = Quantity(other.value, other.unit)
    self.init(
      message: .init(
        zh: "“\(lever.id)”与“\(other.id)”互斥",
        en: "'\(lever.id)' and '\(other.id)' exclude each other"),
      suggestion: .init(
        zh: "至多一项高于其默认值（\(own)、\(others)）",
        en: "only one of them may stand above its default, \(own) and \(others)"))
  }
}

/// What levers promise: only values that can be chosen, and none raised together with one that it
/// excludes. A what-if keeps to it as the search for the best levers does.
extension Lever {
  /// The nearest value that can be chosen, in base units; a value itself where it is one.
  func nearestChoice(to value: Double) -> Double {
    guard let step else { return value }
    if bounds != nil { return LeverAxis(self).nearest(value) }
    let first = isWhole ? 0 : self.value
    return first + ((value - first) / step).rounded() * step
  }

  /// What keeps the lever from standing at a value; nil where nothing does.
  ///
  /// - Parameter name: what the planner calls the lever; nil for its id.
  func brokenPromise(at value: Double, called name: String? = nil) -> BrokenPromise? {
    let (wished, id) = (Quantity(value, unit), name ?? self.id)
    if let bounds, !bounds.contains(value) {
      let (least, most) = (Quantity(bounds.lowerBound, unit), Quantity(bounds.upperBound, unit))
      return BrokenPromise(
        message: .init(
          zh: "“\(id)”可在 \(least) 到 \(most) 之间，不能是 \(wished)",
          en: "'\(id)' may stand from \(least) to \(most), and not at \(wished)"))
    }
    guard let step else { return nil }
    let nearest = nearestChoice(to: value)
    guard abs(nearest - value) > 1e-9 * max(abs(value), step) else { return nil }
    let (apart, offered) = (Quantity(step, unit), Quantity(nearest, unit))
    return BrokenPromise(
      message: .init(
        zh: "“\(id)”以 \(apart) 为一档，不能取 \(wished)",
        en: "'\(id)' moves in steps of \(apart), and cannot stand at \(wished)"),
      suggestion: .init(
        zh: "最近的可选值是 \(offered)", en: "the nearest that can be chosen is \(offered)"))
  }

  /// - Throws: what keeps the lever from standing at a value.
  ///
  /// - Parameter name: what the planner calls the lever.
  func check(_ value: Double, called name: String) throws(QuestionError) {
    if let broken = brokenPromise(at: value, called: name) { throw broken.question }
  }

  /// Whether it is this lever that stands at a path.
  func stands(at path: String) -> Bool { path == indicator || path == indicator + ".default" }

  /// Whether a planner means this lever by a name: its id, its place, or its Chinese label.
  func isNamed(_ name: String) -> Bool { id == name || stands(at: name) || label.zh == name }
}

extension ScenarioModel {
  /// Levers of which only one may be raised, and are both.
  ///
  /// - Parameter values: what levers stand at, by their ids, in base units.
  private func excludedPair(_ values: [String: Double]) -> (Lever, Lever)? {
    let raised = scenario.levers.filter { lever in
      values[lever.id].map { $0 > lever.value } ?? false
    }
    for lever in raised {
      if let other = raised.first(where: { lever.excluded.contains($0.id) }) {
        return (lever, other)
      }
    }
    return nil
  }

  /// - Parameter values: what levers stand at, by their ids, in base units.
  /// - Throws: which of them must not be raised together.
  func checkExclusions(_ values: [String: Double]) throws(QuestionError) {
    if let (lever, other) = excludedPair(values) {
      throw BrokenPromise(ofBoth: lever, other).question
    }
  }

  /// What a variant makes of levers that they do not promise, each where it says so.
  ///
  /// - Parameter changed: the scenario as the variant has it.
  func brokenPromises(of variant: Variant, in changed: ScenarioModel) -> [Diagnostic] {
    var moved: [String: Double] = [:]
    var broken: [Diagnostic] = []
    func told(_ promise: BrokenPromise, of levers: [Lever]) -> Diagnostic? {
      let change = variant.changes.last { change in
        levers.contains { $0.stands(at: change.target) }
      }
      return change.map {
        Diagnostic(
          .invalidValue, promise.message, at: $0.value.range, path: $0.path.description,
          suggestion: promise.suggestion)
      }
    }
    for lever in scenario.levers {
      // Who changes what a lever promises may choose by that.
      guard let own = changed.scenario.levers.first(where: { $0.id == lever.id }),
        own.value != lever.value, own.bounds == lever.bounds, own.step == lever.step,
        own.isWhole == lever.isWhole
      else { continue }
      moved[lever.id] = own.value
      if let promise = lever.brokenPromise(at: own.value) {
        broken += [told(promise, of: [lever])].compactMap(\.self)
      }
    }
    if let (lever, other) = excludedPair(moved) {
      let both = BrokenPromise(ofBoth: lever, other)
      broken += [told(both, of: [lever, other])].compactMap(\.self)
    }
    return broken
  }

  /// Sections that say what a scenario is called, what is asked of it and how it is shown.
  private static let supposingNothing: Set = [
    "torreya", "id", "label", "source", "note", "include", "variants", "confidences", "allocations",
  ]

  /// - Throws: for a path that says how a scenario is simulated, shown or asked, and not what it
  ///   supposes.
  func checkIsSupposable(_ path: String) throws(QuestionError) {
    let parts = path.split(separator: ".").map(String.init)
    let isWord = parts.last.map { ["label", "note", "source"].contains($0) } ?? false
    if isWord || path == "targets" || Self.supposingNothing.contains(parts.first ?? "") {
      throw QuestionError(
        .init(
          zh: "“\(path)”只关系到情景怎样称呼、怎样提问，改了它结果不变：这不是假设。",
          en: "'\(path)' is about what things are called or asked, and changes no result: it "
            + "supposes nothing."))
    }
    guard path == "simulation" || path.hasPrefix("simulation.") else { return }
    throw QuestionError(
      .init(
        zh: "“\(path)”决定怎样模拟，不是假设；请用 --trials、--seed 等选项。",
        en: "'\(path)' says how the scenario is simulated, and supposes nothing: give --trials, "
          + "--seed and other options instead."))
  }
}
