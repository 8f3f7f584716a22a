/// The buckets into which a sketch sorts numbers: by their distance from a centre, finely near it
/// and in proportion to the distance farther out.
///
/// A bucket is named by the leading bits of the distance, as a floating-point number has them:
/// 4,096 equal ones up to the `floor`, and 4,096 in each doubling beyond. So a number is at most
/// 1/4096 of its distance from the centre (of the floor, within it) away from the edge of its
/// bucket that lies towards the centre. Distances with few binary digits, such as whole numbers
/// around a whole centre, lie on an edge and stay exact.
///
/// - Source: after Masson, Rim & Lee (2019), "DDSketch: a fast and fully-mergeable quantile sketch
///   with relative-error guarantees", with the error relative to the distance from a centre.
public struct SketchLayout: Hashable, Sendable {
  static let bitsInPage = 12
  static let bucketsInPage = 1 << bitsInPage
  private static let dropped = 52 - UInt64(bitsInPage)

  public let centre: Double
  /// A power of two.
  public let floor: Double
  /// The exponent of the floor where nothing is known of distances.
  private static let least = -900
  private let toBucket: Double
  private let firstBucket: Int

  /// - Parameter spread: a distance that is usual from the centre.
  public init(centre: Double, spread: Double) {
    self.centre = centre
    // A sixteenth of the usual distance; far enough from the ends of the number range.
    let exponent = spread > 0 && spread.isFinite ? Int(spread.exponent) - 4 : Self.least
    floor = Double(
      sign: .plus, exponent: min(max(exponent, Self.least), 1000), significand: 1)
    toBucket = Double(Self.bucketsInPage) / floor
    firstBucket = Int(floor.bitPattern >> Self.dropped) - Self.bucketsInPage
  }

  /// The layout for numbers like those of a first block: around their median, in units of the
  /// distance of their quartiles.
  ///
  /// The centre has few binary digits compared with the spread, so that whole numbers lie on
  /// edges; it is the median itself where half of the numbers are equal to it.
  public init(pilot: UnsafeBufferPointer<Double>) {
    let found = quantiles(of: Array(pilot), at: [0, 0.25, 0.5, 0.75, 1])
    guard !pilot.isEmpty, found.allSatisfy(\.isFinite) else {
      self.init(centre: 0, spread: 0)
      return
    }
    let middle = found[3] / 2 - found[1] / 2
    guard middle > 0 else {
      self.init(centre: found[2], spread: found[4] / 2 - found[0] / 2)
      return
    }
    let unit = Double(
      sign: .plus, exponent: max(Int(middle.exponent) - 2, -1000), significand: 1)
    let units = (found[2] / unit).rounded()
    self.init(centre: units.isFinite ? units * unit : found[2], spread: middle)
  }

  /// A power of two in which no sixth power of a usual distance is out of range.
  public var usualScale: Double {
    let usual = Int(floor.exponent) == Self.least ? centre.magnitude : floor * 16
    guard usual > 0, !(1e-45...1e45).contains(usual) else { return 1 }
    return Double(
      sign: .plus, exponent: min(max(-Int(usual.exponent), -1000), 1000), significand: 1)
  }

  /// Pages of buckets on each side of the centre.
  var pages: Int { Int(Double.infinity.bitPattern >> 52) - Int(floor.bitPattern >> 52) + 2 }

  /// The bucket of a distance, counted from the centre.
  ///
  /// - Precondition: not NaN, not negative.
  @inline(__always)
  func bucket(_ distance: Double) -> Int {
    distance >= floor
      ? Int(truncatingIfNeeded: distance.bitPattern >> Self.dropped) &- firstBucket
      : Int(distance * toBucket)
  }

  /// The distance at which a bucket begins.
  func distance(_ bucket: Int) -> Double {
    bucket < Self.bucketsInPage
      ? Double(bucket) / toBucket
      : Double(bitPattern: UInt64(bucket + firstBucket) << Self.dropped)
  }

  /// How far a number may lie from the edge that stands for it.
  ///
  /// - Parameter value: what the sketch says.
  public func error(at value: Double) -> Double {
    let distance = abs(value - centre)
    // The centre itself, whose bucket ends within 2⁻⁹¹².
    if distance == 0, Int(floor.exponent) == Self.least { return 0 }
    let scale = distance > floor ? distance.binade : floor
    return scale / Double(Self.bucketsInPage) + value.ulp
  }
}
