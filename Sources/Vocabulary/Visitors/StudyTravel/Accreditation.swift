import Formulas
import SourceText

/// From when on the town may receive groups: before it there are none.
///
/// New groups do not book for a day before it. Those on the books for such a day are cancelled, and
/// come on another day as often as others that are cancelled.
struct Accreditation: Component {
  static let date = Field(
    "date", .value(.date), .optional, zh: "获得资质日期，可为分布",
    en: "the first day on which groups may come, which may be uncertain",
    called: BilingualText(zh: "获得资质日期", en: "date of accreditation"))
  static let condition = Field(
    "condition", .formula, .optional, zh: "接团条件（公式，当日不为 0 即可），如 works.studyBase.daily.finished",
    en: "a formula that is not 0 on days on which groups may come, such as "
      + "works.studyBase.daily.finished; with a date both must hold")
  static let probability = Field(
    "probability", .value(.share), .defaults(to: "1"), zh: "获得资质的概率",
    en: "the probability that it is granted at all")

  static let descriptor = ObjectDescriptor(
    "accreditation", zh: "研学基地资质", en: "from when on the town may receive groups of pupils",
    fields: [.label, date, condition, probability],
    example: #"{ "date": "2024-05-01", "probability": "90%" }"#)

  /// What an uncertain gate does to a day.
  enum Opening {
    /// 1 on each day of the horizon on which it is open, else 0.
    case known([Double])
    /// The daily indicator that is 1 while it is open.
    case uncertain(String)
  }

  let opening: Opening
  let indicators: [Indicator]

  init(_ reader: ObjectReader) {
    let owner = BilingualText(zh: "研学基地资质", en: "Accreditation for study travel")
    let label = reader.label ?? owner
    func indicator(
      _ key: String, _ zh: String, _ en: String, _ formula: Formula,
      _ visibility: Indicator.Visibility
    ) -> Indicator {
      Indicator(
        reader.name(key), label: BilingualText(zh: label.zh + zh, en: label.en + ": " + en),
        kind: .level, unit: .share, formula, visibility: visibility, origin: reader.node.range)
    }
    var made: [Indicator] = []
    if let known = Self.knownDays(reader) {
      opening = .known(known)
      let horizon = reader.context.horizon
      let atEnd = (0..<horizon.count).map { known[horizon.days(ofPeriod: $0).upperBound - 1] }
      made.append(
        indicator("open", "：已获得", "granted", Formula(.series(atEnd, .share)), .reported))
    } else {
      let onDay = Formula.reference(reader.name("daily.open"))
      opening = .uncertain(reader.name("daily.open"))
      made += [
        indicator("open", "：已获得", "granted", .call(.lastOfDays, onDay), .reported),
        indicator("daily.open", "：当日已获得", "granted by the day", Self.onDay(reader), .inner),
      ]
    }
    indicators = made
  }

  /// 1 on each day of the horizon on which it is open, else 0; nil where that depends on more than
  /// a date that is known.
  private static func knownDays(_ reader: ObjectReader) -> [Double]? {
    let others = [condition, probability].filter(reader.has)
    _ = reader.value(date)
    if !reader.has(date), !reader.has(condition) {
      reader.context.report(
        Diagnostic(
          .missingKey,
          BilingualText(
            zh: "没有写明何时获得资质", en: "nothing says when the accreditation is granted"),
          at: reader.node.range, path: reader.path.description,
          expected: BilingualText(
            zh: "\"date\" 或 \"condition\"", en: "\"date\" or \"condition\"")))
    }
    guard others.isEmpty, let day = reader.constant(date) else { return nil }
    return reader.context.horizon.days.map { day <= Double($0.dayNumber) ? 1 : 0 }
  }

  /// 1 on days on which it is open, else 0.
  private static func onDay(_ reader: ObjectReader) -> Formula {
    var isOpen: [Formula] = []
    if reader.has(date) {
      isOpen.append(.call(.lessOrEqual, .reference(reader.name(date.key)), .reference("day.start")))
    }
    if let condition = reader.parsedFormula(condition) {
      isOpen.append(.call(.notEqual, condition, .constant(0)))
    }
    if let chance = reader.probability(probability) {
      isOpen.append(
        .event(stream: reader.name("granted"), probability: chance, drawn: .once))
    }
    return .product(isOpen)
  }
}
