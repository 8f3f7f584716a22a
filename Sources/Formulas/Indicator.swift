import SourceText

/// A named quantity of the model: what it is, and the formula that gives it.
public struct Indicator: Sendable {
  /// What sort of quantity it is, which says how it aggregates over periods.
  public enum Kind: String, CaseIterable, Sendable {
    /// A state at the end of a period; a year's value is its last.
    case level
    /// An amount within a period; a year's value is the sum.
    case flow
    /// A ratio or price; a year's value is the mean.
    case rate
    /// A number of happenings within a period; a year's value is the sum.
    case count
    /// A part of a whole between 0 and 1; a year's value is the mean.
    case share
    /// A calendar date; it has no periods.
    case date

    /// How its periods make a year, unless the planner says otherwise.
    public var aggregation: Aggregation {
      switch self {
      case .level, .date: .last
      case .flow, .count: .sum
      case .rate, .share: .mean
      }
    }

    /// The kind in words.
    var label: BilingualText {
      switch self {
      case .level: BilingualText(zh: "存量", en: rawValue)
      case .flow: BilingualText(zh: "流量", en: rawValue)
      case .rate: BilingualText(zh: "比率", en: rawValue)
      case .count: BilingualText(zh: "次数", en: rawValue)
      case .share: BilingualText(zh: "比例", en: rawValue)
      case .date: BilingualText(zh: "日期", en: rawValue)
      }
    }
  }

  /// How the values of the periods make the value of a year.
  public enum Aggregation: String, CaseIterable, Sendable {
    case sum, mean, last, minimum, maximum
  }

  /// Whether its columns appear in the results or only serve other formulas.
  public enum Visibility: Sendable {
    /// A row of the summary.
    case reported
    /// Kept for a table of its own, such as the schedule.
    case kept
    /// Kept as the share of the trials in which it is above zero, where it is known before the
    /// first period; else as `kept`.
    case counted
    /// As `kept`; but the tables of a run need no more than how many trials have each of its
    /// values, which are whole numbers such as days.
    case tallied
    case inner
  }

  /// Of an indicator with a value in each period, which values the results show.
  public enum ReportedPeriods: String, CaseIterable, Sendable {
    case everyPeriod
    /// The calendar years that lie wholly in the horizon; every period where there is none.
    case years
  }

  /// What no stage changes, shared by all copies: stages pass indicators on by the thousand.
  private final class Declaration: Sendable {
    let id: String
    let label: BilingualText
    let kind: Kind
    let unit: UnitOfMeasure
    let aggregation: Aggregation
    let history: [Double]
    let origin: SourceRange?

    init(
      _ id: String, _ label: BilingualText, _ kind: Kind, _ unit: UnitOfMeasure,
      _ aggregation: Aggregation, _ history: [Double], _ origin: SourceRange?
    ) {
      (self.id, self.label, self.kind, self.unit) = (id, label, kind, unit)
      (self.aggregation, self.history, self.origin) = (aggregation, history, origin)
    }
  }

  private let declaration: Declaration
  /// The name that formulas, targets and results use, such as `fiscal.vat.local`.
  public var id: String { declaration.id }
  /// The name that people read.
  public var label: BilingualText { declaration.label }
  /// What sort of quantity it is.
  public var kind: Kind { declaration.kind }
  /// The unit in which it is shown; the formula must have the same dimension.
  public var unit: UnitOfMeasure { declaration.unit }
  /// What gives its value.
  public internal(set) var formula: Formula
  /// How its periods make a year.
  public var aggregation: Aggregation { declaration.aggregation }
  /// Whether it appears in the results.
  public var visibility: Visibility
  /// Which of its values the results show; nil where it does not matter, which is every period.
  public var reportedPeriods: ReportedPeriods?
  /// Of an indicator with a value in each period: several periods of which the results show one
  /// value besides, made as that of a year is.
  public var spans: [PeriodSpan] = []
  /// Of an indicator with a value each day: the days that the results show instead of periods,
  /// each under the label that it has there. Empty where they show periods; else one entry for each
  /// day of the horizon.
  public var dayLabels: [String?] = []
  /// Values of periods before the horizon, oldest first, the last one being that of the period
  /// just before the first; in base units. For `previous` and `growth`.
  public var history: [Double] { declaration.history }
  /// Where the planner declared it.
  public var origin: SourceRange? { declaration.origin }
  /// Of what belongs to a member of a set: its member's place in the order of computation. What is
  /// computed member by member is added up while it stands in the cache.
  public var memberOrder: Int?

  /// A named quantity; the aggregation is that of its kind unless another is given.
  public init(
    _ id: String, label: BilingualText, kind: Kind, unit: UnitOfMeasure, _ formula: Formula,
    aggregation: Aggregation? = nil, visibility: Visibility = .reported,
    reportedPeriods: ReportedPeriods? = nil, history: [Double] = [],
    origin: SourceRange? = nil
  ) {
    declaration = Declaration(
      id, label, kind, unit, aggregation ?? kind.aggregation, history, origin)
    self.formula = formula
    self.visibility = visibility
    self.reportedPeriods = reportedPeriods
  }
}
