import Torreya

extension TerminalReport {
  /// Series beyond these are in the files.
  private static let seriesMaximum = 6

  // MARK: forecast

  /// The steps to come of a few series, and where the rest is.
  func forecast(
    _ result: ForecastResult, files: [String], folder: String,
    register: (folder: String, count: Int)?
  ) -> String {
    var lines: [String] = []
    for (forecast, date) in zip(result.forecasts, result.dates).prefix(Self.seriesMaximum) {
      lines += head(forecast, date) + ["", steps(forecast), ""]
      if !forecast.years.isEmpty { lines += [years(forecast), ""] }
      if let effects = effects(forecast) { lines += [effects, ""] }
      if let verdict = verdict(forecast) { lines += [verdict, ""] }
    }
    let rest = result.forecasts.count - Self.seriesMaximum
    if rest > 0 {
      lines += [
        text("另有 \(rest) 个序列，见结果文件。", "\(rest) more series are in the files."), "",
      ]
    }
    lines.append(written(files, folder))
    if let register {
      lines.append(
        text(
          "已登记 \(register.count) 个预测于 \(register.folder)/",
          "Registered in \(register.folder)/: \(register.count)"))
    }
    return lines.joined(separator: "\n")
  }

  private func head(_ forecast: SeriesForecast, _ date: CalendarDate) -> [String] {
    let history = forecast.history
    let unit = history.unit.map { text("，单位 \($0.symbol)", ", in \($0.symbol)") } ?? ""
    let count = history.series.values.count { !$0.isNaN }
    var lines = [
      text(
        "\(history.label ?? history.id)：\(history.start.label) 至 \(history.last.label) "
          + "共 \(count) 个值，信息截至 \(date)\(unit)",
        "\(history.label ?? history.id): \(count) values, \(history.start.label) to "
          + "\(history.last.label), known on \(date)\(unit)"),
      text("模型：", "Model: ") + modelTitle(forecast.model.name)[language],
    ]
    let factor = forecast.calibration.widthFactor(coverage: 0.8, horizon: forecast.horizon)
    if !forecast.calibration.isNone {
      let number = plainNumber(factor, significantDigits: 3)
      lines[1] += text(
        "；按回测结果把 80% 区间调整为 \(number) 倍宽",
        "; the backtest makes its 80 % interval \(number) times as wide")
    }
    if let refusal = forecast.refusal {
      lines.append(
        text(
          "所选方法无法使用（\(refusal.text.zh)），改用 \(forecast.method)。",
          "The wished method cannot be used (\(refusal.text.en)); \(forecast.method) is."))
    }
    lines += history.care.lines(in: language).map { "  " + $0 }
    return lines
  }

  private var quantileColumns: [Table.Column] {
    [
      column("均值", "mean"), Table.Column("10 %", BilingualText(zh: "", en: "")),
      Table.Column("50 %", BilingualText(zh: "", en: "")),
      Table.Column("90 %", BilingualText(zh: "", en: "")),
    ]
  }

  private func steps(_ forecast: SeriesForecast) -> String {
    var table = Table(columns: [column("时期", "period")] + quantileColumns)
    for step in 0..<forecast.horizon {
      let history = forecast.history
      let cells = forecast.quantiles(step: step, at: [0.1, 0.5, 0.9]).map(rounded)
      table.append(
        [
          .text(history.period(at: history.series.count + step).label),
          rounded(forecast.points[step]),
        ] + cells)
    }
    return textTable(table)
  }

  private func years(_ forecast: SeriesForecast) -> String {
    var table = Table(
      columns: [column("全年合计", "sum of the year")] + quantileColumns)
    for year in forecast.years {
      table.append(
        [.text(String(year.year)), rounded(year.mean)]
          + [1, 3, 5].map { rounded(year.quantiles[$0]) })
    }
    return textTable(table)
  }

  /// What explains the series besides its past; nil for a model without such effects.
  private func effects(_ forecast: SeriesForecast) -> String? {
    guard !forecast.model.effects.isEmpty else { return nil }
    let unit = forecast.history.unit?.symbol ?? ""
    var table = Table(
      columns: [
        column("影响因素", "effect"), column("估计值", "estimate"),
        Table.Column("95 %", BilingualText(zh: "", en: "")), column("单位", "unit"),
      ])
    for effect in forecast.model.effects {
      guard let told = effect.told else { continue }
      func number(_ value: Double) -> String {
        // What a series of nearly nothing makes of an effect has hundreds of digits.
        guard abs(value) < 1e15 else { return value > 0 ? "> 1e15" : value < 0 ? "< -1e15" : "–" }
        return plainNumber(value, significantDigits: 3)
      }
      table.append([
        .text(effect.text[language]), .text(number(told.estimate)),
        .text("\(number(told.low)) … \(number(told.high))"),
        .text(effect.isOnLogarithm ? "%" : unit),
      ])
    }
    let dropped = forecast.model.effects.filter { $0.estimate == nil }.map { $0.text[language] }
    let note =
      text(
      "未保留（有无都一样好，或序列分辨不出）：",
      "Left out (no better with them, or not to be told): ")
      + dropped.joined(separator: text("、", ", "))
    return [table.rows.isEmpty ? nil : textTable(table), dropped.isEmpty ? nil : note]
      .compactMap { $0 }.joined(separator: "\n\n")
  }

