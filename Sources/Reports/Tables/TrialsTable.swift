import Formulas
import Simulation
import SourceText
import Vocabulary

/// `trials.csv`: every reported value of every trial, for those who count for themselves.
public enum TrialsTable {
  public static let columns: [Table.Column] = [
    Table.Column("trial", BilingualText(zh: "试验序号，从 0 起", en: "the trial, counted from 0")),
    .indicator, .period, .unit,
    Table.Column("value", BilingualText(zh: "取值", en: "the value")),
  ]

  /// The rows of some trials, so that a long file can be written in pieces.
  public static func table(
    _ model: ScenarioModel, _ result: SimulationResult, trials: Range<Int>
  ) -> Table {
    var table = Table(columns: columns)
    let columnsOf = Dictionary(grouping: result.plan.columns, by: \.label)
    let reported = model.model.indicators.map(\.indicator).filter { $0.visibility == .reported }
    for trial in trials {
      for indicator in reported {
        for column in columnsOf[indicator.id] ?? [] {
          table.append([
            .integer(trial), .text(indicator.id), .date(column.period),
            .text(indicator.unit.symbol),
            .value(result.value(of: column, inTrial: trial), in: indicator.unit),
          ])
        }
      }
    }
    return table
  }
}
