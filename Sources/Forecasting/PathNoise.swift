import Probability

/// The random numbers that forecast paths are made of: a function of seed, stream name, step and
/// path, so that a path stays the same when others are added.
public struct PathNoise: Hashable, Sendable {
  /// Where the standard normal numbers come from.
  public let key: StreamKey
  /// How many paths are drawn: a multiple of 16.
  public let pathCount: Int
  /// Whether the parameters are drawn for each path, or taken as known.
  public let drawsParameters: Bool

  /// - Precondition: `pathCount` is a multiple of 16 above 0.
  public init(key: StreamKey, pathCount: Int, drawsParameters: Bool = true) {
    precondition(pathCount > 0 && pathCount % 16 == 0, "paths come in sixteens")
    self.key = key
    self.pathCount = pathCount
    self.drawsParameters = drawsParameters
  }

  /// The standard normal numbers of all paths at a step.
  ///
  /// - Parameter source: tells apart several numbers of a step: 0 drives the observation.
  /// - Shape: `pathCount` numbers.
  public func normals(step: Int, source: Int = 0) -> [Double] {
    precondition(step >= 0 && source >= 0, "steps and sources count from 0")
    return filled(period: step, lane: 2 * source)
  }

  /// The standard normal numbers of all paths from which a parameter is drawn.
  public func parameterNormals(_ parameter: Int) -> [Double] {
    filled(period: parameter, lane: 1)
  }

  /// Uniform numbers in (0, 1) of all paths at a step, apart from the normal ones: for counts
  /// and for picking among residuals or models.
  public func uniforms(step: Int, source: Int = 0) -> [Double] {
    var numbers = [Double](repeating: 0, count: pathCount)
    var span = numbers.mutableSpan
    key.fillUniforms(&span, period: step, firstTrial: 0, lane: 2 * source + 0x1_0000)
    return numbers
  }

  private func filled(period: Int, lane: Int) -> [Double] {
    var numbers = [Double](repeating: 0, count: pathCount)
    var span = numbers.mutableSpan
    key.fillNormals(&span, period: period, firstTrial: 0, lane: lane)
    return numbers
  }
}
