import Torreya

/// What a session of what-ifs shows.
extension TerminalReport {
  var prompt: String { text("假如> ", "what if> ") }

  /// The scenario as it stands, and how to ask.
  func opening(_ found: FigureComparison) -> String {
    let scenario = found.whatIf.base.scenario
    let settings = found.whatIf.settings
    var table = Table(columns: [
      column("目标或指标", "figure"), column("达成概率", "probability"), column("均值", "mean"),
    ])
    for figure in found.whatIf.figures {
      let attainment = figure.goal(in: found.base).map {
        Torreya.attainment(of: $0, in: found.base)
      }
      table.append([
        .text(name(figure, among: found.whatIf.figures)[language]),
        attainment.map { .text(probability($0.probability, $0.standardError)) } ?? .empty,
        .text(value(found.baseMean(of: figure), figure.unit)),
      ])
    }
    return [
      heading(scenario, settings),
      "", textTable(table), "",
      text(
        "每行一个假设：变体，或“措施=取值”“路径=取值”，以空格分开，如 \(example(scenario))。输入 ? 列出可选项；空行结束。",
        "One what-if a line: variants, and levers or id paths with values, parted by blanks, "
          + "such as \(example(scenario)). ? lists them; an empty line ends."),
      "",
    ].joined(separator: "\n")
  }

  private func example(_ scenario: Scenario) -> String {
    if let lever = scenario.levers.first {
      return "\(lever.id)=\(plainNumber(lever.unit.value(ofBase: lever.value)))"
    }
    return scenario.variants.first?.id ?? "fiscal.vat.late=5%"
  }

  /// What one what-if changes, and what it leaves as it is.
  func answer(_ compared: ComparedVariant, in found: FigureComparison) -> String {
    let figures = found.whatIf.figures
    let isChanged = compared.isChanged
    var lines = [compared.variant.label[language], ""]
    if isChanged.contains(true) {
      // The last row is that of all targets together.
      let rows = rows(of: compared, in: found).enumerated()
      var table = Table(columns: changeColumns)
      for (place, row) in rows where place >= figures.count || isChanged[place] {
        table.append(row)
      }
      lines += [textTable(table), ""]
    }
    let unchanged = zip(figures, isChanged).filter { !$1 }.map {
      name($0.0, among: figures)[language]
    }
    if !unchanged.isEmpty {
      lines += [
        text("逐次试验均不变：", "The same in every trial: ")
          + unchanged.joined(separator: text("；", "; ")),
        "",
      ]
    }
    let remark = remark(onCertain: compared.certainStreams).dropFirst()
    if !remark.isEmpty { lines += remark + [""] }
    return lines.joined(separator: "\n")
  }

  /// What the scenario has to choose from.
  func choices(of model: ScenarioModel) -> String {
    var variants = Table(columns: [column("变体", "variant"), column("名称", "name")])
    for variant in model.scenario.variants {
      variants.append([.text(variant.id), .text(variant.label[language])])
    }
    var levers = Table(columns: [
      column("措施", "lever"), column("名称", "name"), column("现为", "now"),
      column("下限", "least"), column("上限", "most"),
    ])
    for lever in model.scenario.levers {
      func shown(_ number: Double?) -> Cell {
        number.map { .text(Quantity($0, lever.unit).description) } ?? .empty
      }
      levers.append([
        .text(lever.id), .text(lever.label[language]), shown(lever.value),
        shown(lever.bounds?.lowerBound), shown(lever.bounds?.upperBound),
      ])
    }
    return [variants, levers].filter { !$0.rows.isEmpty }.map { textTable($0) + "\n" }
      .joined(separator: "\n")
  }
}
