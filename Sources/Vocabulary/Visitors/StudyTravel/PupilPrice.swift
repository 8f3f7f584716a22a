import Formulas
import SourceText

/// What a pupil pays and costs, and what may be kept of it.
///
/// What a product earns beyond its cost and a small margin goes back, where it is not for profit:
/// the town keeps what is spent in it.
///
/// - Source: Ministry of Education and ten other bodies (2016), opinion on study travel by primary
///   and secondary schools: not for profit.
struct PupilPrice {
  static let price = Field(
    "pricePerPupil", .value(.yuan / .visit), .optional, zh: "每名学生收费",
    en: "what a pupil pays for the product")
  static let cost = Field(
    "costPerPupil", .value(.yuan / .visit), .optional, zh: "每名学生成本",
    en: "what a pupil costs: meals, guides, materials, beds")
  static let nonProfit = Field(
    "nonProfit", .boolean, .defaults(to: "true"), zh: "是否非营利；超出成本与结余率部分退还学校",
    en: "whether what exceeds the cost and the margin goes back to the schools")
  static let margin = Field(
    "margin", .value(.share), .defaults(to: "0"), zh: "可留结余占成本比例",
    en: "the part of the cost that may be kept beside it, as a reserve")

  static let fields = [price, cost, nonProfit, margin] + GroupSpending.fields

  /// Without the key of a price nothing is paid beside what is spent.
  let results: Set<StudyResult>
  private let price, cost, returned: Formula?
  /// What the pupils spend, the price included.
  let spending: GroupSpending

  /// - Parameter hasNights: whether the groups stay for a night.
  init(_ reader: ObjectReader, hasNights: Bool) {
    price = reader.value(Self.price)
    cost = reader.value(Self.cost)
    let isNonProfit = reader.boolean(Self.nonProfit) ?? true
    let margin = reader.value(Self.margin, default: 0)
    if reader.has(Self.margin), cost == nil {
      reader.reportInvalid(
        Self.margin,
        BilingualText(
          zh: "可留结余按成本的比例计算", en: "a margin is a part of the cost"),
        expected: BilingualText(
          zh: "在旁边写 \"costPerPupil\"", en: "\"costPerPupil\" beside it"))
    }
    if let price, let cost, isNonProfit {
      let kept = cost * (.constant(1) + margin)
      returned = .call(.maximum, price - kept, .constant(0, .yuan / .visit))
    } else {
      returned = nil
    }
    var results: Set<StudyResult> = [.spending]
    if price != nil { results.insert(.revenue) }
    if cost != nil { results.formUnion([.cost, .surplus]) }
    if returned != nil { results.insert(.returned) }
    self.results = results
    spending = GroupSpending(reader, hasNights: hasNights, fees: Self.fees(reader, results))
  }

  /// One of the amounts of a period.
  ///
  /// - Parameter reference: the indicator of another result.
  func amount(_ result: StudyResult, _ reference: (StudyResult) -> Formula) -> Formula? {
    let pupils = reference(.arrivals)
    switch result {
    case .revenue: return price.map { pupils * $0 }
    case .cost: return cost.map { pupils * $0 }
    case .returned: return returned.map { pupils * $0 }
    case .surplus:
      let kept = Self.kept(results, reference) ?? .constant(0, .yuan)
      return results.contains(.cost) ? kept - reference(.cost) : nil
    case .spending: return spending.total
    default: return nil
    }
  }

  /// What is paid and does not go back; nil without a price.
  private static func kept(
    _ results: Set<StudyResult>, _ reference: (StudyResult) -> Formula
  ) -> Formula? {
    guard results.contains(.revenue) else { return nil }
    return results.contains(.returned)
      ? reference(.revenue) - reference(.returned) : reference(.revenue)
  }

  /// What is paid for the product as a category of spending.
  private static func fees(_ reader: ObjectReader, _ results: Set<StudyResult>)
    -> GroupSpending.Part?
  {
    kept(results) { .reference(reader.name($0.rawValue)) }.map {
      (SpendingCategory.studyFees, $0)
    }
  }
}
