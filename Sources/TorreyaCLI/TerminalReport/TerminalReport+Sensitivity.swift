import Torreya

extension TerminalReport {
  // MARK: sensitivity

  /// The inputs that decide most, for each thing that was asked about.
  func sensitivity(_ report: SensitivityReport, files: [String], folder: String) -> String {
    var lines: [String] = []
    for output in report.outputs {
      let rows = report.rows.filter { $0.output.place == output.place }
      let bars = report.bars.filter { $0.output.place == output.place }
      lines += [heading(output), ""]
      if bars.isEmpty, !rows.contains(where: { $0.input != nil }) {
        lines += [text("没有不确定的输入影响它。", "Nothing uncertain decides it."), ""]
        continue
      }
      if !bars.isEmpty { lines += [tornado(bars, output), ""] }
      for isAttainment in [false, true] {
        let table = measures(rows.filter { $0.isAttainment == isAttainment }, output, isAttainment)
        if let table { lines += [table, ""] }
      }
      if let all = rows.first(where: { $0.input == nil && $0.kind == .informationValue }) {
        lines += [
          text("事先知道全部输入的价值：", "Knowing everything beforehand would be worth ")
            + worth(all) + unitAfter(output.unit) + text("。", "."), "",
        ]
      }
    }
    lines.append(
      text("共计算 \(report.evaluations) 次（每次运行 \(report.settings.trials) 次试验）。",
        "\(report.evaluations) evaluations, \(report.settings.trials) trials a run."))
    return (lines + [written(files, folder)]).joined(separator: "\n")
  }

  private func heading(_ output: AskedFigure) -> String {
    output.label[language] + text("（\(output.period)）", " (\(output.period))")
  }

  private func tornado(_ bars: [TornadoRow], _ output: AskedFigure) -> String {
    let hasTarget = output.bound != nil
    var columns = [
      column("单独移动的输入", "input moved alone"), column("低端均值", "mean when low"),
      column("高端均值", "mean when high"), heading("差", "swing", output.unit),
    ]
    if hasTarget {
      columns += [column("低端达成", "met when low"), column("高端达成", "met when high")]
    }
    var table = Table(columns: columns)
    for bar in bars.prefix(12) {
      var row: [Cell] = [
        .text(bar.input.label[language]), .text(value(bar.value.low.mean, output.unit)),
        .text(value(bar.value.high.mean, output.unit)),
        .text(distance(bar.value.swing, output.unit)),
      ]
      if let met = bar.attainment {
        row += [.text(percent(met.low.mean)), .text(percent(met.high.mean))]
      }
      table.append(row)
    }
    return textTable(table, widthMaximum: 132, cutting: [0])
  }

  private func distance(_ estimate: SensitivityEstimate, _ unit: UnitOfMeasure) -> String {
    let error = estimate.standardError.isFinite ? estimate.standardError : .nan
    return figure(distance(estimate.value, in: unit), withError: distance(error, in: unit))
  }

