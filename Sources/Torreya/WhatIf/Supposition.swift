import Formulas
import History
import SourceText
import Vocabulary

/// What is supposed in a what-if, as a planner writes it on one line: variants of the scenario, and
/// levers or id paths with values, such as `loseFirmA promotionVisits=40`.
extension Variant {
  /// Reads what is supposed. Of two values of the same thing the later one counts.
  ///
  /// A line that is the id of a variant, and no more, is that variant.
  ///
  /// - Throws: everything in it that the scenario does not have, or that cannot be read.
  public init(supposing line: String, in model: ScenarioModel) throws(QuestionError) {
    let parts = suppositions(in: line)
    guard !parts.isEmpty else {
      throw QuestionError(
        .init(
          zh: "没有写出假设：请写成如 promotionVisits=40。",
          en: "Nothing is supposed: write one such as promotionVisits=40."))
    }
    var mistakes = QuestionMistakes()
    let supposed = mistakes.each(parts) { part throws(QuestionError) in
      try Self.supposed(part, in: model)
    }
    try mistakes.check()
    // What was named by its label is known by its id.
    if supposed.count == 1, !parts[0].contains("=") {
      self = supposed[0]
      return
    }
    let counting = supposed.indices.filter { place in
      !parts[place].contains("=")
        || !supposed[(place + 1)...].contains { $0.replaces(supposed[place]) }
    }.map { supposed[$0] }
    self.init(
      id: counting.map(\.id).joined(separator: " "),
      label: BilingualText(
        zh: counting.map(\.label.zh).joined(separator: "；"),
        en: counting.map(\.label.en).joined(separator: "; ")),
      changes: counting.flatMap(\.changes))
    var levers: [String: Double] = [:]
    for change in VariantChanges(self, in: model.scenario).changes {
      if let lever = change.lever { levers[lever.id] = lever.value }
    }
    try model.checkExclusions(levers)
  }

  /// Whether nothing is left of what another one changes when this one is laid over it: of two
  /// values of the same thing the later one counts, while objects are merged.
  private func replaces(_ earlier: Variant) -> Bool {
    earlier.changes.allSatisfy { own in
      if case .object = own.value.value { return false }
      return changes.contains { $0.target == own.target }
    }
  }

  /// A part of the line: a variant of the scenario, or one that makes a single change.
  private static func supposed(_ part: String, in model: ScenarioModel) throws(QuestionError)
    -> Variant
  {
    let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      .map(String.init)
    guard sides.count == 2 else {
      // Chinese names have no blanks, and are what a planner knows.
      if let named = model.scenario.variants.first(where: { $0.label.zh == part }) { return named }
      if model.scenario.levers.contains(where: { $0.id == part || $0.label.zh == part }) {
        throw QuestionError(
          .init(
            zh: "“\(part)”是措施：请写出取值，如 \(part)=1。",
            en: "'\(part)' is a lever: write its value, such as \(part)=1."))
      }
      return try model.variants(named: [part])[0]
    }
    let (name, value) = (sides[0], sides[1])
    guard !name.isEmpty, !value.isEmpty else {
      throw QuestionError(
        .init(
          zh: "“\(part)”不是改动：请写成如 promotionVisits=40。",
          en: "'\(part)' is no change: write one such as promotionVisits=40."))
    }
    let lever = model.scenario.levers.first { $0.isNamed(name) }
    if let lever { return try Self.moved(lever, called: name, value, part) }
    try model.checkIsSupposable(name)
    let node = try JSONNode(written: value)
    let target = model.scenario.targets.first {
      $0.id == name || "targets." + $0.id == name || $0.label.zh == name
    }
    // A value of a target is its bound; an object changes more of it.
    if let target, !value.hasPrefix("{") {
      return Variant(
        id: part, label: BilingualText(zh: part, en: part),
        changes: [Change(of: "targets.\(target.id).\(target.boundKey)", to: node)])
    }
    // A place of the scenario has dots, or is one of its keys.
    guard name.contains(".") || ScenarioFile.descriptor.fields.contains(where: { $0.key == name })
    else { throw model.nothingSupposable(named: name) }
    return Variant(
      id: part, label: label(of: name, value, in: model), changes: [Change(of: name, to: node)])
  }

  /// What is supposed of a place: the label of what stands there, with the value.
  private static func label(of name: String, _ value: String, in model: ScenarioModel)
    -> BilingualText
  {
    let called = model.scenario.name(ofChange: name)
    return called == .same(name)
      ? .same("\(name)=\(value)")
      : BilingualText(zh: "\(called.zh) \(value)", en: "\(called.en) \(value)")
  }

