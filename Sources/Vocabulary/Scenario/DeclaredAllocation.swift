import Formulas
import SourceText

/// A total that is handed down to members: villages, kinds of tax, departments, months.
public struct DeclaredAllocation: Component {
  static let total = Field(
    "total", .text, zh: "总量指标", en: "the id of the indicator that is handed down")
  static let period = Field(
    "period", .text, .optional, zh: "考核期：一期、一年或连续几期",
    en: "a period, a year or several periods of the horizon such as `2024-Q2`; left out, the whole "
      + "horizon")
  static let level = Field(
    "level", .valueInDeclaredUnit, .optional, zh: "总量", en: "the total that is handed down")
  static let confidence = Field(
    "confidence", .quantity(.share), .optional, zh: "总量的把握",
    en: "in place of `level`: the probability with which the total is met")
  static let comparison = Field(
    "comparison", .choice(["atLeast", "atMost"]), .defaults(to: "atLeast"), zh: "不低于或不高于",
    en: "whether parts are to be reached, or not to be exceeded")
  static let members = Field(
    "members", .either([.text, .list(.text)]), zh: "成员",
    en: "ids of indicators, patterns such as `fiscal.villages.*.accrued.total.recurring`, or "
      + "`months` or `quarters` of the total")
  static let by = Field(
    "by", .choice(AllocationWay.choices), .defaults(to: "both"), zh: "分解方式：按份额、按等风险",
    en: "by share, at equal risk, or both beside each other")
  static let shares = Field(
    "shares", .map(.quantity(.one)), .optional, zh: "各成员的比例；不写则按均值",
    en: "for each member its share, of any size; left out, the expected values")
  static let bounds = Field(
    "bounds", .map(.list(.valueInDeclaredUnit)), .optional, zh: "各成员的上下限",
    en: "for a member the least and the most that it may be given, `null` for none")
  static let decimals = Field(
    "decimals", .integer(0...9), .optional, zh: "各份保留的小数位",
    en: "how many decimals parts have in the unit of the total; left out, as few as it has")

  public static let descriptor = ObjectDescriptor(
    "allocation", zh: "指标分解", en: "a total that is handed down to members",
    fields: [
      .id, .label, total, period, level, confidence, comparison, members, by, shares, bounds,
      decimals,
    ],
    example: """
      { "id": "months", "total": "fiscal.total.recurring", "period": "2024", "level": "1亿元", \
      "members": "months", "by": "both" }
      """)

  public let request: AllocationRequest
  public let origin: SourceRange
  public let path: String

  /// - Errors: nil, with diagnostics, when it is not clear what is handed down.
  init?(_ reader: ObjectReader) {
    (origin, path) = (reader.node.range, reader.path.description)
    // Everything is read before anything is given up, so that all mistakes come to light.
    let (id, total) = (reader.id(), reader.text(Self.total))
    let (members, amount) = (Self.names(reader), Self.amount(reader))
    let way = reader.choice(Self.by).flatMap(AllocationWay.init) ?? .both
    let isCeiling = reader.choice(Self.comparison) == "atMost"
    let (shares, bounds) = (Self.shares(reader), Self.bounds(reader))
    let (period, decimals) = (reader.text(Self.period), reader.integer(Self.decimals))
    guard let total, let members, let amount else { return nil }
    var request = AllocationRequest(id: id, total: total, members: members)
    (request.label, request.period) = (reader.labelOrID, period)
    (request.level, request.confidence) = amount
    (request.isCeiling, request.way) = (isCeiling, way)
    (request.shares, request.bounds, request.decimals) = (shares, bounds, decimals)
    self.request = request
  }

  /// The total, or the confidence that it is found for; nil, with a diagnostic, when it is not
  /// one of them.
  private static func amount(_ reader: ObjectReader) -> (level: Quantity?, confidence: Double?)? {
    let found = reader.member(level).flatMap {
      Target.quantity($0.node, $0.path, reader.context)
    }
    let wished = reader.quantity(confidence)
    guard reader.has(level) != reader.has(confidence) else {
      reader.context.report(
        Diagnostic(
          .missingKey,
          .init(
            zh: "总量写数值或把握，二者只写一个",
            en: "an allocation has either a level or a confidence of its total"),
          at: reader.node.range, path: reader.path.description,
          expected: .oneOf(["level", "confidence"]),
          found: reader.has(level) ? .bothGiven : .noneGiven))
      return nil
    }
    if let wished, !(wished > 0 && wished < 1) {
      reader.reportInvalid(
        confidence, .confidenceRange, expected: .probabilityExample)
      return nil
    }
    return found == nil && wished == nil ? nil : (found, wished)
  }

  private static func names(_ reader: ObjectReader) -> [String]? {
    guard let (node, path) = reader.member(members) else { return nil }
    switch node.value {
    case .string(let text): return [text]
    case .array(let elements):
      let texts = elements.compactMap { element -> String? in
        if case .string(let text) = element.value { text } else { nil }
      }
      if texts.count == elements.count, !texts.isEmpty { return texts }
    default: break
    }
    reader.context.report(wrongType(node, expected: members.shape.expectation, path: path))
    return nil
  }

  private static func shares(_ reader: ObjectReader) -> AllocationShares {
    guard let (node, path) = reader.member(shares) else { return .expected }
    guard case .object(let list) = node.value else {
      reader.context.report(wrongType(node, expected: shares.shape.expectation, path: path))
      return .expected
    }
    return .declared(
      list.compactMap { member in
        Target.quantity(member.value, path.appending(key: member.key), reader.context)
          .map { AllocationShares.Share(member: member.key, size: $0.value) }
      })
  }

  private static func bounds(_ reader: ObjectReader) -> [AllocationBound] {
    guard let (node, path) = reader.member(bounds) else { return [] }
    guard case .object(let list) = node.value else {
      reader.context.report(wrongType(node, expected: bounds.shape.expectation, path: path))
      return []
    }
    return list.compactMap { member in
      let path = path.appending(key: member.key)
      guard case .array(let ends) = member.value.value, ends.count == 2 else {
        reader.context.report(
          wrongType(
            member.value,
            expected: .init(
              zh: "[下限, 上限]，不限的一端写 null", en: "[least, most], or null for none"),
            path: path))
        return nil
      }
      let found = ends.enumerated().map { index, end -> Quantity? in
        if case .null = end.value { return nil }
        return Target.quantity(end, path.appending(index: index), reader.context)
      }
      return AllocationBound(member: member.key, least: found[0], most: found[1])
    }
  }
}
