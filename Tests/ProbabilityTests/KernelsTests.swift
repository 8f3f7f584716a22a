import CKernels
import Testing

/// Serialized, since they choose the level for the whole process.
@Suite(.serialized) struct KernelsTests {
  typealias Unary = @Sendable (UnsafeMutablePointer<Double>?, UnsafePointer<Double>?, Int) -> Void
  typealias Binary =
    @Sendable (
      UnsafeMutablePointer<Double>?, UnsafePointer<Double>?, Int, UnsafePointer<Double>?, Int, Int
    ) -> Void

  /// Every level that this processor has.
  static var levels: [torreya_level] {
    [torreya_level_baseline, torreya_level_avx2, torreya_level_avx512]
      .filter { $0.rawValue <= torreya_best_level().rawValue }
  }

  static let unaryKernels: [(String, Unary)] = [
    ("not", torreya_not), ("negate", torreya_negate), ("absolute", torreya_absolute),
    ("floor", torreya_floor), ("ceiling", torreya_ceiling), ("round", torreya_round),
    ("square_root", torreya_square_root), ("exp", torreya_exp), ("log", torreya_log),
    ("log1p", torreya_log1p), ("expm1", torreya_expm1), ("sin", torreya_sin), ("cos", torreya_cos),
    ("erf", torreya_erf), ("erfc", torreya_erfc), ("normal_cdf", torreya_normal_cdf),
    ("normal_density", torreya_normal_density), ("normal_quantile", torreya_normal_quantile),
  ]

  static let binaryKernels: [(String, Binary)] = [
    ("add", torreya_add), ("subtract", torreya_subtract), ("multiply", torreya_multiply),
    ("divide", torreya_divide), ("minimum", torreya_minimum), ("maximum", torreya_maximum),
    ("power", torreya_power), ("less", torreya_less), ("less_or_equal", torreya_less_or_equal),
    ("equal", torreya_equal), ("and", torreya_and), ("or", torreya_or),
  ]

  /// Ordinary and awkward numbers; a count that fills no vector evenly.
  static let arguments: [Double] = {
    var numbers: [Double] = [
      0, -0.0, 1, -1, 2, 0.5, -0.5, 1.5, 2.5, -2.5, 0.3, 1e-300, -1e-300, 0x1p-1074, 1e300, -1e300,
      0x1p30, 0x1p31, -1e22,
      .infinity, -.infinity, .nan, 709.9, -745.2, 4503599627370497.5, 0x1p53, 1 - 0x1p-53,
    ]
    for i in 0..<1001 {
      numbers.append(Double(i) / 1001)
      numbers.append(Double(i * i % 977) / 7 - 60)
    }
    return numbers + [0.25]
  }()

  static func apply(_ kernel: Unary, _ a: [Double]) -> [Double] {
    var out = [Double](repeating: .nan, count: a.count)
    kernel(&out, a, a.count)
    return out
  }

  static func apply(_ kernel: Binary, _ a: [Double], _ b: [Double]) -> [Double] {
    let count = max(a.count, b.count)
    var out = [Double](repeating: .nan, count: count)
    kernel(&out, a, a.count == 1 ? 0 : 1, b, b.count == 1 ? 0 : 1, count)
    return out
  }

  @Test(arguments: [
    ("exp", 1), ("expm1", 2), ("log", 1), ("log1p", 1), ("sin", 1), ("cos", 1), ("erf", 2),
    ("erfc", 2), ("normal_cdf", 2), ("normal_density", 2), ("normal_quantile", 2),
  ])
  func agreesWithMultiplePrecision(name: String, units: Int) throws {
    let file = String(name.map { $0 == "_" ? "-" : $0 })
    let table = try ReferenceTable("kernels-\(file)")
    let kernel = try #require(Self.unaryKernels.first { $0.0 == name }).1
    let arguments = try table.numbers("x")
    let values = Self.apply(kernel, arguments)
    for (i, expected) in try table.numbers("value").enumerated() {
      let error = unitsInLastPlace(values[i], expected)
      #expect(error <= units, "\(name)(\(arguments[i])) is \(error) ulp from \(expected)")
    }
  }

  @Test func powerAgreesWithMultiplePrecision() throws {
    let table = try ReferenceTable("kernels-power")
    let (x, y) = (try table.numbers("x"), try table.numbers("y"))
    let values = Self.apply(torreya_power, x, y)
    for (i, expected) in try table.numbers("value").enumerated() {
      #expect(unitsInLastPlace(values[i], expected) <= 1, "\(x[i]) to the power \(y[i])")
    }
  }

