import CKernels
import LinearAlgebra

private typealias Unary = (UnsafeMutablePointer<Double>, UnsafePointer<Double>, Int) -> Void
private typealias Binary = (
  UnsafeMutablePointer<Double>, UnsafePointer<Double>, Int, UnsafePointer<Double>, Int, Int
) -> Void

/// Every kernel at every level that the processor has, on a block of 1,024 numbers: nanoseconds
/// a number.
func timeKernels(_ stopwatch: Stopwatch) {
  let active = torreya_active_level()
  for level in torreya_level_baseline.rawValue...torreya_best_level().rawValue {
    torreya_use_level(torreya_level(level))
    KernelBenchmarks(stopwatch, level: String(cString: torreya_active_level_name())).timeAll()
  }
  torreya_use_level(active)
}

private struct KernelBenchmarks {
  let stopwatch: Stopwatch
  let level: String
  let lanes = 1024
  /// Numbers around 0, some of them negative; probabilities; the same moved above 1.
  let normals, probabilities, positive: UnsafeMutablePointer<Double>
  let out: UnsafeMutablePointer<Double>

  init(_ stopwatch: Stopwatch, level: String) {
    self.stopwatch = stopwatch
    self.level = level
    normals = Self.column()
    probabilities = Self.column()
    positive = Self.column()
    out = Self.column()
    torreya_uniforms(probabilities, lanes, 0x9e37_79b9_7f4a_7c15, 0, 1, 0)
    torreya_normal_quantile(normals, probabilities, lanes)
    for lane in 0..<lanes { positive[lane] = 1 + probabilities[lane] }
  }

  private static func column() -> UnsafeMutablePointer<Double> {
    UnsafeMutableRawPointer.allocate(byteCount: 1024 * 8, alignment: 64)
      .bindMemory(to: Double.self, capacity: 1024)
  }

  private func time(_ name: String, _ body: () -> Void) {
    stopwatch.time("kernels", "\(name), \(level)", items: lanes, unit: "ns/number", body)
  }

  func timeAll() {
    timeRandom()
    timeUnary()
    timeBinary()
    timeTernary()
    timeReductions()
    timeMatrix()
    for column in [normals, probabilities, positive, out] { column.deallocate() }
  }

  private func timeRandom() {
    time("uniforms") { torreya_uniforms(out, lanes, 7, 0, 1, 0) }
    time("normals") { torreya_normals(out, lanes, 7, 0, 1, 0) }
  }

  private func timeUnary() {
    let kernels: [(String, Unary, UnsafeMutablePointer<Double>)] = [
      ("not", torreya_not, normals), ("negate", torreya_negate, normals),
      ("absolute", torreya_absolute, normals), ("floor", torreya_floor, normals),
      ("ceiling", torreya_ceiling, normals), ("round", torreya_round, normals),
      ("square root", torreya_square_root, positive), ("exp", torreya_exp, normals),
      ("log", torreya_log, positive), ("log1p", torreya_log1p, positive),
      ("expm1", torreya_expm1, normals), ("sin", torreya_sin, normals),
      ("cos", torreya_cos, normals), ("erf", torreya_erf, normals),
      ("erfc", torreya_erfc, normals), ("normal density", torreya_normal_density, normals),
      ("normal cdf", torreya_normal_cdf, normals),
      ("normal quantile", torreya_normal_quantile, probabilities),
    ]
    for (name, kernel, input) in kernels { time(name) { kernel(out, input, lanes) } }
  }

  private func timeBinary() {
    let kernels: [(String, Binary)] = [
      ("add", torreya_add), ("subtract", torreya_subtract), ("multiply", torreya_multiply),
      ("divide", torreya_divide), ("minimum", torreya_minimum), ("maximum", torreya_maximum),
      ("power", torreya_power), ("less", torreya_less),
      ("less or equal", torreya_less_or_equal), ("equal", torreya_equal), ("and", torreya_and),
      ("or", torreya_or),
    ]
    for (name, kernel) in kernels {
      time(name) { kernel(out, positive, 1, normals, 1, lanes) }
    }
    time("multiply by one number") { torreya_multiply(out, positive, 1, normals, 0, lanes) }
  }

