import SourceText

/// Looks up the names of one indicator's formula, and replaces its patterns by what they match.
struct NameResolution {
  let names: NameTable
  let definitions: Definitions
  /// The indicator whose formula it is.
  let owner: Int
  private(set) var diagnostics: [Diagnostic] = []

  init(_ names: NameTable, _ definitions: Definitions, owner: Int) {
    self.names = names
    self.definitions = definitions
    self.owner = owner
  }

  /// The formula without patterns. What is wrong is told in `diagnostics` and left as it was.
  mutating func resolved(_ formula: Formula) -> Formula {
    switch formula.node {
    case .constant, .series, .daySeries, .draw, .scheduled: return formula
    case .reference(let name):
      checkName(name, at: formula.origin)
      return formula
    case .members(let pattern):
      report(
        .formulaSyntax, .severalIndicators(pattern), at: formula.origin,
        expected: .placeOfPatterns)
      return formula
    case .call(let function, let arguments):
      let resolved = self.arguments(arguments, of: function)
      let call = Formula(.call(function, resolved), origin: formula.origin)
      checkCall(function, resolved, at: formula.origin)
      return call
    }
  }

  private mutating func arguments(
    _ arguments: [Formula], of function: FormulaFunction
  ) -> [Formula] {
    var resolved: [Formula] = []
    for (position, argument) in arguments.enumerated() {
      if case .members(let pattern) = argument.node, function.takesMembers {
        resolved += members(pattern, at: argument.origin)
      } else if position == 1, function.takesCalendar {
        checkCalendar(argument, of: function)
        resolved.append(argument)
      } else {
        resolved.append(self.resolved(argument))
      }
    }
    return resolved
  }

  /// References to what a pattern matches, without the indicator in whose formula it stands: a
  /// total may itself have a name of the pattern.
  private mutating func members(_ pattern: String, at origin: SourceRange?) -> [Formula] {
    let matches = names.indexes(matching: pattern).filter { $0 != owner }
    if matches.isEmpty {
      let segments = pattern.split(separator: ".", omittingEmptySubsequences: false).count
      report(
        .unknownName,
        .init(zh: "没有与“\(pattern)”相符的指标", en: "no indicator matches '\(pattern)'"),
        at: origin,
        expected: .init(
          zh: "有 \(segments) 段的标识，* 代表其中任意一段",
          en: "an id with \(segments) segments, where * stands for any one of them"))
      // The call keeps an argument, so that this one mistake is told once.
      return [Formula(.members(pattern: pattern), origin: origin)]
    }
    return matches.map { Formula(.reference(names.ids[$0]), origin: origin) }
  }

  private mutating func checkName(_ name: String, at origin: SourceRange?) {
    if names.index(of: name) != nil || isBuiltIn(name) { return }
    if names.isCalendar(name) {
      report(
        .unknownName,
        .init(zh: "“\(name)”是日历，不是数", en: "'\(name)' is a calendar, not a number"),
        at: origin,
        expected: .init(
          zh: "日历只能作为 workingDay 或 dateOfWorkingDay 的第二个参数",
          en: "a calendar as second argument of workingDay or dateOfWorkingDay only"))
    } else if name.hasPrefix(NameTable.periodPrefix) {
      report(
        .unknownName,
        .init(zh: "时段没有“\(name)”", en: "'\(name)' is not a fact about a period"),
        at: origin, expected: .oneOf(BuiltInSeries.allCases.map(\.rawValue)),
        suggestion: names.suggestion(for: name))
    } else if name.hasPrefix(NameTable.dayPrefix) {
      report(
        .unknownName,
        .init(zh: "日期没有“\(name)”", en: "'\(name)' is not a fact about a day"),
        at: origin, expected: .oneOf(BuiltInDaySeries.allCases.map(\.rawValue)),
        suggestion: names.suggestion(for: name))
    } else {
      report(
        .unknownName,
        .init(zh: "没有指标“\(name)”", en: "'\(name)' is not an indicator"), at: origin,
        suggestion: names.suggestion(for: name))
    }
  }

  private mutating func checkCalendar(_ argument: Formula, of function: FormulaFunction) {
    guard case .reference(let name) = argument.node else {
      let spelling = function.descriptor.spelling
      report(
        .unknownName,
        .init(
          zh: "“\(spelling)”的第二个参数不是日历",
          en: "the second argument of '\(spelling)' is not a calendar"),
        at: argument.origin, expected: .same("calendars.<id>"), found: unplacedText(of: argument))
      return
    }
    guard !names.isCalendar(name) else { return }
    let ids = definitions.calendars.map { NameTable.calendarPrefix + $0.id }
    report(
      .unknownName, .init(zh: "没有日历“\(name)”", en: "'\(name)' is not a calendar"),
      at: argument.origin,
      expected: ids.isEmpty
        ? .init(zh: "情景里声明的日历", en: "a calendar that the scenario declares")
        : .oneOf(ids),
      suggestion: names.calendarSuggestion(for: name, in: definitions))
  }

  private mutating func checkCall(
    _ function: FormulaFunction, _ arguments: [Formula], at origin: SourceRange?
  ) {
    if let diagnostic = argumentCountDiagnostic(
      function, count: arguments.count, at: origin ?? ownerOrigin)
    {
      diagnostics.append(diagnostic)
    } else if function == .date {
      checkDate(arguments, at: origin)
    } else if function == .sumOfLargest {
      checkRank(arguments[0])
    }
  }

  private mutating func checkDate(_ arguments: [Formula], at origin: SourceRange?) {
    let date = Formula(.call(.date, arguments), origin: origin)
    guard date.constantValue == nil else { return }
    let areNumbers = arguments.allSatisfy { $0.constantValue != nil }
    report(
      .invalidValue,
      areNumbers
        ? .init(zh: "“\(date)”不是日期", en: "'\(date)' is not a day")
        : .init(zh: "日期的数没有直接写出", en: "the numbers of a date are not written out"),
      at: origin,
      expected: .init(
        zh: "年、1 到 12 的月和该月的日，如 date(2024, 3, 1)",
        en: "a year, a month 1 to 12 and a day of that month, such as date(2024, 3, 1)"),
      found: areNumbers ? nil : unplacedText(of: date))
  }

  private mutating func checkRank(_ number: Formula) {
    if let value = number.constantValue, Int(exactly: value).map({ $0 > 0 }) == true { return }
    report(
      .invalidValue,
      .init(
        zh: "“sumOfLargest”不知道要取几个",
        en: "'sumOfLargest' does not know how many are meant"),
      at: number.origin,
      expected: .init(
        zh: "直接写出的正整数，如 sumOfLargest(3, x, y, z, u)",
        en: "a whole number from 1 that is written out, such as sumOfLargest(3, x, y, z, u)"),
      found: unplacedText(of: number))
  }

  private var ownerOrigin: SourceRange? { definitions.indicators[owner].origin }

  private mutating func report(
    _ code: DiagnosticCode, _ message: BilingualText, at origin: SourceRange?,
    expected: BilingualText? = nil, found: BilingualText? = nil, suggestion: BilingualText? = nil
  ) {
    diagnostics.append(
      Diagnostic(
        code, message, at: origin ?? ownerOrigin, expected: expected, found: found,
        suggestion: suggestion))
  }
}

extension FormulaFunction {
  /// Whether its second argument is a calendar.
  var takesCalendar: Bool { self == .workingDay || self == .dateOfWorkingDay }
}
