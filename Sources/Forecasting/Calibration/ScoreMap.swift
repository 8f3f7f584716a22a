import Probability

/// A rising map of standard normal scores: the quantile that a forecast calls that of score z is
/// moved to the place of score g(z). Where forecasts were too narrow by half, g(z) is 2 z.
public struct ScoreMap: Hashable, Sendable {
  /// The scores whose images are kept: those of 1, 2.5, 5, 10, 25 % and what mirrors them.
  static let knots: [Double] = {
    let above = [0.75, 0.9, 0.95, 0.975, 0.99].map(StandardNormal.quantile(at:))
    return above.reversed().map { -$0 } + [0] + above
  }()

  /// The images of the knots, rising.
  let images: [Double]

  /// Leaves every score as it is.
  public static let identity = ScoreMap(images: knots)

  public var isIdentity: Bool { images == Self.knots }

  /// - Parameter images: those of the knots; where they do not rise they are made to, by little.
  init(images: [Double]) {
    var images = images
    let middle = Self.knots.count / 2
    // From the middle outwards, so that what many values tell stays.
    for index in middle + 1..<images.count {
      let least = images[index - 1] + 0.1 * (Self.knots[index] - Self.knots[index - 1])
      images[index] = max(images[index], least)
    }
    for index in (0..<middle).reversed() {
      let most = images[index + 1] - 0.1 * (Self.knots[index + 1] - Self.knots[index])
      images[index] = min(images[index], most)
    }
    self.images = images
  }

  /// The image of a score. Beyond the outermost knots the map goes on with the mean slope between
  /// the middle and them.
  public func image(of score: Double) -> Double {
    Self.line(score, from: Self.knots, to: images)
  }

  /// The score whose image is given.
  public func score(ofImage image: Double) -> Double {
    Self.line(image, from: images, to: Self.knots)
  }

  /// The map that does first what `other` does, and then what this one does.
  func after(_ other: ScoreMap) -> ScoreMap {
    if isIdentity { return other }
    if other.isIdentity { return self }
    return ScoreMap(images: other.images.map { self.image(of: $0) })
  }

  /// The broken line through points, at `x`; NaN stays NaN.
  private static func line(_ x: Double, from: [Double], to: [Double]) -> Double {
    let last = from.count - 1
    let middle = last / 2
    if x < from[0] {
      return to[0] + (x - from[0]) * (to[middle] - to[0]) / (from[middle] - from[0])
    }
    if x > from[last] {
      return to[last]
        + (x - from[last]) * (to[last] - to[middle]) / (from[last] - from[middle])
    }
    guard let above = from.firstIndex(where: { $0 > x }), above > 0 else {
      return x.isNaN ? x : to[last]
    }
    let share = (x - from[above - 1]) / (from[above] - from[above - 1])
    return to[above - 1] + share * (to[above] - to[above - 1])
  }
}
