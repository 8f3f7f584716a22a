import Probability
import Testing

/// A distribution is a file, a line in one list, and a table that an independent tool made.
@Suite struct DistributionListTests {
  private static let names = Distributions.all.map { $0.descriptor.name }

  /// Why a family has no rows in the reference table.
  private static let withoutTable = [
    "discrete": "its quantiles are the rows that the planner gives",
    "empirical": "its quantiles are the values that the planner gives",
    "quantiles": "its quantiles are the points that the planner gives",
  ]

  @Test(arguments: names)
  func theFamilyHasAReferenceTable(_ name: String) throws {
    let table = try #require(
      Repository.text("Tests/ProbabilityTests/Reference/distributions.csv"))
    let hasRows = table.contains("\n\(name)(")
    #expect(hasRows != (Self.withoutTable[name] != nil), "\(name)")
  }

  @Test func everyFileIsListed() {
    let folder = "Sources/Probability/Distributions/"
    let types = Set(Distributions.all.map { String(describing: $0) })
    for file in Repository.swiftFiles where file.path.hasPrefix(folder) {
      let name = String(file.name.dropLast(".swift".count))
      #expect(name.contains("+") || types.contains(name), "\(file.path) is not in the list")
    }
  }

  @Test func theListIsAlphabetical() {
    #expect(Self.names == Self.names.sorted())
  }
}
