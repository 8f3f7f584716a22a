import Testing

/// Simulated networks beside their exact results.
///
/// A share or mean of 204,800 trials must lie within 4.5 standard errors of the exact one. A right
/// engine misses that with a chance of 7e-6 for each of the 290 or so comparisons, 0.2 % for
/// all; and since draws are a function of the seed, a run that passes always passes.
@Suite struct ExactNetworkTests {
  private static let trials = 204_800
  private static let standardErrors = 4.5

  @Test(arguments: try ExactNetwork.all().map(\.name), [1, 20_240_326, 977] as [UInt64])
  func resultsAreThoseOfTheory(name: String, seed: UInt64) throws {
    let network = try #require(try ExactNetwork.all().first { $0.name == name })
    let exact = try ExactResults(of: name)
    #expect(exact.rows.count >= 5, "rows of \(name)")
    let simulated = SimulatedNetwork(network, seed: seed, trials: Self.trials)
    #expect(simulated.finishes.count == Self.trials)
    for row in exact.rows {
      #expect(try difference(row, network, simulated) == nil)
    }
  }

  /// A probability that is off by 0.01, or a mean by 2 %, is found out in each row.
  @Test(arguments: try ExactNetwork.all().map(\.name))
  func smallErrorsAreFoundOut(name: String) throws {
    let network = try #require(try ExactNetwork.all().first { $0.name == name })
    let simulated = SimulatedNetwork(network, seed: 1, trials: Self.trials)
    for row in try ExactResults(of: name).rows {
      let isShare = !["mean", "mergeBias"].contains(row.quantity)
      let wrong = isShare ? row.value + (row.value < 0.5 ? 0.01 : -0.01) : row.value * 1.02
      let moved = ExactResults.Row(
        quantity: row.quantity, argument: row.argument, value: wrong)
      #expect(try difference(moved, network, simulated) != nil, "\(name) \(row)")
    }
  }

  /// What a network gave in place of an exact result; nil when chance explains the difference.
  private func difference(
    _ row: ExactResults.Row, _ network: ExactNetwork, _ simulated: SimulatedNetwork
  ) throws -> String? {
    var (found, error) = simulated.mean
    switch row.quantity {
    case "mean": break
    // All three paths are likeliest to take 6 days.
    case "mergeBias": found -= 6
    default:
      let count = try trials(of: row, network, simulated)
      found = Double(count) / Double(Self.trials)
      // What is certain must always be so: its error is 0.
      error = (row.value * (1 - row.value) / Double(Self.trials)).squareRoot()
    }
    if abs(found - row.value) <= Self.standardErrors * error { return nil }
    let named = "\(network.name) \(row.quantity) \(row.argument)"
    return "\(named): \(found), not \(row.value) ± \(error)"
  }

  /// In how many trials what a row says of them is so.
  private func trials(
    of row: ExactResults.Row, _ network: ExactNetwork, _ simulated: SimulatedNetwork
  ) throws -> Int {
    if row.quantity == "criticality" {
      let activity = try #require(network.activities.firstIndex(of: row.argument))
      return simulated.criticalTrials[activity]
    }
    let days = try #require(Double(row.argument))
    if row.quantity == "distribution" { return simulated.finishes.count { $0 <= days } }
    try #require(row.quantity == "mass", "nobody checks \(row.quantity)")
    return simulated.finishes.count { abs($0 - days) < 1e-9 }
  }
}
