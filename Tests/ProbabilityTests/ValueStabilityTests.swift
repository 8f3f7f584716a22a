import Testing

@testable import Probability

/// The same seed gives the same digits, forever: a change here breaks every published result, and
/// must say so in the change log.
struct ValueStabilityTests {
  private func draws(_ family: String, _ parameters: [String: Double]) throws -> [Double] {
    let key = RandomStream(name: "fiscal.vat.annual").key(seed: 20_240_702)
    var lanes = [Double](repeating: 0, count: 16)
    var span = lanes.mutableSpan
    key.fillUniforms(&span, period: 3, firstTrial: 32)
    try #require(Distributions.named(family)).init(ParameterValues(parameters))
      .prepared().fillQuantiles(&span)
    return [lanes[0], lanes[7], lanes[8], lanes[15]]
  }

  @Test func uniformNumbersStay() throws {
    let found = try draws("uniform", ["low": 0, "high": 1])
    #expect(
      found == [0.9056343080673529, 0.7060413520488497, 0.5803429753952035, 0.9368109403161683])
  }
  @Test func normalNumbersStay() throws {
    let found = try draws("normal", ["mean": 0, "standardDeviation": 1])
    #expect(
      found == [1.3143412728946817, 0.5418566009830631, 0.20277096991381785, 1.5285416152598974])
  }
  @Test func lognormalNumbersStay() throws {
    let found = try draws("lognormal", ["median": 260, "p90": 600])
    #expect(found == [612.9760412981045, 370.2795004199315, 296.7812471986623, 704.9293105662089])
  }
  @Test func pertNumbersStay() throws {
    let found = try draws("pert", ["low": 3800, "likely": 4300, "high": 4900])
    #expect(found == [4604.099256631064, 4438.89438980606, 4360.175553177969, 4644.119231903784])
  }
  @Test func poissonNumbersStay() throws {
    let found = try draws("poisson", ["mean": 2.4])
    #expect(found == [5.0, 3.0, 3.0, 5.0])
  }
}
