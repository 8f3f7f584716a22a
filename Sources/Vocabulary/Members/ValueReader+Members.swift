import Formulas
import SourceText

/// A value that stands in a column of the members' file.
enum MemberColumn {
  static let column = Field(
    "column", .text, zh: "成员文件中的列", en: "a column of the members' file")
  static let unit = Field(
    "unit", .unit, .optional, zh: "列中数字的单位", en: "the unit of the numbers in the column")
}

extension ValueReader {
  /// What a column says of the member.
  func column(_ node: JSONNode, _ path: JSONPath) -> ValueReading {
    guard let (value, unit) = numberInColumn(node, path) else { return placeholder }
    var reading = ValueReading(
      Formula(.constant(value, self.unit), origin: node.range), likely: value, unit: unit)
    if case .string(let name)? = node.member(MemberColumn.column.key)?.value.value {
      reading.text = "column \(name) of \(member?.set.table?.fileName ?? "")"
    }
    return reading
  }

  /// The number in the member's row, in base units, with the unit of the column.
  func numberInColumn(_ node: JSONNode, _ path: JSONPath) -> (
    value: Double, unit: UnitOfMeasure
  )? {
    guard let name = columnName(node, path), let member = placed(node, path) else { return nil }
    let columnPath = path.appending(key: MemberColumn.column.key)
    guard let table = member.set.table else {
      context.report(
        Diagnostic(
          .invalidValue,
          .init(
            zh: "“\(member.set.id)”的成员没有文件",
            en: "the members of '\(member.set.id)' have no file"), at: node.range,
          path: columnPath.description,
          expected: .init(
            zh: "members.\(member.set.id) 中写 \"file\"，或此处写 \"byMember\"",
            en: "\"file\" in members.\(member.set.id), or \"byMember\" here")))
      return nil
    }
    guard let cell = table.cell(name, of: member.member) else {
      context.report(
        Diagnostic(
          .unknownName,
          .init(
            zh: "文件 \(table.fileName) 没有“\(name)”列",
            en: "the file \(table.fileName) has no column '\(name)'"),
          at: node.member(MemberColumn.column.key)?.value.range ?? node.range,
          path: columnPath.description, expected: .listed(table.valueColumns),
          suggestion: didYouMean(name, among: table.valueColumns)))
      return nil
    }
    return number(in: cell, node, path)
  }

  /// The number in a cell: in its own unit, or in the one that stands beside the column's name.
  private func number(in cell: CSVTable.Cell, _ node: JSONNode, _ path: JSONPath) -> (
    value: Double, unit: UnitOfMeasure
  )? {
    let place = JSONNode(value: .string(cell.text), range: cell.range)
    guard let number = Double(cell.text), number.isFinite else {
      guard cell.text.allSatisfy(\.isWhitespace) else { return quantity(cell.text, place, path) }
      context.report(
        Diagnostic(
          .invalidValue, .noValue(of: member?.member.id ?? ""), at: cell.range,
          path: path.description, expected: FieldShape.quantity(unit).expectation))
      return nil
    }
    guard let member = node.member(MemberColumn.unit.key) else {
      return bareNumber(cell.text, place, path)
    }
    guard case .string(let symbol) = member.value.value else {
      context.report(
        wrongType(
          member.value, expected: FieldShape.unit.expectation,
          path: path.appending(key: member.key)))
      return nil
    }
    // The unit stands in the scenario, so that is where its mistakes are.
    let unitPlace = JSONNode(value: .string(symbol), range: member.value.range)
    return quantity(cell.text + symbol, unitPlace, path.appending(key: member.key))
  }

  private func columnName(_ node: JSONNode, _ path: JSONPath) -> String? {
    guard let column = node.member(MemberColumn.column.key)?.value else { return nil }
    if case .string(let name) = column.value { return name }
    context.report(
      wrongType(
        column, expected: .init(zh: "列名", en: "the name of a column"),
        path: path.appending(key: MemberColumn.column.key)))
    return nil
  }

  /// The member whose value it is; nil, with a diagnostic, where there are none.
  private func placed(_ node: JSONNode, _ path: JSONPath) -> MemberPlace? {
    if let member { return member }
    context.report(
      Diagnostic(
        .invalidValue, .thereOnce, at: node.range, path: path.description,
        expected: .init(zh: "不分成员的值", en: "a value that is the same for all"),
        suggestion: .byMakesMembers))
    return nil
  }

  /// A map from members to their values.
  func byMember(_ node: JSONNode, _ path: JSONPath) -> ValueReading {
    guard case .object(let members) = node.value else {
      context.report(
        wrongType(
          node,
          expected: .init(
            zh: "对象，键为成员标识，值为各成员的值", en: "an object from ids of members to values"),
          path: path))
      return placeholder
    }
    guard let place = placed(node, path) else { return placeholder }
    // Once for all members, whose values stand in the same map.
    if place.index == 0 { reportUnknown(members, of: place.set, path) }
    guard let own = members.first(where: { $0.key == place.member.id }) else {
      context.report(
        Diagnostic(
          .missingKey, .noValue(of: place.member.id), at: node.range, path: path.description,
          expected: .key(place.member.id, FieldShape.value(unit).expectation)))
      return placeholder
    }
    return read(own.value, path.appending(key: own.key))
  }

  private func reportUnknown(_ members: [JSONMember], of set: MemberSet, _ path: JSONPath) {
    let known = set.members.map(\.id)
    let knownIDs = Set(known)
    for member in members where !knownIDs.contains(member.key) {
      context.report(
        Diagnostic(
          .unknownName, .noMember(member.key, of: set.id), at: member.keyRange,
          path: path.appending(key: member.key).description, expected: .listed(known),
          suggestion: didYouMean(member.key, among: known)))
    }
  }

  /// Checks `apart`, which only makes sense where there are members.
  func checkApart(_ members: [JSONMember], _ path: JSONPath) {
    guard let apart = members.first(where: { $0.key == "apart" }) else { return }
    guard case .boolean(let isApart) = apart.value.value else {
      context.report(
        wrongType(apart.value, expected: .trueOrFalse, path: path.appending(key: apart.key)))
      return
    }
    if isApart { _ = placed(apart.value, path.appending(key: apart.key)) }
  }
}

extension BilingualText {
  fileprivate static func noValue(of member: String) -> BilingualText {
    BilingualText(
      zh: "成员“\(member)”在这里没有值", en: "the member '\(member)' has no value here")
  }

  fileprivate static let thereOnce = BilingualText(
    zh: "这里只有一个，不是按成员分别设立的",
    en: "this is there once, not for each member of a set")
  fileprivate static let byMakesMembers = BilingualText(
    zh: "写 \"by\" 和集合的标识，即按其成员分别设立",
    en: "\"by\": the id of a set makes a thing exist for each of its members")
}
