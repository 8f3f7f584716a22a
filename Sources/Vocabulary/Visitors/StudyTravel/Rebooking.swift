import Formulas
import SourceText

/// Which of the groups that cannot travel on their day come on another one.
///
/// They come on the first day, at least so many days later, on which groups travel and which lies
/// in the same window; where there is none they are lost. On their new day they can be cancelled or
/// refused again.
struct Rebooking: Component {
  static let share = Field(
    "share", .value(.share), zh: "改期比例",
    en: "the share of cancelled groups that come on another day")
  static let shareOfRefused = Field(
    "shareOfRefused", .value(.share), .optional, zh: "因满员未接待的团改期比例；不写则同 share",
    en: "the same of the groups that a full day refuses; left out, as of the cancelled ones")
  static let after = Field(
    "after", .integer(1...200), .defaults(to: "7"), zh: "至少几天之后",
    en: "how many days later at the earliest")

  static let descriptor = ObjectDescriptor(
    "rebooking", zh: "改期", en: "groups that come on another day",
    fields: [share, shareOfRefused, after],
    example: #"{ "share": "60%", "after": 10 }"#)

  let share: Formula
  /// nil where it is that of the cancelled groups.
  let shareOfRefused: Formula?
  let delay: Int

  init(_ reader: ObjectReader) {
    share = reader.probability(Self.share) ?? .constant(0)
    shareOfRefused = reader.probability(Self.shareOfRefused)
    delay = reader.integer(Self.after) ?? 7
  }
}
