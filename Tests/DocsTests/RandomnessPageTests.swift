import Testing

@testable import Probability

/// The worked draws of docs/randomness.md, which an independent program made from the page alone.
struct RandomnessPageTests {
  @Test func theWorkedDrawsAreOurs() throws {
    let page = try MarkdownPage("docs/randomness.md")
    let rows = page.lines.compactMap { $0.firstMatch(of: #/^\| (\d+) \| (0\.\d+) \|$/#) }
    #expect(rows.count == 4)
    let key = RandomStream(name: "fiscal.vat.annual").key(seed: 1)
    for row in rows {
      let trial = try #require(Int(row.1))
      #expect(key.uniform(period: 0, trial: trial) == Double(row.2), "trial \(trial)")
    }
  }

  @Test func theWorkedDrawsOfTheSchemesAreOurs() throws {
    let page = try MarkdownPage("docs/randomness.md")
    let number = #/^\| (\d+) \| (0\.\d+) \| (0\.\d+) \| (0\.\d+) \|$/#
    let rows = page.lines.compactMap { $0.firstMatch(of: number) }
    #expect(rows.count == 6)
    let key = RandomStream(name: "fiscal.vat.annual").key(seed: 1)
    let directions = SobolSequence.directions(ofDimension: 2)
    for row in rows {
      let trial = try #require(Int(row.1))
      var lanes = [Double](repeating: 0, count: 48)
      func draw(_ fill: (inout MutableSpan<Double>, Int) -> Void) -> Double {
        var span = lanes.mutableSpan
        fill(&span, trial / 16 * 16)
        return lanes[trial % 16]
      }
      let antithetic = draw {
        key.fillUniforms(&$0, period: 0, firstTrial: $1, scheme: .antithetic)
      }
      let hypercube = draw {
        key.fillUniforms(&$0, period: 0, firstTrial: $1, scheme: .latinHypercube)
      }
      let sobol = draw {
        key.fillSobol(
          &$0, period: 0, firstTrial: $1, randomisations: 16, directions: directions)
      }
      #expect([antithetic, hypercube, sobol] == [row.2, row.3, row.4].map { Double($0) })
    }
  }
}