  @Test func givesTheSameBitsAtEveryLevel() {
    let saved = torreya_active_level()
    defer { torreya_use_level(saved) }
    var results: [[[UInt64]]] = []
    for level in Self.levels {
      #expect(torreya_use_level(level) == level)
      results.append(Self.everything().map { $0.map { $0.isNaN ? 0 : $0.bitPattern } })
    }
    for other in results.dropFirst() {
      for (kernel, (expected, found)) in zip(results[0], other).enumerated() {
        #expect(expected == found, "kernel \(kernel) of everything()")
      }
    }
  }

  /// The results of all kernels.
  private static func everything() -> [[Double]] {
    let a = arguments
    let b = Array(a.reversed())
    var results = unaryKernels.map { apply($0.1, a) }
    for (_, kernel) in binaryKernels {
      results += [apply(kernel, a, b), apply(kernel, a, [0.7]), apply(kernel, [-3], b)]
    }
    var out = a
    torreya_select(&out, a, 1, b, 1, [2.5], 0, a.count)
    results.append(out)
    torreya_multiply_add(&out, a, 1, [1.1], 0, b, 1, a.count)
    results.append(out)
    let finite = apply(torreya_normal_cdf, a.filter { !$0.isNaN })
    results.append([
      torreya_sum(finite, finite.count), torreya_sum_of_squares(finite, 0.3, finite.count),
      torreya_smallest(finite, finite.count), torreya_largest(a, a.count),
    ])
    var uniforms = [Double](repeating: 0, count: 1024)
    torreya_uniforms(&uniforms, 1024, 0x0123_4567_89ab_cdef, 1 << 37, 7, 3)
    results.append(uniforms)
    torreya_normals(&uniforms, 1024, 0x0123_4567_89ab_cdef, 1 << 37, 7, 3)
    results.append(uniforms)
    return results
  }

  @Test func mayWriteOverItsOperand() {
    var numbers = Self.arguments
    let expected = Self.apply(torreya_exp, numbers)
    numbers.withUnsafeMutableBufferPointer { buffer in
      torreya_exp(buffer.baseAddress, buffer.baseAddress, buffer.count)
    }
    #expect(numbers.map(\.bitPattern) == expected.map(\.bitPattern))
  }

  @Test func roundsAsSwiftDoes() {
    let a = Self.arguments.filter { !$0.isNaN }
    #expect(Self.apply(torreya_floor, a) == a.map { $0.rounded(.down) })
    #expect(Self.apply(torreya_ceiling, a) == a.map { $0.rounded(.up) })
    #expect(Self.apply(torreya_round, a) == a.map { $0.rounded(.toNearestOrEven) })
    #expect(Self.apply(torreya_square_root, [2, 9, 0]) == [2.squareRoot(), 3, 0])
  }

  @Test func knowsTheEdgesOfFunctions() {
    #expect(Self.apply(torreya_exp, [-.infinity, .infinity, 710]) == [0, .infinity, .infinity])
    #expect(Self.apply(torreya_log, [0, 1, .infinity]) == [-.infinity, 0, .infinity])
    #expect(Self.apply(torreya_log1p, [-1, 0, .infinity]) == [-.infinity, 0, .infinity])
    #expect(Self.apply(torreya_expm1, [-.infinity, 0, 800]) == [-1, 0, .infinity])
    #expect(Self.apply(torreya_normal_cdf, [-.infinity, 0, .infinity]) == [0, 0.5, 1])
    #expect(Self.apply(torreya_normal_quantile, [0, 0.5, 1]) == [-.infinity, 0, .infinity])
    #expect(Self.apply(torreya_erf, [-.infinity, 0, .infinity]) == [-1, 0, 1])
    #expect(Self.apply(torreya_erfc, [-.infinity, 0, 27.3, .infinity]) == [2, 1, 0, 0])
    #expect(Self.apply(torreya_normal_density, [-.infinity, 39, .infinity]) == [0, 0, 0])
    #expect(Self.apply(torreya_cos, [0]) == [1])
    for odd in [torreya_sin, torreya_erf, torreya_expm1, torreya_log1p] as [Unary] {
      #expect(Self.apply(odd, [-0.0])[0].bitPattern == (-0.0).bitPattern)
    }
    for kernel in [torreya_log, torreya_square_root, torreya_normal_quantile] as [Unary] {
      #expect(Self.apply(kernel, [-1])[0].isNaN)
    }
    for kernel in [torreya_sin, torreya_cos] as [Unary] {
      #expect(Self.apply(kernel, [-.infinity, .infinity]).allSatisfy { $0.isNaN })
    }
    for (name, kernel) in Self.unaryKernels where name != "not" {
      #expect(Self.apply(kernel, [.nan])[0].isNaN, "\(name) of NaN")
    }
  }