  /// The measures side by side, the inputs with the largest of the first one on top.
  private func measures(
    _ rows: [SensitivityRow], _ output: AskedFigure, _ isAttainment: Bool
  ) -> String? {
    let kinds = SensitivityRow.Kind.allCases.filter { kind in
      rows.contains { $0.kind == kind && $0.input != nil }
    }
    guard !kinds.isEmpty else { return nil }
    var names: [String] = []
    var found: [String: [SensitivityRow.Kind: SensitivityRow]] = [:]
    for row in rows {
      guard let input = row.input, row.estimate.value.isFinite else { continue }
      if found[input.id] == nil { names.append(input.id) }
      found[input.id, default: [:]][row.kind] = row
    }
    guard !names.isEmpty else {
      return isAttainment
        ? text("各次试验的达成情况相同：没有输入决定它。",
          "It is met in every trial or in none: no input decides that.")
        : text("各次试验的数值相同：没有输入决定它。",
          "Its value is the same in every trial: no input decides it.")
    }
    let key = kinds.contains(.sobolTotal) ? .sobolTotal : kinds[0]
    func size(_ name: String) -> Double {
      let value = found[name]?[key]?.estimate.value ?? 0
      return key == .informationValue ? value : abs(value)
    }
    let order = names.enumerated().sorted {
      (size($0.element), $1.offset) > (size($1.element), $0.offset)
    }
    let title =
      isAttainment
      ? text("是否达成由什么决定：", "What decides whether it is met:")
      : text("数值由什么决定：", "What decides the value:")
    var table = Table(
      columns: [column("输入", "input")] + kinds.map { heading($0, output.unit) })
    for (_, name) in order.prefix(12) {
      var cells: [Cell] = [.text(found[name]?.values.first?.input?.label[language] ?? name)]
      for kind in kinds {
        guard let row = found[name]?[kind] else {
          cells.append(.text("–"))
          continue
        }
        cells.append(.text(kind == .informationValue ? worth(row) : figure(row.estimate)))
      }
      table.append(cells)
    }
    let lacksPartial = found.values.contains {
      $0[.rankCorrelation] != nil && $0[.partialRankCorrelation] == nil
    }
    let note = kinds.contains(.partialRankCorrelation) && lacksPartial ? "\n" + noPartialRank : ""
    return title + "\n" + textTable(table, widthMaximum: 132, cutting: [0]) + note
  }

  private var noPartialRank: String {
    text(
      "–：没有偏秩相关：该输入由其他输入完全决定，或结果由其他输入完全决定，或试验次数不比输入个数多（请增加 --trials）。",
      "–: no partial rank correlation: other inputs determine this one, or the result without it; "
        + "or there are not more trials than inputs (ask for more --trials).")
  }

  /// A value of information: where it cannot be told from nothing, below what it is.
  private func worth(_ row: SensitivityRow) -> String {
    let (low, high) = row.interval
    guard low <= 0, high > 0 else { return distance(row.estimate, row.output.unit) }
    // Whoever decides by it sees no less than a thousandth.
    return "< " + plainNumber(max(0.001, distance(high, in: row.output.unit)), significantDigits: 2)
  }

  private func figure(_ estimate: SensitivityEstimate) -> String {
    func rounded(_ number: Double) -> String {
      plainNumber((number * 1000).rounded() / 1000, significantDigits: 4)
    }
    let error = estimate.standardError
    return rounded(estimate.value) + (error.isFinite ? " ± " + rounded(error) : "")
  }

  private func heading(_ kind: SensitivityRow.Kind, _ unit: UnitOfMeasure) -> Table.Column {
    switch kind {
    case .sobolFirst: column("一阶", "first")
    case .sobolTotal: column("总", "total")
    case .rankCorrelation: column("秩相关", "rank")
    case .partialRankCorrelation: column("偏秩相关", "partial rank")
    case .shapley: column("Shapley", "Shapley")
    case .informationValue: heading("信息价值", "worth of knowing", unit)
    }
  }

  /// A heading with the unit of the distances below it.
  private func heading(_ zh: String, _ en: String, _ unit: UnitOfMeasure) -> Table.Column {
    let symbol = unitSymbol(unit)
    return symbol.isEmpty
      ? column(zh, en) : column("\(zh)（\(symbol)）", "\(en) (\(symbol))")
  }

  // MARK: discover

  /// Each box as a sentence of limits.
  func discovery(_ report: DiscoveryReport, files: [String], folder: String) -> String {
    var lines: [String] = []
    for found in report.boxes {
      lines += [
        heading(found.output) + text("　未达成 ", "  missed in ") + percent(found.missShare)
          + (found.boxes.first.map {
            text("，框内所求 ", "; wished in a box: ") + percent($0.wished)
          } ?? ""), "",
      ]
      if found.boxes.isEmpty {
        lines += [text("没有找到条件。", "No condition was found."), ""]
      }
      for (index, box) in found.boxes.enumerated() { lines += boxLines(found, box, index + 1) }
    }
    return (lines + [written(files, folder)]).joined(separator: "\n")
  }

