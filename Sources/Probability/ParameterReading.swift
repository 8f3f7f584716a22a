import Languages

/// What the families ask of their parameters.
extension ParameterValues {
  /// A parameter that must be given and be finite.
  func number(_ name: String) throws(ParameterError) -> Double {
    guard let value = self[name], value.isFinite else {
      throw ParameterError(parameter: name, expected: .number)
    }
    return value
  }

  /// A parameter that is finite if it is given.
  func number(_ name: String, default defaultValue: Double) throws(ParameterError) -> Double {
    guard self[name] != nil else { return defaultValue }
    return try number(name)
  }

  func positive(_ name: String) throws(ParameterError) -> Double {
    guard let value = self[name], value.isFinite, value > 0 else {
      throw ParameterError(parameter: name, expected: .number(above: "0"))
    }
    return value
  }

  func positive(_ name: String, default defaultValue: Double) throws(ParameterError) -> Double {
    guard self[name] != nil else { return defaultValue }
    return try positive(name)
  }

  func probability(_ name: String) throws(ParameterError) -> Double {
    guard let value = self[name], value >= 0, value <= 1 else {
      throw ParameterError(
        parameter: name, expected: .init(zh: "概率，从 0 到 1", en: "a probability, from 0 to 1"))
    }
    return value
  }

  /// A parameter above another one, at a finite distance.
  func number(_ name: String, above other: String, at value: Double) throws(ParameterError)
    -> Double
  {
    let number = try number(name)
    guard number > value, (number - value).isFinite else {
      throw ParameterError(parameter: name, expected: .number(above: other))
    }
    return number
  }

  /// A whole number in a range.
  func wholeNumber(
    _ name: String, in range: ClosedRange<Double>, expected: BilingualText
  ) throws(ParameterError) -> Double {
    guard let value = self[name], range.contains(value), value.rounded() == value else {
      throw ParameterError(parameter: name, expected: expected)
    }
    return value
  }

  /// A whole number in a range, if it is given.
  func wholeNumber(
    _ name: String, in range: ClosedRange<Double>, default defaultValue: Double,
    expected: BilingualText
  ) throws(ParameterError) -> Double {
    guard self[name] != nil else { return defaultValue }
    return try wholeNumber(name, in: range, expected: expected)
  }

  /// Whether a form of the family is the one that was given: the planner gave its first
  /// parameter.
  func has(_ name: String) -> Bool { self[name] != nil }
}
