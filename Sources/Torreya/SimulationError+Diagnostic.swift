import ColumnPlan
import Formulas
import Simulation
import SourceText
import Vocabulary

extension CompiledScenario {
  /// Why the scenario could not be simulated, told like every other mistake.
  ///
  /// - Parameter inputs: how many inputs have their trials in memory; nil where results have.
  public func diagnostic(_ error: SimulationError, inputs: Int? = nil) -> Diagnostic {
    switch error {
    case .memory(let needed, let allowed, let fittingTrials):
      let count = inputs ?? plan.varyingStorages
      let kept =
        inputs == nil
        ? BilingualText(zh: "结果列", en: "result column") : BilingualText(zh: "输入量", en: "input")
      return Diagnostic(
        .memoryBudget,
        .init(
          zh: "\(count) 个\(kept.zh)的这么多次试验放不进内存",
          en: "so many trials of \(count) \(kept.en)\(count == 1 ? "" : "s") do not fit into "
            + "memory"),
        at: nil,
        expected: .init(
          zh: "最多 \(inWords(bytes: allowed).zh)", en: "at most \(inWords(bytes: allowed).en)"),
        found: inWords(bytes: needed),
        suggestion: fittingTrials > 0
          ? .init(
            zh: "用 --trials \(fittingTrials) 或更少，或用 --memory 提高上限",
            en: "use --trials \(fittingTrials) or fewer, or allow more with --memory")
          : .init(zh: "用 --memory 提高上限", en: "allow more with --memory"))
    case .nonFinite(let label, let period, let trial, let value):
      let indicator = model.model.indicators.first { $0.indicator.id == label }?.indicator
      return Diagnostic(
        .nonFinite,
        .init(
          zh: "“\(label)”在 \(period)、第 \(trial) 次试验中不是有限的数",
          en: "'\(label)' is not a finite number in \(period), trial \(trial)"),
        at: indicator?.origin,
        expected: .init(zh: "每次试验都是有限的数", en: "a finite number in every trial"),
        found: .same("\(value)"),
        suggestion: .init(
          zh: "查看它从何而来：torreya explain … \(label) --trial \(trial)",
          en: "see where it comes from: torreya explain … \(label) --trial \(trial)"))
    }
  }
}

private func inWords(bytes: Int) -> BilingualText {
  switch bytes {
  case .max: .init(zh: "超过任何计算机的内存", en: "more than any machine has")
  case ..<(10 << 10): .init(zh: "\(bytes) 字节", en: "\(bytes) bytes")
  // Rounded to MB, small figures would not tell what is needed from what is allowed.
  case ..<(10 << 20): .same("\(bytes >> 10) KB")
  default: .same("\(bytes >> 20) MB")
  }
}
