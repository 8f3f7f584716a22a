import CKernels
import Probability

/// Counts whose parameters differ by trial, at every level that the processor has: nanoseconds a
/// count beyond its uniform number, and of the whole chain that makes a negative-binomial count.
func timeCounts(_ stopwatch: Stopwatch) {
  let active = torreya_active_level()
  for level in torreya_level_baseline.rawValue...torreya_best_level().rawValue {
    torreya_use_level(torreya_level(level))
    CountBenchmarks(stopwatch, level: String(cString: torreya_active_level_name())).timeAll()
    timeVisitors(stopwatch)
  }
  torreya_use_level(active)
}

private struct CountBenchmarks {
  let stopwatch: Stopwatch
  let level: String
  /// Enough for the rare counts that take long to be met as often as they come.
  let lanes = 16_384
  let uniforms, normals, parameters, counts: UnsafeMutableBufferPointer<Double>

  init(_ stopwatch: Stopwatch, level: String) {
    self.stopwatch = stopwatch
    self.level = level
    uniforms = Self.column(lanes)
    normals = Self.column(lanes)
    parameters = Self.column(lanes)
    counts = Self.column(lanes)
    torreya_uniforms(uniforms.baseAddress, lanes, 7, 0, 1, 0)
    torreya_normals(normals.baseAddress, lanes, 9, 0, 1, 0)
  }

  private static func column(_ count: Int) -> UnsafeMutableBufferPointer<Double> {
    let column = UnsafeMutableBufferPointer<Double>.allocate(capacity: count)
    column.initialize(repeating: 0)
    return column
  }

  func timeAll() {
    for mean in [0.5, 2, 10, 50, 200, 2000] { timePoisson(mean) }
    for (count, probability) in [(10.0, 0.2), (100, 0.1), (200, 0.5), (5000, 0.4)] {
      timeBinomial(count, probability)
    }
    for shape in [0.5, 2, 10, 50] { timeNegativeBinomial(shape) }
    for column in [uniforms, normals, parameters, counts] { column.deallocate() }
  }

  private func time(_ name: String, _ body: () -> Void) {
    stopwatch.time("counts", "\(name), \(level)", items: lanes, unit: "ns/count", body)
  }

  /// Means around one, with a standard deviation of three tenths of it.
  private func timePoisson(_ mean: Double) {
    for lane in 0..<lanes { parameters[lane] = mean * max(1 + 0.3 * normals[lane], 0.1) }
    time("poisson, means around \(mean)") { takePoissonQuantiles(of: uniforms) }
  }

  private func takePoissonQuantiles(of probabilities: UnsafeMutableBufferPointer<Double>) {
    guard let means = parameters.baseAddress else { return }
    _ = counts.update(fromContentsOf: probabilities)
    var span = counts.mutableSpan
    fillPoissonQuantiles(&span, means: LaneOperand(means, stride: 1))
  }

  private func timeBinomial(_ count: Double, _ probability: Double) {
    guard let shares = parameters.baseAddress else { return }
    for lane in 0..<lanes {
      parameters[lane] = probability * min(max(1 + 0.3 * normals[lane], 0.1), 1.9)
    }
    time("binomial, \(count) with shares around \(probability)") {
      _ = counts.update(fromContentsOf: uniforms)
      var span = counts.mutableSpan
      withUnsafePointer(to: count) {
        fillBinomialQuantiles(
          &span, probabilities: LaneOperand(shares, stride: 1), counts: LaneOperand($0, stride: 0))
      }
    }
  }

  /// Two uniform numbers, a gamma quantile of mean 1, a mean that is a column, and the count.
  private func timeNegativeBinomial(_ shape: Double) {
    guard
      let gamma = try? Gamma(ParameterValues(["shape": shape, "scale": 1 / shape])).prepared()
    else { return }
    time("gamma quantile, shape \(shape)") {
      _ = parameters.update(fromContentsOf: uniforms)
      var span = parameters.mutableSpan
      gamma.fillQuantiles(&span)
    }
    let (means, draws) = (Self.column(lanes), Self.column(lanes))
    defer {
      means.deallocate()
      draws.deallocate()
    }
    for lane in 0..<lanes { means[lane] = 20 + 380 * uniforms[lane] }
    time("negative binomial, means 20 to 400, shape \(shape)") {
      // In blocks, as the interpreter has them.
      for first in stride(from: 0, to: lanes, by: 1024) {
        takeBlock(at: first, gamma, means, draws)
      }
    }
  }

  private func takeBlock(
    at first: Int, _ gamma: Gamma, _ means: UnsafeMutableBufferPointer<Double>,
    _ draws: UnsafeMutableBufferPointer<Double>
  ) {
    let trial = UInt64(first)
    guard
      let block = parameters.baseAddress.map({ $0 + first }),
      let draw = draws.baseAddress.map({ $0 + first }),
      let mean = means.baseAddress.map({ $0 + first })
    else { return }
    torreya_uniforms(block, 1024, 11, trial, 1, 0)
    var factors = UnsafeMutableBufferPointer(start: block, count: 1024).mutableSpan
    gamma.fillQuantiles(&factors)
    torreya_multiply(block, block, 1, mean, 1, 1024)
    torreya_uniforms(draw, 1024, 13, trial, 1, 0)
    var span = UnsafeMutableBufferPointer(start: draw, count: 1024).mutableSpan
    fillPoissonQuantiles(&span, means: LaneOperand(block, stride: 1))
  }
}
