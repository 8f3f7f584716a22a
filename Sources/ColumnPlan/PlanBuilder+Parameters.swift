extension PlanBuilder {
  /// A number that a run may give another value: nothing that depends on it is worked out before.
  public mutating func parameter(_ label: String, default value: Double) -> Value {
    let parameter = PlanParameter(label: label, value: value)
    let place = parameters.firstIndex(of: parameter) ?? parameters.count
    if place == parameters.count { parameters.append(parameter) }
    return shared(.parameter, [], parameter: place, body: .once, shape: .uniform)
  }
}
