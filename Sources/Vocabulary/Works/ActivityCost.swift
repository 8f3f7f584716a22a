import Formulas
import SourceText

/// What an activity costs, and when that is paid.
struct ActivityCost: Component {
  static let fixed = Field(
    "fixed", .value(.yuan), .optional, zh: "固定费用", en: "what it costs however long it takes",
    called: BilingualText(zh: "固定费用", en: "fixed cost"))
  static let perDay = Field(
    "perDay", .value(.yuan), .optional, zh: "每工作日费用",
    en: "what each working day from its start to its end costs, those lost to weather included",
    called: BilingualText(zh: "每工作日费用", en: "cost of a working day"))

  static let descriptor = ObjectDescriptor(
    "activityCost", zh: "作业费用", en: "what an activity costs", fields: [fixed, perDay],
    example: #"{ "fixed": "200万元", "perDay": "1.5万元" }"#)

  static let field = Field(
    "cost", .object(descriptor), .optional, zh: "费用", en: "what it costs")

  let fixed, perDay: Formula?

  init(_ reader: ObjectReader) {
    fixed = reader.value(Self.fixed)
    perDay = reader.value(Self.perDay)
    if fixed == nil, perDay == nil {
      reader.context.report(
        Diagnostic(
          .missingKey,
          BilingualText(zh: "费用没有写任何金额", en: "this cost says nothing"),
          at: reader.node.range, path: reader.path.description,
          expected: BilingualText(
            zh: "\"fixed\"、\"perDay\"，或两者都写", en: "\"fixed\", \"perDay\", or both")))
    }
  }
}

/// A part of a cost that is paid at the start, with progress, or at the finish.
struct ActivityPayment: Component {
  enum Moment: String, CaseIterable {
    case start, progress, finish
  }

  static let at = Field(
    "at", .choice(Moment.allCases.map(\.rawValue)), zh: "支付时点",
    en: "whether it is paid at the start, evenly with progress, or at the finish")
  static let share = Field("share", .quantity(.share), zh: "占比", en: "the part of the cost")
  static let days = Field(
    "days", .quantity(.day), .defaults(to: "0"), zh: "滞后日历日",
    en: "the calendar days after that until it is paid")

  static let descriptor = ObjectDescriptor(
    "activityPayment", zh: "分次支付", en: "a part of a cost that is paid at some time",
    fields: [at, share, days], example: #"{ "at": "finish", "share": "15%", "days": 30 }"#)

  static let field = Field(
    "payments", .list(.object(descriptor)), .optional, zh: "付款节点；缺省随进度支付",
    en: "when its cost is paid; evenly with progress when left out")

  let moment: Moment
  let share: Double
  let days: Double

  /// All of a cost, evenly with progress.
  static let standard = ActivityPayment(moment: .progress, share: 1, days: 0)

  private init(moment: Moment, share: Double, days: Double) {
    (self.moment, self.share, self.days) = (moment, share, days)
  }

  init(_ reader: ObjectReader) {
    moment = reader.choice(Self.at).flatMap(Moment.init) ?? .progress
    share = reader.quantity(Self.share) ?? 0
    days = reader.quantity(Self.days) ?? 0
    if share < 0 || share > 1 {
      reader.reportInvalid(
        Self.share,
        BilingualText(zh: "这不能作为费用的占比", en: "this is no part of the cost"),
        expected: BilingualText(zh: "0 到 1", en: "0 to 1"))
    }
    if days < 0 {
      reader.reportInvalid(
        Self.days,
        BilingualText(zh: "付款不早于支付时点", en: "nothing is paid before it is due"),
        expected: BilingualText(zh: "0 或更大", en: "0 or more"))
    }
  }

  /// The payments of an activity.
  static func payments(_ reader: ObjectReader) -> [ActivityPayment] {
    guard reader.has(field) else { return [.standard] }
    let payments = reader.list(field).map(ActivityPayment.init)
    let sum = payments.reduce(0) { $0 + $1.share }
    if !payments.isEmpty, abs(sum - 1) > 1e-9 {
      reader.reportInvalid(
        field,
        BilingualText(
          zh: "各次支付的占比合计为 \(sum.inMessage)",
          en: "the parts that are paid sum to \(sum.inMessage)"), expected: .sumOf1)
    }
    if !reader.has(ActivityCost.field) {
      reader.reportInvalid(
        field, BilingualText(zh: "没有可支付的费用", en: "there is no cost to be paid"),
        expected: BilingualText(zh: "同时写 \"cost\"", en: "\"cost\" too"))
    }
    return payments
  }

  /// The part of the whole cost that is paid in a period.
  ///
  /// - Parameters begins, ends: moments of the activity.
  func paid(_ begins: Formula, _ ends: Formula) -> Formula {
    let delay = Formula.constant(days, .day)
    let part: Formula
    switch moment {
    case .start: part = Self.isNow(.call(.floor, begins) + delay)
    case .finish: part = Self.isNow(.lastDay(before: ends) + delay)
    case .progress:
      // Work without a length is paid on the day on which it ends.
      let length = Formula.call(.maximum, ends - begins, .constant(1, .day))
      let from = begins + delay
      part =
        Formula.call(
          .overlap, from, from + length, .reference("period.start"), .reference("period.end"))
        / length
    }
    return share == 1 ? part : .constant(share) * part
  }

  /// Whether a moment lies in a period: 1 or 0.
  private static func isNow(_ moment: Formula) -> Formula {
    .call(
      .and, .call(.lessOrEqual, .reference("period.start"), moment),
      .call(.less, moment, .reference("period.end")))
  }
}