  private static func moved(
    _ lever: Lever, called name: String, _ value: String, _ part: String
  ) throws(QuestionError) -> Variant {
    let number = try SweepAxis.value(value, of: lever, called: name, in: part)
    let shown = Quantity(number, lever.unit).description
    return Variant(
      id: lever.id + "=" + value,
      label: BilingualText(zh: lever.label.zh + " " + shown, en: lever.label.en + " " + shown),
      changes: [Change(of: lever.indicator + ".default", to: try JSONNode(written: value))])
  }
}

extension ScenarioModel {
  /// What is wrong with a word that stands for nothing which could be supposed.
  fileprivate func nothingSupposable(named name: String) -> QuestionError {
    if let variant = scenario.variants.first(where: { $0.id == name || $0.label.zh == name }) {
      return QuestionError(
        .init(
          zh: "“\(name)”是变体，不带取值：只写 \(variant.id)。",
          en: "'\(name)' is a variant and has no value: write \(variant.id) alone."))
    }
    let levers = scenario.levers.map(\.id)
    let list: BilingualText =
      levers.isEmpty || levers.count > 30
      ? .same("") : .init(zh: "措施有：", en: " Its levers: ") + .listed(levers)
    let known = levers + scenario.targets.map(\.id) + scenario.variants.map(\.id)
    return QuestionError(
      .init(
        zh: "情景里没有叫“\(name)”的措施或目标，也没有这样的位置（如 fiscal.vat.late）。",
        en: "The scenario has no lever or target '\(name)', and no such place "
          + "(one is written such as fiscal.vat.late).")
        + list + suggestion(name, known))
  }
}

/// The parts of a line: what blanks part, or Chinese commas, but for what stands in brackets or
/// quotes. Blanks around `=` do not count, and neither do commas behind a part, nor a `+` between.
private func suppositions(in line: String) -> [String] {
  var parts: [String] = []
  var part = ""
  var (depth, isQuoted, isEscaped, isParted) = (0, false, false, false)
  for character in line {
    if isQuoted || depth > 0 {
      part.append(character)
      if isQuoted {
        isQuoted = isEscaped || character != "\""
        isEscaped = !isEscaped && character == "\\"
        continue
      }
    } else if character.isWhitespace || "，、；".contains(character) {
      isParted = true
      continue
    } else {
      let letter: Character = character == "＝" ? "=" : character
      if isParted, letter != "=", part.last != "=" {
        parts.append(part)
        part = ""
      }
      isParted = false
      part.append(letter)
    }
    switch character {
    case "\"": isQuoted = true
    case "{", "[": depth += 1
    case "}", "]": depth -= 1
    default: break
    }
  }
  parts.append(part)
  return parts.map { part in
    String(part.reversed().drop { ",;".contains($0) }.reversed())
  }.filter { !$0.isEmpty && $0 != "+" }
}

extension JSONNode {
  /// A value as it is written on a command line: JSON, or a name, date or quantity without quotes.
  ///
  /// - Throws: what is wrong with JSON.
  init(written text: String) throws(QuestionError) {
    guard let first = text.first, "{[\"".contains(first) else {
      self.init(word: text)
      return
    }
    let (node, mistakes) = readJSON(SourceFile(name: "<command line>", text: text))
    guard let node, mistakes.isEmpty else {
      let reason = mistakes.first?.message ?? .init(zh: "没有值", en: "no value")
      throw QuestionError(
        .init(
          zh: "“\(text)”无法读取：\(reason.zh)。", en: "'\(text)' cannot be read: \(reason.en)."))
    }
    self = node
  }

  /// A value without brackets or quotes: a number, a word of JSON, or else a text; days and periods
  /// may be written as tables of actuals write them.
  init(word: String) {
    let value: JSONValue =
      switch word {
      case "true": .boolean(true)
      case "false": .boolean(false)
      case "null": .null
      default:
        isJSONNumber(word) ? .number(text: word) : .string(Self.time(word) ?? word)
      }
    self.init(
      value: value,
      range: SourceRange(
        file: SourceFile(name: "<command line>", text: word), offsets: 0..<word.utf8.count))
  }

  /// A day or period as scenarios write it: `2024-07-01` of `2024年7月1日`. Nil for anything else.
  private static func time(_ word: String) -> String? {
    if case .day(let day)? = PeriodText(word) { return day.description }
    return word.contains("年") ? Period(written: word)?.label : nil
  }
}
