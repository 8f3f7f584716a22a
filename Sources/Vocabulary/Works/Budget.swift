import Formulas
import Scheduling
import SourceText

/// Money that is released in time, on dates or after activities: what needs it begins when it is
/// there.
public struct Budget: Component {
  static let releases = Field(
    "releases", .list(.object(BudgetRelease.descriptor)), zh: "分批到位",
    en: "when how much of it is released")

  public static let descriptor = ObjectDescriptor(
    "budget", zh: "资金", en: "money that is released in time", fields: [.id, .label, releases])

  public let id: String
  let releases: [BudgetRelease]

  init(_ reader: ObjectReader, _ names: ActivityNames) {
    id = reader.id()
    releases = reader.list(Self.releases).enumerated().map {
      BudgetRelease($1.numbered($0), names)
    }
    if reader.has(Self.releases), releases.isEmpty {
      reader.reportInvalid(
        Self.releases,
        BilingualText(zh: "资金至少要有一批到位", en: "a budget has at least one release"))
    }
  }
}

/// A part of a budget that is released on a day, or some days after an activity.
struct BudgetRelease: Component {
  static let on = Field("on", .value(.date), .optional, zh: "到位日", en: "the day of the release",
    called: BilingualText(zh: "到位日", en: "day of the release"))
  static let after = Field(
    "after", .text, .optional, zh: "在哪项作业完成后：项目.作业",
    en: "instead, the activity after which it is released: project.activity")
  static let days = Field(
    "days", .value(.day), .optional, zh: "作业完成后日历日", en: "the calendar days after that")
  static let amount = Field("amount", .value(.yuan), zh: "金额", en: "how much is released",
    called: BilingualText(zh: "金额", en: "amount"))

  static let descriptor = ObjectDescriptor(
    "budgetRelease", zh: "一批资金", en: "a part of a budget that is released at a time",
    fields: [.optionalID, on, after, days, amount],
    example: #"{ "on": "2024-03-15", "amount": "600万元" }"#)

  let on: Formula?
  /// The activity, with its project.
  let after: String?
  let days: Formula?
  let amount: Formula

  init(_ reader: ObjectReader, _ names: ActivityNames) {
    if reader.has(.id) { _ = reader.id() }
    on = reader.value(Self.on)
    after = reader.text(Self.after).flatMap { text in
      if names.contains(text), !names.hammocks.contains(text) { return text }
      reader.reportInvalid(
        Self.after,
        BilingualText(zh: "“\(text)”不是作业", en: "'\(text)' is no activity"),
        expected: BilingualText(zh: "项目.作业", en: "project.activity"),
        suggestion: didYouMean(text, among: names.all))
      return nil
    }
    days = reader.value(Self.days)
    amount = reader.requiredValue(Self.amount)
    if reader.has(Self.on) == reader.has(Self.after) {
      reader.context.report(
        Diagnostic(
          .missingKey,
          BilingualText(
            zh: "一批资金写“on”或“after”其中一个", en: "a release has either 'on' or 'after'"),
          at: reader.node.range, path: reader.path.description,
          expected: BilingualText(zh: "其中一个", en: "one of them")))
    }
    if reader.has(Self.days), !reader.has(Self.after) {
      reader.reportInvalid(
        Self.days,
        BilingualText(
          zh: "这是作业完成之后的天数", en: "these are days after an activity"),
        expected: BilingualText(zh: "同时写 \"after\"", en: "\"after\" too"))
    }
  }
}

extension Field {
  /// An id for what may do without one.
  static let optionalID = Field(
    "id", .id, .optional, zh: "标识", en: "the name by which other parts refer to it")
}

/// The money that an activity needs at its start.
enum BudgetDemand {
  static let field = Field(
    "budget", .map(.value(.yuan)), .optional, zh: "开工所需资金",
    en: "the money that has to be there when it starts, by budget",
    called: BilingualText(zh: "开工所需资金", en: "money needed at its start"))

  /// What an activity needs, by the places of the budgets.
  static func needs(_ reader: ObjectReader, _ budgets: [Budget]) -> [(
    budget: Int, amount: Formula
  )] {
    reader.elasticities(
      field, of: { reader.context.declared.label(of: "works.budgets." + $0) }
    ).compactMap { name, amount, origin in
      if let place = budgets.firstIndex(where: { $0.id == name }) { return (place, amount) }
      reader.reportUnknown(
        name, BilingualText(zh: "“works”中的资金", en: "a budget of \"works\""),
        among: budgets.map(\.id), at: origin, field)
      return nil
    }
  }
}
