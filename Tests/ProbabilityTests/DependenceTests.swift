import Testing

@testable import Probability

struct DependenceTests {
  private func normals(_ count: Int) throws -> [any Distribution] {
    let family = try #require(Distributions.named("normal"))
    return try (0..<count).map { _ in
      try family.init(ParameterValues(["mean": 0, "standardDeviation": 1]))
    }
  }

  private let contradiction = [1, 0.9, -0.9, 0.9, 1, 0.9, -0.9, 0.9, 1]

  @Test func keepsWhatCanBe() throws {
    let dependence = try Dependence(
      .rank, .gaussian, variables: 2, entries: [1, 0.5, 0.5, 1], largestChange: 1)
    let resolved = try dependence.resolved(for: normals(2))
    #expect(resolved.used == [1, 0.5, 0.5, 1] && resolved.largestChange == 0)
    #expect(abs(resolved.matrix[1, 0] - 0.517_638_090_205_041_5) < 1e-15)
  }

  /// By symmetry all three come to 1/2: the nearest matrix has a zero eigenvalue.
  @Test func repairsOnlyAsFarAsAllowed() throws {
    for allowed in [nil, 0.3] {
      let dependence = try Dependence(
        .scores, .gaussian, variables: 3, entries: contradiction, largestChange: allowed)
      #expect {
        try dependence.resolved(for: normals(3))
      } throws: { error in
        guard case .contradiction(2, let change)? = error as? DependenceError else { return false }
        return abs(change - 0.4) < 1e-6
      }
    }
    let dependence = try Dependence(
      .scores, .gaussian, variables: 3, entries: contradiction, largestChange: 0.41)
    let resolved = try dependence.resolved(for: normals(3))
    for (found, wanted) in zip(resolved.used, [1, 0.5, -0.5, 0.5, 1, 0.5, -0.5, 0.5, 1]) {
      #expect(abs(found - wanted) < 1e-6)
    }
  }

  /// What was repaired is told in the measure in which it was declared: scores of 1/2 are ranks
  /// of (6/π) arcsin 1/4.
  @Test func tellsChangesInTheDeclaredMeasure() throws {
    let dependence = try Dependence(
      .rank, .gaussian, variables: 3, entries: contradiction, largestChange: 1)
    let resolved = try dependence.resolved(for: normals(3))
    #expect(abs(resolved.matrix[1, 0] - 0.5) < 1e-6)
    #expect(abs(resolved.used[1] - arcsine(0.25) * 6 / .pi) < 1e-6)
  }

  @Test func checksTheEntriesFirst() {
    #expect(throws: CorrelationError.asymmetric(row: 1, column: 0)) {
      try Dependence(.rank, .gaussian, variables: 2, entries: [1, 0.5, 0.4, 1])
    }
  }
}
