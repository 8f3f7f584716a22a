import Probability
import Testing

@testable import Planning

@Suite("The value of perfect information")
struct InformationTests {
  private func uniforms(_ name: String, _ count: Int, seed: UInt64) -> [Double] {
    let key = RandomStream(name: name).key(seed: seed)
    return (0..<count).map { key.uniform(period: 0, trial: $0) }
  }

  private func normals(_ name: String, _ count: Int, seed: UInt64) -> [Double] {
    uniforms(name, count, seed: seed).map { StandardNormal.quantile(at: $0) }
  }

  /// The mean loss of promising a level of a normal value, by quadrature-free closed form.
  private func loss(_ level: Double, mean: Double, deviation: Double, probability: Double)
    -> Double
  {
    let d = (level - mean) / deviation
    let density = StandardNormal.density(at: d)
    let below = StandardNormal.distributionFunction(at: d)
    return deviation
      * (probability * (density - d * (1 - below)) + (1 - probability) * (density + d * below))
  }

  /// The mean loss of the best promise on a standard normal value.
  private let leastLoss = StandardNormal.density(at: StandardNormal.quantile(at: 0.8))

  // MARK: Before a promise

  @Test(
    "all that is linear in normal inputs is known exactly", arguments: [1, 2, 3, 4] as [UInt64])
  func promise(seed: UInt64) {
    let count = 8000
    let (a, b, c) = (
      normals("a", count, seed: seed), normals("b", count, seed: seed),
      normals("c", count, seed: seed)
    )
    let values = a.indices.map { 100 + 3 * a[$0] + 2 * b[$0] + 1.5 * c[$0] }
    let deviation = 15.25.squareRoot()
    for isFloor in [true, false] {
      let promise = PromiseInformation(values, isFloor: isFloor, confidence: 0.8)
      #expect(agrees(promise.everything, deviation * leastLoss))
      for (input, weight) in [(a, 3.0), (b, 2), (c, 1.5)] {
        let truth = (deviation - (15.25 - weight * weight).squareRoot()) * leastLoss
        let found = promise.value(about: input)
        #expect(agrees(found, truth), "\(found), not \(truth)")
        #expect(found.standardError < 0.02)
      }
      // Who knows the value itself knows everything, whichever way it is written.
      let own = promise.value(about: values.map { $0 * $0 * $0 })
      #expect(abs(own.value - promise.everything.value) < 0.01)
    }
  }

  @Test("its estimates lie about the truth as their errors say, also where that is nothing")
  func bias() {
    let (count, seeds) = (1000, 60)
    var found = [[SensitivityEstimate]](repeating: [], count: 4)
    for seed in 1...seeds {
      let seed = UInt64(seed)
      let (a, b) = (normals("a", count, seed: seed), normals("b", count, seed: seed))
      let values = a.indices.map { 2 * a[$0] + b[$0] }
      let promise = PromiseInformation(values, isFloor: true, confidence: 0.8)
      let idle = normals("idle", count, seed: seed)
      let inputs = [a, b, idle, idle.map { $0 < 0.3 ? 1 : 0 }]
      for (place, input) in inputs.enumerated() { found[place].append(promise.value(about: input)) }
    }
    let whole = 5.0.squareRoot()
    for (estimates, truth) in zip(found, [(whole - 1) * leastLoss, (whole - 2) * leastLoss, 0, 0]) {
      let centre = mean(estimates.map(\.value))
      let squares = estimates.reduce(0) { $0 + ($1.value - centre) * ($1.value - centre) }
      let spread = (squares / Double(seeds - 1)).squareRoot()
      #expect(abs(centre - truth) < 4 * spread / Double(seeds).squareRoot(), "\(centre), \(truth)")
      // A bias of a fifth of an error would not show among the trials of one run.
      #expect(abs(centre - truth) < 0.5 * spread)
      let errors = mean(estimates.map(\.standardError))
      #expect(errors > 0.75 * spread && errors < 2 * spread, "\(errors), spread \(spread)")
      let near = estimates.count { abs($0.value - truth) <= 2 * $0.standardError }
      #expect(near >= 50, "\(near) of \(seeds) at \(truth)")
      #expect(estimates.allSatisfy { $0.value > -3 * $0.standardError })
    }
  }

