import Scheduling
import Testing

@Suite struct NetworkTests {
  @Test func aWorkLineKeepsItsDays() {
    let line = WorkLine(label: "week", firstDay: 4, workedShares: [1, 1, 1, 1, 1, 0, 0])
    #expect(line.workedShares.count == 7 && line.losses.isEmpty)
  }
}
