import Foundation

/// A terminal that a test reads.
final class Terminal {
  private struct Unavailable: Error {}

  /// What a process gets as one of its streams.
  let end: FileHandle
  private let descriptor: Int32

  init() throws {
    var (own, other): (Int32, Int32) = (-1, -1)
    guard openpty(&own, &other, nil, nil, nil) == 0 else { throw Unavailable() }
    descriptor = own
    end = FileHandle(fileDescriptor: other, closeOnDealloc: true)
  }

  deinit { close(descriptor) }

  /// Gives the end away to a process that has it by now: when that ends, so does what is read.
  func closeEnd() { try? end.close() }

  /// What is written until a text is there, or until nobody can write any more.
  func text(until wanted: String?) -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0 else { break }
      bytes += buffer.prefix(count)
      if let wanted, String(decoding: bytes, as: UTF8.self).contains(wanted) { break }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
