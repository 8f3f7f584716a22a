import Testing

@testable import Probability

struct StudentScoresTests {
  /// The largest error of a score over all degrees of freedom and values of the table.
  @Test func agreesWithMoreDigits() throws {
    let table = try ReferenceTable("student-scores")
    let (degrees, values, scores) = try (
      table.numbers("degreesOfFreedom"), table.numbers("t"), table.numbers("score")
    )
    var worst = 0.0
    for (index, expected) in scores.enumerated() {
      let compiled = StudentScores(degreesOfFreedom: degrees[index])
      for sign in [1.0, -1] {
        // A spread of 1 leaves the normal as it is.
        var lanes = [sign * values[index]]
        compiled.apply(to: &lanes, variables: 1, trials: 1, spreads: [1])
        worst = max(worst, abs(lanes[0] - sign * expected))
        let back = compiled.value(ofScore: lanes[0])
        #expect(abs(back - sign * values[index]) <= 1e-9 * values[index])
      }
    }
    print("Student scores: largest error \(worst)")
    #expect(worst < 2e-11)
  }

  @Test func takesRowsOfManyLanes() {
    let compiled = StudentScores(degreesOfFreedom: 4)
    let trials = 300
    var normals = (0..<2 * trials).map { Double($0 % 77 - 38) / 10 }
    let spreads = (0..<trials).map { Double($0 % 9 + 1) / 5 }
    let given = normals
    compiled.apply(to: &normals, variables: 2, trials: trials, spreads: spreads)
    for lane in normals.indices {
      var single = [given[lane]]
      compiled.apply(to: &single, variables: 1, trials: 1, spreads: [spreads[lane % trials]])
      #expect(single[0] == normals[lane])
    }
    #expect(normals[38] == 0)
  }

  /// Extremes of the normals and of the spread, as far as draws can go, stay finite numbers.
  @Test(arguments: [1.0, 2, 1000]) func staysFinite(degreesOfFreedom: Double) {
    let compiled = StudentScores(degreesOfFreedom: degreesOfFreedom)
    var lanes = [8.3, -8.3, 8.3, 1e-300]
    compiled.apply(to: &lanes, variables: 1, trials: 4, spreads: [1e-32, 1e-32, 400, 1e-32])
    #expect(lanes.allSatisfy { $0.isFinite })
    #expect(lanes[0] > 8 && lanes[1] == -lanes[0])
  }
}