  private func boxLines(_ report: BoxReport, _ box: DiscoveredBox, _ number: Int) -> [String] {
    let density =
      probability(box.fresh.density, box.fresh.densityError)
    var table = Table(columns: [
      column("条件", "condition"), column("范围", "range"), column("偶然概率", "chance"),
      column("重现", "reproduced"),
    ])
    for limit in box.limits {
      let input = report.inputs[limit.input]
      table.append([
        .text(input.label[language]), .text(range(limit, report)),
        .text(limit.chance < 1e-4 ? "< 0.0001" : plainNumber(limit.chance, significantDigits: 2)),
        .text(limit.reproducibility.isFinite ? percent(limit.reproducibility) : ""),
      ])
    }
    // What earlier boxes hold is not counted again.
    let place =
      number == 1
      ? BilingualText.same("") : .init(zh: "（前面各框之外）", en: ", beyond the earlier boxes")
    return [
      text(
        "框 \(number)\(place.zh)：其中未达成 \(density)，含全部未达成的 \(percent(box.freshCoverage))，"
          + "占全部试验的 \(percent(box.mass))",
        "Box \(number)\(place.en): missed in \(density) of it; it holds "
          + "\(percent(box.freshCoverage)) of all misses and \(percent(box.mass)) of all trials"),
    ]
      + wish(box) + [textTable(table, widthMaximum: 132, cutting: [0]), ""]
  }

  /// Why a box has less than the wished share of misses; nothing where it has it.
  private func wish(_ box: DiscoveredBox) -> [String] {
    guard !box.isAsWished else { return [] }
    let wished = percent(box.wished)
    // Before limits were widened and left out.
    if box.steps[box.chosen].choosing.density >= box.wished {
      return [
        text(
          "所求的 \(wished) 只在选框所用的试验中达到，或只有再加上仅凭偶然也可解释的限制才达到",
          "The wished \(wished) is reached only in the trials by which the box was chosen, or only "
            + "with further limits that chance could explain")
      ]
    }
    return [
      text(
        "所求的 \(wished) 未能达到：此框所含的未达成试验超出其大小应有之数最多",
        "The wished \(wished) was not reached: this is the box with the most misses beyond what "
          + "its size would hold by chance")
    ]
  }

  private func range(_ limit: BoxLimit, _ report: BoxReport) -> String {
    let measure = report.measures[limit.input]
    if measure == .event {
      return limit.low > 0.5 ? text("发生", "happens") : text("不发生", "does not happen")
    }
    let input = report.inputs[limit.input]
    let unit = input.valueUnit
    if measure == .value, let only = report.onlyValue(limit), let unit {
      return "= " + value(only, unit)
    }
    let ends = [(true, "≥ "), (false, "≤ ")].compactMap { isLow, sign -> String? in
      guard let probability = report.probability(limit, ofLow: isLow) else { return nil }
      let quantile = "p" + plainNumber((probability * 100).rounded())
      guard let end = report.value(limit, ofLow: isLow), let unit else {
        return sign + self.end(isLow ? limit.low : limit.high, quantile, input.repeated)
      }
      return sign + value(end, unit) + (measure == .score ? " (\(quantile))" : "")
    }
    return ends.joined(separator: text("，", ", "))
  }

  /// An end of what is drawn in several periods: the value of a typical one.
  private func end(_ score: Double, _ quantile: String, _ repeated: RepeatedDraw?) -> String {
    guard let repeated else { return quantile }
    let times = repeated.times
    if repeated.isLuck {
      return text("\(quantile)（\(times) 次的运气合计）", "\(quantile) of its luck in \(times) draws")
    }
    return value(repeated.typicalValue(ofScore: score), repeated.unit)
      + text("（\(times) 次合计的 \(quantile)）", " each (\(quantile) of \(times) draws together)")
  }
}
