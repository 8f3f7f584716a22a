import SeededNumbers
import Testing

@testable import Forecasting

@Suite struct RankingTests {
  private func byComparison(_ numbers: [Double]) -> [Int] {
    numbers.indices.sorted { left, right in
      let (a, b) = (numbers[left], numbers[right])
      if a.isNaN || b.isNaN { return a.isNaN == b.isNaN ? left < right : b.isNaN }
      return a == b ? left < right : a < b
    }
  }

  @Test(arguments: [0, 1, 2, 16, 1_000, 4_096])
  func theOrderIsThatOfComparison(count: Int) {
    var generator = SeededGenerator(UInt64(count) + 1)
    let scales: [Double] = [1, 1e-300, 1e300, 1e-320]
    var numbers = (0..<count).map { place in
      Double.random(in: -1...1, using: &generator) * scales[place % 4]
    }
    for place in stride(from: 0, to: count, by: 7) { numbers[place] = 0.5 }
    #expect(ranking(numbers, 0, count) == byComparison(numbers))
  }

  @Test func zerosInfinitiesAndWhatIsNoNumberHaveTheirPlaces() {
    let numbers = [0.0, -0.0, .nan, .infinity, -.infinity, -0.0, 0, -.nan, 5e-324, -5e-324, .nan]
    #expect(ranking(numbers, 0, numbers.count) == [4, 9, 0, 1, 5, 6, 8, 3, 2, 7, 10])
    #expect(ranking(numbers, 3, 3) == [1, 2, 0])
  }

  /// Two numbers far out leave all others in one cell of the range.
  @Test func numbersThatLieCloseTogetherAreInOrderToo() {
    let close = (0..<2_000).map { 1 + 1e-15 * Double($0 * 7_919 % 2_000) }
    let further: [[Double]] = [[], [1e300, -1e300], [.infinity, .nan], [0, 1e-300]]
    for more in further {
      let numbers = close + more
      #expect(ranking(numbers, 0, numbers.count) == byComparison(numbers))
    }
  }
}
