import CKernels
import Testing

extension KernelsTests {
  /// A lower triangular matrix; what stands above its diagonal may not be read.
  private static func lower(_ n: Int) -> [Double] {
    (0..<n * n).map { index in
      let (i, j) = (index / n, index % n)
      return j > i ? .nan : Double((index * 7919 + 3) % 199) / 100 - 0.97
    }
  }

  /// The chain of fused multiply-adds that the header promises.
  private static func product(_ lower: [Double], _ block: [Double], n: Int) -> [Double] {
    let columns = block.count / n
    var result = block
    for i in 0..<n {
      for column in 0..<columns {
        var sum = lower[i * n] * block[column]
        for j in 1..<max(i + 1, 1) {
          sum.addProduct(lower[i * n + j], block[j * columns + column])
        }
        result[i * columns + column] = sum
      }
    }
    return result
  }

  @Test(arguments: [1, 2, 3, 4, 5, 8, 12, 13, 31, 64, 130])
  func triangularProductsAreChainsInOrder(n: Int) {
    let saved = torreya_active_level()
    defer { torreya_use_level(saved) }
    let lower = Self.lower(n)
    for columns in [1, 3, 8, 37, 96, 525] {
      let block = (0..<n * columns).map { Double(($0 * 104_729 + 11) % 1009) / 311 - 1.5 }
      let expected = Self.product(lower, block, n: n).map(\.bitPattern)
      for level in Self.levels {
        torreya_use_level(level)
        var found = block
        torreya_multiply_lower_triangular(&found, lower, n, columns)
        #expect(found.map(\.bitPattern) == expected, "\(n) rows, \(columns) columns, \(level)")
      }
    }
  }

  @Test func anEmptyBlockHasNoProduct() {
    var block = [1.5]
    torreya_multiply_lower_triangular(&block, [2], 1, 0)
    torreya_multiply_lower_triangular(&block, [2], 0, 1)
    #expect(block == [1.5])
  }

  @Test(arguments: [1, 2, 3, 12, 40])
  func columnsAreAddedInTheirOrder(count: Int) {
    let saved = torreya_active_level()
    defer { torreya_use_level(saved) }
    for rows in [1, 7, 8, 64, 131] {
      let numbers = (0..<count * rows).map { Double(($0 * 104_729 + 11) % 1009) / 311 - 1.5 }
      let expected = (0..<rows).map { row in
        (1..<max(count, 1)).reduce(numbers[row]) { $0 + numbers[$1 * rows + row] }
      }
      for level in Self.levels {
        torreya_use_level(level)
        var found = numbers
        found.withUnsafeMutableBufferPointer { all in
          let starts = (0..<count).map { UnsafePointer(all.baseAddress! + $0 * rows) as Optional }
          // The last column takes the sum.
          torreya_sum_columns(all.baseAddress! + (count - 1) * rows, starts, count, rows)
        }
        let sum = found[((count - 1) * rows)...].map(\.bitPattern)
        #expect(sum == expected.map(\.bitPattern), "\(count) columns of \(rows), \(level)")
      }
    }
  }

  @Test func theEnvironmentNamesALevel() {
    let best = torreya_best_level()
    let cases: [(String, torreya_level, Bool)] = [
      ("baseline", torreya_level_baseline, true), ("", best, true), ("sse9", best, false),
      ("AVX2", best, false),
      ("avx2", Self.min(torreya_level_avx2, best), best.rawValue >= torreya_level_avx2.rawValue),
      ("avx512", Self.min(torreya_level_avx512, best), best == torreya_level_avx512),
    ]
    for (name, level, isAsAsked) in cases {
      var asAsked: Int32 = -1
      #expect(torreya_chosen_level(name, &asAsked) == level, "\(name)")
      #expect((asAsked == 1) == isAsAsked, "\(name)")
    }
    var asAsked: Int32 = -1
    #expect(torreya_chosen_level(nil, &asAsked) == best)
    #expect(asAsked == 1)
  }

  private static func min(_ a: torreya_level, _ b: torreya_level) -> torreya_level {
    a.rawValue < b.rawValue ? a : b
  }
}
