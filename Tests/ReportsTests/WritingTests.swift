import Foundation
import Testing

@testable import Reports

@Suite("writing bytes")
struct WritingTests {
  @Test("a full disk", .enabled(if: access("/dev/full", W_OK) == 0, "there is no /dev/full"))
  func fullDisk() throws {
    let descriptor = open("/dev/full", O_WRONLY)
    defer { close(descriptor) }
    let error = #expect(throws: OutputError.self) {
      try writeAll([1, 2, 3], to: descriptor, path: "results/summary.csv")
    }
    #expect(error?.reason == .diskFull)
    #expect(
      error?.description == "cannot write 'results/summary.csv': No space left on device")
  }

  @Test("a pipe whose reader takes little at a time gets all bytes")
  func shortWrites() async throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    let (reader, writer) = (ends[0], ends[1])
    // A pipe that does not block takes what fits, and then says so.
    _ = fcntl(writer, F_SETFL, O_NONBLOCK)
    let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let reading = Task.detached {
      var all: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 4096)
      while case let count = read(reader, &buffer, buffer.count), count > 0 {
        all += buffer[..<count]
      }
      return all
    }
    try await Task.detached { try writeAll(bytes, to: writer, path: "pipe") }.value
    close(writer)
    #expect(await reading.value == bytes)
    close(reader)
  }

  @Test("a reader that has ended is told, and does not end us")
  func closedPipe() async {
    await #expect(processExitsWith: .exitCode(7)) {
      var ends: [Int32] = [0, 0]
      guard pipe(&ends) == 0 else { exit(1) }
      dup2(ends[1], STDOUT_FILENO)
      close(ends[0])
      do throws(OutputError) {
        try writeToStandardOutput([1, 2, 3])
      } catch {
        guard error.reason == .closedPipe else { exit(2) }
        exit(7)
      }
    }
  }
}
