#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The memory that a run may take unless it is told otherwise: three quarters of what the system
/// says is available, or of the limit of the control group that it runs in.
///
/// - Unit: bytes.
public func standardMemoryBudget() -> Int {
  let limits = [availableMemory(), controlGroupLimit()].compactMap { $0 }
  let physical = Int(clamping: ProcessInfo.processInfo.physicalMemory)
  return (limits.min() ?? physical) / 4 * 3
}

private func availableMemory() -> Int? {
  guard let text = text(of: "/proc/meminfo") else { return nil }
  for line in text.split(separator: "\n") where line.hasPrefix("MemAvailable:") {
    return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 1024 }
  }
  return nil
}

private func controlGroupLimit() -> Int? {
  let paths = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"]
  return paths.compactMap { path in
    text(of: path)
      .flatMap { $0.split(whereSeparator: \.isWhitespace).first.flatMap { Int($0) } }
  }.min()
}

private func text(of path: String) -> String? {
  (try? ReadableFile(path).rest()).map { String(decoding: $0, as: UTF8.self) }
}
