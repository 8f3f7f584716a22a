import CKernels

/// Passes lanes to a kernel in pieces, with scratch of the same size.
///
/// The pieces are small enough for the scratch to stand on the stack: a draw allocates nothing.
func forEachPiece(
  of lanes: inout MutableSpan<Double>,
  _ body: (_ lanes: UnsafeMutablePointer<Double>, _ scratch: UnsafeMutablePointer<Double>, Int)
    -> Void
) {
  let size = 128
  lanes.withUnsafeMutableBufferPointer { buffer in
    guard let base = buffer.baseAddress else { return }
    withUnsafeTemporaryAllocation(of: Double.self, capacity: size) { scratch in
      guard let scratchBase = scratch.baseAddress else { return }
      for start in stride(from: 0, to: buffer.count, by: size) {
        body(base + start, scratchBase, min(size, buffer.count - start))
      }
    }
  }
}

/// `lanes * factor + offset`, rounded once.
func scale(
  _ lanes: UnsafeMutablePointer<Double>, by factor: Double, plus offset: Double, _ count: Int
) {
  withUnsafePointer(to: factor) { factor in
    withUnsafePointer(to: offset) { offset in
      torreya_multiply_add(lanes, lanes, 1, factor, 0, offset, 0, count)
    }
  }
}
