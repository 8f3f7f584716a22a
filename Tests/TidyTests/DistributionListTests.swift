import Probability
import Testing

/// A distribution is a file, a line in one list, and a table that an independent tool made.
@Suite struct DistributionListTests {
  private static let names = Distributions.all.map { $0.descriptor.name }

  @Test(arguments: names)
  func theFamilyHasAReferenceTable(_ name: String) throws {
    let path = "Tests/ProbabilityTests/Reference/distributions/\(name).csv"
    let table = try #require(Repository.text(path), "make_distribution_tables.py makes \(path)")
    #expect(table.contains("\n\(name)("))
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
