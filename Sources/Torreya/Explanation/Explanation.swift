import ColumnPlan
import Formulas
import Probability
import Reports
import Simulation
import SourceText
import Vocabulary

/// The dimensions of the plan that is run, for one that records other indicators to explain it; nil
/// where the sampling has none.
func dimensionsOfRun(_ model: Model, _ sampling: SamplingScheme) -> DimensionOrder? {
  sampling.randomisations == nil ? nil : DimensionOrder(of: lower(model))
}

/// How one number comes about: an indicator's formula, the formulas behind it, and the numbers
/// of one trial in one period.
public struct Explanation {
  private let model: ScenarioModel
  private let id: String
  private let trial: Int
  private let period: String
  private let result: SimulationResult
  private let indicators: [String: ResolvedIndicator]

  /// - Throws: when a value of the trial is not a finite number.
  public init(
    of id: String, in model: ScenarioModel, trial: Int, period: String, seed: UInt64,
    sampling: SamplingScheme = .pseudoRandom
  ) throws(SimulationError) {
    self.model = model
    self.id = id
    self.trial = trial
    self.period = period
    // Of all indicators, also those that are not reported.
    let plan = lower(model.model, recording: .everything)
    result = try simulate(
      plan, trial: trial, seed: seed, sampling: sampling,
      following: dimensionsOfRun(model.model, sampling))
    indicators = Dictionary(
      uniqueKeysWithValues: model.model.indicators.map { ($0.indicator.id, $0) })
  }

  /// The explanation as an indented tree.
  ///
  /// - Parameter depth: how many formulas deep, 0 for the number alone; each indicator is opened
  ///   once.
  public func text(depth: Int, language: Language) -> String {
    let head =
      language == .zh
      ? "试验 \(trial)，时期 \(period)，种子 \(result.seed)"
      : "trial \(trial), period \(period), seed \(result.seed)"
    var opened: Set<String> = []
    return ([head] + lines(id, indent: 0, depth: depth, language, &opened))
      .joined(separator: "\n")
  }

  private func lines(
    _ id: String, indent: Int, depth: Int, _ language: Language, _ opened: inout Set<String>
  ) -> [String] {
    let space = String(repeating: "  ", count: indent)
    guard let resolved = indicators[id] else { return [] }
    let indicator = resolved.indicator
    let isNew = opened.insert(id).inserted
    var lines = ["\(space)\(id) = \(value(of: resolved))  \(indicator.label[language])"]
    guard isNew, depth > 0 else { return lines }
    lines.append("\(space)  := \(indicator.formula.description)")
    for name in indicator.formula.referencedNames where indicators[name] != nil {
      lines += self.lines(name, indent: indent + 2, depth: depth - 1, language, &opened)
    }
    return lines
  }

  private func value(of resolved: ResolvedIndicator) -> String {
    let label = resolved.timing.showsPeriods ? period : model.model.horizon.label
    guard let column = result.column(resolved.indicator.id, period: label) else { return "?" }
    let base = result.value(of: column, inTrial: trial - result.firstTrial)
    let unit = resolved.indicator.unit
    if unit.hasSameDimension(as: .date) {
      return CalendarDate(containing: base).description
    }
    let symbol = unit.symbol == "1" || unit.symbol == "share" ? "" : " " + unit.symbol
    return plainNumber(unit.value(ofBase: base), significantDigits: 6) + symbol
  }
}
