import Formulas
import SourceText

/// Reads a file of facts that are no numbers of a period: the stage of a firm, the status of an
/// activity, a date that is known. It has the form of a variant: `set`, and `levers`; the id and
/// the label may be left out.
///
/// - Returns: nil when there is a mistake.
public func readFacts(_ file: SourceFile, horizon: Horizon) -> (
  facts: Variant?, diagnostics: [Diagnostic]
) {
  let (node, mistakes) = readJSON(file)
  guard var node, mistakes.isEmpty else { return (nil, mistakes) }
  if case .object(var members) = node.value, !members.contains(where: { $0.key == "id" }) {
    let id = JSONNode(value: .string("facts"), range: node.range)
    members.insert(JSONMember(key: "id", keyRange: node.range, value: id), at: 0)
    node = JSONNode(value: .object(members), range: node.range)
  }
  let context = ReadingContext(horizon: horizon, files: NoFiles())
  guard
    let reader = ObjectReader(
      node, as: Variant.descriptor, path: .root, idPath: "", context: context)
  else { return (nil, context.diagnostics) }
  let facts = Variant(reader)
  context.report(factsWithoutDay(facts) + factsOnHorizon(facts))
  return (context.diagnostics.isEmpty ? facts : nil, context.diagnostics)
}

/// What came of a year is known of its own periods: facts leave them as they are.
private func factsOnHorizon(_ facts: Variant) -> [Diagnostic] {
  facts.changes.filter { $0.target == "horizon" || $0.target.hasPrefix("horizon.") }.map { change in
    Diagnostic(
      .invalidValue,
      .init(
        zh: "事实不能改动预测期：跟踪的是情景自己的时段",
        en: "facts do not change the horizon: it is the scenario's own periods that are followed"),
      at: change.range, path: change.path.description,
      suggestion: .init(
        zh: "另写一个变体，用 compare 比较", en: "make it a variant, and compare with that"))
  }
}

/// What is so as of a day stands in facts together with that day: the as-of date of the scenario is
/// that of the plan, and books of May read as those of March would leave April without groups.
private func factsWithoutDay(_ facts: Variant) -> [Diagnostic] {
  func says(_ target: String) -> Bool { facts.changes.contains { $0.target == target } }
  guard !says(ScenarioFile.asOf.key) else { return [] }
  var ofDay: Set = [Books.booked.key, Booking.file.key, Activity.status.key]
  if says("works." + Works.statusDate.key) { ofDay.remove(Activity.status.key) }
  return facts.changes.compactMap { change in
    let key = String(change.target.lastSegment)
    guard let found = ofDay.contains(key) ? key : change.value.firstKey(among: ofDay) else {
      return nil
    }
    return Diagnostic(
      .missingKey,
      .init(
        zh: "“\(found)”是截至某一天的情况，这里没有写明是哪一天",
        en: "'\(found)' is so as of a day, and nothing says which"),
      at: change.range, path: change.path.description,
      expected: .init(
        zh: "在 \"set\" 中同时写 \"asOf\": \"2024-05-31\"",
        en: "\"asOf\": \"2024-05-31\" beside it in \"set\""))
  }
}

extension JSONNode {
  /// The first of some keys that stands anywhere in it.
  fileprivate func firstKey(among keys: Set<String>) -> String? {
    switch value {
    case .object(let members):
      for member in members {
        if keys.contains(member.key) { return member.key }
        if let found = member.value.firstKey(among: keys) { return found }
      }
      return nil
    case .array(let elements):
      for element in elements {
        if let found = element.firstKey(among: keys) { return found }
      }
      return nil
    default: return nil
    }
  }
}

extension ScenarioModel {
  /// The same scenario with another model, such as one in which some values are known.
  public func holding(_ model: Model) -> ScenarioModel {
    ScenarioModel(scenario: scenario, model: model, targets: targets)
  }
}
