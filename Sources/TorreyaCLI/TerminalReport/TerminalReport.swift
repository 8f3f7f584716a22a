#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import Torreya

/// The short tables that commands print, in one language.
struct TerminalReport {
  let language: Language

  func text(_ zh: String, _ en: String) -> String {
    BilingualText(zh: zh, en: en)[language]
  }

  func column(_ zh: String, _ en: String) -> Table.Column {
    Table.Column(text(zh, en), BilingualText(zh: zh, en: en))
  }

  // MARK: run

  func run(
    _ result: RunResult, _ settings: SimulationSettings, files: [String], folder: String
  ) -> String {
    let scenario = result.compiled.scenario
    var lines = [heading(scenario, settings)]
    if !result.outcomes.isEmpty { lines += ["", targets(result.outcomes)] }
    if let joint = result.joint, result.outcomes.count > 1 {
      lines += [
        "",
        text("全部目标同时达成的概率：", "All targets together: ")
          + probability(joint.probability, joint.standardError),
      ]
    }
    lines += revenue(result) + visitors(result) + works(result) + checks(result.identityChecks)
    lines += notes(result) + ["", written(files, folder)]
    return lines.joined(separator: "\n")
  }

  /// What a reader of the figures should know of how they were found.
  private func notes(_ result: RunResult) -> [String] {
    var lines: [String] = []
    if result.isPreciseEnough == false {
      lines += [
        "",
        text(
          "注意：到最多 \(result.simulation.trials) 次试验仍未达到所要求的精度；可用 --max-trials 放宽。",
          "Note: \(result.simulation.trials) trials, the most allowed, do not reach the wished "
            + "precision; allow more with --max-trials."),
      ]
    }
    if result.simulation.quantiles == .sketch {
      lines += [
        "",
        text(
          "注意：未保留逐次试验结果，分位数由草图给出，最大误差见 summary.csv 的 sketchError 列；"
            + "--quantiles exact 给出精确值。",
          "Note: the trials were not kept; quantiles come from a sketch, which may be off by the "
            + "column sketchError of summary.csv. --quantiles exact gives exact ones."),
      ]
      lines += leftOut(result)
    }
    let repairs = result.compiled.model.model.correlations.compactMap(repair)
    if !repairs.isEmpty { lines += [""] + repairs }
    return lines
  }

  /// What was changed to make contradictory correlations possible; nil where nothing was.
  private func repair(_ correlation: ResolvedCorrelation) -> String? {
    let largest = correlation.dependence.largestChange
    guard largest > 0 else { return nil }
    let change = plainNumber(largest, significantDigits: 2)
    return text(
      "相关组 \(correlation.name) 自相矛盾，已改用最近的可行相关系数：最大改动 \(change)，逐项见 correlations.csv。",
      "The correlations of \(correlation.name) contradicted each other; the nearest possible ones "
        + "were used: the largest change is \(change), each is in correlations.csv.")
  }

  private func targets(_ outcomes: [TargetOutcome]) -> String {
    var table = Table(columns: [
      column("目标", "target"), column("考核期", "period"), column("目标值", "bound"),
      column("达成概率", "probability"), column("80% 把握可承诺", "attainable at 80 %"),
    ])
    let eighty = Attainment.confidences.firstIndex(of: 0.8)!
    for outcome in outcomes {
      let judged = outcome.judged
      let sign = judged.target.side == .atLeast ? "≥ " : "≤ "
      table.append([
        .text(judged.target.label[language]), .text(period(judged)),
        .text(sign + value(judged.bound, judged.unit)),
        .text(probability(outcome.attainment.probability, outcome.attainment.standardError)),
        .text(value(outcome.attainment.attainable[eighty], judged.unit)),
      ])
    }
    return textTable(table)
  }

  private func period(_ judged: JudgedTarget) -> String {
    judged.target.time == .everyPeriod ? text("每期", "every period") : judged.columnPeriod
  }

  func written(_ files: [String], _ folder: String) -> String {
    text("结果文件在 ", "Written to ") + folder + "/" + text("：", ": ")
      + files.joined(separator: text("、", ", "))
  }

  // MARK: check

  func check(_ model: ScenarioModel) -> String {
    let scenario = model.scenario
    let uncertain = scenario.assumptions.count { $0.isUncertain }
    return text(
      "\(scenario.source.name)：没有错误。\(model.model.indicators.count) 个指标，"
        + "\(uncertain) 项不确定假设，\(scenario.targets.count) 个目标，\(scenario.variants.count) 个变体。",
      "\(scenario.source.name): no mistakes. \(model.model.indicators.count) indicators, "
        + "\(uncertain) uncertain assumptions, \(scenario.targets.count) targets, "
        + "\(scenario.variants.count) variants.")
  }

