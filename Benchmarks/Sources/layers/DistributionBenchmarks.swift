import ColumnPlan
import Probability
import SourceText

/// A draw of every family, with the parameters of its example: nanoseconds a draw beyond the
/// uniform number.
func timeDistributions(_ stopwatch: Stopwatch) {
  let lanes = 1024
  let uniforms = UnsafeMutableBufferPointer<Double>.allocate(capacity: lanes)
  let draws = UnsafeMutableBufferPointer<Double>.allocate(capacity: lanes)
  draws.initialize(repeating: 0)
  defer {
    uniforms.deallocate()
    draws.deallocate()
  }
  uniforms.initialize(repeating: 0)
  var drawn = uniforms.mutableSpan
  RandomStream(name: "bench").key(seed: 1).fillUniforms(&drawn, period: 0, firstTrial: 0)
  for family in Distributions.all {
    guard let distribution = plannedExample(of: family.descriptor) else {
      print(toStandardError: "layers: no example of \(family.descriptor.name) can be timed")
      continue
    }
    stopwatch.time("distributions", family.descriptor.name, items: lanes, unit: "ns/draw") {
      _ = draws.update(fromContentsOf: uniforms)
      var span = draws.mutableSpan
      distribution.fillQuantiles(&span)
    }
  }
}

/// The distribution of a family's example, as the plan of a scenario holds it: made ready for
/// many draws. A family that a plan makes of other instructions is read from the example itself.
private func plannedExample(of descriptor: DistributionDescriptor) -> (any Distribution)? {
  let plan = plan(
    of: """
      { "torreya": 1, "id": "bench", "horizon": { "first": "2024", "periods": 1 },
        "indicators": [{ "id": "value", "value": \(descriptor.example) }] }
      """)
  return plan?.distributions.first ?? plainExample(of: descriptor)
}

/// The distribution of an example whose parameters are plain numbers; nil for another one.
private func plainExample(of descriptor: DistributionDescriptor) -> (any Distribution)? {
  let (node, _) = readJSON(SourceFile(name: descriptor.name, text: descriptor.example))
  guard case .object(let outer) = node?.value, case .object(let inner) = outer.first?.value.value
  else { return nil }
  var values: [String: Double] = [:]
  for member in inner {
    guard case .number(let text) = member.value.value else { return nil }
    values[member.key] = Double(text)
  }
  guard let family = Distributions.named(descriptor.name) else { return nil }
  return (try? family.init(ParameterValues(values)))?.prepared()
}
