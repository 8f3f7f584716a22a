/// Results of which counts are kept in place of trials.
extension PlanBuilder {
  /// Counts the trials in which a value is above zero, which needs no memory for each of them.
  public mutating func count(_ value: Value, label: String) {
    precondition(value.body == .once, "what is counted is the same all the time")
    counts.append(label)
    steps[.once]!.append(
      Step(opcode: .count, destination: -1, operands: [value.id], parameter: counts.count - 1))
  }

  /// Counts in how many trials a value is each of its whole numbers, which needs no memory for each
  /// trial. What is the same in all trials is kept as it is.
  ///
  /// - Precondition: the value is a whole number in every trial in which it is finite.
  public mutating func tally(_ value: Value, label: String, periodLabel: String) {
    precondition(value.body == .once, "what is counted is the same all the time")
    guard value.shape == .varying else {
      return record(value, label: label, periodLabels: [periodLabel], in: .once)
    }
    tallies.append(Tally(label: label, period: periodLabel, storageBehind: storages.count))
    steps[.once]!.append(
      Step(opcode: .tally, destination: -1, operands: [value.id], parameter: tallies.count - 1))
  }
}
