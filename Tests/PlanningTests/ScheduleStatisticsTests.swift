import Foundation
import SeededNumbers
import Testing

@testable import Planning

/// Ranks, rank correlations and joint confidences against SciPy and by counting.
@Suite("statistics of schedules")
struct ScheduleStatisticsTests {
  private struct Case {
    let name: String
    let correlation, sensitivity: Double
    let x, y: [Double]
  }

  /// What `Reference/make_schedule_statistics.py` wrote.
  private static let cases: [Case] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    let file = folder.appending(path: "Reference/schedule-statistics.csv")
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
    return text.split(separator: "\n").dropFirst().map { line in
      let cells = line.split(separator: ",").map(String.init)
      func numbers(_ text: String) -> [Double] {
        text.split(separator: " ").compactMap { Double($0) }
      }
      return Case(
        name: cells[0], correlation: Double(cells[1]) ?? .nan,
        sensitivity: Double(cells[2]) ?? .nan, x: numbers(cells[3]), y: numbers(cells[4]))
    }
  }()

  @Test("rank correlation and sensitivity index are those of SciPy and NumPy")
  func againstSciPy() {
    #expect(Self.cases.count == 7)
    for one in Self.cases {
      let (x, y) = (RankedTrials(one.x), RankedTrials(one.y))
      let found = ScheduleSensitivity(time: x, finish: y, criticality: 0.75)
      #expect(abs((found.cruciality ?? .nan) - one.correlation) < 1e-14, "\(one.name)")
      // The spread of numbers that agree to 13 digits is known to few.
      let accuracy = one.name == "close" ? 1e-2 : 1e-12
      let error = abs((found.index ?? .nan) / one.sensitivity - 1)
      #expect(error < accuracy, "\(one.name)")
    }
  }

  @Test("ranks with ties by hand")
  func ties() {
    let ranks = Ranks(of: [3, 1, 3, 2, 3])
    // Ranks 4, 1, 4, 2, 4, twice and less 6.
    #expect(ranks.centred == [2, -4, 2, -2, 2])
    #expect(ranks.smaller == [2, 0, 2, 1, 2])
    #expect(ranks.sorted == [1, 2, 3, 3, 3])
  }

  @Test("the order is that of a plain sort, whatever the numbers are like")
  func order() {
    var generator = SeededGenerator(7)
    for round in 0..<200 {
      let count = Int.random(in: 1...300, using: &generator)
      let numbers = (0..<count).map { _ -> Double in
        let uniform = Double.random(in: -1...1, using: &generator)
        return switch round % 5 {
        case 0: uniform
        case 1: (uniform * 4).rounded()
        case 2: 1 / (uniform + 1.000001) * 1e9
        case 3: 19800 + uniform * 1e-9
        default: uniform * 1e308
        }
      }
      let ranks = Ranks(of: numbers)
      #expect(ranks.sorted == numbers.sorted())
      for (place, number) in numbers.enumerated() {
        let less = numbers.count { $0 < number }
        let same = numbers.count { $0 == number }
        #expect(Int(ranks.smaller[place]) == less)
        #expect(Int(ranks.centred[place]) == 2 * less + same - count)
      }
    }
  }

  @Test("many numbers, sorted by more digits", arguments: [16_384, 16_385, 50_000])
  func many(count: Int) {
    var generator = SeededGenerator(UInt64(count))
    let numbers = (0..<count).map { place in
      let number = Double.random(in: -1...1, using: &generator)
      return place % 3 == 0 ? (number * 100).rounded() : number * number * number
    }
    let ranks = Ranks(of: numbers)
    let order = numbers.indices.sorted { (numbers[$0], $0) < (numbers[$1], $1) }
    #expect(ranks.sorted == order.map { numbers[$0] })
    var smaller = 0
    for (rank, place) in order.enumerated() {
      if rank > 0, numbers[order[rank - 1]] < numbers[place] { smaller = rank }
      guard ranks.smaller[place] == Int32(smaller) else {
        Issue.record("place \(place): \(ranks.smaller[place]) smaller, not \(smaller)")
        return
      }
    }
  }

  @Test("what is always the same has no correlation")
  func constant() {
    let found = ScheduleSensitivity(
      time: RankedTrials([0.1, 0.1, 0.1]), finish: RankedTrials([1, 2, 3]), criticality: 1)
    #expect(found.cruciality == nil)
    #expect(found.index == 0)
    let certain = ScheduleSensitivity(
      time: RankedTrials([1, 2, 3]), finish: RankedTrials([0.1, 0.1, 0.1]), criticality: 1)
    #expect(certain.index == nil)
  }

  @Test("the correlation of jointly normal numbers is 6/pi asin(rho/2)")
  func normalScores() {
    var generator = SeededGenerator(3)
    func normal() -> Double {
      let (u, v) = (
        Double.random(in: 1e-12..<1, using: &generator), Double.random(in: 0..<1, using: &generator)
      )
      return (-2 * log(u)).squareRoot() * cos(2 * .pi * v)
    }
    let count = 200_000
    let pairs = (0..<count).map { _ -> (Double, Double) in
      let first = normal()
      return (first, 0.5 * first + 0.75.squareRoot() * normal())
    }
    let found = rankCorrelation(Ranks(of: pairs.map(\.0)), Ranks(of: pairs.map(\.1)))
    // A standard error of about 0.002.
    #expect(abs(found - 6 / .pi * asin(0.25)) < 0.008)
  }

  @Test("joint shares by hand")
  func joint() {
    let joint = JointConfidence(finishes: [1, 2, 3, 4], costs: [20, 10, 40, 30])
    let shares = joint.shares(finishBy: [2, 4], costBy: [10, 30])
    #expect(shares.map { $0.map(\.probability) } == [[0.25, 0.5], [0.25, 0.75]])
    #expect(abs(shares[0][0].standardError - (0.25 * 0.75 / 3).squareRoot()) < 1e-15)
    // The third trial needs all four places of the cost, the fourth four of the finish, the others
    // two; for three quarters of the trials all four are needed.
    let equal = joint.equalConfidence(jointly: 0.75)
    #expect(equal == .init(confidence: 1, finish: 4, cost: 40))
    #expect(joint.equalConfidence(jointly: 0.5) == .init(confidence: 0.5, finish: 2, cost: 20))
  }

  @Test("of independent dates and costs the square root is needed of each, of equal ones no more")
  func equalConfidence() {
    // Every pair of 100 dates and 100 costs once.
    let grid = (0..<10_000).map { (Double($0 / 100), Double($0 % 100)) }
    let independent = JointConfidence(finishes: grid.map(\.0), costs: grid.map(\.1))
      .equalConfidence(jointly: 0.7)
    // 84 dates of 100 and 84 costs: 0.7056; 83 of each would be 0.6889.
    #expect(independent.finish == 83 && independent.cost == 83)
    #expect(abs(independent.confidence - 0.7.squareRoot()) < 0.01)
    let one = (0..<1000).map(Double.init)
    let equal = JointConfidence(finishes: one, costs: one).equalConfidence(jointly: 0.7)
    #expect(equal == .init(confidence: 0.7, finish: 699, cost: 699))
  }
}
