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
      if !bars.isEmpty { lines += [tornado(bars, output), ""] }
      for isAttainment in [false, true] {
        let table = measures(rows.filter { $0.isAttainment == isAttainment }, output, isAttainment)
        if let table { lines += [table, ""] }
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
      column("高端均值", "mean when high"), column("差", "swing"),
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
        row += [.text(share(met.low.mean)), .text(share(met.high.mean))]
      }
      table.append(row)
    }
    return textTable(table, widthMaximum: 132)
  }

  private func distance(_ estimate: SensitivityEstimate, _ unit: UnitOfMeasure) -> String {
    let isDate = unit.hasSameDimension(as: .date)
    func number(_ base: Double) -> String {
      plainNumber(isDate ? base : unit.value(ofBase: base), significantDigits: 4)
    }
    let error = estimate.standardError
    return number(estimate.value) + (error.isFinite ? " ± " + number(error) : "")
  }

  private func share(_ probability: Double) -> String {
    plainNumber((probability * 1000).rounded() / 10) + " %"
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
    var labels: [String: String] = [:]
    var found: [String: [SensitivityRow.Kind: SensitivityEstimate]] = [:]
    for row in rows {
      guard let input = row.input, row.estimate.value.isFinite else { continue }
      if labels[input.id] == nil { names.append(input.id) }
      labels[input.id] = input.label[language]
      found[input.id, default: [:]][row.kind] = row.estimate
    }
    let key = kinds.contains(.sobolTotal) ? .sobolTotal : kinds[0]
    func size(_ name: String) -> Double { abs(found[name]?[key]?.value ?? 0) }
    let order = names.enumerated().sorted {
      (size($0.element), $1.offset) > (size($1.element), $0.offset)
    }
    let title =
      isAttainment
      ? column("决定是否达成的输入", "input that decides attainment")
      : column("决定数值的输入", "input that decides the value")
    var table = Table(columns: [title] + kinds.map(heading))
    for (_, name) in order.prefix(12) {
      table.append(
        [.text(labels[name] ?? name)]
          + kinds.map { kind in
            guard let estimate = found[name]?[kind] else { return .empty }
            return kind == .informationValue || kind == .informationFitted
              ? .text(distance(estimate, output.unit)) : .text(figure(estimate))
          })
    }
    return textTable(table, widthMaximum: 132)
  }

  private func figure(_ estimate: SensitivityEstimate) -> String {
    func rounded(_ number: Double) -> String {
      plainNumber((number * 1000).rounded() / 1000, significantDigits: 4)
    }
    let error = estimate.standardError
    return rounded(estimate.value) + (error.isFinite ? " ± " + rounded(error) : "")
  }

  private func heading(_ kind: SensitivityRow.Kind) -> Table.Column {
    switch kind {
    case .sobolFirst: column("一阶", "first")
    case .sobolTotal: column("总", "total")
    case .rankCorrelation: column("秩相关", "rank")
    case .partialRankCorrelation: column("偏秩相关", "partial rank")
    case .shapley: column("Shapley", "Shapley")
    case .informationValue: column("信息价值", "worth of knowing")
    case .informationFitted: column("拟合值", "fitted")
    }
  }

  // MARK: discover

  /// Each box as a sentence of limits.
  func discovery(_ report: DiscoveryReport, files: [String], folder: String) -> String {
    var lines: [String] = []
    for found in report.boxes {
      lines += [
        heading(found.output) + text("　未达成 ", "  missed in ") + share(found.missShare), "",
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
      share(box.fresh.density) + " ± " + plainNumber((box.fresh.densityError * 1000).rounded() / 10)
    var table = Table(columns: [
      column("条件", "condition"), column("范围", "range"), column("偶然概率", "chance"),
      column("重现", "reproduced"),
    ])
    for limit in box.limits {
      let input = report.inputs[limit.input]
      table.append([
        .text(input.label[language]), .text(range(limit, input)),
        .text(limit.chance < 1e-4 ? "< 0.0001" : plainNumber(limit.chance, significantDigits: 2)),
        .text(limit.reproducibility.isFinite ? share(limit.reproducibility) : ""),
      ])
    }
    return [
      text(
        "框 \(number)：其中未达成 \(density)，含全部未达成的 \(share(box.freshCoverage))，"
          + "占全部试验的 \(share(box.mass))",
        "Box \(number): missed in \(density) of it; it holds \(share(box.freshCoverage)) of all "
          + "misses and \(share(box.mass)) of all trials"),
      textTable(table, widthMaximum: 132), "",
    ]
  }

  private func range(_ limit: BoxLimit, _ input: AnalysedInput) -> String {
    if input.draw?.isEvent == true {
      return limit.low > 0.5 ? text("发生", "happens") : text("不发生", "does not happen")
    }
    let ends = [(true, "≥ "), (false, "≤ ")].compactMap { isLow, sign -> String? in
      guard let probability = limit.probability(ofLow: isLow) else { return nil }
      let quantile = "p" + plainNumber((probability * 100).rounded())
      guard let draw = input.draw, let unit = input.valueUnit else { return sign + quantile }
      return sign + value(draw.draw.distribution.quantile(at: probability), unit)
        + " (\(quantile))"
    }
    return ends.joined(separator: text("，", ", "))
  }
}
