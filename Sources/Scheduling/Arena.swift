/// Memory that lives as long as the arena: what C structures point to.
final class Arena {
  private var blocks: [UnsafeMutableRawPointer] = []
  /// That of the widest vectors, and of a cache line.
  private static let alignment = 64

  deinit {
    for block in blocks { block.deallocate() }
  }

  /// A copy of `elements`, which the owner may write to.
  func mutableArray<Element>(_ elements: [Element]) -> UnsafeMutablePointer<Element> {
    let pointer: UnsafeMutablePointer<Element> = room(elements.count)
    pointer.initialize(from: elements, count: elements.count)
    return pointer
  }

  /// A copy of `elements`.
  func array<Element>(_ elements: [Element]) -> UnsafePointer<Element> {
    UnsafePointer(mutableArray(elements))
  }

  /// So many zeros.
  func numbers(_ count: Int) -> UnsafeMutablePointer<Double> {
    let pointer: UnsafeMutablePointer<Double> = room(count)
    pointer.initialize(repeating: 0, count: count)
    return pointer
  }

  /// Where each list begins among all of them, and where the last one ends.
  func starts<Element>(of lists: [[Element]]) -> UnsafePointer<Int32> {
    sums(of: lists.map(\.count))
  }

  /// The sums of the numbers before each place, and of all.
  func sums(of counts: [Int]) -> UnsafePointer<Int32> {
    var sums: [Int32] = [0]
    for count in counts { sums.append(sums[sums.count - 1] + Int32(count)) }
    return array(sums)
  }

  /// Room for so many, which is written to before it is read.
  func room<Element>(_ count: Int) -> UnsafeMutablePointer<Element> {
    let bytes = max(count, 1) * MemoryLayout<Element>.stride
    let block = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: Self.alignment)
    blocks.append(block)
    return block.bindMemory(to: Element.self, capacity: count)
  }
}
