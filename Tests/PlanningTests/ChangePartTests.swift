import Probability
import Testing

@testable import Planning

@Suite("the parts of a difference")
struct ChangePartTests {
  private func normals(_ count: Int) -> [Double] {
    let lanes = [Double](repeating: 0, count: count)
    var filled = lanes
    var span = filled.mutableSpan
    RandomStream(name: "z").key(seed: 4).fillNormals(&span, period: 0, firstTrial: 0)
    return filled
  }

  /// a b Z + c: the first change takes a from 1 to 3, the second b from 2 to 5, the third adds 4,
  /// the fourth does nothing; in every trial.
  private func product(_ set: UInt64, _ z: [Double]) -> [[Double]] {
    let a: Double = set & 1 == 0 ? 1 : 3
    let b: Double = set & 2 == 0 ? 2 : 5
    let c: Double = set & 4 == 0 ? 0 : 4
    return [z.map { a * b * (10 + $0) + c }, z.map { a * b * (10 + $0) + c >= 70 ? 1 : 0 }]
  }

  @Test("a product: the parts that can be worked out by hand")
  func product() throws {
    let z = normals(4096)
    let found = try #require(try changeParts(of: 4, .trials) { product($0, z) })
    let mean = 10 + Moments(of: z).mean
    let parts = found[0].parts
    #expect(found[0].isExact)
    #expect(abs(parts[0].part - 7 * mean) < 1e-9)
    #expect(abs(parts[1].part - 6 * mean) < 1e-9)
    #expect(abs(parts[2].part - 4) < 1e-9)
    #expect(parts[3] == ChangePart(
      part: 0, standardError: 0, orderError: 0, firstIn: 0, lastIn: 0, least: 0, greatest: 0))
    #expect(abs(parts[0].firstIn - 4 * mean) < 1e-9)
    #expect(abs(parts[0].lastIn - 10 * mean) < 1e-9)
    #expect(abs(parts[1].firstIn - 3 * mean) < 1e-9)
    #expect(abs(parts[1].lastIn - 9 * mean) < 1e-9)
    #expect(abs(parts[0].least - 4 * mean) < 1e-9)
    #expect(abs(parts[0].greatest - 10 * mean) < 1e-9)
    let error = Moments(of: z.map { 7 * $0 }).standardError
    #expect(abs(parts[0].standardError - error) < 1e-9)
    for figure in found {
      let sum = figure.parts.reduce(0) { $0 + $1.part }
      #expect(abs(sum - figure.difference) < 1e-12 * max(1, abs(figure.whole)))
    }
  }

  @Test("one change is the whole difference")
  func single() throws {
    let z = normals(64)
    let found = try #require(try changeParts(of: 1, .trials) { product($0, z) })
    for figure in found {
      #expect(figure.parts[0].part == figure.parts[0].firstIn || abs(
        figure.parts[0].part - figure.parts[0].firstIn) < 1e-12)
      #expect(abs(figure.parts[0].part - figure.difference) < 1e-12)
      #expect(figure.parts[0].standardError == figure.differenceError)
    }
  }

  @Test("drawn orders with their reverses: exact where two changes meet, and always adding up")
  func drawn() throws {
    let z = normals(256)
    var simulations = 0
    let parts = try changeParts(of: 12, .trials, orders: 8) { set in
      simulations += 1
      let others = Double((set >> 4).nonzeroBitCount)
      return product(set, z).map { $0.map { $0 + 0.5 * others } }
    }
    let found = try #require(parts)
    let mean = 10 + Moments(of: z).mean
    let figure = found[0]
    #expect(!figure.isExact)
    #expect(simulations == 2 + 2 * 12 + 2 * 8 * 11)
    // Each of two changes comes first as often as last, in an order and its reverse.
    #expect(abs(figure.parts[0].part - 7 * mean) < 1e-9)
    #expect(abs(figure.parts[1].part - 6 * mean) < 1e-9)
    #expect(figure.parts[0].orderError < 1e-9)
    #expect(abs(figure.parts[5].part - 0.5) < 1e-9)
    #expect(figure.parts[3].part == 0)
    for figure in found {
      let sum = figure.parts.reduce(0) { $0 + $1.part }
      #expect(abs(sum - figure.difference) < 1e-9)
    }
  }

  @Test("three changes that only do something together share it")
  func together() throws {
    for count in [3, 11] {
      let all = (UInt64(1) << UInt64(count)) - 1
      let parts = try changeParts(of: count, .trials, orders: 400) { set in
        [[Double](repeating: set == all ? 1 : 0, count: 32)]
      }
      let found = try #require(parts)
      for part in found[0].parts {
        let error = max(4.5 * part.orderError, 1e-12)
        #expect(abs(part.part - 1 / Double(count)) < error)
      }
    }
  }

  /// Of the product each order and its reverse give the parts exactly, however many were finished.
  @Test("stopped on the way, what is finished adds up", arguments: [4, 12])
  func stopped(count: Int) throws {
    let z = normals(64)
    let mean = 10 + Moments(of: z).mean
    for most in [0, 1, 2 * count + 1, 13, 40, 60] {
      var simulations = 0
      let found = try changeParts(of: count, .trials, orders: 8) { set in
        guard simulations < most else { return nil }
        simulations += 1
        return product(set, z)
      }
      // All sets of four are sixteen.
      guard count > 4 || most < 16 else { continue }
      // Base, variant, each change first and last, and an order with its reverse.
      guard most >= (count == 4 ? 13 : 2 + 2 * count + 2 * (count - 1)) else {
        #expect(count == 4 || found == nil)
        continue
      }
      let figure = try #require(found)[0]
      #expect(!figure.isExact && figure.pairs! >= 1 && figure.pairs! < 8)
      #expect(abs(figure.parts[0].part - 7 * mean) < 1e-9)
      #expect(abs(figure.parts[1].part - 6 * mean) < 1e-9)
      #expect(abs(figure.parts.reduce(0) { $0 + $1.part } - figure.difference) < 1e-9)
    }
  }

  @Test("a whole analysis has the same bits in whatever order its sets are simulated")
  func wholeIsTheSame() throws {
    let z = normals(64)
    let orders = OrdersOfChanges(4, pairs: 64)
    #expect(orders.allSets.sorted() == Array(0..<16))
    #expect(Array(orders.allSets.prefix(2)) == [0, 15])
    let parts = try #require(try changeParts(of: 4, .trials) { product($0, z) })
    let all = AllSetsOfChanges(4, (0..<16).map { product($0, z) }).parts(.trials)
    for (one, other) in zip(parts, all) { #expect(one.parts == other.parts) }
  }
}
