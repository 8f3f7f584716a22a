import Formulas

extension Formula {
  /// What stands in a name for the member at hand: `villages.member` is the village itself, and
  /// `towns.member` its town.
  static let memberWord = "member"

  /// The formula as a member has it.
  ///
  /// - Parameter ids: the id of the member in its set and in those above.
  func standing(for ids: [String: String]) -> Formula {
    switch node {
    case .constant, .series, .daySeries, .draw, .scheduled: self
    case .reference(let name): Formula(.reference(Self.named(name, ids)), origin: origin)
    case .members(let pattern):
      Formula(.members(pattern: Self.named(pattern, ids)), origin: origin)
    case .call(let function, let arguments):
      Formula(.call(function, arguments.map { $0.standing(for: ids) }), origin: origin)
    }
  }

  private static func named(_ name: String, _ ids: [String: String]) -> String {
    guard name.contains(memberWord) else { return name }
    var segments = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    for place in segments.indices.dropFirst() where segments[place] == memberWord {
      if let id = ids[segments[place - 1]] { segments[place] = id }
    }
    return segments.joined(separator: ".")
  }
}

extension MemberPlace {
  /// The id of the member in its set, and those of the members to which it belongs.
  func ids(_ sets: MemberSets) -> [String: String] {
    var ids: [String: String] = [:]
    var id: String? = member.id
    for set in sets.chain(from: self.set) {
      guard let known = id else { break }
      ids[set.id] = known
      id = set.members.first { $0.id == known }?.parent
    }
    return ids
  }
}
