extension Formula {
  /// The ids that the formula names, each once, in the order of first mention.
  public var referencedNames: [String] {
    var names: [String] = []
    var seen: Set<String> = []
    collectNames { if seen.insert($0).inserted { names.append($0) } }
    return names
  }

  private func collectNames(_ body: (String) -> Void) {
    switch node {
    case .reference(let id): body(id)
    case .call(_, let arguments): for argument in arguments { argument.collectNames(body) }
    case .constant, .series, .daySeries, .draw, .scheduled, .members: break
    }
  }
}
