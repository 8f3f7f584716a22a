import Forecasting
import History
import SourceText

/// `backtest-forecasts.csv`: every forecast that was made again, beside what came.
public enum BacktestForecastsTable {
  public static let columns: [Table.Column] =
    [
      .series, .method,
      Table.Column(
        "origin",
        BilingualText(zh: "起点：最后一个已知时期", en: "the last period that was known")),
      .step, .forecastPeriod,
      Table.Column("actual", BilingualText(zh: "实际值", en: "what came")),
      Table.Column("point", BilingualText(zh: "点预测", en: "the point forecast")), .forecastMean,
    ] + forecastProbabilities.map { .forecastQuantile($0) } + [
      Table.Column("crps", BilingualText(zh: "CRPS", en: "its CRPS")),
      Table.Column(
        "pit",
        BilingualText(
          zh: "概率积分变换：预测认为不超过实际值的概率",
          en: "PIT: the probability that the forecast gave to values up to what came")),
    ]

  /// The file, one piece a series.
  public static func file(_ results: [SeriesBacktest]) -> NamedTable {
    NamedTable("backtest-forecasts.csv", columns: columns, pieces: results.count) { index in
      var table = Table(columns: columns)
      append(results[index], to: &table)
      return table
    }
  }

  private static func append(_ result: SeriesBacktest, to table: inout Table) {
    let test = result.backtest
    let history = result.history
    let levels = test.settings.levels
    let places = forecastProbabilities.map { probability in
      levels.firstIndex { abs($0 - probability) < 1e-9 }
    }
    for method in test.methods {
      for (place, origin) in test.origins.enumerated() {
        for step in 0..<test.horizon {
          let index = place * test.horizon + step
          let quantiles = test.quantiles(of: method, at: index)
          table.append(
            [
              .text(history.id), .text(method.name), .date(history.period(at: origin - 1).label),
              .integer(step + 1), .date(history.period(at: origin + step).label),
              .known(test.actuals[index]), .known(method.points[index]),
              .known(method.means[index]),
            ]
              + places.map { $0.map { .known(quantiles[quantiles.startIndex + $0]) } ?? .empty }
              + [.known(method.rankedScores[index]), .known(method.transforms[index])])
        }
      }
    }
  }
}

/// `pit.csv`: how evenly the probabilities that forecasts gave to what came are spread.
public enum TransformTable {
  public static let columns: [Table.Column] = [
    .series, .method,
    Table.Column("lower", BilingualText(zh: "概率区段下限", en: "the lower end of a part of 0 to 1")),
    Table.Column("upper", BilingualText(zh: "概率区段上限", en: "the upper end of it")),
    Table.Column(
      "count", BilingualText(zh: "落入该段的结果个数", en: "how many outcomes fell into it")),
    Table.Column(
      "expected",
      BilingualText(zh: "预测可靠时应有的个数", en: "how many would, if forecasts keep their word")),
  ]

  /// The rows of all series and methods.
  public static func table(_ results: [SeriesBacktest]) -> Table {
    var table = Table(columns: columns)
    for result in results {
      for (method, histogram) in zip(result.backtest.methods, result.histograms) {
        let parts = Double(histogram.counts.count)
        let expected = Double(histogram.counts.reduce(0, +)) / parts
        for (index, count) in histogram.counts.enumerated() {
          table.append([
            .text(result.history.id), .text(method.name), .number(Double(index) / parts),
            .number(Double(index + 1) / parts), .integer(count), .number(expected),
          ])
        }
      }
    }
    return table
  }
}
