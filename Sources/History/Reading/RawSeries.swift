import Formulas
import SourceText

/// The rows of one series, before any care is taken of them.
struct RawSeries: Sendable {
  /// One row: a value with its place in time.
  struct Observation: Sendable {
    /// The ordinal of its period, at the frequency of the series.
    var place: Int
    /// How many periods before and with it the label says that it sums; 1 for most.
    var span = 1
    /// NaN where nothing was observed.
    var value: Double
    /// The day on which it became known; nil where the file does not say.
    var known: Int?
    /// The place of its definition among the names; nil without one.
    var definition: Int?
    /// Where it stands in the table.
    var row: Int
    var column: Int
  }

  let id: String
  var label: String?
  var unit: UnitOfMeasure?
  var frequency: Frequency
  /// The names of the definitions, in the order of the file.
  var definitions: [String] = []
  var observations: [Observation]

  /// A period of the series by its ordinal.
  func period(_ place: Int) -> Period { Period(frequency, ordinal: place) }
}

/// A mistake in a cell of a table, before it is known where in the file that is.
struct Finding {
  let code: DiagnosticCode
  let message: BilingualText
  /// The row from 0 on and the column; nil where it concerns an option.
  let cell: (row: Int, column: Int)?
  var range: SourceRange?
  var expected: BilingualText?
  var found: BilingualText?
  var suggestion: BilingualText?
  var severity = Diagnostic.Severity.error
}
