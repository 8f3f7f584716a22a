/// What is known of simulated years when a period is over, and what their target then still
/// depends on.
public struct YearsSoFar: Sendable {
  /// For each number that is known by then its values in all years.
  public let known: [[Double]]
  /// For each year by how much what is still open meets the target; negative where it misses.
  public let leads: [Double]
  /// What is decided by then: whether a year meets the target; nil while that is open. Empty where
  /// it is open in all of them.
  public let verdicts: [Bool?]

  public init(known: [[Double]], leads: [Double], verdicts: [Bool?] = []) {
    precondition(verdicts.isEmpty || verdicts.count == leads.count, "a verdict of each year")
    (self.known, self.leads, self.verdicts) = (known, leads, verdicts)
  }

  /// The year is over for the target: all is decided.
  public init(decided isMet: [Bool]) {
    self.init(known: [], leads: isMet.map { $0 ? 0 : -1 }, verdicts: isMet)
  }

  func verdict(_ year: Int) -> Bool? { verdicts.isEmpty ? nil : verdicts[year] }
}
