import ColumnPlan
import Simulation

/// Whole plans on one worker: nanoseconds a trial of simulating, and of summarising what is kept.
func timePlans(_ stopwatch: Stopwatch) {
  for (name, text) in plainScenarios {
    guard let plan = plan(of: text) else { continue }
    time(plan, name, trials: 16 * blockTrials, stopwatch)
  }
  for path in ["Benchmarks/scenarios/fiscal-12x36.json", "scenarios/jidong-2024.json"] {
    guard let plan = plan(at: path) else { continue }
    time(plan, path.lastComponent, trials: 16 * blockTrials, stopwatch)
  }
}

private func time(_ plan: Plan, _ name: String, trials: Int, _ stopwatch: Stopwatch) {
  let settings = SimulationSettings(trials: trials, seed: 1, threads: 1, memory: 1 << 32)
  guard let result = try? simulate(plan, settings) else { return }
  stopwatch.time("plans", "\(name), simulate", items: trials, unit: "ns/trial") {
    _ = try? simulate(plan, settings)
  }
  stopwatch.time("plans", "\(name), summarise", items: trials, unit: "ns/trial") {
    _ = summarise(result, threads: 1)
  }
}

/// One scenario a shape of plan, 12 months each.
private let plainScenarios: [(name: String, text: String)] = [
  ("one normal a month", scenario(#"{ "id": "x", "value": \#(monthlyNormal) }"#)),
  (
    "ten normals a month, added",
    scenario(
      (0..<10).map { #"{ "id": "x.a\#($0)", "report": "nothing", "value": \#(monthlyNormal) }"# }
        .joined(separator: ",") + #", { "id": "sum", "formula": "sum(x.*)" }"#)
  ),
  (
    "a stock that looks back",
    scenario(
      #"{ "id": "flow", "report": "nothing", "value": \#(monthlyNormal) }, "#
        + #"{ "id": "stock", "formula": "0.9 * previous(stock, 1) + flow" }"#)
  ),
  (
    "arithmetic of twenty terms",
    scenario(
      #"{ "id": "x", "report": "nothing", "value": \#(monthlyNormal) }, { "id": "y", "formula": ""#
        + (1...20).map { "\($0) * x / (\($0) + x * x)" }.joined(separator: " + ") + #"" }"#)
  ),
]

private let monthlyNormal = """
  { "normal": { "mean": 0, "standardDeviation": 1 }, "drawn": "everyPeriod" }
  """

private func scenario(_ indicators: String) -> String {
  """
  { "torreya": 1, "id": "bench", "horizon": { "first": "2024-01", "periods": 12 },
    "simulation": { "report": "years" }, "indicators": [\(indicators)] }
  """
}

extension String {
  fileprivate var lastComponent: String { String(split(separator: "/").last ?? "") }
}
