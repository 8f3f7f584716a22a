import Workers

#if canImport(Glibc)
  import Glibc
#endif

/// Memory for columns: pages of the system, on boundaries of large ones.
///
/// Left uninitialised. Where there is much of it the system is asked for large pages, since to hand
/// out millions of small ones would take a tenth of the time of a run.
final class ColumnMemory: @unchecked Sendable {
  private static let largePage = 1 << 21

  let numbers: UnsafeMutablePointer<Double>
  private let bytes: Int
  private let isLarge: Bool

  /// - Parameter count: of doubles.
  init(count: Int) {
    bytes = max(1, count) * MemoryLayout<Double>.stride
    isLarge = bytes >= 2 * Self.largePage
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: bytes, alignment: isLarge ? Self.largePage : 4096)
    numbers = memory.bindMemory(to: Double.self, capacity: max(1, count))
    #if os(Linux)
      // A wish: where it is not granted, nothing is lost.
      if isLarge {
        _ = madvise(memory, bytes / Self.largePage * Self.largePage, Int32(MADV_HUGEPAGE))
      }
    #endif
  }

  deinit { numbers.deallocate() }

  /// Has the system hand out the pages of some ranges of numbers now, all workers at once.
  ///
  /// Else each page would be cleared when a block first writes to it, and the workers whose blocks
  /// lie on the same large page would wait for the one that came first.
  ///
  /// - Parameter ranges: ascending.
  func populate(_ ranges: some Sequence<Range<Int>>, threads: Int) {
    #if os(Linux)
      guard isLarge, threads > 1 else { return }
      var pages: [Int] = []
      for range in ranges where !range.isEmpty {
        let first = range.lowerBound * MemoryLayout<Double>.stride / Self.largePage
        let last = (range.upperBound * MemoryLayout<Double>.stride - 1) / Self.largePage
        for page in first...last where page > pages.last ?? -1 { pages.append(page) }
      }
      let wanted = pages
      onWorkers(threads, pieces: wanted.count) { next in
        while let piece = next() {
          let start = wanted[piece] * Self.largePage
          let length = min(Self.largePage, self.bytes - start)
          // MADV_POPULATE_WRITE, since Linux 5.14; it changes nothing of what stands there.
          _ = madvise(UnsafeMutableRawPointer(self.numbers) + start, length, 23)
        }
      }
    #endif
  }
}
