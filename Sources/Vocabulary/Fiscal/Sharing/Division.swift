import Formulas
import SourceText

/// How province, county and town divide the local part of what the data book whole.
struct Division: Component {
  static let province = Field(
    "province", .value(.share), .defaults(to: "0"), zh: "省级占地方部分的比例",
    en: "what the province takes of the local part")
  static let town = Field(
    "town", .value(.share), zh: "镇级占地方部分的比例", en: "what the town keeps of the local part")

  static let descriptor = ObjectDescriptor(
    "division", zh: "地方部分在省、区县、镇之间的划分",
    en: "how the local part is divided; the county gets what province and town do not",
    fields: [province, town], example: #"{ "town": "35%" }"#)

  /// What each takes of the local part.
  let shares: [RevenueLevel: Formula]
  /// The levels that the scenario names.
  let named: Set<RevenueLevel>

  init(_ reader: ObjectReader) {
    let province = reader.value(Self.province, default: 0)
    let town = reader.requiredValue(Self.town)
    for field in [Self.province, Self.town] { reader.requireShare(field) }
    let sum = [Self.province, Self.town].compactMap(reader.largestValue).reduce(0, +)
    if sum > 1 {
      reader.reportInvalid(
        Self.town,
        .init(
          zh: "省级与镇级合计占地方部分的 \(sum)",
          en: "province and town together take \(sum) of the local part"),
        expected: .init(
          zh: "合计不超过 1 的比例，其余归区县",
          en: "shares that sum to at most 1; the county gets the rest"))
    }
    shares = [.province: province, .town: town, .county: .constant(1) - province - town]
    named = reader.has(Self.province) ? [.province, .county, .town] : [.county, .town]
  }
}
