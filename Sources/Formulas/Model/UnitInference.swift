import SourceText

/// Finds the unit that a formula gives, and what does not fit.
///
/// The units of other indicators are those that they declare, so that each formula is checked by
/// itself and one mistake is told once.
struct UnitInference {
  /// What is known of a part of a formula.
  enum Inferred: Equatable {
    /// It has this dimension.
    case known(UnitDimension)
    /// It is a literal zero, which fits every unit.
    case any
    /// It holds a mistake that has been told already.
    case unknown
  }

  let definitions: Definitions
  let names: NameTable
  /// The language of unit symbols in messages.
  let language: Language
  /// The indicator whose formula is looked at.
  private let owner: Indicator
  private(set) var diagnostics: [Diagnostic] = []

  init(_ definitions: Definitions, _ names: NameTable, owner: Indicator, language: Language) {
    self.definitions = definitions
    self.names = names
    self.owner = owner
    self.language = language
  }

  /// What a formula gives.
  mutating func infer(_ formula: Formula) -> Inferred {
    switch formula.node {
    case .constant(let value, let unit):
      return value == 0 && unit == .one ? .any : .known(unit.dimension)
    case .series(_, let unit), .daySeries(_, let unit): return .known(unit.dimension)
    case .draw(let draw): return .known(draw.unit.dimension)
    case .scheduled(let value): return .known(value.quantity.unit.dimension)
    case .members: return .unknown
    case .reference(let name):
      if let builtIn = BuiltInSeries(named: name) { return .known(builtIn.unit.dimension) }
      if let builtIn = BuiltInDaySeries(named: name) { return .known(builtIn.unit.dimension) }
      guard let index = names.index(of: name) else { return .unknown }
      return .known(definitions.indicators[index].unit.dimension)
    case .call(let function, let arguments):
      guard function.descriptor.arity.contains(arguments.count) else { return .unknown }
      // A calendar has no unit.
      let measured = function.takesCalendar ? Array(arguments.prefix(1)) : arguments
      let call = Call(function: function, arguments: measured, formula: formula)
      return value(of: call, measured.map { infer($0) })
    }
  }

  struct Call {
    let function: FormulaFunction
    let arguments: [Formula]
    let formula: Formula

    var spelling: String { function.descriptor.spelling }
  }

  // MARK: Rules

  private mutating func value(of call: Call, _ units: [Inferred]) -> Inferred {
    switch call.function.descriptor.unitRule {
    case .addition, .subtraction: sumOrDifference(call, units[0], units[1])
    case .product, .quotient: productOrQuotient(call, units[0], units[1])
    case .power: power(call, units[0], units[1])
    case .squareRoot: squareRoot(call, units[0])
    case .unchanged: units[0]
    case .unchangedAmount: amount(call, units[0])
    case .common: common(call, units)
    case .commonAmount: amount(call, common(call, units))
    case .comparison: plainNumber(after: common(call, units))
    case .ranked: ranked(call, units)
    case .ratio: plainNumber(after: amount(call, common(call, units)))
    case .plainNumber: demand(call, units, .none, gives: .none)
    case .choice: choice(call, units)
    case .valueAtDate: demandLast(call, units, .date) ? units[0] : .unknown
    case .earlierValue: earlierValue(call, units)
    case .calendarDate: demand(call, units, .none, gives: .date)
    case .sharedDays: demand(call, units, .date, gives: .day)
    case .workingDays: demand(call, units, .date, gives: .day)
    case .dateOfWorkingDays: demand(call, units, .day, gives: .date)
    case .quantileOfCount: quantileOfCount(call, units)
    }
  }

  private mutating func sumOrDifference(
    _ call: Call, _ left: Inferred, _ right: Inferred
  ) -> Inferred {
    let isSum = call.function == .add
    guard case .known(let first) = left, case .known(let second) = right else {
      return common(call, [left, right])
    }
    switch (first == .date, second == .date) {
    case (true, true) where isSum:
      return mismatch(
        call, .init(zh: "两个日期不能相加", en: "two dates cannot be added"),
        suggestion: .init(zh: "日期只能加天数", en: "add days to a date instead"))
    case (true, true): return .known(.day)
    case (true, false) where second == .day: return .known(.date)
    case (false, true) where isSum && first == .day: return .known(.date)
    default: return common(call, [left, right])
    }
  }

  private mutating func productOrQuotient(
    _ call: Call, _ left: Inferred, _ right: Inferred
  ) -> Inferred {
    guard let first = factor(left), let second = factor(right) else { return .unknown }
    if first == .date || second == .date {
      let isProduct = call.function == .multiply
      return mismatch(
        call,
        .init(
          zh: "日期不能\(isProduct ? "相乘" : "相除")",
          en: "a date cannot be \(isProduct ? "multiplied" : "divided")"),
        suggestion: .daysBetweenDates)
    }
    return .known(call.function == .multiply ? first * second : first / second)
  }

  /// The dimension of a factor; a zero counts as a plain number there.
  private func factor(_ unit: Inferred) -> UnitDimension? {
    switch unit {
    case .known(let dimension): dimension
    case .any: UnitDimension.none
    case .unknown: nil
    }
  }

