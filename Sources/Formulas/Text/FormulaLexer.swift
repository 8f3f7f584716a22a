import SourceText

/// Cuts the text of a formula into words.
struct FormulaLexer {
  private let scalars: [Unicode.Scalar]
  private var position = 0

  init(_ source: FormulaSource) {
    scalars = source.scalars
  }

  /// All words, the last of which is the end.
  mutating func tokens() throws(FormulaSyntaxError) -> [FormulaToken] {
    var tokens: [FormulaToken] = []
    repeat {
      while position < scalars.count, scalars[position] == " " { position += 1 }
      let start = position
      let kind = try nextKind()
      tokens.append(FormulaToken(kind: kind, range: start..<position))
    } while position < scalars.count || !tokens.endsFormula
    return tokens
  }

  private mutating func nextKind() throws(FormulaSyntaxError) -> FormulaToken.Kind {
    guard let scalar = scalar(at: position) else { return .end }
    if scalar.isASCIIDigit { return try number() }
    if scalar.isLetter || scalar == "_" || startsPattern { return try name() }
    switch scalar {
    case "(": return take(1, .open)
    case ")": return take(1, .close)
    case ",": return take(1, .comma)
    default: return try mark()
    }
  }

  private mutating func take(_ count: Int, _ kind: FormulaToken.Kind) -> FormulaToken.Kind {
    position += count
    return kind
  }

  private func scalar(at position: Int) -> Unicode.Scalar? {
    position < scalars.count ? scalars[position] : nil
  }

  // MARK: Names

  /// Whether a name such as `*.total` begins here.
  private var startsPattern: Bool {
    guard scalar(at: position) == "*", scalar(at: position + 1) == ".",
      let after = scalar(at: position + 2)
    else { return false }
    return after.isLetter || after == "_" || after == "*"
  }

  private mutating func name() throws(FormulaSyntaxError) -> FormulaToken.Kind {
    let start = position
    var isPattern = try segment()
    while scalar(at: position) == "." {
      position += 1
      isPattern = try segment() || isPattern
    }
    let word = text(scalars[start..<position])
    if ["and", "or", "not"].contains(word) { return .mark(word) }
    return isPattern ? .pattern(word) : .name(word)
  }

  /// Takes one segment of a dotted name, and says whether it was `*`.
  private mutating func segment() throws(FormulaSyntaxError) -> Bool {
    if scalar(at: position) == "*" {
      position += 1
      return true
    }
    guard let first = scalar(at: position), first.isLetter || first == "_" else {
      throw FormulaSyntaxError(
        .init(zh: "名称以点结尾", en: "a name ends with a dot"), at: position - 1..<position,
        expected: .init(
          zh: "点后面有字母、数字或 *", en: "letters, digits or * after the dot"))
    }
    while let next = scalar(at: position), next.continuesName { position += 1 }
    return false
  }

  // MARK: Numbers

  private mutating func number() throws(FormulaSyntaxError) -> FormulaToken.Kind {
    let start = position
    guard let number = DecimalNumber(scalars, at: start, end: &position) else {
      preconditionFailure("a digit begins a number")
    }
    if scalar(at: position) == ".", let after = scalar(at: position + 1), after.isASCIIDigit {
      throw FormulaSyntaxError(
        .init(zh: "一个数有两个小数点", en: "a number has two decimal points"),
        at: start..<position + 2, expected: .init(zh: "一个数", en: "one number"))
    }
    let unit = try unitAfterNumber(from: start)
    let value = number.value(in: unit.exactScale)
    guard value.isFinite else {
      throw FormulaSyntaxError(
        .init(zh: "数值过大", en: "the number is too large"), at: start..<position,
        code: .numberOverflow,
        expected: .init(zh: "小于 1e308 的数", en: "a number below 1e308"))
    }
    return .number(value, unit)
  }

  /// The unit that belongs to the number that ends here; the plain number's when there is none.
  private mutating func unitAfterNumber(
    from start: Int
  ) throws(FormulaSyntaxError) -> UnitOfMeasure {
    var unitStart = position
    while scalar(at: unitStart) == " " { unitStart += 1 }
    guard let first = scalar(at: unitStart), beginsUnit(first, at: unitStart) else { return .one }
    var scanner = UnitScanner(scalars, at: unitStart, .afterNumber)
    do throws(UnitError) {
      let unit = try scanner.unit()
      // A bare slash was a division after all.
      guard scanner.position > unitStart else { return .one }
      position = scanner.position
      return unit
    } catch {
      var end = unitStart
      while let next = scalar(at: end), next.continuesName { end += 1 }
      let word = text(scalars[unitStart..<end])
      let product = "\(text(scalars[start..<position])) * \(word)"
      throw FormulaSyntaxError(
        error.message, at: unitStart..<max(end, unitStart + 1), code: error.code,
        expected: error.expected,
        suggestion: error.suggestion
          ?? .init(
            zh: "如果“\(word)”是名称，写成 \(product)",
            en: "if '\(word)' is a name, write \(product)"))
    }
  }

  private func beginsUnit(_ first: Unicode.Scalar, at start: Int) -> Bool {
    switch first {
    case "%", "‰", "㎡": return true
    // Only at once after the number, and only before a unit, is a slash part of the unit.
    case "/": return start == position
    default:
      guard first.isLetter else { return false }
      var end = start
      while let next = scalar(at: end), next.continuesName { end += 1 }
      return !["and", "or", "not"].contains(text(scalars[start..<end]))
    }
  }

  // MARK: Operators

  /// What people write for an operator, and the operator; longer ones first.
  private static let marks: [(written: String, mark: String)] = [
    ("<=", "<="), (">=", ">="), ("==", "=="), ("!=", "!="), ("≤", "<="), ("⩽", "<="),
    ("≥", ">="), ("⩾", ">="), ("≠", "!="), ("<", "<"), (">", ">"), ("+", "+"), ("-", "-"),
    ("*", "*"), ("/", "/"), ("^", "^"),
  ]

  /// What people write by habit from other languages, and what to write instead.
  private static let foreign: [(written: String, advice: String)] = [
    ("&&", "and"), ("||", "or"), ("=", "=="), ("!", "not"), ("<>", "!="), ("**", "^"),
  ]

  private mutating func mark() throws(FormulaSyntaxError) -> FormulaToken.Kind {
    if !starts(with: "<>"), !starts(with: "**"),
      let (written, mark) = Self.marks.first(where: { starts(with: $0.written) })
    {
      return take(written.unicodeScalars.count, .mark(mark))
    }
    if let (written, advice) = Self.foreign.first(where: { starts(with: $0.written) }) {
      throw FormulaSyntaxError(
        .init(zh: "“\(written)”不是运算符", en: "'\(written)' is not an operator"),
        at: position..<position + written.unicodeScalars.count,
        suggestion: .init(zh: "写成 \(advice)", en: "write \(advice)"))
    }
    throw FormulaSyntaxError(
      .init(
        zh: "公式里不能用“\(scalars[position])”",
        en: "'\(scalars[position])' has no meaning in a formula"),
      at: position..<position + 1,
      expected: .init(
        zh: "数、名称、运算符或括号", en: "a number, a name, an operator or a bracket"))
  }

  private func starts(with mark: String) -> Bool {
    scalars[position...].starts(with: mark.unicodeScalars)
  }
}

extension [FormulaToken] {
  fileprivate var endsFormula: Bool {
    if case .end? = last?.kind { true } else { false }
  }
}
