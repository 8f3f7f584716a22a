/// The moments of new moon: the moon's apparent longitude is the sun's.
///
/// - Accuracy: 19 s from 1972 to 2200 (4.6 s root mean square) against JPL DE405 with IAU 2006
///   precession and 2000A nutation; `Tests/FormulasTests/Time/Reference` has the script.
/// - Source: Meeus, *Astronomical Algorithms* (2nd edition, 1998), chapter 49.
enum NewMoons {
  /// The days between two new moons, on average.
  static let meanMonth = 29.530588861

  /// The mean moment of new moon number 0, in days of TT since 2000-01-01 12:00.
  static let epoch = 5.09766

  /// New moon number `number`, counted from that of 6 January 2000, in days of TT since
  /// 2000-01-01 12:00.
  static func moment(_ number: Int) -> Double {
    let k = Double(number)
    let t = k / 1236.85
    // Coefficients of the orbit's eccentricity shrink.
    let eccentricity = 1 - t * (0.002516 + t * 0.0000074)
    let sun = 2.5534 + 29.10535670 * k - t * t * (0.0000014 + t * 0.00000011)
    let moon =
      201.5643 + 385.81693528 * k + t * t * (0.0107582 + t * (0.00001238 - t * 0.000000058))
    let latitude =
      160.7108 + 390.67050284 * k - t * t * (0.0016118 + t * (0.00000227 - t * 0.000000011))
    let node = 124.7746 - 1.56375588 * k + t * t * (0.0020672 + t * 0.00000215)
    var days = epoch + meanMonth * k
      + t * t * (0.00015437 - t * (0.00000015 - t * 0.00000000073))
    for term in periodicTerms {
      var amplitude = term.amplitude
      for _ in 0..<abs(term.sun) { amplitude *= eccentricity }
      let angle =
        Double(term.sun) * sun + Double(term.moon) * moon + Double(term.latitude) * latitude
      days += amplitude * 1e-5 * sine(ofDegrees: angle)
    }
    days -= 17e-5 * sine(ofDegrees: node)
    for term in planetaryTerms {
      let angle = term.phase + term.rate * k + term.acceleration * t * t
      days += term.amplitude * 1e-6 * sine(ofDegrees: angle)
    }
    return days
  }

  /// The amplitude in 1e-5 days, and the multiples of the sun's mean anomaly, the moon's mean
  /// anomaly and the moon's argument of latitude.
  private typealias PeriodicTerm = (amplitude: Double, sun: Int, moon: Int, latitude: Int)

  private static let periodicTerms: [PeriodicTerm] = [
    (-40720, 0, 1, 0), (17241, 1, 0, 0), (1608, 0, 2, 0), (1039, 0, 0, 2), (739, -1, 1, 0),
    (-514, 1, 1, 0), (208, 2, 0, 0), (-111, 0, 1, -2), (-57, 0, 1, 2), (56, 1, 2, 0),
    (-42, 0, 3, 0), (42, 1, 0, 2), (38, 1, 0, -2), (-24, -1, 2, 0), (-7, 2, 1, 0),
    (4, 0, 2, -2), (4, 3, 0, 0), (3, 1, 1, -2), (3, 0, 2, 2), (-3, 1, 1, 2), (3, -1, 1, 2),
    (-2, -1, 1, -2), (-2, 1, 3, 0), (2, 0, 4, 0),
  ]

  /// The amplitude in 1e-6 days, and the degrees at new moon 0, per month, and by the square of
  /// centuries.
  private typealias PlanetaryTerm = (
    amplitude: Double, phase: Double, rate: Double, acceleration: Double
  )

  private static let planetaryTerms: [PlanetaryTerm] = [
    (325, 299.77, 0.107408, -0.009173), (165, 251.88, 0.016321, 0), (164, 251.83, 26.651886, 0),
    (126, 349.42, 36.412478, 0), (110, 84.66, 18.206239, 0), (62, 141.74, 53.303771, 0),
    (60, 207.14, 2.453732, 0), (56, 154.84, 7.306860, 0), (47, 34.52, 27.261239, 0),
    (42, 207.19, 0.121824, 0), (40, 291.34, 1.844379, 0), (37, 161.72, 24.198154, 0),
    (35, 239.56, 25.513099, 0), (23, 331.55, 3.592518, 0),
  ]
}
