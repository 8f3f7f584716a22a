import ColumnPlan
import Planning
import Probability
import Reports
import Simulation
import SourceText
import Vocabulary
import Workers

/// The scenario and the variants between which is chosen, with all that is uncertain in any of
/// them: to know what only one of them hangs on may decide between them too.
struct InformedPlans {
  /// A stream, and which of the plans draws it.
  typealias Input = (stream: RandomStream, side: Int)

  /// The scenario itself first.
  let sides: [(plan: SensitivityPlan, run: SensitivityRun)]
  let inputs: [Input]
  let memory: InformationMemory

  /// - Throws: when a variant lacks what is asked for, or the trials do not fit into memory.
  init(
    _ plan: SensitivityPlan, _ run: SensitivityRun, _ files: any ProjectFiles
  ) throws(Diagnostics) {
    var sides = [(plan: plan, run: run)]
    for variant in plan.variants {
      let changed = try plan.with(variant, files)
      sides.append(
        (
          changed,
          SensitivityRun(
            changed.compiled.plan, changed.analysed, run.settings, isStopped: run.isStopped,
            following: run.order)
        ))
    }
    var inputs: [Input] = []
    var seen: Set<RandomStream> = []
    for (side, plan) in sides.map(\.plan).enumerated() {
      for stream in plan.streams where seen.insert(stream).inserted {
        inputs.append((stream, side))
      }
    }
    (self.sides, self.inputs) = (sides, inputs)
    memory = InformationMemory(
      inputs: inputs.count, outputs: plan.places.count, decisions: sides.count)
    do throws(SimulationError) {
      try memory.check(run.settings)
    } catch {
      throw Diagnostics([plan.compiled.diagnostic(error, inputs: inputs.count)])
    }
  }

  func described(_ input: Input) -> AnalysedInput {
    sides[input.side].plan.described(input.stream)
  }

  /// For each input what is known of it in each trial.
  func values() -> [[Double]] {
    sides.indices.flatMap { side in
      let (plan, run) = sides[side]
      let streams = inputs.filter { $0.side == side }.map(\.stream)
      return streams.isEmpty
        ? [] : run.scores(of: streams) { plan.boxInput(streams[$0], $1).values }
    }
  }

  /// What is decided: which level to promise, or which of the scenario and its variants to take.
  /// More is better unless a target says that it is to be at most something.
  func decision(_ place: Int) throws(Diagnostics) -> any InformedDecision {
    let (plan, run) = sides[0]
    let isFloor = plan.outputs[plan.places[place].output].side == .atLeast
    var decisions: [[Double]] = []
    for (plan, run) in sides {
      decisions.append(
        try plan.diagnosed { () throws(SimulationError) in try run.baseValues()[place] })
    }
    if plan.variants.isEmpty {
      return PromiseInformation(
        decisions[0], isFloor: isFloor, confidence: plan.question.confidence, run.replication)
    }
    let benefits = isFloor ? decisions : decisions.map { $0.map { -$0 } }
    return ChoiceInformation(benefits: benefits, run.replication)
  }
}

extension SensitivityReport {
  mutating func addInformation(
    _ plans: InformedPlans, _ progress: @escaping SensitivityProgress
  ) throws(Diagnostics) {
    let run = plans.sides[0].run
    let inputs = plans.values()
    let places = plan.places.indices.filter { !plan.places[$0].isAttainment }
    let threads = plans.memory.workers(run.settings)
    // So many at a time that an interrupt is heard soon.
    let together = 4 * threads
    for (done, place) in places.enumerated() {
      let decision = try plans.decision(place)
      evaluations += plans.sides.count * run.settings.trials
      if run.isStopped() { return }
      add(.informationValue, place, nil, decision.everything)
      for start in stride(from: 0, to: inputs.count, by: together) {
        let part = Array(start..<min(start + together, inputs.count))
        let found = collect(part.count, threads: threads) {
          decision.value(about: inputs[part[$0]])
        }
        if run.isStopped() { return }
        for (index, value) in zip(part, found) {
          add(.informationValue, place, plans.described(plans.inputs[index]), value)
        }
        let share = Double(start + part.count) / Double(inputs.count)
        progress((Double(done) + share) / Double(places.count))
      }
    }
  }
}

extension SensitivityPlan {
  /// The same figures of a variant.
  ///
  /// - Throws: when the variant cannot be read or lacks what is asked for.
  fileprivate func with(
    _ variant: Variant, _ files: any ProjectFiles
  ) throws(Diagnostics) -> SensitivityPlan {
    let (model, diagnostics) = load(variant, of: compiled.model, files: files)
    guard let model else { throw Diagnostics(diagnostics) }
    let lost = model.lost(outputs, by: variant.changes)
    guard lost.isEmpty else { throw Diagnostics(lost) }
    return SensitivityPlan(model, sameFiguresAs: self)
  }
}
