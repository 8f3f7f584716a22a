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
    let pointer = allocate(elements.count, of: Element.self)
    pointer.initialize(from: elements, count: elements.count)
    return pointer
  }

  /// A copy of `elements`.
  func array<Element>(_ elements: [Element]) -> UnsafePointer<Element> {
    UnsafePointer(mutableArray(elements))
  }

  /// So many zeros.
  func numbers(_ count: Int) -> UnsafeMutablePointer<Double> {
    let pointer = allocate(count, of: Double.self)
    pointer.initialize(repeating: 0, count: count)
    return pointer
  }

  private func allocate<Element>(
    _ count: Int, of type: Element.Type
  ) -> UnsafeMutablePointer<Element> {
    let bytes = max(count, 1) * MemoryLayout<Element>.stride
    let block = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: Self.alignment)
    blocks.append(block)
    return block.bindMemory(to: Element.self, capacity: count)
  }
}