  private func timeTernary() {
    time("select") { torreya_select(out, normals, 1, positive, 1, probabilities, 1, lanes) }
    time("multiply add") {
      torreya_multiply_add(out, normals, 1, positive, 1, probabilities, 1, lanes)
    }
  }

  /// Twelve correlated columns of a block at once, in place: numbers of all of them.
  private func timeMatrix() {
    let heads = 12
    let block = UnsafeMutablePointer<Double>.allocate(capacity: heads * lanes)
    block.initialize(repeating: 0.5, count: heads * lanes)
    defer { block.deallocate() }
    // The unit matrix leaves the numbers as they are, however often.
    let lower = (0..<(heads * heads)).map { $0 % (heads + 1) == 0 ? 1.0 : 0 }
    stopwatch.time(
      "kernels", "12 × 12 triangular product, \(level)", items: heads * lanes, unit: "ns/number"
    ) { torreya_multiply_lower_triangular(block, lower, heads, lanes) }
    let columns: [UnsafePointer<Double>?] = (0..<heads).map { UnsafePointer(block + $0 * lanes) }
    stopwatch.time(
      "kernels", "sum of 12 columns, \(level)", items: heads * lanes, unit: "ns/number"
    ) { torreya_sum_columns(out, columns, heads, lanes) }
    timeCombinations(level)
  }

  /// The sums over the kinds of a village, at two and at six levels and definitions, beside as many
  /// plain sums and the product by BLAS.
  private func timeCombinations(_ level: String) {
    let (kinds, most) = (14, 6)
    let block = UnsafeMutablePointer<Double>.allocate(capacity: (kinds + most) * lanes)
    block.initialize(repeating: 0.5, count: (kinds + most) * lanes)
    defer { block.deallocate() }
    let weights = (0..<(most * kinds)).map { Double($0 % 5) / 4 }
    let columns: [UnsafePointer<Double>?] = (0..<kinds).map { UnsafePointer(block + $0 * lanes) }
    let sums = block + kinds * lanes
    let rows: [UnsafeMutablePointer<Double>?] = (0..<most).map { sums + $0 * lanes }
    for count in [2, most] {
      func time(_ what: String, _ body: () -> Void) {
        stopwatch.time(
          "kernels", "\(what), \(count) × 14, \(level)", items: kinds * lanes,
          unit: "ns/number", body)
      }
      time("weighted sums") {
        torreya_combine_columns(rows, count, columns, weights, kinds, lanes)
      }
      time("plain sums") {
        for row in 0..<count { torreya_sum_columns(rows[row], columns, kinds, lanes) }
      }
      time("product by BLAS") {
        multiply(weights, rows: count, columns: kinds, by: block, columns: lanes, into: sums)
      }
    }
  }

  private func timeReductions() {
    let bins = UnsafeMutablePointer<UInt16>.allocate(capacity: lanes)
    defer { bins.deallocate() }
    time("bin indexes") { torreya_bin_indexes(bins, normals, -8, 256, 4095, lanes) }
    let days = UnsafeMutablePointer<Double>.allocate(capacity: lanes)
    defer { days.deallocate() }
    for lane in 0..<lanes { days[lane] = (20 * normals[lane]).rounded(.down) }
    let least = torreya_smallest(days, lanes)
    var counts = [Int](repeating: 0, count: 2 * Int(torreya_largest(days, lanes) - least + 1))
    time("whole numbers counted") {
      _ = torreya_count_whole_numbers(&counts, least, Double(counts.count / 2), days, lanes)
    }

    // A result that nobody reads could be left out by the compiler.
    var kept = 0.0
    time("all finite") { kept += Double(torreya_all_finite(normals, lanes)) }
    time("sum") { kept += torreya_sum(normals, lanes) }
    time("sum of squares") { kept += torreya_sum_of_squares(normals, 0, lanes) }
    time("smallest") { kept += torreya_smallest(normals, lanes) }
    time("largest") { kept += torreya_largest(normals, lanes) }
    precondition(!kept.isNaN, "sums of finite numbers are finite")
  }
}
