import SourceText

/// Reads a unit such as `万元/(人·天)` from a normalized text.
struct UnitScanner {
  /// Where the unit stands.
  enum Context {
    /// It is the whole text; spaces may stand around its marks.
    case alone
    /// It follows a number in a formula. A `/` belongs to it only when a unit follows at once,
    /// and `*` never does: otherwise both are arithmetic.
    case afterNumber
  }

  let scalars: [Unicode.Scalar]
  let context: Context
  private(set) var position: Int
  private let start: Int

  init(_ scalars: [Unicode.Scalar], at position: Int = 0, _ context: Context) {
    self.scalars = scalars
    self.position = position
    start = position
    self.context = context
  }

  /// A unit at the position, which moves behind it.
  mutating func unit() throws(UnitError) -> UnitOfMeasure {
    var unit = try numerator()
    var divisions = 0
    while true {
      skipSpaces()
      if next == "·" || (next == "*" && context == .alone) {
        // Does 元/人·天 divide by days? Readers differ, so it has to be said.
        guard divisions == 0 else { throw ambiguous() }
        position += 1
        unit = try product(unit, try factor(), "·")
      } else if next == "/", let divisor = try divisor() {
        unit = try product(unit, divisor, "/")
        divisions += 1
      } else {
        return unit
      }
    }
  }

  private mutating func numerator() throws(UnitError) -> UnitOfMeasure {
    skipSpaces()
    if next == "1", context == .alone {
      position += 1
      return .one
    }
    // In a formula, 5/月 is five per month.
    if next == "/", context == .afterNumber { return .one }
    return try factor()
  }

  /// What follows a `/`; nil, without moving, when the `/` is the division of a formula.
  private mutating func divisor() throws(UnitError) -> UnitOfMeasure? {
    let start = position
    position += 1
    if context == .alone { return try factor() }
    do {
      let divisor = try factor()
      if let next, next == "(" || next == "." || next == "_" || next.isASCIIDigit {
        position = start
        return nil
      }
      return divisor
    } catch {
      position = start
      return nil
    }
  }

  /// A name with an exponent perhaps, or a product in brackets.
  private mutating func factor() throws(UnitError) -> UnitOfMeasure {
    skipSpaces()
    guard next == "(" else { return try power(of: try name()) }
    position += 1
    var unit = try factor()
    skipSpaces()
    while next == "·" || next == "*" {
      position += 1
      unit = try product(unit, try factor(), "·")
      skipSpaces()
    }
    guard next == ")" else { throw notAUnit(text(scalars[position...])) }
    position += 1
    let inner = unit.symbol.contains("·") ? "(\(unit.symbol))" : unit.symbol
    return UnitOfMeasure(
      symbol: inner, dimension: unit.dimension, exactScale: unit.exactScale)
  }

  private mutating func power(of unit: UnitOfMeasure) throws(UnitError) -> UnitOfMeasure {
    var exponent = 1
    switch next {
    case "²", "³":
      exponent = next == "²" ? 2 : 3
      position += 1
    case "2", "3":
      // m2, but not the number of a name such as m25 or m2x.
      let after = position + 1
      guard after == scalars.count || !scalars[after].continuesName else { return unit }
      exponent = next == "2" ? 2 : 3
      position += 1
    case "^" where context == .alone:
      position += 1
      guard next == "2" || next == "3" else {
        throw UnitError(
          .unknownUnit,
          .init(
            zh: "“\(unit.symbol)”的指数不是 2 或 3",
            en: "the exponent of '\(unit.symbol)' is neither 2 nor 3"),
          expected: .init(
            zh: "平方或立方，如 m² 或 m³", en: "a square or a cube, such as m² or m³"))
      }
      exponent = next == "2" ? 2 : 3
      position += 1
    default:
      return unit
    }
    let raised = unit.raised(to: exponent)
    return UnitOfMeasure(
      symbol: unit.symbol + (exponent == 2 ? "²" : "³"), dimension: raised.dimension,
      exactScale: raised.exactScale)
  }

