import Testing

@testable import Probability

struct SamplingReferenceTests {
  /// Source: `Reference/make_sampling_tables.py`, written from docs/randomness.md alone.
  @Test func drawsAreThoseOfThePage() throws {
    let table = try ReferenceTable("sampling-draws", directory: parentOfThisFile)
    #expect(table.rows.count == 189)
    let key = RandomStream(name: "fiscal.vat.annual").key(seed: 1)
    for row in table.rows {
      let (period, trial) = (try #require(Int(row[1])), try #require(Int(row[2])))
      let scheme = try #require(
        SamplingScheme(name: row[0], randomisations: Int(row[3]) ?? 16))
      let numbers = SamplingKernelsTests.filled(16) { span in
        let first = trial / 16 * 16
        guard let dimension = Int(row[4]) else {
          return key.fillUniforms(&span, period: period, firstTrial: first, scheme: scheme)
        }
        key.fillSobol(
          &span, period: period, firstTrial: first,
          randomisations: scheme.randomisations!,
          directions: SobolSequence.directions(ofDimension: dimension - 1))
      }
      #expect(numbers[trial % 16] == Double(row[5]), "\(row)")
    }
  }
}

/// Reference tables lie in the folder above.
private let parentOfThisFile = #filePath.split(separator: "/").dropLast().joined(separator: "/")
