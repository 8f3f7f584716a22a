import Languages

extension TimeSeries {
  /// How many values were observed.
  public var observedCount: Int { values.lazy.filter { !$0.isNaN }.count }

  /// Refuses a series that a method cannot reckon with.
  ///
  /// Squares are taken of all values, and added: larger ones than these would be infinite.
  ///
  /// - Parameter needed: how many observations the method asks for.
  /// - Errors: `outsideDomain` at the first value that is infinite or larger than 1e150 in size;
  ///   `tooFewObservations`.
  func requireObservations(_ needed: Int) throws(FitFailure) {
    var found = 0
    for step in values.indices where !values[step].isNaN {
      guard abs(values[step]) <= 1e150 else {
        throw .outsideDomain(
          step: step,
          expected: .init(zh: "绝对值不超过 1e150 的数", en: "a number of at most 1e150 in size"))
      }
      found += 1
    }
    guard found >= needed else { throw .tooFewObservations(found: found, needed: needed) }
  }
}
