import SourceText

/// The indicator that a target means: as it is named, or a total of revenue under a definition.
///
/// A plan that says "total fiscal revenue" leaves open whether one-offs count. A target says it.
struct JudgedIndicator {
  let id: String
  /// The definition, for revenue.
  let definition: String?

  /// - Errors: nil, with a diagnostic, when it is not clear what is judged.
  init?(_ reader: ObjectReader, _ revenue: FiscalLayout?) {
    guard let name = reader.text(Target.indicator) else { return nil }
    let wished = reader.text(Target.definition)
    // Without revenue that could be read, whether the two fit is told by the model.
    guard let revenue else {
      (id, definition) = (wished.map { name + "." + $0 } ?? name, wished)
      return
    }
    if let readings = revenue.indicators(named: name) {
      let ids = readings.map(\.definition.id)
      guard let found = readings.first(where: { $0.definition.id == wished }) else {
        if wished != nil || !reader.has(Target.definition) {
          Self.report(name, wished, among: ids, reader)
        }
        return nil
      }
      (id, definition) = (found.indicator, found.definition.id)
      return
    }
    let own = revenue.reading(ofIndicator: name)
    guard !reader.has(Target.definition) else {
      Self.reportNeedless(name, own?.name, revenue, reader)
      return nil
    }
    (id, definition) = (name, own?.definition)
  }

  private static func report(
    _ name: String, _ wished: String?, among ids: [String], _ reader: ObjectReader
  ) {
    let field = wished == nil ? Target.indicator : Target.definition
    reader.context.report(
      Diagnostic(
        wished == nil ? .missingKey : .unknownName,
        wished.map { BilingualText.noDefinition($0) } ?? .severalDefinitions(name),
        at: reader.member(field)?.node.range,
        path: reader.path.appending(key: field.key).description,
        expected: wished == nil ? .definition(among: ids) : .oneOf(ids),
        suggestion: wished.flatMap { didYouMean($0, among: ids) }))
  }

  /// A definition beside something that has none, or has one already.
  private static func reportNeedless(
    _ name: String, _ base: String?, _ revenue: FiscalLayout, _ reader: ObjectReader
  ) {
    let known = revenue.readings
    reader.reportInvalid(
      Target.definition,
      base == nil ? .withoutDefinitions(name) : .definedByName(name),
      expected: .init(
        zh: "指标为收入合计，例如 \"\(known[0])\"",
        en: "a total such as \"\(known[0])\" beside it"),
      suggestion: base.map { BilingualText(zh: "写 \"\($0)\"", en: "write \"\($0)\"") }
        ?? didYouMean(name, among: known))
  }
}

extension FiscalLayout {
  /// The reading and the definition that the id of an indicator is made of; nil for another one.
  fileprivate func reading(ofIndicator id: String) -> (name: String, definition: String)? {
    guard let dot = id.lastIndex(of: ".") else { return nil }
    let (name, last) = (String(id[..<dot]), String(id[id.index(after: dot)...]))
    return readings.contains(name) && definitions.contains { $0.id == last }
      ? (name, last) : nil
  }
}

extension BilingualText {
  fileprivate static func severalDefinitions(_ name: String) -> BilingualText {
    BilingualText(zh: "“\(name)”有几种口径", en: "'\(name)' is counted in several ways")
  }

  fileprivate static func definition(among ids: [String]) -> BilingualText {
    BilingualText(
      zh: "\"definition\"，以下之一：" + ids.joined(separator: "、"),
      en: "\"definition\": one of " + ids.joined(separator: ", "))
  }

  fileprivate static func withoutDefinitions(_ name: String) -> BilingualText {
    BilingualText(
      zh: "“\(name)”不是收入合计，没有口径之分",
      en: "'\(name)' is no total of revenue, so it has no definitions")
  }

  fileprivate static func definedByName(_ name: String) -> BilingualText {
    BilingualText(
      zh: "“\(name)”的名称里已有口径", en: "'\(name)' has its definition in its name already")
  }
}
