import Formulas
import SourceText

/// By which patterns a tax is filed, and the part of its accrual that follows each.
struct TaxFiling {
  static let filing = Field(
    "filing", .map(.value(.share)), .optional, zh: "申报方式及各自占比；可有一项写 \"rest\"",
    en: "patterns of `fiscal.filingCalendar` and the part of the accrual that follows each, one of "
      + "them perhaps \"rest\"; below 0 for a refund; left out, it is paid as it accrues")

  /// The word for what the other parts leave.
  static let restWord = "rest"

  /// A pattern, and the part of a year's accrual that follows it.
  struct Part {
    let pattern: String
    /// Of what accrues in a period.
    let share: Formula
    /// Of what accrued before the horizon: the same as in the first period.
    let pastShare: Formula
    /// What the part always is; nil where that is not known.
    let constant: Double?
    let route: FilingRoute

    /// Whether it may bring refunds.
    var mayBeNegative: Bool { constant.map { $0 < 0 } ?? true }
  }

  private(set) var parts: [Part] = []

  /// - Parameter season: twelve shares of a year's accrual.
  init(_ reader: ObjectReader, calendar: FilingCalendar, season: [Double]) {
    guard let (node, path) = reader.member(Self.filing) else { return }
    guard case .object(let members) = node.value else {
      reader.context.report(wrongType(node, expected: Self.filing.shape.expectation, path: path))
      return
    }
    let known = members.filter { member in
      if calendar.pattern(named: member.key) != nil { return true }
      if !calendar.isIncomplete {
        reader.context.report(Self.unknown(member, path, calendar.names))
      }
      return false
    }
    let mistakes = reader.context.diagnostics.count
    let rests = known.filter { Self.isRest($0.value) }
    let read = known.filter { !Self.isRest($0.value) }.map { Self.value($0, path, reader) }
    let rest = Self.rest(read)
    parts = known.compactMap { member in
      guard let pattern = calendar.pattern(named: member.key) else { return nil }
      let share = read.first { $0.name == member.key } ?? rest
      let route = FilingRoute(
        pattern.rules, season: season, over: reader.context.horizon, in: calendar.calendar)
      return Part(
        pattern: pattern.name, share: share.now, pastShare: share.past, constant: share.constant,
        route: route)
    }
    // Where a part could not be read, its sum with the others means nothing.
    guard known.count == members.count, reader.context.diagnostics.count == mistakes else { return }
    Self.checkSum(read, rests: rests.count, reader)
  }

  /// What is open of the past when the horizon begins, by the shares of its years.
  var needsPast: Bool { parts.contains { $0.route.lastYear.open + $0.route.thisYear.open > 0 } }

  // MARK: Shares

  private struct Share {
    let name: String
    let now, past: Formula
    let constant: Double?
  }

  private static func isRest(_ node: JSONNode) -> Bool {
    if case .string(restWord) = node.value { true } else { false }
  }

  private static func value(_ member: JSONMember, _ path: JSONPath, _ reader: ObjectReader)
    -> Share
  {
    let name = reader.name(filing.key) + "." + member.key
    let now = reader.value(
      at: member.value, path: path.appending(key: member.key), unit: .share, name: name,
      called: FilingCalendar.label(ofPattern: member.key)
        + BilingualText(zh: "申报的部分", en: ": the part that is filed so"),
      drawn: .everyYear)
    let constant = reader.constant(named: name)
    let formula = constant.map { Formula.constant($0) } ?? now
    return Share(
      name: member.key, now: formula,
      past: constant == nil ? reader.atStart(name, now) : formula, constant: constant)
  }

  /// One less the others.
  private static func rest(_ others: [Share]) -> Share {
    let constants = others.compactMap(\.constant)
    if constants.count == others.count {
      let left = 1 - constants.reduce(0, +)
      return Share(name: "", now: .constant(left), past: .constant(left), constant: left)
    }
    return Share(
      name: "", now: .constant(1) - .total(others.map(\.now), .one),
      past: .constant(1) - .total(others.map(\.past), .one), constant: nil)
  }

  // MARK: Mistakes

  private static func checkSum(_ shares: [Share], rests: Int, _ reader: ObjectReader) {
    if rests > 1 {
      reader.reportInvalid(
        filing,
        .init(
          zh: "写 \"\(restWord)\" 的不止一项", en: "more than one part is \"\(restWord)\""),
        expected: .init(zh: "至多一项", en: "at most one"))
    }
    guard rests == 0 else { return }
    let constants = shares.compactMap(\.constant)
    if constants.count < shares.count {
      reader.reportInvalid(
        filing,
        .init(
          zh: "各部分不确定，不会在每次试验中都合计为 1",
          en: "uncertain parts do not sum to 1 in every trial"),
        expected: .init(
          zh: "其中一项写 \"\(restWord)\"，即其余各项之外的部分",
          en: "one part that is \"\(restWord)\": what the others leave"))
      return
    }
    let sum = constants.reduce(0, +)
    if abs(sum - 1) > 1e-9 {
      reader.reportInvalid(
        filing,
        .init(
          zh: "这个税种各部分之和为 \(sum)，不是 1",
          en: "the parts of the tax sum to \(sum), not to 1"),
        suggestion: .init(
          zh: "其中一项写 \"\(restWord)\"", en: "let one of them be \"\(restWord)\""))
    }
  }

  private static func unknown(_ member: JSONMember, _ path: JSONPath, _ names: [String])
    -> Diagnostic
  {
    Diagnostic(
      .unknownName,
      .init(zh: "没有申报方式“\(member.key)”", en: "'\(member.key)' is no filing pattern"),
      at: member.keyRange, path: path.appending(key: member.key).description,
      expected: names.isEmpty
        ? BilingualText(
          zh: "在 \"fiscal.filingCalendar\" 中写申报日历文件",
          en: "a file of patterns in \"fiscal.filingCalendar\"")
        : .oneOf(names.sorted()),
      suggestion: didYouMean(member.key, among: names))
  }
}