  /// The best promise given the input bends where it is 0.37, wherever the nodes lie.
  ///
  /// The mean loss of any promise is integrated over the input, and the least found by trying.
  @Test("of an input with a bend, as their errors say", arguments: [200, 1000, 1500, 4000])
  func bend(count: Int) {
    func centre(_ x: Double) -> Double { 4 * abs(x - 0.37) }
    let centres = (0..<400).map { centre((Double($0) + 0.5) / 400) }
    let least = stride(from: -0.5, to: 2, by: 0.002).map { level in
      mean(centres.map { loss(level, mean: $0, deviation: 0.5, probability: 0.2) })
    }.min()!
    let truth = least - 0.5 * leastLoss
    let estimates = (1...40).map { seed in
      let (x, z) = (
        uniforms("x", count, seed: UInt64(seed)), normals("z", count, seed: UInt64(seed))
      )
      let values = zip(x, z).map { centre($0) + 0.5 * $1 }
      return PromiseInformation(values, isFloor: true, confidence: 0.8).value(about: x)
    }
    let found = mean(estimates.map(\.value))
    let squares = estimates.reduce(0) { $0 + ($1.value - found) * ($1.value - found) }
    let spread = (squares / Double(estimates.count - 1)).squareRoot()
    #expect(abs(found - truth) < 0.5 * spread, "\(found), not \(truth), spread \(spread)")
    let errors = mean(estimates.map(\.standardError))
    #expect(errors > 0.75 * spread && errors < 1.5 * spread, "\(errors), spread \(spread)")
  }

  /// 300 where the input is below 0.6, with noise of 100 on it: a mixture of two normal laws, of
  /// which one is left once the input is known.
  @Test("of an input at which the values jump", arguments: [512, 4096])
  func jump(count: Int) {
    let least = stride(from: -300.0, to: 600, by: 0.05).map { level in
      0.6 * loss(level, mean: 300, deviation: 100, probability: 0.2)
        + 0.4 * loss(level, mean: 0, deviation: 100, probability: 0.2)
    }.min()!
    let truth = least - 100 * leastLoss
    let estimates = (1...30).map { seed in
      let (u, z) = (
        uniforms("u", count, seed: UInt64(seed)), normals("z", count, seed: UInt64(seed))
      )
      let values = zip(u, z).map { ($0 < 0.6 ? 300 : 0) + 100 * $1 }
      let promise = PromiseInformation(values, isFloor: true, confidence: 0.8)
      let found = promise.value(about: u)
      #expect(found.value <= promise.everything.value)
      return found
    }
    let found = mean(estimates.map(\.value))
    let squares = estimates.reduce(0) { $0 + ($1.value - found) * ($1.value - found) }
    let spread = (squares / Double(estimates.count - 1)).squareRoot()
    #expect(abs(found - truth) < 0.5 * spread, "\(found), not \(truth), spread \(spread)")
  }

  @Test("on an event that moves a normal value", arguments: [1, 2, 3] as [UInt64])
  func event(seed: UInt64) {
    let count = 10_000
    let event = uniforms("e", count, seed: seed).map { $0 < 0.3 ? 1.0 : 0 }
    let noise = normals("z", count, seed: seed)
    let values = zip(event, noise).map { 3 * $0 + $1 }
    let promise = PromiseInformation(values, isFloor: true, confidence: 0.8)
    func mixed(_ level: Double) -> Double {
      0.7 * loss(level, mean: 0, deviation: 1, probability: 0.2)
        + 0.3 * loss(level, mean: 3, deviation: 1, probability: 0.2)
    }
    let least = stride(from: -3.0, to: 5, by: 0.0005).map(mixed).min()!
    #expect(agrees(promise.everything, least))
    let found = promise.value(about: event)
    #expect(agrees(found, least - leastLoss), "\(found), not \(least - leastLoss)")
    // The same of an input that has more values, of which each tells the same as the event.
    let finer = event.indices.map { event[$0] == 1 ? 10.0 : Double($0 % 3) }
    #expect(abs(promise.value(about: finer).value - found.value) < 2 * found.standardError)
  }

