import Scheduling
import Testing

/// Critical paths, dates and floats that textbooks print. `Reference/textbook_networks.py` works
/// them out once more.
@Suite("published networks")
struct TextbookTests {
  /// Earliest start, earliest finish, latest start, latest finish and total float.
  struct Row {
    let name: Character
    let duration: Double
    let after: String
    let dates: [Double]
  }

  private func check(_ rows: [Row]) {
    let names = rows.map(\.name)
    let network = Network(
      activities: rows.map { .init(duration: .fixed($0.duration), notBefore: .fixed(0)) },
      links: rows.enumerated().flatMap { place, row in
        row.after.map { .init(names.firstIndex(of: $0)!, place) }
      }, lines: [everyDay(60)], inputs: 0)
    let table = timetable(network)
    for (place, row) in rows.enumerated() {
      let (end, total) = (table[place, .ends], table[place, .totalFloat])
      let made = [
        table[place, .begins], end, table[place, .begins] + total, end + total, total,
      ]
      #expect(made == row.dates, "\(row.name)")
      #expect(table[place, .critical] == (row.dates[4] == 0 ? 1 : 0))
    }
  }

  /// - Source: Hillier and Lieberman, *Introduction to Operations Research*, 7th edition (2001),
  ///   chapter 10, Reliable Construction Co.: 44 weeks, A-B-C-E-F-J-L-N.
  @Test("Reliable Construction")
  func reliableConstruction() {
    check([
      Row(name: "A", duration: 2, after: "", dates: [0, 2, 0, 2, 0]),
      Row(name: "B", duration: 4, after: "A", dates: [2, 6, 2, 6, 0]),
      Row(name: "C", duration: 10, after: "B", dates: [6, 16, 6, 16, 0]),
      Row(name: "D", duration: 6, after: "C", dates: [16, 22, 20, 26, 4]),
      Row(name: "E", duration: 4, after: "C", dates: [16, 20, 16, 20, 0]),
      Row(name: "F", duration: 5, after: "E", dates: [20, 25, 20, 25, 0]),
      Row(name: "G", duration: 7, after: "D", dates: [22, 29, 26, 33, 4]),
      Row(name: "H", duration: 9, after: "EG", dates: [29, 38, 33, 42, 4]),
      Row(name: "I", duration: 7, after: "C", dates: [16, 23, 18, 25, 2]),
      Row(name: "J", duration: 8, after: "FI", dates: [25, 33, 25, 33, 0]),
      Row(name: "K", duration: 4, after: "J", dates: [33, 37, 34, 38, 1]),
      Row(name: "L", duration: 5, after: "J", dates: [33, 38, 33, 38, 0]),
      Row(name: "M", duration: 2, after: "H", dates: [38, 40, 42, 44, 4]),
      Row(name: "N", duration: 6, after: "KL", dates: [38, 44, 38, 44, 0]),
    ])
  }

  /// - Source: Winston, *Operations Research: Applications and Algorithms*, section 8.4, Widgetco:
  ///   38 days, B-D-E-F.
  @Test("Widgetco")
  func widgetco() {
    check([
      Row(name: "A", duration: 6, after: "", dates: [0, 6, 3, 9, 3]),
      Row(name: "B", duration: 9, after: "", dates: [0, 9, 0, 9, 0]),
      Row(name: "C", duration: 8, after: "AB", dates: [9, 17, 18, 26, 9]),
      Row(name: "D", duration: 7, after: "AB", dates: [9, 16, 9, 16, 0]),
      Row(name: "E", duration: 10, after: "D", dates: [16, 26, 16, 26, 0]),
      Row(name: "F", duration: 12, after: "CE", dates: [26, 38, 26, 38, 0]),
    ])
  }
}
