import Formulas
import SourceText

/// Personal income tax on an equity incentive, paid in instalments from its exercise on.
///
/// The first instalment is paid in the month of exercise, the others at even distances after it.
/// Months are counted on the calendar, one by one, so that a date which is uncertain moves all
/// instalments by whole months; what is due by the end of a period less what was due before is
/// paid in it, and what is due after the last period is carried over. Who leaves the company pays
/// the rest at once.
///
/// - Source: Ministry of Finance and State Taxation Administration, Announcement 2024 No. 2,
///   articles 1 and 3; the dates and months are data (`instalmentRules`).
public struct EquityIncentive: Component {
  static let exercise = Field(
    "exercise", .value(.date), zh: "行权（解禁）日期",
    en: "the date on which it is exercised, which may lie before the horizon",
    called: BilingualText(zh: "行权（解禁）日期", en: "date of exercise"))
  static let amount = Field("amount", .value(.yuan), zh: "应纳税额", en: "the tax on it")
  static let instalments = Field(
    "instalments", .integer(1...60), .defaults(to: "1"), zh: "分期次数",
    en: "how many equal instalments")
  static let everyMonths = Field(
    "everyMonths", .integer(1...12), .defaults(to: "1"), zh: "每几个月一期",
    en: "the months from one instalment to the next")
  static let resigns = Field(
    "resigns", .value(.date), .optional, zh: "离职日期",
    en: "when the holder leaves the company and pays what is left")
  static let tax = Field("tax", .text, zh: "所属税种", en: "the id of the tax it belongs to")

  public static let descriptor = ObjectDescriptor(
    "equityIncentive", zh: "股权激励个人所得税分期", en: "tax on an equity incentive, in instalments",
    fields: [
      .id, .label, exercise, amount, instalments, everyMonths, resigns, tax, ObjectReader.tags,
    ] + VillageShares.fields)

  let source: RevenueSource
  let indicators: [Indicator]

  init(_ reader: ObjectReader, taxes: [String], places: Places, rules: InstalmentRules) {
    _ = reader.id()
    let id = reader.idPath
    let exercise = reader.requiredValue(Self.exercise)
    let amount = reader.requiredValue(Self.amount)
    let number = Self.number(reader, rules)
    let tax = reader.tax(Self.tax, among: taxes)
    source = RevenueSource(
      id: id, label: reader.labelOrID,
      amounts: tax.map { [$0: .reference(id + ".revenue")] } ?? [:], payment: .atOnce,
      tags: reader.tags(), location: reader.location(among: places))
    let elapsed = ElapsedMonths(reader, since: exercise, upTo: number.count * number.interval)
    let due = Self.due(reader, elapsed, exercise, number, rules)
    let dueID = reader.name("due")
    let before = due.before
    indicators = [
      elapsed.indicator,
      reader.indicator(
        "due", "到期期数", "instalments due", .level, .one, due.now, .inner),
      reader.indicator(
        "revenue", "税收", "taxes", .flow, .tenThousandYuan,
        amount * (.reference(dueID) - .call(.previous, .reference(dueID), before))
          / .constant(Double(number.count))),
      reader.indicator(
        "carriedOver", "以后各期待缴税额", "tax due later", .level, .tenThousandYuan,
        amount * (.constant(Double(number.count)) - .reference(dueID))
          / .constant(Double(number.count))),
    ]
  }

  private typealias Number = (count: Int, interval: Int)

  private static func number(_ reader: ObjectReader, _ rules: InstalmentRules) -> Number {
    let count = reader.integer(instalments) ?? 1
    let interval = reader.integer(everyMonths) ?? 1
    if let most = rules.monthsMaximum, count > 1, count * interval > most {
      reader.reportInvalid(
        instalments,
        .init(
          zh: "\(count) 期共需 \(count * interval) 个月",
          en: "\(count) instalments take \(count * interval) months"),
        expected: .init(
          zh: "至多 \(most) 个月，依 \"fiscal.instalmentRules\" 的规则",
          en: "at most \(most) months, as the rules in \"fiscal.instalmentRules\" allow"))
    }
    return (count, interval)
  }

  /// How many instalments are due by the end of a period, and by the start of the first one.
  private static func due(
    _ reader: ObjectReader, _ elapsed: ElapsedMonths, _ exercise: Formula, _ number: Number,
    _ rules: InstalmentRules
  ) -> (now: Formula, before: Formula) {
    let all = Formula.constant(Double(number.count))
    let allowed = rules.allow(months: number.count * number.interval, exercise: exercise)
    let resigns = reader.value(resigns)
    func due(_ months: Formula, by end: Formula) -> Formula {
      let reached = Formula.call(
        .clamp,
        .call(
          .floor, (months - .constant(1)) / .constant(Double(number.interval)))
          + .constant(1), .constant(0), all)
      let atOnce = all * .call(.less, .constant(0), months)
      var due = reached
      if let allowed, number.count > 1 { due = .call(.conditional, allowed, due, atOnce) }
      if let resigns { due = .call(.conditional, .call(.less, resigns, end), atOnce, due) }
      return due
    }
    let start = Formula.constant(Double(reader.context.horizon.firstDay.dayNumber), .date)
    return (due(elapsed.now, by: .reference("period.end")), due(elapsed.before, by: start))
  }
}

/// The calendar months that have begun since a date by the end of a period, that of the date
/// included; zero before it.
struct ElapsedMonths {
  let now: Formula
  let before: Formula
  let indicator: Indicator

  /// - Parameter limit: how many matter before the horizon: there it counts no further.
  init(_ reader: ObjectReader, since date: Formula, upTo limit: Int) {
    let horizon = reader.context.horizon
    let months = horizon.frequency.monthsPerPeriod
    let first = Period(.monthly, containing: horizon.firstDay)
    let id = reader.name("elapsed")
    now = .reference(id)
    // A month has begun by its end: the date lies before it.
    before = .total(
      (0..<limit).map { back in
        let end = Double(first.advanced(by: -back).firstDay.dayNumber)
        return .call(.less, date, .constant(end, .date))
      }, .one)
    let within = (0..<months).map { month in
      let ends = (0..<horizon.count).map { index in
        Double(first.advanced(by: index * months + month + 1).firstDay.dayNumber)
      }
      return Formula.call(.less, date, Formula(.series(ends, .date)))
    }
    indicator = reader.indicator(
      "elapsed", "已过月数", "months since", .level, .one,
      .call(.previous, .reference(id), before) + .total(within, .one), .inner)
  }
}
