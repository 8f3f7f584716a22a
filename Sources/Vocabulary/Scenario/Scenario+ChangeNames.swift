import SourceText

extension Scenario {
  /// What a change of a variant is called: by the label of the value, lever or object that it
  /// changes.
  ///
  /// - Parameter target: the id path of what it changes.
  /// - Returns: the path itself where nothing of that name has a label.
  public func name(ofChange target: String) -> BilingualText {
    if let lever = levers.first(where: { target == "levers." + $0.id + ".default" }) {
      return lever.label
    }
    if let value = assumptions.first(where: { $0.id == target }) { return value.label }
    let objects = DeclaredObjects(of: self)
    guard objects.object(of: target + ".") == target else { return .same(target) }
    return objects.label(of: target) ?? .same(target)
  }
}
