#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Times small pieces of work: many calls a batch, many batches, the best of them and the median.
///
/// Everything here runs on one thread, so its processor time is what counts: it does not grow
/// while the thread waits for a processor that others use. The best is what the machine can do.
struct Stopwatch {
  let batches: Int

  /// Prints a row of figures.
  ///
  /// - Parameter items: how many numbers, draws or trials one call works on.
  func time(_ layer: String, _ name: String, items: Int, unit: String, _ body: () -> Void) {
    let nanoseconds = measure(body).map { $0 / Double(items) }
    print(row(layer, name, best: nanoseconds[0], median: nanoseconds[batches / 2], unit: unit))
  }

  /// Prints how many megabytes a second are gone through.
  func timeBytes(_ layer: String, _ name: String, bytes: Int, _ body: () -> Void) {
    // Bytes per nanosecond are gigabytes per second.
    let rates = measure(body).map { Double(bytes) / $0 * 1000 }
    print(row(layer, name, best: rates[0], median: rates[batches / 2], unit: "MB/s"))
  }

  /// Nanoseconds a call, ascending, one for each batch.
  private func measure(_ body: () -> Void) -> [Double] {
    body()
    let once = nanoseconds(of: 1, body)
    // A batch of two milliseconds is long beside the clock.
    let calls = max(1, Int(2e6 / max(once, 1)))
    return (0..<batches).map { _ in nanoseconds(of: calls, body) / Double(calls) }.sorted()
  }

  private func nanoseconds(of calls: Int, _ body: () -> Void) -> Double {
    let start = now()
    for _ in 0..<calls { body() }
    return now() - start
  }

  /// The processor time of this thread in nanoseconds.
  private func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
  }

  private func row(_ layer: String, _ name: String, best: Double, median: Double, unit: String)
    -> String
  {
    "\(layer),\"\(name)\",\(threeDigits(best)),\(threeDigits(median)),\(unit)"
  }
}

/// A number with three decimals: enough for a thousandth of a nanosecond.
private func threeDigits(_ number: Double) -> String {
  let thousandths = Int((number * 1000).rounded())
  let fraction = String(thousandths % 1000)
  return "\(thousandths / 1000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)"
}