  /// One word, or an English prefix and a word.
  private mutating func name() throws(UnitError) -> UnitOfMeasure {
    let word = takeWord()
    if let prefix = UnitCatalogue.englishPrefixes.first(where: { $0.text == word }) {
      let start = position
      skipSpaces(always: true)
      let rest = takeWord()
      if let unit = UnitCatalogue.unit(named: rest),
        let scale = unit.exactScale.multiplied(by: UnitScale(1, powerOfTen: prefix.powerOfTen))
      {
        return UnitOfMeasure(
          symbol: "\(word) \(unit.symbol)", dimension: unit.dimension, exactScale: scale)
      }
      position = start
    }
    guard let unit = UnitCatalogue.unit(named: word) else { throw notAUnit(word) }
    return unit
  }

  private mutating func takeWord() -> String {
    let start = position
    if let next, next == "%" || next == "‰" || next == "㎡" {
      position += 1
    } else {
      while let next, next.isLetter { position += 1 }
    }
    return text(scalars[start..<position])
  }

  private var next: Unicode.Scalar? {
    position < scalars.count ? scalars[position] : nil
  }

  private mutating func skipSpaces(always: Bool = false) {
    guard always || context == .alone else { return }
    while next == " " { position += 1 }
  }

  private func product(
    _ left: UnitOfMeasure, _ right: UnitOfMeasure, _ mark: String
  ) throws(UnitError) -> UnitOfMeasure {
    let isQuotient = mark == "/"
    let factor = isQuotient ? right.exactScale.reciprocal : right.exactScale
    guard let scale = left.exactScale.multiplied(by: factor) else {
      throw UnitError(
        .unknownUnit,
        .init(
          zh: "单位“\(left.symbol)\(mark)\(right.symbol)”过大或过小",
          en: "the unit '\(left.symbol)\(mark)\(right.symbol)' is out of range"),
        expected: .init(zh: "大小平常的单位", en: "a unit of ordinary size"))
    }
    return UnitOfMeasure(
      symbol: left.symbol + mark + right.symbol,
      dimension: isQuotient ? left.dimension / right.dimension : left.dimension * right.dimension,
      exactScale: scale)
  }

  private func ambiguous() -> UnitError {
    let beginning = text(scalars[start..<position])
    return UnitError(
      .unknownUnit,
      .init(
        zh: "以“\(beginning)·”开头的单位有两种读法",
        en: "a unit that begins with '\(beginning)·' can be read in two ways"),
      expected: .init(zh: "分母加上括号", en: "brackets around what is divided by"),
      suggestion: .init(zh: "写成 元/(人·天)", en: "write 元/(人·天)"))
  }

  private func notAUnit(_ word: String) -> UnitError {
    let word = word.isEmpty ? text(scalars[position...]) : word
    if word.isEmpty {
      return UnitError(
        .unknownUnit, .init(zh: "缺少单位", en: "a unit is missing"), expected: .aUnit)
    }
    return UnitError(.unknownUnit, .notAUnit(word), expected: .aUnit, misspelt: word)
  }
}

extension UnitOfMeasure {
  /// The unit that a text names, in Chinese or English: `万元`, `kg/亩`, `thousand visits`.
  ///
  /// - Errors: an unknown word with the nearest known one, an ambiguous product, an empty text.
  public init(parsing text: String) throws(UnitError) {
    var scanner = UnitScanner(normalizedScalars(text), .alone)
    self = try scanner.unit()
    guard scanner.position == scanner.scalars.count else {
      throw UnitError(.unknownUnit, .notAUnit(text), expected: .aUnit)
    }
  }

  /// The unit that a text names; nil if it names none.
  public init?(_ text: String) {
    do throws(UnitError) { try self.init(parsing: text) } catch { return nil }
  }
}

extension BilingualText {
  fileprivate static let aUnit = BilingualText(
    zh: "单位，如 万元、人次、天、亩、km、%、元/人次",
    en: "a unit such as 万元, 人次, 天, 亩, km, %, or 元/人次")

  fileprivate static func notAUnit(_ text: String) -> BilingualText {
    BilingualText(zh: "“\(text)”不是单位", en: "'\(text)' is not a unit")
  }
}
