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
}
