import Formulas
import SourceText

/// Whoever or whatever brings revenue: the taxpayers that a tax declares as a whole, a firm, a
/// share sale.
///
/// Every yuan of revenue has one source, so that a definition can count it or leave it out.
struct RevenueSource {
  /// The tag of what comes once, which every one-off bears by itself.
  static let oneOffTag = "oneOff"

  /// How an amount becomes a payment.
  enum Payment {
    /// It accrues, is filed by the calendar of its tax, and is paid then or later.
    case filed
    /// It is paid in the period in which it arises.
    case atOnce
  }

  /// The id path of whatever was declared.
  let id: String
  let label: BilingualText
  /// What arises in a period, by the id of the tax it belongs to.
  let amounts: [String: Formula]
  /// What arose before the horizon, by the id of the tax; only of what is filed.
  var before: [String: AccrualBefore] = [:]
  let payment: Payment
  /// What definitions tell it by.
  let tags: Set<String>
  /// The places that it is in.
  var location = VillageShares.nowhere

  /// All that arises in a period, whichever tax it belongs to.
  var accrued: Formula {
    .total(amounts.sorted { $0.key < $1.key }.map(\.value), .yuan)
  }

  func located(_ location: VillageShares) -> RevenueSource {
    var source = self
    source.location = location
    return source
  }
}

extension ObjectReader {
  static let tags = Field(
    "tags", .list(.text), .optional, zh: "口径标签",
    en: "words by which the definitions of totals count this, or leave it out")

  /// The tags of a declared thing.
  func tags() -> Set<String> { Set(texts(Self.tags)) }
}
