import Torreya

/// The short tables of what-ifs.
extension TerminalReport {
  /// The points of a sweep: a row each for one axis, a matrix of probabilities for two.
  func sweep(_ sweep: Sweep, _ points: [SweepPoint], files: [String], folder: String) -> String {
    let scenario = sweep.whatIf.base.scenario
    var lines = [
      heading(scenario, sweep.whatIf.settings)
        + text("，各点共用随机数", ", the same for all points")
    ]
    for (place, figure) in sweep.whatIf.figures.enumerated() {
      lines += ["", figure.label[language] + text("　", "  ") + figure.period]
      lines.append(
        sweep.axes.count == 1
          ? column(sweep, points, place, figure) : matrix(sweep, points, place, figure))
    }
    if points.contains(where: { $0.joint != nil }) {
      lines += ["", text("以上目标同时达成", "All of these targets together")]
      lines.append(
        sweep.axes.count == 1
          ? column(sweep, points) : matrix(sweep, points) { self.cell($0.joint) })
    }
    lines += remark(onCertain: points.flatMap(\.certainStreams))
    return (lines + ["", written(files, folder)]).joined(separator: "\n")
  }

  /// What a change makes certain leaves its correlations, which is told once.
  func remark(onCertain streams: [String]) -> [String] {
    var told: [String] = []
    for stream in streams where !told.contains(stream) { told.append(stream) }
    guard !told.isEmpty else { return [] }
    return [
      "",
      text(
        "不再是随机量，退出相关组（组内其他变量的相关与随机数不变）：",
        "No longer uncertain, and so no longer moving with others, which keep their "
          + "correlations and their numbers: ") + told.joined(separator: text("、", ", ")),
    ]
  }

  private func column(
    _ sweep: Sweep, _ points: [SweepPoint], _ place: Int, _ figure: AskedFigure
  ) -> String {
    var table = Table(
      columns: axisColumn(sweep.axes[0]) + [
        column("成本（万元）", "cost (万元)"), column("达成概率", "probability"),
        column("概率之差", "change"), column("均值", "mean"), column("P10", "p10"),
        column("P90", "p90"), column("均值之差", "change of the mean"),
      ])
    for point in points {
      let change = point.figures[place]
      table.append([
        value(point.values[0]), cost(point.cost), cell(change.attainment),
        changeCell(change.attainment), .text(value(change.mean, figure.unit)),
        .text(value(change.quantiles[0], figure.unit)),
        .text(value(change.quantiles[2], figure.unit)),
        .text(signed(change.difference, change.differenceError, figure.unit)),
      ])
    }
    return textTable(table.withoutEmptyColumns)
  }

  /// The joint probabilities of a single axis.
  private func column(_ sweep: Sweep, _ points: [SweepPoint]) -> String {
    var table = Table(
      columns: axisColumn(sweep.axes[0]) + [
        column("达成概率", "probability"), column("概率之差", "change"),
      ])
    for point in points {
      table.append([value(point.values[0]), cell(point.joint), changeCell(point.joint)])
    }
    return textTable(table)
  }

  private func matrix(
    _ sweep: Sweep, _ points: [SweepPoint], _ place: Int, _ figure: AskedFigure
  ) -> String {
    matrix(sweep, points) { point in
      let change = point.figures[place]
      return change.attainment == nil
        ? .text(self.value(change.mean, figure.unit)) : self.cell(change.attainment)
    }
  }

  /// The first axis downwards, the second one to the right.
  private func matrix(
    _ sweep: Sweep, _ points: [SweepPoint], _ cell: (SweepPoint) -> Cell
  ) -> String {
    let width = sweep.axes[1].values.count
    let corner = sweep.axes[0].label[language] + " \\ " + sweep.axes[1].label[language]
    let heads = sweep.axes[1].values.map { shown($0.shown, $0.unit) }
    let columns = ([corner] + heads).map { Table.Column($0, BilingualText(zh: $0, en: $0)) }
    var table = Table(columns: columns)
    for row in stride(from: 0, to: points.count, by: width) {
      let inRow = points[row..<min(row + width, points.count)]
      let cells = inRow.map(cell)
      let open = [Cell](repeating: .empty, count: width - cells.count)
      table.append([value(points[row].values[0])] + cells + open)
    }
    return textTable(table)
  }

  /// Variants beside the scenario, for all its targets.
  func comparison(_ comparison: Comparison, files: [String], folder: String) -> String {
    let base = comparison.base
    var table = Table(columns: [
      column("变体", "variant"), column("目标", "target"), column("基准达成概率", "base"),
      column("变体达成概率", "variant's"), column("概率之差", "change"),
      column("均值之差", "change of the mean"),
    ])
    var unchanged: [String] = []
    for compared in comparison.variants {
      for target in compared.targets where !target.isUnchanged {
        let row = changed(
          target.judged.target.label, target.judged.unit, target.attainment, target.difference)
        table.append([.text(compared.variant.label[language])] + row)
      }
      let same = compared.targets.filter(\.isUnchanged).map(\.judged.target.label)
      unchanged += sameInEveryTrial(same.map { $0[language] }, of: compared.variant)
      unchanged += without(compared.missingTargets, compared.variant)
    }
    let head = heading(base.compiled.scenario, base.settings)
    let body =
      (table.rows.isEmpty ? [] : ["", textTable(table, widthMaximum: 120, cutting: [0, 1])])
      + (unchanged.isEmpty ? [] : [""] + unchanged)
    let certain = comparison.variants.flatMap(\.certainStreams)
    return ([head] + body + remark(onCertain: certain) + ["", written(files, folder)])
      .joined(separator: "\n")
  }