  private func rounded(_ value: Double) -> Cell {
    guard value.isFinite else { return .empty }
    return .text(plainNumber(value, significantDigits: 5))
  }

  private func verdict(_ forecast: SeriesForecast) -> String? {
    guard let test = forecast.backtest,
      let place = test.backtest.methods.firstIndex(where: { $0.name == forecast.method })
    else { return nil }
    return test.verdict(place).text[language]
  }

  // MARK: backtest

  /// The methods of a few series side by side, the best first, and what can be said of the best.
  func backtest(_ results: [SeriesBacktest], files: [String], folder: String) -> String {
    var lines: [String] = []
    let pooled = PooledBacktest.all(results)
    if !pooled.isEmpty {
      lines += [
        text("全部 \(results.count) 个序列", "All \(results.count) series"), "", table(pooled), "",
      ]
    }
    for result in results.prefix(Self.seriesMaximum) {
      let order = result.scores.indices.sorted { left, right in
        // What has no score stands last.
        let (a, b) = (result.scores[left].scaledError, result.scores[right].scaledError)
        return a < b || (!a.isNaN && b.isNaN)
      }
      lines += [
        "\(result.history.label ?? result.history.id)  "
          + "\(result.history.start.label) – \(result.history.last.label)", "",
        table(result, order), "",
      ]
      if let best = order.first(where: { $0 != result.simple }) {
        lines += [result.verdict(best).text[language], ""]
      }
    }
    return (lines + [written(files, folder)]).joined(separator: "\n")
  }

  private var scoreColumns: [Table.Column] {
    [
      column("方法", "method"), Table.Column("MASE", BilingualText(zh: "", en: "")),
      Table.Column("sMAPE", BilingualText(zh: "", en: "")), column("CRPS/尺度", "CRPS/scale"),
      column("80% 区间覆盖", "80 % held"), column("95% 区间覆盖", "95 % held"),
      column("比季节朴素法", "gain"), column("判断", "verdict"),
    ]
  }

  private func table(_ result: SeriesBacktest, _ order: [Int]) -> String {
    var table = Table(columns: scoreColumns)
    let forecasting = order.filter { !result.scores[$0].scaledError.isNaN }
    for place in forecasting {
      let scores = result.scores[place]
      table.append([
        .text(result.backtest.methods[place].name), short(scores.scaledError),
        short(scores.symmetricPercentageError), short(scores.scaledRankedScore),
        share(scores.intervals[1].coverage), share(scores.intervals[2].coverage),
        share(result.skills[place].value),
        .text(place == result.simple ? "" : word(result.skills[place].verdict)),
      ])
    }
    let others = order.filter { !forecasting.contains($0) }.map { place in
      let method = result.backtest.methods[place]
      let reason = method.failures.first.map { text("（", " (") + $0.failure.text[language] } ?? ""
      return method.name + reason + (reason.isEmpty ? "" : text("）", ")"))
    }
    guard !others.isEmpty else { return textTable(table) }
    return textTable(table) + "\n\n" + text("没有预测：", "No forecasts: ")
      + others.joined(separator: text("、", ", "))
  }

  private func table(_ pooled: [PooledBacktest]) -> String {
    var table = Table(columns: scoreColumns)
    for row in pooled.sorted(by: { $0.scaledError < $1.scaledError }) {
      table.append([
        .text(row.method), short(row.scaledError), short(row.symmetricPercentageError),
        short(row.scaledRankedScore), share(row.coverages[1]), share(row.coverages[2]),
        share(row.skill.value),
        .text(row.method == "seasonalNaive" ? "" : word(row.skill.verdict)),
      ])
    }
    return textTable(table)
  }

  private func short(_ value: Double) -> Cell {
    value.isFinite ? .text(plainNumber(value, significantDigits: 4)) : .empty
  }

  private func share(_ value: Double) -> Cell {
    value.isFinite ? .text(percent(value)) : .empty
  }

  private func word(_ verdict: Skill.Verdict) -> String {
    switch verdict {
    case .better: text("优于", "better")
    case .worse: text("不如", "worse")
    case .undecided: text("无法判断", "undecided")
    }
  }

  // MARK: score

  /// A line in words for each series and method.
  func scores(_ all: [RegisterScores], files: [String], folder: String) -> String {
    var lines: [String] = []
    for scores in all.prefix(4 * Self.seriesMaximum) {
      let dates =
        scores.firstDate == scores.lastDate
        ? scores.firstDate : "\(scores.firstDate) – \(scores.lastDate)"
      lines += [
        text(
          "\(scores.series)：登记 \(scores.forecastCount) 次（\(dates)），\(scores.scores.count) 个值已有结果，"
            + "\(scores.pendingCount) 个尚无",
          "\(scores.series): \(scores.forecastCount) registered (\(dates)), "
            + "\(scores.scores.count) values have come, \(scores.pendingCount) have not yet"),
        "  "
          + (scores.scores.count > 0
            ? scores.verdict.text[language]
            : text("尚无可评价的结果。", "Nothing to judge yet.")),
      ]
    }
    return (lines + ["", written(files, folder)]).joined(separator: "\n")
  }
}
