import Testing

@testable import ColumnPlan

@Suite("sets of periods")
struct PeriodSetTests {
  private func set(_ members: Set<Int>, of periods: Int) -> PeriodSet {
    members.reduce(into: PeriodSet(periods: periods)) { $0.insert($1) }
  }

  private func members(_ set: PeriodSet, of periods: Int) -> Set<Int> {
    Set((0..<periods).filter(set.contains))
  }

  @Test("moves, fills and closes as sets of numbers do", arguments: [1, 5, 63, 64, 65, 128, 200])
  func likeSets(periods: Int) {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<60 {
      let numbers = Set((0..<periods).filter { _ in Int.random(in: 0..<6, using: &generator) == 0 })
      let others = Set((0..<periods).filter { _ in Int.random(in: 0..<6, using: &generator) > 0 })
      var found = set(numbers, of: periods)
      #expect(found.count == numbers.count && found.isEmpty == numbers.isEmpty)
      for distance in [0, 1, 3, 63, 64, 70] {
        #expect(
          members(found.movedBack(by: distance), of: periods)
            == Set(numbers.map { $0 - distance }.filter { $0 >= 0 }))
      }
      #expect(
        members(found.withAllBefore, of: periods) == Set(0..<(numbers.max().map { $0 + 1 } ?? 0)))
      var closed = numbers
      for period in stride(from: periods - 1, to: 0, by: -1)
      where closed.contains(period) && others.contains(period) {
        closed.insert(period - 1)
      }
      found.closeBackwards(through: set(others, of: periods))
      #expect(members(found, of: periods) == closed)
      #expect(found.formUnion(set(others, of: periods)) == !closed.isSuperset(of: others))
      #expect(members(found, of: periods) == closed.union(others))
    }
  }
}
