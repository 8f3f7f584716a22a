import Testing

@testable import Probability

struct SobolSequenceTests {
  /// A point's digits by the definition, one bit of its number after another.
  static func point(_ index: Int, _ directions: [UInt32]) -> UInt32 {
    directions.indices.reduce(0) { $0 ^ (index >> $1 & 1 == 1 ? directions[$1] : 0) }
  }

  /// Source: scipy.stats.qmc.Sobol, by `Reference/make_sobol_tables.py`.
  @Test func givesThePointsOfSciPy() throws {
    let table = try ReferenceTable("sobol-points", directory: parentOfThisFile)
    #expect(table.rows.count == 50 * 64 + 14 * 9)
    var directions: [Int: [UInt32]] = [:]
    for row in table.rows {
      let numbers = try row.map { try #require(Int($0)) }
      let dimension = numbers[0] - 1
      let found =
        directions[dimension] ?? SobolSequence.directions(ofDimension: dimension)
      directions[dimension] = found
      #expect(Int(Self.point(numbers[1], found)) == numbers[2], "\(row)")
    }
  }

  @Test func everyDimensionHasOnePointInEachInterval() {
    for dimension in 0..<SobolSequence.dimensions {
      let directions = SobolSequence.directions(ofDimension: dimension)
      #expect(directions.count == SobolSequence.digits)
      // Runs that begin anywhere, since a run is what a randomisation gets at a time.
      let first = (dimension % 7) << 10
      let leading = Set((first..<(first + 256)).map { Self.point($0, directions) >> 22 })
      #expect(leading.count == 256, "dimension \(dimension)")
    }
  }
}

/// Reference tables lie in the folder above.
private let parentOfThisFile = #filePath.split(separator: "/").dropLast().joined(separator: "/")
