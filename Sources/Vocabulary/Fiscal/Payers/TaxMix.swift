import Formulas
import SourceText

/// Which part of what a firm pays belongs to each tax of the scenario.
struct TaxMix: Hashable {
  static let field = Field(
    "mix", .map(.quantity(.share)), .optional, zh: "税种构成",
    en: "the part of a firm's taxes that belongs to each tax of the scenario; all of them sum to 1")

  /// By the id of the tax, in the order of the file.
  let parts: [Part]

  struct Part: Hashable {
    let tax: String
    let share: Double
  }

  /// The mix of an object; nil where it has none.
  init?(_ reader: ObjectReader, taxes: [String]) {
    guard let given = reader.quantities(Self.field) else { return nil }
    for (member, _) in given where !taxes.contains(member.key) {
      reader.context.report(
        Diagnostic(
          .unknownName, .noTax(member.key), at: member.keyRange,
          path: reader.path.appending(key: Self.field.key).appending(key: member.key).description,
          expected: .oneOf(taxes), suggestion: didYouMean(member.key, among: taxes)))
    }
    if let negative = given.first(where: { $0.value < 0 }) {
      reader.reportInvalid(
        Self.field, .negativePart(negative.member.key), expected: .partsFrom0To1)
    }
    let sum = given.reduce(0) { $0 + $1.value }
    if abs(sum - 1) > 1e-6 {
      reader.reportInvalid(
        Self.field,
        .init(
          zh: "各税种的比例之和为 \(sum.inMessage)，不是 1",
          en: "the parts of the taxes sum to \(sum.inMessage), not to 1"))
    }
    parts = given.filter { taxes.contains($0.member.key) }
      .map { Part(tax: $0.member.key, share: $0.value) }
  }

  /// An amount by tax.
  func amounts(of total: Formula) -> [String: Formula] {
    Dictionary(parts.map { ($0.tax, total * .constant($0.share)) }, uniquingKeysWith: +)
  }

  /// An amount of the year before the horizon, by tax.
  func before(_ total: Formula) -> [String: AccrualBefore] {
    amounts(of: total).mapValues { AccrualBefore(lastYear: $0, thisYear: $0) }
  }
}
