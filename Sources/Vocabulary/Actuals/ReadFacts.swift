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
  return (context.diagnostics.isEmpty ? facts : nil, context.diagnostics)
}

extension ScenarioModel {
  /// The same scenario with another model, such as one in which some values are known.
  public func holding(_ model: Model) -> ScenarioModel {
    ScenarioModel(scenario: scenario, model: model, targets: targets)
  }
}