  @Test("of counts, by exact enumeration", arguments: [1, 2, 3] as [UInt64])
  func counts(seed: UInt64) {
    let count = 12_000
    let (u, v) = (uniforms("u", count, seed: seed), uniforms("v", count, seed: seed))
    let first = u.map { $0 < 0.5 ? 0.0 : $0 < 0.8 ? 1 : 2 }
    let second = v.map { $0 < 0.6 ? 0.0 : $0 < 0.9 ? 1 : 3 }
    let values = zip(first, second).map { $0 + 2 * $1 }
    func mean(of outcomes: [(Double, Double)]) -> Double {
      // Of the losses of a promise of each value the least: a corner is the best.
      outcomes.map { level, _ in
        outcomes.reduce(0.0) { sum, outcome in
          sum + outcome.1 * QuantileLoss(0.3).loss(outcome.0 - level)
        }
      }.min()!
    }
    let (p, q) = ([(0.0, 0.5), (1, 0.3), (2, 0.2)], [(0.0, 0.6), (1, 0.3), (3, 0.1)])
    let joint = p.flatMap { a in q.map { b in (a.0 + 2 * b.0, a.1 * b.1) } }
    let all = mean(of: joint)
    let afterFirst = p.reduce(0.0) { sum, a in
      sum + a.1 * mean(of: q.map { (a.0 + 2 * $0.0, $0.1) })
    }
    let afterSecond = q.reduce(0.0) { sum, b in
      sum + b.1 * mean(of: p.map { ($0.0 + 2 * b.0, $0.1) })
    }
    let promise = PromiseInformation(values, isFloor: true, confidence: 0.7)
    #expect(agrees(promise.everything, all))
    for (input, truth) in [(first, all - afterFirst), (second, all - afterSecond)] {
      let found = promise.value(about: input)
      #expect(abs(found.value - truth) < 4.5 * found.standardError + 0.002, "\(found), \(truth)")
    }
  }

  @Test("of what is the same in every trial is nothing")
  func constant() {
    let input = normals("x", 500, seed: 1)
    let promise = PromiseInformation(
      [Double](repeating: 7, count: 500), isFloor: true, confidence: 0.8)
    #expect(promise.everything == SensitivityEstimate(0, standardError: 0))
    #expect(promise.value(about: input) == SensitivityEstimate(0, standardError: 0))
    let other = PromiseInformation(input, isFloor: true, confidence: 0.8)
    let none = other.value(about: [Double](repeating: 1, count: 500))
    #expect(none == SensitivityEstimate(0, standardError: 0))
  }

  @Test("under sampling in groups has the errors of the groups")
  func groups() {
    let count = 4096
    let (x, z) = (normals("x", count, seed: 5), normals("z", count, seed: 5))
    let values = zip(x, z).map { 4 * $0 + 3 * $1 }
    let replication = Replication.dealt(count: 16, trials: 32)
    let found = PromiseInformation(
      values, isFloor: true, confidence: 0.8, replication
    ).value(about: x)
    #expect(agrees(found, (5 - 3) * leastLoss))
    #expect(found.standardError > 0 && found.standardError < 0.1)
  }

  // MARK: Before a choice

  /// What a choice between nothing and a normal benefit gains by knowing it.
  ///
  /// - Source: the unit normal loss integral; Raiffa and Schlaifer (1961), section 5.4.
  private func gain(mean: Double, deviation: Double) -> Double {
    let distance = abs(mean) / deviation
    return deviation
      * (StandardNormal.density(at: distance)
        - distance * StandardNormal.distributionFunction(at: -distance))
  }

  @Test("on a normal benefit and on a part of it", arguments: [1, 2, 3] as [UInt64])
  func choice(seed: UInt64) {
    let count = 10_000
    let (x, z) = (normals("x", count, seed: seed), normals("z", count, seed: seed))
    let benefit = zip(x, z).map { 0.4 + 1.5 * $0 + 2 * $1 }
    let choice = ChoiceInformation(benefits: [[Double](repeating: 0, count: count), benefit])
    #expect(agrees(choice.everything, gain(mean: 0.4, deviation: 2.5)))
    let part = choice.value(about: x)
    let truth = gain(mean: 0.4, deviation: 1.5)
    #expect(agrees(part, truth), "\(part), not \(truth)")
    #expect(part.standardError < 0.03)
    let idle = choice.value(about: normals("idle", count, seed: seed))
    #expect(abs(idle.value) <= 4.5 * idle.standardError + 1e-12)
  }

  /// A benefit of 4 |x − 0.37| − 1: on average 0.0676, and 0.3176 where only gains are taken.
  @Test("on an input with a bend before a choice", arguments: [300, 1000, 4000])
  func bendBeforeChoice(count: Int) {
    let estimates = (1...40).map { seed in
      let (x, z) = (
        uniforms("x", count, seed: UInt64(seed)), normals("z", count, seed: UInt64(seed))
      )
      let benefit = zip(x, z).map { 4 * abs($0 - 0.37) - 1 + 0.5 * $1 }
      return ChoiceInformation(benefits: [benefit, [Double](repeating: 0, count: count)])
        .value(about: x)
    }
    let found = mean(estimates.map(\.value))
    let squares = estimates.reduce(0) { $0 + ($1.value - found) * ($1.value - found) }
    let spread = (squares / Double(estimates.count - 1)).squareRoot()
    #expect(abs(found - 0.25) < 0.5 * spread, "\(found), spread \(spread)")
  }

