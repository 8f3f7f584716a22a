import Formulas
import SourceText

/// How a table of history is to be read, and what is to be done with its values.
public struct HistoryOptions: Sendable {
  /// Whether periods without a row are a mistake.
  public enum Gaps: String, CaseIterable, Sendable {
    /// Every period between the first and the last needs a row; its value may be empty.
    case refused
    /// A period without a row has a missing value.
    case missing
  }

  /// Whether the values are totals since January.
  public enum Totals: String, CaseIterable, Sendable {
    /// They are what each period brought; a series that looks otherwise is told.
    case suggested
    /// They are totals since January, and are subtracted.
    case cumulative
    /// They are what each period brought, whatever they look like.
    case none
  }

  /// What becomes of an amount that is known of some periods together only.
  public enum JointValues: String, CaseIterable, Sendable {
    /// It is shared out and marked as estimated.
    case split
    /// The periods are missing values, and the amount is kept in `History.jointAmounts`.
    case missing
  }

  /// What becomes of values that stand out.
  public enum Outliers: String, CaseIterable, Sendable {
    /// They stay, and the care report names them.
    case flagged
    /// They become missing values.
    case removed
  }

  /// The name of the only series of a file; nil for the name of the file.
  public var name: String?
  /// The column that holds the time; nil for the one whose name says so.
  public var periodColumn: String?
  /// The columns whose texts together name the series of a row; empty for a column `series`.
  public var seriesColumns: [String] = []
  /// The columns of values; empty for `value`, or for all columns that are nothing else.
  public var valueColumns: [String] = []
  /// The frequency of dates, and of labels that a coarser one holds; nil to see it from the file.
  /// Of a file that tells the frequency of each row, only the rows with this one are read.
  public var frequency: Frequency?
  /// The period of the first row, for tables without any time: the rows follow one another.
  public var start: Period?
  /// Which definition counts where rows give several; nil to link them.
  public var definition: String?
  /// What becomes of periods without a row.
  public var gaps = Gaps.refused
  /// Whether values are totals since January.
  public var totals = Totals.suggested
  /// Whether a February without a January holds both months.
  public var jointJanuaryFebruary = false
  /// What becomes of amounts of several periods together.
  public var jointValues = JointValues.split
  /// How many days after the end of a period its value is known, where no row says it.
  public var publicationDelay = 0
  /// Amounts to be taken out.
  public var oneOffs: [OneOff] = []
  /// What becomes of values that stand out.
  public var outliers = Outliers.flagged
  /// Days off and make-up workdays as notices tell them, to share out amounts by working days.
  public var notices: [HolidayEntry] = []

  /// Everything as files mostly are.
  public init() {}
}

/// An amount that will not come again, such as the tax on one sale of shares.
public struct OneOff: Sendable {
  /// The series that it is part of; nil where the file has one.
  public let series: String?
  /// When it came in.
  public let period: Period
  /// How much of the value it is.
  ///
  /// - Unit: that of the series.
  public let amount: Double
  /// Why it will not come again.
  public let reason: String
  /// Where the planner listed it.
  public let origin: SourceRange?

  /// An amount of one period.
  public init(
    series: String? = nil, period: Period, amount: Double, reason: String,
    origin: SourceRange? = nil
  ) {
    self.series = series
    self.period = period
    self.amount = amount
    self.reason = reason
    self.origin = origin
  }
}
