import Formulas
import SourceText

/// Reads the keys of one object of the scenario.
///
/// Every method reports what is wrong and gives a placeholder, so that all mistakes come to light
/// at once. Unknown and missing keys are reported when the reader is made.
public struct ObjectReader {
  public let context: ReadingContext
  public let node: JSONNode
  public let path: JSONPath
  /// The ids on the way here, joined by dots: the prefix of all names in this object.
  public internal(set) var idPath: String
  public internal(set) var label: BilingualText?
  /// The label of the nearest object around that has one, this one included; never that of the
  /// scenario, which says nothing of a part of it.
  var ownerLabel: BilingualText?
  /// What an object is called of which there is one; nil for one of several.
  private var title: BilingualText?
  /// What stands before the owner's label in the names of its values: the project of an activity.
  var surroundings: BilingualText?
  /// The member for which it is read; nil for an object that is there once.
  var member: MemberPlace?
  let source: String?
  let note: String?
  private let members: [String: JSONMember]

  /// Opens an object; nil, with a diagnostic, when the node is none.
  ///
  /// - Parameter parent: whose source and label hold here unless the object has its own.
  init?(
    _ node: JSONNode, as descriptor: ObjectDescriptor, path: JSONPath, idPath: String,
    context: ReadingContext, inside parent: ObjectReader? = nil
  ) {
    guard case .object(let list) = node.value else {
      context.report(
        wrongType(node, expected: .object(of: descriptor), path: path))
      context.markIncomplete()
      return nil
    }
    self.context = context
    self.node = node
    self.path = path
    self.idPath = idPath
    members = Dictionary(list.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    source = Self.text(members["source"]) ?? parent?.source
    note = Self.text(members["note"])
    label = members["label"].flatMap { Self.label($0.value) }
    ownerLabel = path == .root ? nil : label ?? parent?.ownerLabel
    surroundings = parent?.surroundings
    member = parent?.member
    reportKeys(list, descriptor)
  }

  private static func text(_ member: JSONMember?) -> String? {
    if case .string(let text)? = member?.value.value { text } else { nil }
  }

  static func label(_ node: JSONNode) -> BilingualText? {
    switch node.value {
    case .string(let text): return BilingualText(zh: text, en: text)
    case .object(let members):
      func text(_ key: String) -> String? {
        Self.text(members.first { $0.key == key })
      }
      guard let zh = text("zh") ?? text("en"), let en = text("en") ?? text("zh") else {
        return nil
      }
      return BilingualText(zh: zh, en: en)
    default: return nil
    }
  }

  private func reportKeys(_ list: [JSONMember], _ descriptor: ObjectDescriptor) {
    let known = descriptor.fields.map(\.key)
    for member in list where !known.contains(member.key) {
      context.report(
        Diagnostic(
          .unknownKey, .noKey(member.key, in: descriptor.noun), at: member.keyRange,
          path: path.appending(key: member.key).description, expected: .oneOf(known.sorted()),
          suggestion: didYouMean(member.key, among: known)))
    }
    for field in descriptor.fields where field.presence == .required && !has(field) {
      context.report(
        Diagnostic(
          .missingKey, .lack(of: field.key, in: descriptor.noun), at: node.range,
          path: path.description, expected: field.asWritten, suggestion: field.summary))
    }
    for field in [Field.source, .note] { _ = text(field) }
    if let label = members[Field.label.key], known.contains(label.key) { reportLabel(label.value) }
  }

  /// Reports what is wrong with the label; which languages there are is known here only.
  private func reportLabel(_ node: JSONNode) {
    let path = path.appending(key: Field.label.key)
    if Self.label(node) == nil {
      context.report(wrongType(node, expected: Field.label.shape.expectation, path: path))
    }
    guard case .object(let texts) = node.value else { return }
    for text in texts where !["zh", "en"].contains(text.key) {
      context.report(
        Diagnostic(
          .unknownKey, .noKey(text.key, in: BilingualText(zh: "名称", en: "label")),
          at: text.keyRange, path: path.appending(key: text.key).description,
          expected: .oneOf(["en", "zh"])))
    }
  }

  // MARK: What is there

  public func has(_ field: Field) -> Bool { members[field.key] != nil }

  func member(_ field: Field) -> (node: JSONNode, path: JSONPath)? {
    members[field.key].map { ($0.value, path.appending(key: field.key)) }
  }

  /// The keys of this object in the order of the file.
  var keys: [JSONMember] {
    if case .object(let list) = node.value { list } else { [] }
  }

  public func name(_ key: String) -> String { idPath.isEmpty ? key : idPath + "." + key }

  func reportInvalid(
    _ field: Field, _ message: BilingualText, expected: BilingualText? = nil,
    suggestion: BilingualText? = nil
  ) {
    guard let (node, path) = member(field) else { return }
    context.report(
      Diagnostic(
        .invalidValue, message, at: node.range, path: path.description, expected: expected,
        found: .same(node.excerpt), suggestion: suggestion))
  }

  // MARK: Plain values

  public func text(_ field: Field) -> String? {
    read(field) { node in if case .string(let text) = node.value { text } else { nil } }
  }

  public func boolean(_ field: Field) -> Bool? {
    read(field) { node in if case .boolean(let truth) = node.value { truth } else { nil } }
  }

  public func integer(_ field: Field) -> Int? {
    guard case .integer(let range) = field.shape else { preconditionFailure("not an integer") }
    return read(field) { node in
      guard case .number(let text) = node.value, let number = Int(text) else { return nil }
      return range.contains(number) ? number : nil
    }
  }

  public func choice(_ field: Field) -> String? {
    guard case .choice(let choices) = field.shape, let (node, path) = member(field) else {
      return nil
    }
    return word(node, among: choices, field, path)
  }

  /// A name of something else; nil, with a diagnostic, when it is none.
  func identifier(_ field: Field) -> String? {
    read(field) { node in
      guard case .string(let text) = node.value, text.isIdentifier else { return nil }
      return text
    }
  }

  /// One of some words at a node; nil, with a diagnostic, when it is none of them.
  func word(_ node: JSONNode, among choices: [String], _ field: Field, _ path: JSONPath)
    -> String?
  {
    if case .string(let text) = node.value, choices.contains(text) { return text }
    var suggestion: BilingualText?
    if case .string(let text) = node.value {
      suggestion = didYouMean(text, among: choices)
    }
    context.report(
      Diagnostic(
        .invalidValue, .noChoice(field.key), at: node.range, path: path.description,
        expected: .oneOf(choices), found: .same(node.excerpt), suggestion: suggestion))
    return nil
  }

  public func date(_ field: Field) -> CalendarDate? {
    reading(
      field, BilingualText(zh: "日期", en: "date"), BilingualText.writeDay,
      CalendarDate.init(iso:))
  }

  public func period(_ field: Field) -> Period? {
    reading(
      field, BilingualText(zh: "时段", en: "period"), BilingualText.writePeriod,
      Period.init(label:))
  }

  /// What a text denotes; a text that denotes nothing is not of a wrong type, but of no use.
  private func reading<Result>(
    _ field: Field, _ noun: BilingualText, _ suggestion: (String) -> BilingualText?,
    _ convert: (String) -> Result?
  ) -> Result? {
    guard let text = text(field) else { return nil }
    if let result = convert(text) { return result }
    reportInvalid(
      field, BilingualText(zh: "“\(text)”不是\(noun.zh)", en: "'\(text)' is no \(noun.en)"),
      expected: field.shape.expectation, suggestion: suggestion(text))
    return nil
  }

  public func unit(_ field: Field) -> UnitOfMeasure? {
    guard let text = text(field), let (node, path) = member(field) else { return nil }
    do {
      return try UnitOfMeasure(parsing: text)
    } catch {
      context.report(Diagnostic(error, at: node.range, path: path))
      return nil
    }
  }

  private func read<Result>(_ field: Field, _ convert: (JSONNode) -> Result?) -> Result? {
    guard let (node, path) = member(field) else { return nil }
    if let result = convert(node) { return result }
    context.report(wrongType(node, expected: field.shape.expectation, path: path))
    return nil
  }

  // MARK: Objects

  /// The object at a key, under the ids of this one.
  public func object(_ field: Field, idPath: String? = nil) -> ObjectReader? {
    guard case .object(let descriptor) = field.shape, let (node, path) = member(field) else {
      return nil
    }
    var inner = ObjectReader(
      node, as: descriptor, path: path, idPath: idPath ?? name(field.key), context: context,
      inside: self)
    // There is one of it, so what it is says which it is.
    inner?.title = descriptor.title
    return inner
  }

  /// The objects of a list, each under its own id.
  ///
  /// - Parameter prefix: the ids before it; this object's when left out.
  public func list(_ field: Field, prefix: String? = nil) -> [ObjectReader] {
    guard case .list(.object(let descriptor)) = field.shape, let (node, path) = member(field)
    else { return [] }
    guard case .array(let elements) = node.value else {
      context.report(wrongType(node, expected: .aList, path: path))
      context.markIncomplete()
      return []
    }
    var places: [String: SourceRange] = [:]
    return elements.enumerated().compactMap { index, element in
      // Never by its place alone: the id names random streams, and these stay when others come.
      let id = element.dottedID ?? "\(field.key)\(index)"
      if let first = places.updateValue(element.range, forKey: id) {
        context.report(duplicateID(id, element, path.appending(index: index), first))
        return nil
      }
      let start = prefix ?? idPath
      return ObjectReader(
        element, as: descriptor, path: path.appending(index: index),
        idPath: start.isEmpty ? id : start + "." + id, context: context, inside: self
      )?.oneOfSeveral
    }
  }

  private func duplicateID(
    _ id: String, _ element: JSONNode, _ path: JSONPath, _ first: SourceRange
  ) -> Diagnostic {
    let range = element.member(Field.id.key)?.value.range ?? element.range
    return Diagnostic(
      .duplicateID,
      BilingualText(zh: "标识“\(id)”用了两次", en: "the id '\(id)' is given twice"), at: range,
      path: path.appending(key: Field.id.key).description,
      expected: BilingualText(
        zh: "每个标识在列表中只用一次", en: "each id once in the list"),
      found: BilingualText(
        zh: "\(first.start) 处已经用过", en: "it at \(first.start) already"),
      suggestion: BilingualText(
        zh: "给其中一个另取标识", en: "give one of them another id"))
  }

  /// The objects of a map, each under its key.
  public func map(_ field: Field) -> [(key: JSONMember, reader: ObjectReader)] {
    guard case .map(.object(let descriptor)) = field.shape, let (node, path) = member(field)
    else { return [] }
    guard case .object(let list) = node.value else {
      context.report(wrongType(node, expected: .anObject, path: path))
      context.markIncomplete()
      return []
    }
    return list.compactMap { member in
      ObjectReader(
        member.value, as: descriptor, path: path.appending(key: member.key),
        idPath: name(field.key) + "." + member.key, context: context, inside: self
      ).map { (member, $0.oneOfSeveral) }
    }
  }

  /// What is within one of several that has no label is told by its id.
  private var oneOfSeveral: ObjectReader {
    var reader = self
    reader.ownerLabel = ownerLabel ?? labelOrID
    return reader
  }

  /// The object's own id; a placeholder, with a diagnostic, when it is missing or no name.
  public func id() -> String {
    guard let (node, path) = member(.id) else { return idPath.lastSegment }
    guard case .string(let text) = node.value, text.isIdentifier else {
      context.report(
        wrongType(node, expected: FieldShape.id.expectation, path: path))
      context.markIncomplete()
      return idPath.lastSegment
    }
    return text
  }

  /// The nearest label around, what it is, or its id.
  var nearestLabel: BilingualText { ownerLabel ?? title ?? labelOrID }

  /// The declared label, or one made of the id.
  public var labelOrID: BilingualText {
    label ?? BilingualText(zh: idPath.lastSegment, en: idPath.lastSegment)
  }
}

extension Diagnostic {
  /// A text that is no unit or quantity, at its place.
  init(_ error: UnitError, at range: SourceRange, path: JSONPath) {
    self.init(
      error.code, error.message, at: range, path: path.description, expected: error.expected,
      suggestion: error.suggestion)
  }
}

func wrongType(_ node: JSONNode, expected: BilingualText, path: JSONPath) -> Diagnostic {
  let kind = node.kind
  return Diagnostic(
    .wrongType,
    BilingualText(
      zh: "此处写的是\(kind.zh)，不符合要求", en: "this is \(kind.en), which does not fit here"),
    at: node.range, path: path.description, expected: expected, found: .same(node.excerpt))
}

extension String {
  var lastSegment: String { split(separator: ".").last.map(String.init) ?? self }

  /// A letter of any script, then letters, digits and `_`.
  public var isIdentifier: Bool {
    guard let first = unicodeScalars.first, first.properties.isAlphabetic else { return false }
    return unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || $0.properties.numericType == .decimal || $0 == "_"
    }
  }

  /// Identifiers joined by dots, or one.
  var isDottedIdentifier: Bool {
    split(separator: ".", omittingEmptySubsequences: false).allSatisfy { String($0).isIdentifier }
  }
}

extension JSONNode {
  /// What sort of JSON it is, in a message.
  var kind: BilingualText {
    switch value {
    case .null: .same("null")
    case .boolean: .trueOrFalse
    case .number: .aNumber
    case .string: .aText
    case .array: .aList
    case .object: .anObject
    }
  }

  /// Its text on one line.
  var wholeText: String {
    range.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// Its text, cut to what fits into a message.
  var excerpt: String {
    let text = wholeText
    return text.count <= 60 ? text : text.prefix(57) + "…"
  }

  /// The id of an object, when it has one: a name, or names joined by dots.
  var dottedID: String? {
    guard case .object(let members) = value,
      case .string(let id)? = members.first(where: { $0.key == "id" })?.value.value,
      id.isDottedIdentifier
    else { return nil }
    return id
  }
}
