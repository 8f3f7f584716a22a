import Scheduling

extension PlanBuilder {
  /// The dates of a network of activities.
  ///
  /// - Parameter inputs: what it asks for, each known before the first period.
  /// - Parameter outputs: what is wanted of it.
  /// - Returns: a value for each output.
  public mutating func schedule(
    _ network: Network, label: String, inputs: [Value], outputs: [NetworkRun.Output]
  ) -> [Value] {
    precondition(inputs.count == network.inputs, "a number for each input")
    precondition(inputs.allSatisfy { $0.body == .once }, "dates are known before the first period")
    precondition(!outputs.isEmpty, "something is wanted of a schedule")
    let site = ScheduleSite(label: label, network: network, outputs: outputs)
    let isVarying = site.mindsWeather || inputs.contains { $0.shape == .varying }
    schedules.append(site)
    let values = outputs.map { _ in newValue(body: .once, shape: isVarying ? .varying : .uniform) }
    runs[values[0].id] = values.count
    steps[.once]!.append(
      Step(
        opcode: .schedule, destination: values[0].id, operands: inputs.map(\.id),
        parameter: schedules.count - 1))
    return values
  }

  /// Whether a schedule has to know the weather, which `ahead` then foresees.
  public var mindsWeather: Bool { schedules.contains(where: \.mindsWeather) }

  /// Marks on each day the trials in which a value is not zero, for the schedules of another plan.
  public mutating func foresee(_ value: Value, bit: Int) {
    precondition(value.body <= .day && (0..<PlanAhead.mostStates).contains(bit), "a state is a bit")
    steps[.day]!.append(
      Step(opcode: .foresee, destination: -1, operands: [value.id], parameter: bit))
  }
}
