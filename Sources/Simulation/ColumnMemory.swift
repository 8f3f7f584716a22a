#if canImport(Glibc)
  import Glibc
#endif

/// Memory for so many doubles, on page boundaries, to be freed with `deallocate`.
///
/// Left uninitialised: every worker touches the pages of its own blocks first. Where there is much
/// of it the system is asked for large pages, since to hand out millions of small ones would take
/// a tenth of the time of a run.
func allocateColumns(of count: Int) -> UnsafeMutablePointer<Double> {
  let bytes = count * MemoryLayout<Double>.stride
  let largePage = 1 << 21
  let isLarge = bytes >= 4 * largePage
  let memory = UnsafeMutableRawPointer.allocate(
    byteCount: bytes, alignment: isLarge ? largePage : 4096)
  #if os(Linux)
    // A wish: where it is not granted, nothing is lost.
    if isLarge { _ = madvise(memory, bytes / largePage * largePage, Int32(MADV_HUGEPAGE)) }
  #endif
  return memory.bindMemory(to: Double.self, capacity: count)
}
