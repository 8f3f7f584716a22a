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
      let kept = inputs == nil ? "result column" : "input"
      return Diagnostic(
        .memoryBudget,
        "so many trials of \(count) \(kept)\(count == 1 ? "" : "s") do not fit into memory",
        at: nil,
        expected: "at most \(inWords(bytes: allowed))", found: inWords(bytes: needed),
        suggestion: fittingTrials > 0
          ? "use --trials \(fittingTrials) or fewer, or allow more with --memory"
          : "allow more with --memory")
    case .nonFinite(let label, let period, let trial, let value):
      let indicator = model.model.indicators.first { $0.indicator.id == label }?.indicator
      return Diagnostic(
        .nonFinite, "'\(label)' is not a finite number in \(period), trial \(trial)",
        at: indicator?.origin, expected: "a finite number in every trial", found: "\(value)",
        suggestion: "see where it comes from: torreya explain … \(label) --trial \(trial)")
    }
  }
}

private func inWords(bytes: Int) -> String {
  switch bytes {
  case .max: "more than any machine has"
  case ..<(10 << 10): "\(bytes) bytes"
  // Rounded to MB, small figures would not tell what is needed from what is allowed.
  case ..<(10 << 20): "\(bytes >> 10) KB"
  default: "\(bytes >> 20) MB"
  }
}
