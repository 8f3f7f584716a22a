import Scheduling
import Testing

/// Five-day weeks from Monday 2024-01-01 on.
let weeks = WorkLine(
  label: "week", firstDay: 19723,
  workedShares: (0..<364).map { $0 % 7 < 5 ? 1.0 : 0.0 })

/// So many days of which every one is worked.
func everyDay(_ days: Int, from firstDay: Int = 0) -> WorkLine {
  WorkLine(
    label: "every day", firstDay: firstDay, workedShares: [Double](repeating: 1, count: days))
}

@Suite struct NetworkTests {
  private func pair(_ kind: Network.Link.Kind, lag: Double) -> Timetable {
    let network = Network(
      activities: [
        .init(duration: .fixed(5), notBefore: .fixed(19723)), .init(duration: .fixed(2)),
      ],
      links: [.init(0, 1, kind, lag: .fixed(lag), lagLine: 0)], lines: [weeks], inputs: 0)
    return timetable(network)
  }

  @Test("a week's work, then two days: they start on the next Monday")
  func finishToStart() {
    let dates = pair(.finishToStart, lag: 0)
    #expect(dates[0, .start] == 19723 && dates[0, .finish] == 19727)
    #expect(dates[1, .begins] == 19728 && dates[1, .start] == 19730)
    #expect(dates[1, .finish] == 19731 && dates[1, .ends] == 19732)
    #expect(dates[0, .critical] == 1 && dates[1, .critical] == 1)
  }

  @Test("links of the other kinds, by hand")
  func otherKinds() {
    let together = pair(.startToStart, lag: 1)
    #expect(together[1, .start] == 19724 && together[1, .finish] == 19725)
    #expect(together[1, .totalFloat] == 2 && together[0, .totalFloat] == 0)
    let ending = pair(.finishToFinish, lag: 1)
    #expect(ending[1, .start] == 19727 && ending[1, .finish] == 19730)
    let beginning = pair(.startToFinish, lag: 3)
    #expect(beginning[1, .start] == 19724 && beginning[1, .finish] == 19725)
  }
}
