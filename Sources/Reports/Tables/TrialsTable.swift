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

  /// Trials in a piece of the file: enough to write at once, and far from filling the memory.
  private static let trialsPerPiece = 256

  public static func file(_ model: ScenarioModel, _ result: SimulationResult) -> NamedTable {
    let pieces = (result.trials - 1) / trialsPerPiece + 1
    return NamedTable("trials.csv", columns: columns, pieces: pieces) { index in
      let first = index * trialsPerPiece
      return table(
        model, result, trials: first..<min(first + trialsPerPiece, result.trials))
    }
  }

  private static func table(
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