  /// Variants beside the scenario, for the figures that were asked for.
  func figureComparison(_ found: FigureComparison, files: [String], folder: String) -> String {
    var table = Table(columns: [column("变体", "variant")] + changeColumns)
    var unchanged: [String] = []
    let figures = found.whatIf.figures
    for compared in found.variants {
      let isChanged = compared.isChanged
      for (place, row) in rows(of: compared, in: found).enumerated()
      where place >= figures.count || isChanged[place] {
        table.append([.text(compared.variant.label[language])] + row)
      }
      let same = zip(figures, isChanged).filter { !$1 }.map { name($0.0, among: figures) }
      unchanged += sameInEveryTrial(same.map { $0[language] }, of: compared.variant)
    }
    let head = heading(found.whatIf.base.scenario, found.whatIf.settings)
    let remark = remark(onCertain: found.variants.flatMap(\.certainStreams))
    let body =
      (table.rows.isEmpty ? [] : ["", textTable(table, widthMaximum: 120, cutting: [0, 1])])
      + (unchanged.isEmpty ? [] : [""] + unchanged)
    return ([head] + body + remark + ["", written(files, folder)]).joined(separator: "\n")
  }

  /// What a variant leaves as it is, in a line; none where it changes everything.
  private func sameInEveryTrial(_ names: [String], of variant: Variant) -> [String] {
    guard !names.isEmpty else { return [] }
    return [
      variant.label[language] + text("：逐次试验均不变：", ": the same in every trial: ")
        + names.joined(separator: text("；", "; "))
    ]
  }

  /// The targets that a variant has not, in a line; none where it has all of them.
  private func without(_ targets: [JudgedTarget], _ variant: Variant) -> [String] {
    guard !targets.isEmpty else { return [] }
    return [
      variant.label[language] + text("：没有这些目标：", ": does not have these targets: ")
        + targets.map { $0.target.label[language] }.joined(separator: text("；", "; "))
    ]
  }

  /// A scenario with the trials that its figures come from.
  func heading(_ scenario: Scenario, _ settings: SimulationSettings) -> String {
    scenario.label[language] + text("　", "  ")
      + text(
        "\(settings.trials) 次试验，种子 \(settings.seed)",
        "\(settings.trials) trials, seed \(settings.seed)")
  }

  /// What a figure is called; with its period where several would be called the same.
  func name(_ figure: AskedFigure, among figures: [AskedFigure]) -> BilingualText {
    guard figures.contains(where: { $0.label == figure.label && $0.period != figure.period })
    else { return figure.label }
    return BilingualText(
      zh: figure.label.zh + "（\(figure.period)）", en: figure.label.en + " (\(figure.period))")
  }

  var changeColumns: [Table.Column] {
    [
      column("目标或指标", "figure"), column("基准值", "base"), column("变体值", "variant's"),
      column("概率之差", "change"), column("均值之差", "change of the mean"),
    ]
  }

  /// The figures of a variant beside those of the scenario.
  func rows(of compared: ComparedVariant, in found: FigureComparison) -> [[Cell]] {
    var rows = found.whatIf.figures.enumerated().map { place, figure in
      changed(
        name(figure, among: found.whatIf.figures), figure.unit,
        compared.attainments[place], compared.differences[place])
    }
    if let joint = compared.joint {
      rows.append([
        .text(text("以上目标同时达成", "all of these together")),
        .text(probability(joint.baseProbability, joint.baseError)), cell(joint),
        changeCell(joint), .empty,
      ])
    }
    return rows
  }

  /// A figure in a variant beside the scenario: the probability of its bound, else its mean.
  private func changed(
    _ label: BilingualText, _ unit: UnitOfMeasure, _ change: ProbabilityChange?,
    _ pair: PairedDifference
  ) -> [Cell] {
    [
      .text(label[language]),
      change.map { .text(probability($0.baseProbability, $0.baseError)) }
        ?? .text(value(pair.baseMean, unit)),
      change.map { .text(probability($0.probability, $0.standardError)) }
        ?? .text(value(pair.variantMean, unit)),
      changeCell(change),
      .text(signed(pair.difference.mean, pair.difference.standardError, unit)),
    ]
  }

