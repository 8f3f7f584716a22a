import Scheduling
import Testing

/// Simulated networks beside their exact results.
///
/// A share or mean of 204,800 trials must lie within 4.5 standard errors of the exact one. A right
/// engine misses that with a chance of 7e-6 for each of the 280 or so comparisons, 0.2 % for
/// all; and since draws are a function of the seed, a run that passes always passes. A bias of a
/// probability by 0.005, or of a mean by 0.02 of its standard deviation, shows.
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
    for row in exact.rows { try expect(row, network, simulated) }
  }

  /// A network with other durations than those of the table is found out.
  @Test func anotherNetworkIsFoundOut() throws {
    let network = try #require(try ExactNetwork.all().first { $0.name == "twoPathsUniform" })
    let simulated = SimulatedNetwork(network, seed: 1, trials: Self.trials)
    let other = try ExactResults(of: "seriesUniform").rows.filter { $0.quantity == "mean" }
    #expect(other.count == 1)
    for row in other {
      let (mean, error) = simulated.mean
      #expect(abs(mean - row.value) > Self.standardErrors * error)
    }
  }

  private func expect(
    _ row: ExactResults.Row, _ network: ExactNetwork, _ simulated: SimulatedNetwork
  ) throws {
    let named = "\(network.name) \(row.quantity) \(row.argument)"
    switch row.quantity {
    case "distribution":
      let days = try #require(Double(row.argument))
      expectShare(simulated.finishes.count { $0 <= days }, row.value, named)
    case "mass":
      let days = try #require(Double(row.argument))
      // Days are added to a moment of five digits, which costs their last ones.
      expectShare(simulated.finishes.count { abs($0 - days) < 1e-9 }, row.value, named)
    case "criticality":
      let activity = try #require(network.activities.firstIndex(of: row.argument))
      expectShare(simulated.criticalTrials[activity], row.value, named)
    case "mean":
      let (mean, error) = simulated.mean
      #expect(abs(mean - row.value) <= Self.standardErrors * error, "\(named): \(mean) ± \(error)")
    case "mergeBias":
      // All three paths are likeliest to take 6 days.
      let (mean, error) = simulated.mean
      let bias = mean - 6
      #expect(abs(bias - row.value) <= Self.standardErrors * error, "\(named): \(bias) ± \(error)")
    default: Issue.record("nobody checks \(named)")
    }
  }

  private func expectShare(_ count: Int, _ exact: Double, _ named: String) {
    let share = Double(count) / Double(Self.trials)
    // Something certain must always be so: then the error is 0.
    let error = (exact * (1 - exact) / Double(Self.trials)).squareRoot()
    #expect(
      abs(share - exact) <= Self.standardErrors * error, "\(named): \(share), not \(exact)")
  }
}
