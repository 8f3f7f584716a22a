import Testing

@testable import Probability

/// Columns that are awkward for buckets.
private let sketched: [(name: String, numbers: [Double])] = {
  let normal = draws(30_000) { StandardNormal.quantile(at: $0) }
  let uniform = draws(30_000) { $0 }
  return [
    ("normal", normal), ("far from zero", normal.map { 1e9 + $0 }),
    ("lognormal", normal.map { exponential(3 * $0) }), ("uniform", uniform),
    ("counts", uniform.map { ($0 * $0 * 40).rounded() }),
    ("mostly zero", uniform.map { $0 < 0.9 ? 0 : 1e6 * $0 }),
    ("one value", [Double](repeating: 123.456, count: 5000)),
    ("rare", uniform.map { $0 < 0.9999 ? 7 : -1e-3 / $0 }),
    ("both ends", [-1e308, 1e308] + uniform), ("tiny", uniform.map { $0 * 0x1p-1030 }),
    ("pilot of one", [3]),
  ]
}()

func draws(_ count: Int, seed: UInt64 = 5, _ quantile: (Double) -> Double) -> [Double] {
  let padded = (count + 15) / 16 * 16
  var numbers = [Double](repeating: 0, count: padded)
  var span = numbers.mutableSpan
  RandomStream(name: "sketch").key(seed: seed).fillUniforms(&span, period: 0, firstTrial: 0)
  return numbers[..<count].map(quantile)
}

@Suite("a sketch of quantiles")
struct QuantileSketchTests {
  private let probabilities = [0, 0.001, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.999, 1]

  private func layout(_ numbers: [Double]) -> SketchLayout {
    numbers.withUnsafeBufferPointer {
      SketchLayout(pilot: UnsafeBufferPointer(rebasing: $0.prefix(1024)))
    }
  }

  private func sketch(_ numbers: [Double], _ layout: SketchLayout) -> QuantileSketch {
    let sketch = QuantileSketch(layout)
    numbers.withUnsafeBufferPointer { sketch.add($0) }
    return sketch
  }

  @Test("lies as near as it says to the exact quantiles", arguments: sketched.indices)
  func error(index: Int) {
    let (name, numbers) = sketched[index]
    let sketch = sketch(numbers, layout(numbers))
    let exact = quantiles(of: numbers, at: probabilities)
    let found = sketch.quantiles(at: probabilities)
    for (value, truth) in zip(found, exact) {
      // What is nearer to the centre than 2⁻⁹¹² counts as the centre.
      let error = sketch.layout.error(at: value) + 0x1p-912
      #expect(abs(value - truth) <= error, "\(name): \(value), \(truth)")
      // Towards the centre, never beyond the truth.
      #expect(abs(value - sketch.layout.centre) <= abs(truth - sketch.layout.centre), "\(name)")
    }
    // From above: what at least that share reaches, exactly as the mirrored quantile.
    let mirrored = quantiles(of: numbers.map { -$0 }, at: probabilities).map { -$0 }
    for (value, truth) in zip(sketch.quantilesFromAbove(at: probabilities), mirrored) {
      #expect(abs(value - truth) <= sketch.layout.error(at: value) + 0x1p-912, "\(name)")
    }
  }

  @Test("the error is small beside the spread")
  func smallness() throws {
    for name in ["normal", "far from zero"] {
      let numbers = try #require(sketched.first { $0.name == name }).numbers
      let layout = layout(numbers)
      let spread = Moments(of: numbers).standardDeviation
      let centre = Moments(of: numbers).mean
      #expect(layout.error(at: centre + 1.645 * spread) < spread / 2000)
      #expect(layout.error(at: centre) < spread / 20_000)
    }
  }

  @Test("whole numbers stay exact, and so does the value that most numbers have")
  func exactness() throws {
    for name in ["counts", "mostly zero", "one value", "pilot of one"] {
      let numbers = try #require(sketched.first { $0.name == name }).numbers
      let found = sketch(numbers, layout(numbers)).quantiles(at: [0.1, 0.5, 0.75])
      #expect(found == quantiles(of: numbers, at: [0.1, 0.5, 0.75]), "\(name)")
    }
    // Days around a day, with a spread of some weeks.
    let days = draws(20_000) { 19_807 + ($0 * $0 * 60).rounded(.down) }
    let found = sketch(days, layout(days)).quantiles(at: probabilities)
    #expect(found == quantiles(of: days, at: probabilities))
  }

  @Test("does not depend on the order of numbers or of merging")
  func order() {
    for (_, numbers) in sketched {
      let layout = layout(numbers)
      let whole = sketch(numbers, layout)
      let expected = whole.quantiles(at: probabilities)
      #expect(sketch(numbers.reversed(), layout).quantiles(at: probabilities) == expected)
      let third = numbers.count / 3
      let parts = [
        Array(numbers[..<third]), Array(numbers[third..<2 * third]), Array(numbers[(2 * third)...]),
      ].map { sketch($0, layout) }
      for order in [[0, 1, 2], [2, 0, 1], [1, 2, 0]] {
        let merged = QuantileSketch(layout)
        for index in order { merged.merge(parts[index]) }
        #expect(merged.count == numbers.count)
        #expect(merged.quantiles(at: probabilities) == expected)
      }
    }
  }

  @Test("an empty one has no quantiles")
  func empty() {
    let sketch = QuantileSketch(SketchLayout(centre: 0, spread: 1))
    #expect(sketch.quantiles(at: [0.5])[0].isNaN)
    #expect(sketch.quantilesFromAbove(at: [0.5])[0].isNaN)
  }

  @Test("takes the memory that it says, and less than is reckoned for usual columns")
  func memory() {
    for name in ["normal", "far from zero", "uniform", "counts"] {
      let numbers = sketched.first { $0.name == name }!.numbers
      let sketch = sketch(numbers, layout(numbers))
      #expect(sketch.bytes <= QuantileSketch.usualBytes, "\(name): \(sketch.bytes)")
    }
  }
}
