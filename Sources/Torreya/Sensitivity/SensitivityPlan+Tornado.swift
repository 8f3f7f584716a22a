import ColumnPlan
import Formulas
import Planning
import Probability
import Simulation

extension SensitivityPlan {
  /// Between which quantiles a tornado moves each of the streams: an event from not happening to
  /// happening, one of several periods from seldom to often.
  func moved(in run: SensitivityRun) throws(SimulationError) -> [TornadoInput] {
    let probabilities = try probabilitiesByPeriod(run)
    return streams.map { moved($0, probabilities[$0.name]) }
  }

  /// - Parameter probability: of an event whose probability is no number.
  private func moved(_ stream: RandomStream, _ probability: Double?) -> TornadoInput {
    guard let draw = draws[stream.name] else { return TornadoInput(stream) }
    let isFalling = draw.sense == .falling
    guard draw.isEvent, draw.draw.cadence == .once else {
      return isFalling ? TornadoInput(stream, low: 0.9, high: 0.1) : TornadoInput(stream)
    }
    let rare = 1e-6
    guard let probability = draw.probability ?? probability else {
      // Where the probability differs by trial it happens wherever it can.
      return isFalling
        ? TornadoInput(stream, low: 1 - rare, high: rare)
        : TornadoInput(stream, low: rare, high: 1 - rare)
    }
    let bounded = min(max(probability, 1e-9), 1 - 1e-9)
    return isFalling
      ? TornadoInput(stream, low: (1 + bounded) / 2, high: bounded / 2)
      : TornadoInput(stream, low: (1 - bounded) / 2, high: 1 - bounded / 2)
  }

  /// How probable it is that events happen by the last period that is asked for whose number is
  /// compared with what is left in each period, such as that a firm leaves: on average over trials.
  ///
  /// Held in the middle of the numbers at which it happens such an event comes neither at once nor
  /// at the end.
  ///
  /// - Returns: by the names of their streams.
  private func probabilitiesByPeriod(
    _ run: SensitivityRun
  ) throws(SimulationError) -> [String: Double] {
    var bounds: [String: String] = [:]
    for stream in streams {
      guard let draw = draws[stream.name], draw.isEvent, draw.sense == .rising,
        draw.draw.cadence == .once, draw.probability == nil
      else { continue }
      bounds[stream.name] = draw.bound
    }
    guard !bounds.isEmpty else { return [:] }
    let ids = Set(bounds.values)
    let asked = Set(outputs.map(\.period))
    let model = ids.reduce(compiled.model) { model, id in
      asked.reduce(model) { $0.showing($1, of: id) }
    }
    let plan = compile(model, recording: .only(ids)).plan
    var settings = run.settings
    settings.trials = min(settings.trials, blockTrials)
    let result = try simulate(plan, settings, isStopped: run.isStopped)
    return bounds.mapValues { id in
      let all = plan.columns.filter { $0.label == id }
      let those = all.filter { asked.contains($0.period) }
      // What is left only falls: the least of it is that of the last period.
      let left = (those.isEmpty ? all : those).map { column in
        let values = SensitivityOutput(column).values(in: result)
        return values.reduce(0, +) / Double(max(1, values.count))
      }
      return 1 - (left.min() ?? 0)
    }
  }
}