  /// One decision gains 10 in every trial, so that nothing is worth knowing; the other ones lose
  /// more or less as the input lies, and jump where it is 0.6.
  @Test("is none where one decision is always best", arguments: [60, 512, 4096])
  func dominated(count: Int) {
    for seed in 1...4 as ClosedRange<UInt64> {
      let (u, z) = (uniforms("u", count, seed: seed), normals("z", count, seed: seed))
      let gains = u.map { $0 < 0.6 ? 300.0 : 0 }
      let choice = ChoiceInformation(benefits: [
        zip(gains, z).map { $0 + 100 * $1 }, z.map { 100 * $0 },
        zip(gains, z).map { $0 + 10 + 100 * $1 },
      ])
      #expect(choice.everything == SensitivityEstimate(0, standardError: 0))
      for input in [u, z] {
        let found = choice.value(about: input)
        #expect(found.value <= 0 && found.value >= -4.5 * found.standardError, "\(found)")
      }
    }
  }

  @Test("of one input is not more than that of everything")
  func bounded() {
    let everything = SensitivityEstimate(0.02, standardError: 0.008)
    func bounded(_ value: Double, _ error: Double) -> SensitivityEstimate {
      SensitivityEstimate(value, standardError: error).bounded(by: everything)
    }
    #expect(bounded(0.01, 0.3) == SensitivityEstimate(0.01, standardError: 0.3))
    #expect(bounded(0.56, 0.15) == SensitivityEstimate(0.02, standardError: 0.02))
    #expect(bounded(0.021, 0.001) == everything)
    #expect(bounded(0.56, .nan).standardError.isNaN)
  }

  @Test("a jump is found at its place, and neither slopes, bends nor far trials are one")
  func jumps() {
    let count = 3000
    let x = uniforms("x", count, seed: 3).sorted()
    let z = normals("z", count, seed: 3)
    func jumps(_ function: (Double) -> Double, noise: Double) -> [Int] {
      JumpSearch([zip(x, z).map { function($0) + noise * $1 }]).jumps(over: x)
    }
    let place = x.firstIndex { $0 >= 0.37 }!
    #expect(jumps({ $0 < 0.37 ? 5 : -2 }, noise: 0) == [place])
    let found = jumps({ ($0 < 0.37 ? 4 : 0) + 3 * $0 }, noise: 1)
    #expect(found.count == 1 && abs(found[0] - place) <= 3, "\(found), not \(place)")
    #expect(jumps({ 20 * $0 }, noise: 1) == [])
    #expect(jumps({ 4 * abs($0 - 0.37) }, noise: 0.5) == [])
    #expect(jumps({ $0 > 0.5 && $0 < 0.501 ? 1e6 : 0 }, noise: 1) == [])
    // Of noise alone one in hundreds of inputs at most.
    let falsely = (1...200).count { seed in
      let noise = normals("n", 1000, seed: UInt64(seed))
      return !JumpSearch([noise]).jumps(over: Array(x[..<1000])).isEmpty
    }
    #expect(falsely <= 2, "\(falsely)")
    // Equal values of the input are not parted.
    let few = x.map { ($0 * 50).rounded(.down) }
    let split = JumpSearch([few.map { $0 < 20 ? 0.0 : 1 }]).jumps(over: few)
    #expect(split == [few.firstIndex { $0 == 20 }!])
  }

  @Test("on an event before a choice", arguments: [1, 2] as [UInt64])
  func eventBeforeChoice(seed: UInt64) {
    let count = 10_000
    let happens = uniforms("e", count, seed: seed).map { $0 < 0.3 ? 1.0 : 0 }
    let noise = normals("z", count, seed: seed)
    // Happening with 0.3 it costs 4, else 1 is gained: a mean of −0.5.
    let benefit = zip(happens, noise).map { ($0 == 1 ? -4 : 1) + $1 }
    let choice = ChoiceInformation(benefits: [benefit, [Double](repeating: 0, count: count)])
    #expect(agrees(choice.value(about: happens), 0.7))
  }
}
