import Formulas
import SourceText

/// How long before they travel groups are booked: for some numbers of days the share of the groups
/// that is on the books so long ahead.
///
/// Between the numbers the share changes evenly, up to all on the day itself; more days ahead than
/// the largest number nothing is booked.
struct LeadTime {
  static let field = Field(
    "leadTime", .map(.quantity(.share)), .optional, zh: "提前预订：距出行天数 → 届时已预订的团占比",
    en: "for numbers of days before the travel the share of the groups that is booked by then")

  /// In order of days, from the day itself on.
  private let points: [(days: Double, share: Double)]

  /// - Errors: nil without the key; what makes no sense is reported.
  init?(_ reader: ObjectReader) {
    guard let shares = reader.quantities(Self.field) else { return nil }
    var points = [(days: 0.0, share: 1.0)]
    for (member, share) in shares {
      guard let days = Int(member.key), (0...1000).contains(days), (0...1).contains(share) else {
        reader.context.report(
          Diagnostic(
            .invalidValue,
            BilingualText(
              zh: "这不是某个提前天数对应的团数比例",
              en: "this is no share of the groups at a number of days"),
            at: member.keyRange, path: reader.path.appending(key: Self.field.key).description,
            expected: BilingualText(
              zh: "不超过 1000 的整数天数和 0 到 1 的比例，例如 \"30\": \"80%\"",
              en: "a whole number of days up to 1000, and a share from 0 to 1, such as "
                + "\"30\": \"80%\""), found: .same(member.key + ": " + share.inMessage)))
        continue
      }
      if days > 0 { points.append((Double(days), share)) }
    }
    points.sort { $0.days < $1.days }
    if zip(points, points.dropFirst()).contains(where: { $0.share < $1.share }) {
      reader.reportInvalid(
        Self.field,
        BilingualText(
          zh: "提前天数多时已预订的比例反而更高",
          en: "more groups are booked long before than shortly before"),
        expected: BilingualText(
          zh: "比例不随提前天数增加而上升", en: "shares that do not rise with the days"))
    }
    self.points = points
  }

  /// The share of the groups of a day that is on the books so many days before it.
  func bookedShare(daysAhead days: Int) -> Double {
    let days = Double(days)
    guard days > 0, let next = points.firstIndex(where: { $0.days >= days }) else {
      return days > 0 ? 0 : 1
    }
    let (before, after) = (points[next - 1], points[next])
    let part = (days - before.days) / (after.days - before.days)
    return before.share + part * (after.share - before.share)
  }
}