  // MARK: explain

  func indicators(_ model: ScenarioModel) -> String {
    var table = Table(columns: [
      column("指标", "indicator"), column("单位", "unit"), column("时点", "timing"),
      column("名称", "label"),
    ])
    for resolved in model.model.indicators {
      table.append([
        .text(resolved.indicator.id), .text(unitWord(resolved.indicator.unit)),
        .text(timing(resolved.timing)), .text(resolved.indicator.label[language]),
      ])
    }
    return textTable(table)
  }

  private func unitWord(_ unit: UnitOfMeasure) -> String {
    unit.symbol == "1" ? unit.symbol : unit.symbolOrWord[language]
  }

  private func timing(_ timing: ResolvedIndicator.Timing) -> String {
    switch timing {
    case .once: text("一次", "once")
    case .each: text("每期", "each")
    case .day: text("每日", "day")
    case .after: text("期末", "after")
    }
  }

  // MARK: Numbers

  /// A probability in percent, with more digits where its error has them; without an error where
  /// there is none to state, and as less than a bound where it is next to nothing.
  func probability(_ share: Double, _ standardError: Double) -> String {
    let shown = standardError * 100
    // What no trial does, or every one, has no digits that others lack, however small its error.
    let isAllOrNone = share == 0 || share == 1
    let hasDigits = !isAllOrNone || share == 0 && shown > 0
    if hasDigits, shown < 0.0001, share * 100 + 2 * shown < 0.0001 { return "< 0.0001 %" }
    let decimals = isAllOrNone ? 1 : max(1, decimals(besideError: shown) ?? 1)
    let figure = percent(share, decimals) + " %"
    return shown.isNaN ? figure : figure + " ± " + error(shown, digits: 1)
  }

  /// A figure with the digits of its error, where it has one; else with six.
  func figure(_ shown: Double, besideError error: Double) -> String {
    if abs(shown) < Self.nothing { return "0" }
    return decimals(besideError: error).map { plainNumber(shown, decimals: $0) }
      ?? plainNumber(shown, significantDigits: 6)
  }

  /// A figure with its error, where that can be stated.
  func figure(_ shown: Double, withError error: Double) -> String {
    figure(shown, besideError: error) + (error.isNaN ? "" : " ± " + self.error(error, digits: 1))
  }

  /// What is smaller is what rounding leaves of nothing.
  private static let nothing = 1e-9

  /// A share in percent. It is rounded before it is multiplied, so that halves stay halves.
  func percent(_ share: Double, _ decimals: Int) -> String {
    let rounded = Double(plainNumber(share, decimals: decimals + 2)) ?? share
    return plainNumber(rounded * 100, decimals: decimals)
  }

  /// How many digits behind the point a figure has beside its error; nil where that says nothing.
  func decimals(besideError shown: Double) -> Int? {
    shown.isNaN || shown < Self.nothing ? nil : Torreya.decimals(ofError: shown)
  }

  /// An error as it is shown. What rounding leaves of an exact figure is none; a single trial, or a
  /// single group of dependent ones, says nothing of its error.
  func error(_ shown: Double, digits: Int = 2) -> String {
    if shown.isNaN { return "?" }
    return shown < Self.nothing ? "0" : plainNumber(shown, significantDigits: digits)
  }

  func percent(_ share: Double) -> String { percent(share, 1) + " %" }

  func value(_ base: Double, _ unit: UnitOfMeasure) -> String {
    if unit.hasSameDimension(as: .date) { return CalendarDate(containing: base).description }
    return number(unit.value(ofBase: base)) + unitAfter(unit)
  }

  /// A number without an error.
  private func number(_ shown: Double) -> String {
    abs(shown) < Self.nothing ? "0" : plainNumber(shown, significantDigits: 5)
  }

  /// The unit of distances; nothing for pure numbers.
  func unitSymbol(_ unit: UnitOfMeasure) -> String {
    if unit.hasSameDimension(as: .date) { return text("天", "days") }
    return unit.symbol == "1" || unit.symbol == "share" ? "" : unit.symbol
  }

  func unitAfter(_ unit: UnitOfMeasure) -> String {
    let symbol = unitSymbol(unit)
    return symbol.isEmpty ? "" : " " + symbol
  }

  /// A distance in its unit, or for dates in days.
  func distance(_ base: Double, in unit: UnitOfMeasure) -> Double {
    unit.hasSameDimension(as: .date) ? base : unit.value(ofBase: base)
  }
}