  private mutating func power(_ call: Call, _ base: Inferred, _ exponent: Inferred) -> Inferred {
    if case .known(let dimension) = exponent, !dimension.isNone {
      return mismatch(
        call,
        .init(
          zh: "“^”的指数的单位是\(symbol(dimension).zh)",
          en: "the exponent of '^' is in \(symbol(dimension).en)"),
        expected: .plainNumber)
    }
    guard case .known(let dimension) = base, !dimension.isNone else { return base }
    if dimension != .date, let exponent = call.arguments[1].constantValue,
      let whole = Int(exactly: exponent), abs(whole) <= 9
    {
      return .known(dimension.raised(to: whole))
    }
    let unit = symbol(dimension)
    return mismatch(
      call,
      .init(
        zh: "单位为\(unit.zh)的数不能求这个幂",
        en: "a number in \(unit.en) cannot be raised to this power"),
      expected: .init(
        zh: "纯数，或直接写出的整数指数",
        en: "a plain number, or a whole exponent that is written out"),
      suggestion: .init(
        zh: "先除以单位为\(unit.zh)的数", en: "divide by a quantity in \(unit.en) first"))
  }

  private mutating func squareRoot(_ call: Call, _ unit: Inferred) -> Inferred {
    guard case .known(let dimension) = unit else { return unit }
    if let root = dimension.squareRoot { return .known(root) }
    return mismatch(
      call,
      .init(
        zh: "单位为\(symbol(dimension).zh)的数没有平方根",
        en: "a number in \(symbol(dimension).en) has no square root"),
      expected: .init(
        zh: "纯数，或平方单位，如 m²", en: "a plain number or a square, such as m²"))
  }

  private mutating func amount(_ call: Call, _ unit: Inferred) -> Inferred {
    guard unit == .known(.date) else { return unit }
    return mismatch(
      call,
      .init(zh: "“\(call.spelling)”不能用于日期", en: "'\(call.spelling)' cannot take dates"),
      suggestion: .daysBetweenDates)
  }

  /// The one unit of all arguments.
  private mutating func common(_ call: Call, _ units: [Inferred]) -> Inferred {
    var result = Inferred.any
    for unit in units {
      switch (result, unit) {
      case (.unknown, _), (_, .unknown): result = .unknown
      case (.any, _): result = unit
      case (.known, .any): break
      case (.known(let first), .known(let other)):
        if first != other { return differ(call, first, other) }
      }
    }
    return result
  }

  private mutating func choice(_ call: Call, _ units: [Inferred]) -> Inferred {
    if case .known(let dimension) = units[0], !dimension.isNone {
      return mismatch(
        call,
        .init(
          zh: "“if”的条件的单位是\(symbol(dimension).zh)",
          en: "the condition of 'if' is in \(symbol(dimension).en)"),
        expected: .init(
          zh: "比较，如 visits > 1000人次", en: "a comparison, such as visits > 1000人次"))
    }
    return common(call, Array(units.dropFirst()))
  }

  private mutating func ranked(_ call: Call, _ units: [Inferred]) -> Inferred {
    if case .known(let dimension) = units[0], !dimension.isNone {
      return demandFailed(call, 0, dimension, .none)
    }
    return amount(call, common(call, Array(units.dropFirst())))
  }

  private mutating func quantileOfCount(_ call: Call, _ units: [Inferred]) -> Inferred {
    for position in units.indices where position != 1 {
      if case .known(let dimension) = units[position], !dimension.isNone {
        return demandFailed(call, position, dimension, .none)
      }
    }
    guard case .known(let dimension) = units[1], !dimension.isCount else { return units[1] }
    return mismatch(
      call,
      .init(
        zh: "“\(call.spelling)”数的是整件的事物，而\(symbol(dimension).zh)不是",
        en: "'\(call.spelling)' counts whole things, and \(symbol(dimension).en) are none"),
      expected: .init(
        zh: "纯数，或可数的单位，如 人次、起、家",
        en: "a plain number or a counted unit such as 人次, 起 or 家"))
  }

  private mutating func earlierValue(_ call: Call, _ units: [Inferred]) -> Inferred {
    if case .known(let dimension) = units[1], !dimension.isNone {
      return demandFailed(call, 1, dimension, .none)
    }
    return common(call, units.count > 2 ? [units[0], units[2]] : [units[0]])
  }

  private func plainNumber(after unit: Inferred) -> Inferred {
    unit == .unknown ? .unknown : .known(.none)
  }

  /// Checks that all arguments have one wanted dimension.
  private mutating func demand(
    _ call: Call, _ units: [Inferred], _ wanted: UnitDimension, gives result: UnitDimension
  ) -> Inferred {
    for (position, unit) in units.enumerated() {
      if case .known(let dimension) = unit, dimension != wanted {
        return demandFailed(call, position, dimension, wanted)
      }
    }
    return units.contains(.unknown) ? .unknown : .known(result)
  }

  private mutating func demandLast(
    _ call: Call, _ units: [Inferred], _ wanted: UnitDimension
  ) -> Bool {
    let last = units.count - 1
    if case .known(let dimension) = units[last], dimension != wanted {
      _ = demandFailed(call, last, dimension, wanted)
      return false
    }
    return true
  }

  mutating func mismatch(
    _ call: Call, _ message: BilingualText, expected: BilingualText? = nil,
    suggestion: BilingualText? = nil
  ) -> Inferred {
    diagnostics.append(
      Diagnostic(
        .unitMismatch, message, at: call.formula.origin ?? owner.origin, expected: expected,
        found: unplacedText(of: call.formula), suggestion: suggestion))
    return .unknown
  }
}
