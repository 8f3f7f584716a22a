import Formulas
import SourceText

/// What province, county and town take of one tax; the centre gets the rest.
struct OwnShares: Component {
  static let province = Field(
    "province", .value(.share), .optional, zh: "省级分成比例", en: "the part of the province")
  static let county = Field(
    "county", .value(.share), .optional, zh: "区县级分成比例", en: "the part of the county")
  static let town = Field(
    "town", .value(.share), .optional, zh: "镇级分成比例", en: "the part of the town")

  static let descriptor = ObjectDescriptor(
    "taxShares", zh: "分成比例", en: "what province, county and town take; the centre gets the rest",
    fields: [province, county, town], example: #"{ "county": "30%", "town": "20%" }"#)

  /// The parts that are given.
  let parts: [RevenueLevel: Formula]

  init(_ reader: ObjectReader) {
    let fields: [(RevenueLevel, Field)] = [
      (.province, Self.province), (.county, Self.county), (.town, Self.town),
    ]
    var parts: [RevenueLevel: Formula] = [:]
    for (level, field) in fields {
      parts[level] = reader.value(field)
      reader.requireShare(field)
    }
    self.parts = parts
    if parts.isEmpty {
      reader.context.report(
        Diagnostic(
          .missingKey, .init(zh: "没有写任何一级的分成比例", en: "the shares name no level"),
          at: reader.node.range, path: reader.path.description,
          expected: .init(
            zh: "以下一项或几项：province、county、town",
            en: "one or more of: province, county, town")))
    }
    let sum = fields.compactMap { reader.largestValue($0.1) }.reduce(0, +)
    // Decimal shares that make one may make a little more in binary.
    if sum > 1 + 1e-12 {
      reader.context.report(
        Diagnostic(
          .invalidValue,
          .init(zh: "各级比例之和为 \(sum)", en: "the shares sum to \(sum)"),
          at: reader.node.range, path: reader.path.description, expected: .restToCentre))
    }
  }
}
