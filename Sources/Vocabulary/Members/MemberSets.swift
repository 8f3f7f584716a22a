import Formulas
import SourceText

/// The sets of members that a scenario declares, and how they lie within each other.
struct MemberSets: Sendable {
  /// In the order of declaration.
  private(set) var all: [MemberSet] = []
  private var placeOf: [String: Int] = [:]
  /// For each set the members of each parent, and the place of every member in the evaluation.
  private var childrenOf: [[String: [Int]]] = []
  private var orders: [[Int]] = []

  static let none = MemberSets()

  private init() {}

  init(_ reader: ObjectReader) {
    let declared = reader.map(ScenarioFile.members)
    for (key, setReader) in declared {
      if !key.key.isIdentifier {
        reader.context.report(
          Diagnostic(
            .invalidValue,
            .init(zh: "“\(key.key)”不能作集合的名称", en: "'\(key.key)' is no name of a set"),
            at: key.keyRange, path: setReader.path.description,
            expected: FieldShape.id.expectation))
        reader.context.markIncomplete()
      }
      placeOf[key.key] = all.count
      all.append(MemberSet(setReader))
    }
    for (set, setReader) in zip(all, declared.map(\.reader)) { checkHierarchy(of: set, setReader) }
    childrenOf = all.map { set in
      Dictionary(grouping: set.members.indices) { set.members[$0].parent ?? "" }
    }
    findOrders()
  }

  subscript(id: String) -> MemberSet? { placeOf[id].map { all[$0] } }

  var ids: [String] { all.map(\.id) }

  /// The set and those above it, as far as they are known.
  func chain(from set: MemberSet) -> [MemberSet] {
    var chain = [set]
    while let parent = chain[chain.count - 1].parent.flatMap({ self[$0] }),
      !chain.contains(where: { $0.id == parent.id })
    {
      chain.append(parent)
    }
    return chain
  }

  /// The members of a set that belong to a member of its parent, in their order.
  func members(of set: MemberSet, within parent: String) -> [Int] {
    placeOf[set.id].flatMap { childrenOf[$0][parent] } ?? []
  }

  /// The place of a member when each is computed behind the members that belong to it: what is
  /// added up stands in the cache then.
  func order(of set: MemberSet, _ member: Int) -> Int? {
    placeOf[set.id].flatMap { orders[$0].indices.contains(member) ? orders[$0][member] : nil }
  }

  // MARK: The hierarchy

  /// Reports a set within an unknown one or within itself, and members that belong to no member.
  private func checkHierarchy(of set: MemberSet, _ reader: ObjectReader) {
    guard let name = set.parent, let (node, path) = reader.member(MemberSet.within) else { return }
    let others = ids.filter { $0 != set.id }
    guard let parent = self[name] else {
      reader.context.markIncomplete()
      reader.context.report(
        Diagnostic(
          .unknownName, .noSet(name), at: node.range, path: path.description,
          expected: .listed(others),
          suggestion: didYouMean(name, among: others)))
      return
    }
    let chain = chain(from: set)
    if let last = chain[chain.count - 1].parent, self[last] != nil {
      reader.context.report(
        Diagnostic(
          .cycle,
          .init(
            zh: "集合“\(set.id)”的上级绕回了它自己",
            en: "the set '\(set.id)' lies within itself"), at: node.range,
          path: path.description,
          found: .same((chain.map(\.id) + [last]).joined(separator: " → ")),
          suggestion: .init(
            zh: "最大的集合（如各镇）不写上级集合",
            en: "the largest set, such as the towns, lies within none")))
      return
    }
    let known = parent.members.map(\.id)
    let knownIDs = Set(known)
    for member in set.members {
      guard let above = member.parent, !knownIDs.contains(above) else { continue }
      reader.context.report(
        Diagnostic(
          .unknownName, .noMember(above, of: parent.id), at: member.parentOrigin,
          expected: .listed(known), suggestion: didYouMean(above, among: known)))
    }
  }

  private mutating func findOrders() {
    orders = all.map { Array(repeating: 0, count: $0.members.count) }
    var next = 0
    func visit(_ set: Int, _ member: Int) {
      let id = all[set].members[member].id
      for child in all.indices where all[child].parent == all[set].id && child != set {
        for index in childrenOf[child][id] ?? [] { visit(child, index) }
      }
      orders[set][member] = next
      next += 1
    }
    for set in all.indices where all[set].parent == nil {
      for member in all[set].members.indices { visit(set, member) }
    }
  }
}