  /// What each change of a variant adds, with the order effect.
  func waterfall(
    _ found: VariantWaterfall, _ settings: SimulationSettings, files: [String], folder: String
  ) -> String {
    var lines = [
      found.whatIf.base.scenario.label[language] + text("　", "  ") + found.variant.label[language]
        + text("　", "  ")
        + text(
          "\(settings.trials) 次试验，\(found.simulations) 次模拟",
          "\(settings.trials) trials, \(found.simulations) simulations")
    ]
    let figures = found.parts.compactMap(\.figure)
    for figure in found.parts {
      let title =
        figure.figure.map { name($0, among: figures)[language] }
        ?? text("以上目标同时达成", "All of these targets together")
      let measure =
        figure.measure == .mean ? text("均值", "mean") : text("达成概率", "probability")
      lines += [
        "", title + text("　", "  ") + measure, waterfall(figure, found.whatIf.base.scenario),
      ]
      if !figure.parts.isExact {
        lines.append(
          text(
            "只抽取部分先后次序，其误差见 orderError；最小、最大只就所抽次序而言。",
            "Orders were drawn; the error of that is in orderError, and least and greatest are "
              + "those of the drawn ones."))
      }
    }
    return (lines + ["", written(files, folder)]).joined(separator: "\n")
  }

  private func waterfall(_ figure: WaterfallFigure, _ scenario: Scenario) -> String {
    var table = Table(columns: [
      column("改动", "change"), column("贡献", "part"), column("最先", "first in"),
      column("最后", "last in"), column("最小", "least"), column("最大", "greatest"),
    ])
    func level(_ value: Double) -> Cell {
      .text(figure.unit.map { self.value(value, $0) } ?? percent(value))
    }
    func part(_ difference: Double, _ error: Double) -> Cell {
      .text(figure.unit.map { signed(difference, error, $0) } ?? points(difference, error))
    }
    // In one order alone it errs about as much as in the mean of all.
    func plain(_ difference: Double, _ error: Double) -> Cell {
      guard let unit = figure.unit else {
        return .text(percent(difference, max(1, decimals(besideError: error * 100) ?? 1)))
      }
      return .text(
        self.figure(distance(difference, in: unit), besideError: distance(error, in: unit)))
    }
    let open = [Cell](repeating: .empty, count: 4)
    table.append([.text(text("起点", "base")), level(figure.parts.base)] + open)
    for (change, found) in zip(figure.changes, figure.parts.parts) {
      table.append(
        [.text(scenario.name(ofChange: change)[language]), part(found.part, found.standardError)]
          + [found.firstIn, found.lastIn, found.least, found.greatest].map {
            plain($0, found.standardError)
          })
    }
    table.append(
      [
        .text(text("合计之差", "together")),
        part(figure.parts.difference, figure.parts.differenceError),
      ] + open)
    table.append([.text(text("变体", "variant")), level(figure.parts.whole)] + open)
    return textTable(table)
  }

  private func axisColumn(_ axis: SweepAxis) -> [Table.Column] {
    let label = axis.label[language]
    return [Table.Column(label, BilingualText(zh: label, en: label))]
  }

  private func value(_ value: SweepPoint.Value) -> Cell { .text(shown(value.shown, value.unit)) }

  private func shown(_ cell: Cell, _ unit: String) -> String {
    let unit = unit.isEmpty || unit == "share" ? "" : " " + unit
    return switch cell {
    case .number(let number): plainNumber(number, significantDigits: 6) + unit
    case .text(let text), .date(let text): text
    case .integer(let number): String(number) + unit
    case .empty: ""
    }
  }

  func cost(_ yuan: Double?) -> Cell {
    yuan.map { .text(plainNumber($0 / 10_000, significantDigits: 5)) } ?? .empty
  }

  func cell(_ change: ProbabilityChange?) -> Cell {
    change.map { .text(probability($0.probability, $0.standardError)) } ?? .empty
  }

  func changeCell(_ change: ProbabilityChange?) -> Cell {
    change.map { .text(points($0.difference, $0.differenceError)) } ?? .empty
  }

  /// A difference of probabilities in percentage points.
  func points(_ difference: Double, _ standardError: Double) -> String {
    if difference == 0, standardError == 0 { return "0" }
    let shown = standardError * 100
    let change = signed(percent(difference, max(1, decimals(besideError: shown) ?? 1)))
    return shown.isNaN ? change : change + " ± " + error(shown, digits: 1)
  }

  /// A difference with its standard error, in a unit or for dates in days.
  func signed(_ difference: Double, _ standardError: Double, _ unit: UnitOfMeasure) -> String {
    let unit = unit.hasSameDimension(as: .date) ? .day : unit
    let error = unit.value(ofBase: standardError)
    let change = figure(unit.value(ofBase: difference), besideError: error)
    let shown = self.error(error, digits: 1)
    if change == "0", shown == "0" { return "0" }
    // From 40 % to 50 % are 10 points, and a quarter more.
    let symbol =
      switch unit.symbol {
      case "1", "share": ""
      case "%": text(" 个百分点", " points")
      default: " " + unit.symbol
      }
    return signed(change) + (error.isNaN ? "" : " ± " + shown) + symbol
  }

  /// A number with its sign; without one where it is shown as zero.
  private func signed(_ number: String) -> String {
    number.hasPrefix("-") || !number.contains { ("1"..."9").contains($0) } ? number : "+" + number
  }
}
