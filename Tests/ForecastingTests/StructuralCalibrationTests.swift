import LinearAlgebra
import Probability
import SeededNumbers
import Testing

@testable import Forecasting

/// Whether paths spread as much as what they foretell: the ranks of true values among paths are
/// uniform, when the truth comes from the prior (Talts and others 2018, "Validating Bayesian
/// inference algorithms with simulation-based calibration").
@Suite struct StructuralCalibrationTests {
  /// Standard normal numbers that are the same in every run.
  private struct Normals {
    var generator: SeededGenerator

    mutating func next() -> Double {
      StandardNormal.quantile(at: Double.random(in: 1e-12..<1, using: &generator))
    }
  }

  /// A series from a model with standard deviations drawn from the flat prior.
  private func simulated(
    _ layout: StructuralLayout, _ count: Int, _ places: [Int], _ normals: inout Normals
  ) -> (values: [Double], deviations: SIMD4<Double>) {
    var deviations = SIMD4<Double>.zero
    for place in places {
      deviations[place] = Double.random(in: 0.05...1.5, using: &normals.generator)
    }
    deviations[2] *= 0.2
    var state = (0..<layout.stateCount).map { _ in normals.next() }
    let spread = layout.disturbances(deviations * deviations).map { $0.squareRoot() }
    let transition = layout.stateSpaceModel(.zero).transition
    let values = (0..<count).map { _ in
      let value =
        layout.observed.reduce(0) { $0 + state[$1] } + deviations[0] * normals.next()
      state = zip(product(transition, state), spread).map { $0 + $1 * normals.next() }
      return value
    }
    return (values, deviations)
  }

  /// How many of so many equal parts of the ranks' range each rank falls into.
  private func squared(_ ranks: [Double], parts: Int) -> Double {
    var counts = [Double](repeating: 0, count: parts)
    for rank in ranks { counts[min(parts - 1, Int(rank * Double(parts)))] += 1 }
    let expected = Double(ranks.count) / Double(parts)
    return counts.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected }
  }

  /// The ranks of the true values of two steps and of the true level's deviation.
  private func ranks(
    _ components: StructuralComponents, seasonLength: Int, count: Int, repetitions: Int,
    seed: UInt64
  ) throws -> (near: [Double], far: [Double]) {
    let layout = StructuralLayout(components, seasonLength: seasonLength)
    var normals = Normals(generator: SeededGenerator(seed))
    var (near, far) = ([Double](), [Double]())
    for repetition in 0..<repetitions {
      let truth = simulated(layout, count + 4, components.estimated, &normals)
      let series = TimeSeries(
        values: Array(truth.values.prefix(count)), seasonLength: seasonLength)
      let model = try BasicStructural(components: components).fitted(series)
      let noise = PathNoise(key: StreamKey(bits: seed &+ UInt64(repetition)), pathCount: 64)
      let paths = model.paths(horizon: 4, noise: noise)
      near.append(Double(paths.step(0).count { $0 < truth.values[count] }) / 65)
      far.append(Double(paths.step(3).count { $0 < truth.values[count + 3] }) / 65)
    }
    return (near, far)
  }

  /// The chi-squared statistic of 8 parts exceeds 24.3 with probability 0.001.
  @Test func ranksOfTheLocalLevelAreUniform() throws {
    let found = try ranks(
      StructuralComponents(slope: .none, season: .none), seasonLength: 1, count: 30,
      repetitions: 160, seed: 11)
    #expect(squared(found.near, parts: 8) < 24.3)
    #expect(squared(found.far, parts: 8) < 24.3)
  }

  @Test func ranksOfTheQuarterlyModelAreUniform() throws {
    let found = try ranks(
      StructuralComponents(), seasonLength: 4, count: 40, repetitions: 80, seed: 12)
    #expect(squared(found.near, parts: 8) < 24.3)
    #expect(squared(found.far, parts: 8) < 24.3)
  }

  /// With known parameters the paths have the mean and the variance of the exact forecast.
  @Test(arguments: StructuralCase.all.filter { $0.series.count < 120 })
  func pathsHaveTheExactMomentsForKnownVariances(reference: StructuralCase) throws {
    let model = try BasicStructural(
      components: reference.components, regressors: reference.regressors
    ).fitted(reference.series)
    let noise = PathNoise(key: StreamKey(bits: 3), pathCount: 2_048, drawsParameters: false)
    let paths = model.paths(horizon: 6, noise: noise)
    let means = model.pointForecast(horizon: 6)
    // Without draws of the coefficients their part of the variance is missing.
    let variances = model.forecastVariances(horizon: 6)
    for step in [0, 5] {
      let moments = Moments(of: Array(paths.step(step)))
      let deviation = variances[step].squareRoot()
      #expect(abs(moments.mean - means[step]) < 4.5 * deviation / 45)
      guard reference.regressors.count == 0 else { continue }
      #expect(agree(moments.standardDeviation, deviation, 0.08))
    }
  }

  @Test func drawnParametersWidenThePathsAndMorePathsKeepTheFirst() throws {
    let nile = TimeSeries(values: try StructuralReference.values("Nile").suffix(25))
    let model = try LocalLevel().fitted(nile)
    func paths(_ count: Int, _ draws: Bool) -> PathSample {
      let noise = PathNoise(
        key: StreamKey(bits: 9), pathCount: count, drawsParameters: draws)
      return model.paths(horizon: 8, noise: noise)
    }
    let known = Moments(of: Array(paths(1_024, false).step(7))).standardDeviation
    let drawn = Moments(of: Array(paths(1_024, true).step(7))).standardDeviation
    #expect(drawn > 1.02 * known)
    #expect(Array(paths(128, true).step(3).prefix(64)) == Array(paths(64, true).step(3)))
  }
}
