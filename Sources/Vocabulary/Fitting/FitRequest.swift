import Forecasting
import Formulas
import History

/// What is asked of a history: the law of a value in some periods.
///
/// Equal requests have equal answers, so a law is kept under its request: variants and repeated
/// checks of a scenario read the same history again and again.
struct FitRequest: Hashable, Sendable {
  /// How the steps of a history make a longer period.
  enum Aggregation: String, CaseIterable, Sendable {
    case sum, mean, last
  }

  /// The bytes of the file, and its name, which names a series without a name.
  let content: [UInt8]
  let fileName: String
  /// The name of the method.
  var model = "automatic"
  var series: String?
  var value: String?
  var definition: String?
  /// Whether values are totals since January; nil where nobody says so.
  var isCumulative: Bool?
  var jointJanuaryFebruary = false
  var gaps = HistoryOptions.Gaps.refused
  var outliers = HistoryOptions.Outliers.flagged
  var aggregation = Aggregation.sum
  /// What changed the series at a known time.
  var interventions: [Intervention] = []
  /// The day up to which data are known; nil for all that the file has.
  var knownOn: CalendarDate?
  /// The periods whose values are asked for, ascending and of one length.
  let periods: [Period]

  init(content: [UInt8], fileName: String, periods: [Period]) {
    self.content = content
    self.fileName = fileName
    self.periods = periods
  }

  /// How the table is read.
  var options: HistoryOptions {
    var options = HistoryOptions()
    options.valueColumns = value.map { [$0] } ?? []
    options.definition = definition
    options.totals = isCumulative.map { $0 ? .cumulative : .none } ?? .suggested
    options.jointJanuaryFebruary = jointJanuaryFebruary
    options.gaps = gaps
    options.outliers = outliers
    return options
  }
}
