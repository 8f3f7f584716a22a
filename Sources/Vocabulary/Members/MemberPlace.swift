import Formulas
import SourceText

/// A member for which an object is read, that is declared for all of a set.
struct MemberPlace {
  let set: MemberSet
  /// Its place among the members.
  let index: Int
  /// The id path of the object that is declared once, and that of what this member has.
  let sharedPath, ownPath: String
  let sharedLabel: BilingualText?

  var member: MemberSet.Member { self.set.members[index] }
}

extension ObjectReader {
  static let by = Field(
    "by", .text, .optional, zh: "按哪个成员集合分别设立",
    en: "a set of `members`: all of this exists for each of them, with shocks of its own")

  /// The set that a field names.
  ///
  /// - Errors: nil, with a diagnostic, for an unknown one.
  func memberSet(_ field: Field) -> MemberSet? {
    guard let name = text(field), let (node, path) = member(field) else { return nil }
    let sets = context.members
    if let set = sets[name] { return set }
    context.markIncomplete()
    context.report(
      Diagnostic(
        .unknownName, .noSet(name), at: node.range, path: path.description,
        expected: sets.ids.isEmpty
          ? BilingualText(
            zh: "\"members\" 中声明的集合", en: "a set that \"members\" declares")
          : .listed(sets.ids),
        suggestion: didYouMean(name, among: sets.ids)))
    return nil
  }

  /// The same object as a member has it: its names and streams bear the member's id.
  ///
  /// - Parameter label: what the object is called.
  func standing(for index: Int, of set: MemberSet, label: BilingualText) -> ObjectReader {
    var reader = self
    let member = set.members[index]
    reader.idPath = name(set.id) + "." + member.id
    reader.label = BilingualText(
      zh: label.zh + "（" + member.label.zh + "）", en: label.en + ", " + member.label.en)
    reader.ownerLabel = reader.label
    reader.member = MemberPlace(
      set: set, index: index, sharedPath: idPath, ownPath: reader.idPath, sharedLabel: label)
    return reader
  }

  /// The name of a value that all members have in common.
  func sharedName(_ name: String) -> String {
    guard let member, name.hasPrefix(member.ownPath) else { return name }
    return member.sharedPath + name.dropFirst(member.ownPath.count)
  }
}

extension JSONNode {
  /// Whether a value is another one for each member, or drawn for each.
  ///
  /// A formula is, when it names the member at hand.
  var differsByMember: Bool {
    guard case .object(let members) = value else {
      if case .array(let elements) = value { return elements.contains(where: \.differsByMember) }
      return false
    }
    return members.contains { member in
      switch (member.key, member.value.value) {
      case ("column", _), ("byMember", _), ("apart", .boolean(true)): true
      case ("formula", .string(let text)): text.contains("." + Formula.memberWord)
      default: member.value.differsByMember
      }
    }
  }
}
