import Formulas
import Planning
import SourceText
import Vocabulary

/// A target with its probability on a day, beside what has come of it.
public struct RegisteredTarget: Sendable {
  public let scenario, target: String
  public let label: BilingualText
  /// The column that is judged, and its period.
  public let indicator, period: String
  public let side: Target.Side
  /// In the unit, as is `outturn`; the number of a day.
  public let bound: Double
  public let unit: String
  /// How periods make the value of `period`: the name of an aggregation.
  public let aggregation: String
  /// The day up to which things were known.
  public let date: CalendarDate
  public let probability: Double
  public let standardError: Double?
  /// Whether what was known on that day decided it.
  public let isDecided: Bool
  /// What came; nil where it has not yet.
  public var outturn: Double?
  /// Whether that was known on the day of the probability.
  public var isOutturnKnown = false

  public init(
    scenario: String, target: String, label: BilingualText, indicator: String, period: String,
    side: Target.Side, bound: Double, unit: String, aggregation: String, date: CalendarDate,
    probability: Double, standardError: Double?, isDecided: Bool = false, outturn: Double? = nil
  ) {
    (self.scenario, self.target, self.label) = (scenario, target, label)
    (self.indicator, self.period, self.side) = (indicator, period, side)
    (self.bound, self.unit, self.aggregation) = (bound, unit, aggregation)
    (self.date, self.probability, self.standardError) = (date, probability, standardError)
    (self.isDecided, self.outturn) = (isDecided, outturn)
  }

  /// Whether it was met; nil while that is open.
  public var isMet: Bool? {
    outturn.map { side == .atLeast ? $0 >= bound : $0 <= bound }
  }

  /// The calendar year in which it was judged; that of the day where its period names none.
  public var year: Int { Int(period.prefix(4)) ?? date.year }

  /// Whether it says nothing of how good forecasts are: the answer was there when it was given.
  public var isLeftOut: Bool { isDecided || isOutturnKnown }

  /// The probability and what came of it; nil while that is open, and where it is left out.
  public var judged: JudgedProbability? {
    isLeftOut ? nil : isMet.map { JudgedProbability(probability, happened: $0) }
  }
}

/// A file of the register of targets: what was promised, how probable it was on a day, and, once
/// it is scored (`register.csv`), what came.
public enum TargetRegisterTable {
  public static let kept: [Table.Column] = [
    Table.Column("scenario", BilingualText(zh: "情景标识", en: "the scenario's id")), .target,
    .labelZh, .labelEn, .indicator, .period, .comparison, .bound, .unit,
    Table.Column(
      "aggregation",
      BilingualText(
        zh: "各期如何合成考核期的值：sum、last 等", en: "how periods make it up: sum, last and so on")),
    Table.Column(
      "date", BilingualText(zh: "已知信息截止日", en: "the day up to which things were known")),
    Table.Column(
      "probability", BilingualText(zh: "当时的达成概率", en: "the probability on that day")),
    Table.Column("standardError", BilingualText(zh: "其标准误", en: "its standard error")),
    Table.Column(
      "decided",
      BilingualText(
        zh: "true：当日已知情况已定结果", en: "true where what was known on that day decides it")),
  ]

  public static let columns: [Table.Column] =
    kept + [
      Table.Column(
        "outturn", BilingualText(zh: "实际结果；未定时为空", en: "what came; empty while it is open")),
      Table.Column("met", BilingualText(zh: "是否达成", en: "true where it was met")),
      Table.Column(
        "leftOut",
        BilingualText(
          zh: "true：给出概率时结果已知，不计分",
          en: "true where the outcome was known on the day of the probability: it is not scored")),
      Table.Column(
        "squaredError",
        BilingualText(
          zh: "（概率 − 结果）²，达成为 1", en: "(probability − outcome)², 1 for met")),
    ]

  /// What the register keeps of a target.
  public static func table(_ target: RegisteredTarget) -> Table {
    Table(columns: kept, rows: [cells(target)])
  }

  /// `register.csv`.
  public static func table(scored targets: [RegisteredTarget]) -> Table {
    var table = Table(columns: columns)
    for target in targets {
      let square = target.judged.map { judged in
        let distance = judged.probability - (judged.happened ? 1 : 0)
        return distance * distance
      }
      table.append(
        cells(target) + [
          target.outturn.map { value($0, of: target) } ?? .empty,
          target.isMet.map { .text($0 ? "true" : "false") } ?? .empty,
          target.isLeftOut ? .text("true") : .empty, .known(square),
        ])
    }
    return table
  }

  /// A number, or a date where the unit is one.
  private static func value(_ number: Double, of target: RegisteredTarget) -> Cell {
    guard let unit = UnitOfMeasure(target.unit), unit.hasSameDimension(as: .date) else {
      return .number(number)
    }
    return .value(unit.baseValue(of: number), in: unit)
  }

  private static func cells(_ target: RegisteredTarget) -> [Cell] {
    [
      .text(target.scenario), .text(target.target), .text(target.label.zh),
      .text(target.label.en), .text(target.indicator), .date(target.period),
      .text(target.side.rawValue), value(target.bound, of: target), .text(target.unit),
      .text(target.aggregation), .date(target.date.description), .number(target.probability),
      .known(target.standardError), target.isDecided ? .text("true") : .empty,
    ]
  }
}
