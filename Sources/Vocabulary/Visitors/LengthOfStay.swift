import Formulas
import SourceText

/// How many nights the guests of a segment stay, and who is still there the next night.
struct LengthOfStay {
  static let nights = Field(
    "lengthOfStay", .value(.day), .optional, zh: "人均停留夜数",
    en: "nights per visit, for overnight guests")
  static let distribution = Field(
    "stay", .choice(["geometric", "fixed"]), .defaults(to: "geometric"),
    zh: "停留夜数的分布：geometric 每晚以相同比例离店；fixed 各人相同（非整数时部分人多住一晚）",
    en: "how the nights differ: geometric, an even part leaves each morning; fixed, all stay as "
      + "long, and a part one night more where the number is not whole")

  /// Nights per visit.
  let nights: Formula
  /// The nights of a stay that is the same for all; nil where guests leave at an even rate.
  private let fixedNights: Double?

  private static let longestFixedStay = 30.0

  init?(_ reader: ObjectReader) {
    guard let nights = reader.value(Self.nights) else {
      if reader.has(Self.distribution) {
        reader.reportInvalid(
          Self.distribution,
          BilingualText(
            zh: "没有写停留夜数，无从分布", en: "there are no nights to be distributed"),
          expected: BilingualText(
            zh: "同时写 \"\(Self.nights.key)\"", en: "\"\(Self.nights.key)\" too"))
      }
      return nil
    }
    self.nights = nights
    let known = reader.constant(Self.nights)
    if let known, known <= 0 {
      reader.reportInvalid(
        Self.nights, BilingualText(zh: "停留夜数不大于 0", en: "a stay of no nights"),
        expected: BilingualText(zh: "大于 0", en: "more than 0"))
    }
    guard reader.choice(Self.distribution) == "fixed" else {
      fixedNights = nil
      return
    }
    let isFitting = known.map { (1...Self.longestFixedStay).contains($0) } ?? false
    if !isFitting {
      reader.reportInvalid(
        Self.distribution,
        BilingualText(
          zh: "各人停留相同时，夜数须是已知的数",
          en: "a fixed stay needs a known number of nights"),
        expected: BilingualText(
          zh: "\"\(Self.nights.key)\" 为 1 到 30，或写 \"geometric\"",
          en: "\"\(Self.nights.key)\" from 1 to 30, or \"geometric\""))
    }
    fixedNights = isFitting ? known : 1
  }

  /// Of the guests who came before a day, those who stay another night.
  ///
  /// Geometric: of those in the house a night ago the part 1 − 1/nights, so that a stay has that
  /// mean and the nights of all guests are nights × arrivals, those still to come included. Fixed:
  /// the arrivals of the last days, of the one before them the part that stays a night more.
  ///
  /// - Parameters:
  ///   - arrivals: those who arrive on a day.
  ///   - inHouse: all who spend the night of a day.
  func staying(_ arrivals: Formula, inHouse: Formula) -> Formula {
    let nobody = Formula.constant(0, .visit)
    guard let fixedNights else {
      let kept = Formula.call(
        .maximum, .constant(1) - .constant(1, .day) / nights, .constant(0))
      return .call(.previous, inHouse, nobody) * kept
    }
    let whole = Int(fixedNights)
    let part = fixedNights - Double(whole)
    func earlier(_ days: Int) -> Formula {
      .call(.lagged, arrivals, .constant(Double(days)), nobody)
    }
    var parts = (1..<max(1, whole)).map(earlier)
    if part > 0 { parts.append(earlier(whole) * .constant(part)) }
    return .total(parts, .visit)
  }
}
