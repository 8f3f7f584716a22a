import Formulas
import Planning
import Reports
import SourceText
import Vocabulary

/// Sets what came beside the targets of a register.
///
/// A target is decided when the table has its indicator in just its period, or in parts that make
/// it up, such as months, or three quarters and three months. Of several values for one period the
/// one that was known last counts. A probability that was given when the outcome was known says
/// nothing of how good forecasts are and is left out of the scores: the outcome was known from the
/// first value on, by its `known`, or by the last day of its period where that is empty.
///
/// - Parameter file: a table of actuals, as `readActuals` has it: `indicator`, `period`, `value`,
///   and where needed `unit`, `known`; a day needs no period.
/// - Returns: the targets with what came; and the indicators of the table of which the register has
///   no target, each once, in the order of the table: nothing is judged by them, which may be
///   meant, or a slip.
/// - Errors: a column that is missing or unknown, what is no period, a value that is neither a
///   number nor a date, another unit, what was known before its period began, other values for the
///   same period with the same `known`, totals that their parts contradict; a warning where values
///   have errors, by which nothing is judged.
public func score(_ targets: [RegisteredTarget], by file: SourceFile) -> (
  targets: [RegisteredTarget], unjudged: [String], diagnostics: [Diagnostic]
) {
  let (table, mistakes) = readCSV(file)
  guard let table, mistakes.isEmpty else { return (targets, [], mistakes) }
  var outturns = Outturns(table)
  let scored = targets.map { target in
    guard let unit = UnitOfMeasure(target.unit) else { return target }
    var scored = target
    let outturn = outturns.value(
      of: target.indicator, in: target.period,
      Indicator.Aggregation(rawValue: target.aggregation) ?? .last, unit)
    scored.outturn = outturn?.value
    scored.isOutturnKnown = outturn.map { $0.known <= target.date } ?? false
    return scored
  }
  var judged = Set(targets.map(\.indicator))
  let unjudged = outturns.indicators.filter { judged.insert($0).inserted }
  return (scored, unjudged, outturns.diagnostics)
}

/// The files of `torreya score --targets`.
public func targetScoreTables(_ targets: [RegisteredTarget]) -> [NamedTable] {
  let scores = yearlyScores(targets)
  return [
    NamedTable("register.csv", TargetRegisterTable.table(scored: targets)),
    NamedTable("brier.csv", BrierTable.table(scores)),
    NamedTable("reliability.csv", ReliabilityTable.table(scores)),
  ]
}

/// The Brier score of each year that has outcomes, and behind them that of all together.
public func yearlyScores(_ targets: [RegisteredTarget]) -> [(year: String, score: BrierScore)] {
  let decided = targets.filter { $0.judged != nil }
  guard !decided.isEmpty else { return [] }
  let years = Set(decided.map(\.year)).sorted()
  return years.map { year in
    (String(year), BrierScore(decided.filter { $0.year == year }.compactMap(\.judged)))
  } + [("all", BrierScore(decided.compactMap(\.judged)))]
}