  @Test func normalQuantileIsOdd() {
    let lower = (0..<500).map { (Double($0) + 0.5) / 1000 }
    let below = Self.apply(torreya_normal_quantile, lower)
    let above = Self.apply(torreya_normal_quantile, lower.map { 1 - $0 })
    let exact = lower.indices.filter { 1 - (1 - lower[$0]) == lower[$0] }
    #expect(exact.count > 100)
    for i in exact { #expect(below[i] == -above[i]) }
  }

  @Test func normalsAreTheQuantilesOfUniforms() {
    let count = 1 << 14
    var normals = [Double](repeating: 0, count: count)
    torreya_normals(&normals, count, 0xfedc_ba98_7654_3210, 1 << 33, 2024, 1)
    var uniforms = normals
    torreya_uniforms(&uniforms, count, 0xfedc_ba98_7654_3210, 1 << 33, 2024, 1)
    let expected = Self.apply(torreya_normal_quantile, uniforms)
    #expect(normals.map(\.bitPattern) == expected.map(\.bitPattern))
    // About one draw in 1,000 takes the branch for the tails.
    #expect(normals.contains { abs($0) > 3.3 })
  }

  @Test func comparesAndCombinesTruth() {
    #expect(Self.apply(torreya_less, [1, 2, .nan], [2]) == [1, 0, 0])
    #expect(Self.apply(torreya_less_or_equal, [1, 2, 3], [2]) == [1, 1, 0])
    #expect(Self.apply(torreya_equal, [1, 2, .nan], [2]) == [0, 1, 0])
    #expect(Self.apply(torreya_and, [0, 1, 5, 5], [1, 0, 2, 0.0]) == [0, 0, 1, 0])
    #expect(Self.apply(torreya_or, [0, 1, 0, 5], [1, 0, 0, 2]) == [1, 1, 0, 1])
    #expect(Self.apply(torreya_not, [0, -0.0, 3]) == [1, 1, 0])
    #expect(Self.apply(torreya_minimum, [.nan, 1], [0, .nan]).allSatisfy { $0.isNaN })
    var out = [0.0, 0, 0]
    torreya_select(&out, [1, 0, 7], 1, [1, 2, 3], 1, [9], 0, 3)
    #expect(out == [1, 9, 3])
  }

  @Test func powerFollowsTheStandardsSpecialCases() {
    let cases: [(Double, Double, Double)] = [
      (0, 0, 1), (.nan, 0, 1), (1, .nan, 1), (-1, .infinity, 1), (0.5, .infinity, 0),
      (2, -.infinity, 0), (0.5, -.infinity, .infinity), (-0.0, 3, -0.0), (-0.0, -3, -.infinity),
      (0, -2, .infinity), (-.infinity, 3, -.infinity), (-.infinity, -3, -0.0), (-2, 3, -8),
      (-2, 2, 4), (2, 10, 1024), (10, 400, .infinity), (10, -400, 0), (2, -1074, 0x1p-1074),
    ]
    for (x, y, expected) in cases {
      let found = Self.apply(torreya_power, [x], [y])[0]
      #expect(found.bitPattern == expected.bitPattern, "\(x) to the power \(y) gives \(found)")
    }
    #expect(Self.apply(torreya_power, [-2], [0.5])[0].isNaN)
  }

  @Test func reducesInSixteenParts() {
    let numbers = (0..<1003).map { 1 / Double($0 + 1) }
    var parts = [Double](repeating: 0, count: 16)
    for (i, number) in numbers.enumerated() { parts[i % 16] += number }
    for half in [8, 4, 2, 1] {
      for j in 0..<half { parts[j] += parts[j + half] }
    }
    #expect(torreya_sum(numbers, numbers.count) == parts[0])
    #expect(torreya_sum_of_squares([1, 2, 6], 3, 3) == 4 + 1 + 9)
    #expect(torreya_smallest([3, -1, 2], 3) == -1)
    #expect(torreya_largest([3, -1, 2], 3) == 3)
    #expect(torreya_largest([3, .nan, 2], 3).isNaN)
    #expect(torreya_sum([], 0) == 0)
  }

  @Test(arguments: [1, 7, 8, 33]) func findsWhatIsNotFinite(count: Int) {
    var numbers = [Double](repeating: 1e308, count: count)
    #expect(torreya_all_finite(numbers, count) == 1)
    for bad in [Double.infinity, -.infinity, .nan] {
      numbers[count - 1] = bad
      #expect(torreya_all_finite(numbers, count) == 0)
    }
  }
}
