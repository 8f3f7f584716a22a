import CKernels
import Probability

/// What visitors-366x6 takes straight on the kernels: a year of daily counts for a block of 1,024
/// trials, with the wet-and-dry chain and the monthly totals, without a plan and without quantiles:
/// nanoseconds a count. The numbers are like those of `peers/visitors-366x6.json`, not the same.
func timeVisitors(_ stopwatch: Stopwatch) {
  let year = VisitorsOnKernels()
  stopwatch.time(
    "counts", "visitors-366x6 on the kernels, \(String(cString: torreya_active_level_name()))",
    items: year.lanes * 366 * year.segments.count, unit: "ns/count"
  ) { year.run() }
}

private struct VisitorsOnKernels {
  /// A number for each of two states of the weather, and the factor that scatters around 1.
  struct Segment {
    let mean, wetFactor: Double
    let factor: Gamma
  }

  let lanes = 1024
  let segments: [Segment]
  private let wet, threshold, means, draws: UnsafeMutablePointer<Double>
  /// By segment and month.
  private let totals: UnsafeMutablePointer<Double>

  init() {
    let given = [
      (240.0, 8.0, 0.55), (90, 10, 0.8), (35, 3, 0.6), (120, 5, 0.7), (60, 4, 0.4), (150, 6, 0.9),
    ]
    segments = given.compactMap { mean, shape, wetFactor in
      let gamma = try? Gamma(ParameterValues(["shape": shape, "scale": 1 / shape])).prepared()
      return gamma.map { Segment(mean: mean, wetFactor: wetFactor, factor: $0) }
    }
    let lanes = lanes
    func columns(_ count: Int) -> UnsafeMutablePointer<Double> {
      let numbers = UnsafeMutablePointer<Double>.allocate(capacity: count * lanes)
      numbers.initialize(repeating: 0, count: count * lanes)
      return numbers
    }
    (wet, threshold, means, draws) = (columns(1), columns(1), columns(1), columns(1))
    totals = columns(12 * segments.count)
  }

  func run() {
    wet.update(repeating: 0, count: lanes)
    totals.update(repeating: 0, count: 12 * segments.count * lanes)
    for day in 0..<366 {
      turnWeather(day)
      // A weekend has more than a weekday, a summer more than a winter.
      let level = (day % 7 < 5 ? 0.7 : 1.6) * (day / 31 % 11 < 2 ? 0.7 : 1.1)
      for (index, segment) in segments.enumerated() {
        count(segment, level * segment.mean, day: day, stream: UInt64(index))
        let total = totals + (index * 12 + min(day / 30, 11)) * lanes
        torreya_add(total, total, 1, draws, 1, lanes)
      }
    }
  }

  private func turnWeather(_ day: Int) {
    withUnsafePointer(to: 0.6) { afterWet in
      withUnsafePointer(to: 0.3) { afterDry in
        torreya_select(threshold, wet, 1, afterWet, 0, afterDry, 0, lanes)
      }
    }
    torreya_uniforms(draws, lanes, 99, 0, UInt32(day), 0)
    torreya_less(wet, draws, 1, threshold, 1, lanes)
  }

  private func count(_ segment: Segment, _ mean: Double, day: Int, stream: UInt64) {
    torreya_uniforms(means, lanes, 100 + stream, 0, UInt32(day), 0)
    var factors = UnsafeMutableBufferPointer(start: means, count: lanes).mutableSpan
    segment.factor.fillQuantiles(&factors)
    withUnsafePointer(to: mean * segment.wetFactor) { onWet in
      withUnsafePointer(to: mean) { onDry in
        torreya_select(threshold, wet, 1, onWet, 0, onDry, 0, lanes)
      }
    }
    torreya_multiply(means, means, 1, threshold, 1, lanes)
    torreya_uniforms(draws, lanes, 200 + stream, 0, UInt32(day), 0)
    var span = UnsafeMutableBufferPointer(start: draws, count: lanes).mutableSpan
    fillPoissonQuantiles(&span, means: LaneOperand(means, stride: 1))
  }
}
