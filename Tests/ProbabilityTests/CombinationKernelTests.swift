import CKernels
import Testing

extension KernelsTests {
  /// Sums of columns of `length` numbers, as the header promises: a product, then fused
  /// multiply-adds.
  private static func sums(_ weights: [Double], of numbers: [Double], rows: Int, length: Int)
    -> [Double]
  {
    let count = numbers.count / length
    return (0..<rows * length).map { index in
      let (row, lane) = (index / length, index % length)
      var sum = weights[row * count] * numbers[lane]
      for column in 1..<max(count, 1) {
        sum.addProduct(weights[row * count + column], numbers[column * length + lane])
      }
      return sum
    }
  }

  private static func combined(
    _ weights: [Double], of numbers: inout [Double], rows: Int, length: Int
  ) -> [Double] {
    let count = numbers.count / length
    var out = [Double](repeating: .nan, count: rows * length)
    out.withUnsafeMutableBufferPointer { out in
      numbers.withUnsafeMutableBufferPointer { numbers in
        let starts = (0..<count).map {
          UnsafePointer(numbers.baseAddress! + $0 * length) as Optional
        }
        let results = (0..<rows).map { out.baseAddress! + $0 * length as Optional }
        torreya_combine_columns(results, rows, starts, weights, count, length)
      }
    }
    return out
  }

  @Test(arguments: [1, 2, 3, 4, 5, 7, 8, 14, 19])
  func weightedSumsAreChainsInOrder(rows: Int) {
    let saved = torreya_active_level()
    defer { torreya_use_level(saved) }
    for count in [1, 2, 3, 14, 41] {
      let weights = (0..<rows * count).map { Double(($0 * 7919 + 3) % 199) / 100 - 0.97 }
      for length in [1, 7, 8, 32, 37, 131] {
        var numbers = (0..<count * length).map {
          Double(($0 * 104_729 + 11) % 1009) / 311 - 1.5
        }
        let expected = Self.sums(weights, of: numbers, rows: rows, length: length)
        for level in Self.levels {
          torreya_use_level(level)
          let found = Self.combined(weights, of: &numbers, rows: rows, length: length)
          #expect(
            found.map(\.bitPattern) == expected.map(\.bitPattern),
            "\(rows) × \(count), \(length) numbers, \(level)")
        }
      }
    }
  }

  @Test func weightsOfOneGiveThePlainSum() {
    let (count, length) = (14, 1024)
    var numbers = (0..<count * length).map { Double(($0 * 104_729 + 11) % 1009) / 311 - 1.5 }
    let found = Self.combined(
      Array(repeating: 1, count: count), of: &numbers, rows: 1, length: length)
    for lane in 0..<length {
      let expected = (1..<count).reduce(numbers[lane]) { $0 + numbers[$1 * length + lane] }
      #expect(found[lane].bitPattern == expected.bitPattern)
    }
  }
}
