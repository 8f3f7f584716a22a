import Formulas
import SourceText

/// What the town has promised, or thinks of promising: an indicator, a time, and a bound.
public struct Target: Component {
  static let indicator = Field(
    "indicator", .text, zh: "指标", en: "the id of the indicator that is judged")
  static let definition = Field(
    "definition", .text, .optional, zh: "收入口径",
    en: "for a total of revenue such as `fiscal.total` or `fiscal.vat.local`: what it counts, "
      + "`recurring`, `reported` or a definition of the scenario's own")
  static let period = Field(
    "period", .text, .optional,
    zh: "考核期：一期、一年或连续几期（如 `2024-Q2`、`2024-01..2024-06`），或 `every period`（每期）；"
      + "不写则为全期唯一的值或唯一的年度",
    en: "a period, a year or several periods of the horizon such as `2024-Q2` or "
      + "`2024-01..2024-06`, or `every period`; left out, what has one value for the whole "
      + "horizon, or the horizon's only year")
  static let atLeast = Field(
    "atLeast", .valueInDeclaredUnit, .optional, zh: "不低于",
    en: "the least value with which it is met")
  static let atMost = Field(
    "atMost", .valueInDeclaredUnit, .optional, zh: "不高于",
    en: "the greatest value with which it is met")
  static let by = Field(
    "by", .date, .optional, zh: "不迟于", en: "for a date: the last day with which it is met")

  static let loss = Field(
    "loss", .object(LossCosts.descriptor), .optional, zh: "未达成与定低目标的损失",
    en: "what missing it costs, and aiming low")

  public static let descriptor = ObjectDescriptor(
    "target", zh: "目标", en: "an indicator, a time and a bound",
    fields: [.id, .label, indicator, definition, period, atLeast, atMost, by, loss],
    example: """
      { "id": "revenue", "indicator": "fiscal.total", "definition": "recurring", \
      "period": "2024", "atLeast": "1亿元" }
      """)

  /// On which side of the bound the target is met.
  public enum Side: String, Sendable { case atLeast, atMost }

  /// When the target is judged.
  public enum Time: Hashable, Sendable {
    case wholeHorizon
    case everyPeriod
    case period(Period)
    case span(PeriodSpan)
  }

  public let id: String
  public let label: BilingualText
  /// The id of the indicator that is judged.
  public let indicator: String
  /// The id of the definition under which it counts revenue; nil for anything else.
  public let definition: String?
  public let time: Time
  public let side: Side
  public let bound: Quantity
  /// What missing it costs, and aiming low; nil where the planner does not say.
  public let loss: LossCosts?
  public let source: String?
  let indicatorOrigin: SourceRange
  let boundOrigin: SourceRange
  let lossOrigin: SourceRange?
  let path: JSONPath
  /// Whether `time` and `bound` are what the planner wrote, and not placeholders.
  let hasTime, hasBound: Bool

  /// The key under which its bound stands.
  public var boundKey: String {
    if side == .atLeast { return Self.atLeast.key }
    return bound.unit.hasSameDimension(as: .date) ? Self.by.key : Self.atMost.key
  }

  /// - Parameter revenue: the readings of the revenue, which have definitions.
  /// - Errors: nil, with diagnostics, when there is nothing to judge; a time or a bound that cannot
  ///   be read is a placeholder, so that what is wrong with the rest is told too.
  init?(_ reader: ObjectReader, revenue: FiscalLayout?) {
    id = reader.id()
    label = reader.labelOrID
    source = reader.source
    path = reader.path
    loss = reader.object(Self.loss).map { LossCosts($0) }
    lossOrigin = reader.member(Self.loss)?.node.range
    let (time, read) = (Self.time(reader), Self.bound(reader))
    let (side, bound, boundNode) = read ?? (.atLeast, Quantity(0, .one), reader.node)
    (hasTime, hasBound) = (time != nil, read != nil)
    guard let named = JudgedIndicator(reader, revenue),
      let (node, _) = reader.member(Self.indicator)
    else { return nil }
    indicator = named.id
    definition = named.definition
    indicatorOrigin = node.range
    self.time = time ?? .wholeHorizon
    self.side = side
    self.bound = bound
    boundOrigin = boundNode.range
  }

  private static func time(_ reader: ObjectReader) -> Time? {
    guard let text = reader.text(period) else {
      return reader.has(period) ? nil : .wholeHorizon
    }
    let horizon = reader.context.horizon
    if ["every period", "every month", "every quarter", "every year"].contains(text) {
      return .everyPeriod
    }
    if let period = Period(written: text) {
      let isYear = period.frequency == .yearly && horizon.years.contains { $0.year == period.year }
      if isYear || horizon.index(of: period) != nil { return .period(period) }
    }
    if let span = horizon.span(label: text) { return .span(span) }
    reader.context.report(
      Diagnostic(
        .periodOutsideHorizon,
        .init(
          zh: "“\(text)”不是预测期 \(horizon.label) 之内的时段",
          en: "'\(text)' is no period of the horizon \(horizon.label)"),
        at: reader.member(period)?.node.range, path: reader.path.appending(key: "period")
          .description,
        expected: .time(from: horizon[0].label, to: horizon.last.label)))
    return nil
  }

  private static func bound(_ reader: ObjectReader) -> (Side, Quantity, JSONNode)? {
    let given = [atLeast, atMost, by].filter(reader.has)
    guard let field = given.first, given.count == 1, let (node, path) = reader.member(field)
    else {
      reader.context.report(
        Diagnostic(
          .missingKey,
          .init(zh: "目标有且只有一个目标值", en: "a target has exactly one bound"),
          at: reader.node.range, path: reader.path.description,
          expected: .oneOf(["atLeast", "atMost", "by"]), found: .given(given)))
      return nil
    }
    if field.key == by.key {
      return reader.date(by).map { (.atMost, Quantity(Double($0.dayNumber), .date), node) }
    }
    return quantity(node, path, reader.context).map {
      (field.key == atLeast.key ? .atLeast : .atMost, $0, node)
    }
  }

  static func quantity(
    _ node: JSONNode, _ path: JSONPath, _ context: ReadingContext
  ) -> Quantity? {
    switch node.value {
    case .number:
      return ValueReader(context: context, unit: .one, name: "", cadence: .once)
        .number(node, path).map { Quantity($0.value, .one) }
    case .string(let text):
      do {
        return try Quantity(parsing: text)
      } catch {
        context.report(Diagnostic(error, at: node.range, path: path))
        return nil
      }
    default:
      context.report(
        wrongType(
          node,
          expected: .init(zh: "数量，例如 \"1亿元\"", en: "a quantity, such as \"1亿元\""),
          path: path))
      return nil
    }
  }
}

extension BilingualText {
  fileprivate static func time(from first: String, to last: String) -> BilingualText {
    BilingualText(
      zh: "一个时段，例如 \(first)；连续几个时段，例如 \(first)..\(last)；"
        + "完整落在预测期内的一年；或 \"every period\"",
      en: "a period such as \(first), several such as "
        + "\(first)..\(last), a year that lies wholly in the horizon, "
        + "or \"every period\"")
  }
}
